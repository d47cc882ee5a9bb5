"""What is open about a determination, completed every way: as in `test_two_completions`.

When a fact was found, by whom, with which votes, since when it was so, and whether what found it
stands: a removal for that fact is undetermined, or depends on it, only if completions part.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.state.cases import act, people, text
from tests.state.test_two_completions import VOTERS, Gap, lists, panel

SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AYES = "for: [a, b, c, d, e]"
NORMS = ("[{can: auditor, do: remove any from org/ceo, when: determined(cause)},"
         " {can: court, do: find any any}, {can: court, do: annul any, REACH},"
         " {can: court, do: suspend any}]")  # fmt: skip


def dismissal(*records: str, fact: str = "", reach: str = "reaches: back", day: int = 15) -> str:
    """An auditor removes the chief executive of whom the board found a cause."""
    return text(
        people(*VOTERS, "chief", "auditor"), "  - entity: court\n",
        panel("decides: majority of members in office"),
        "  - post: org/ceo\n    holder: chief\n",
        f"  - fact: cause\n    determined by: org/board\n{fact}",
        f"  - document: charter\n    rank: charter\n    of: org\n    norms: {NORMS}\n".replace(
            "REACH", reach),
        *records,
        act("try", "by: auditor", "effect: remove chief from org/ceo",
            date=f"2020-01-{day:02}T12:00"),
    )  # fmt: skip


def finding(*lines: str, date: str = "2020-01-10T09:00") -> str:
    return act("finds", "form: meeting", "effect: determine cause", *lines, date=date)


def date_of_it(draw: st.DrawFn) -> Gap:
    """When the board found the cause."""
    day = draw(st.integers(1, 30))
    written = dismissal(finding("by: org/board", AYES, date="HOLE"), day=day)
    return Gap(written, "2020-01", tuple(f"2020-01-{d:02}T09:00" for d in (1, 9, 20, 31)))


def author_of_it(draw: st.DrawFn) -> Gap:
    """Who found it."""
    ayes = draw(st.sampled_from([AYES, "for: [a, b]\n    against: [c, d, e]"]))
    written = dismissal(finding("HOLE", ayes, date=f"2020-01-{draw(st.integers(5, 25)):02}T09:00"))
    return Gap(written, "note: by whom is not told", ("by: org/board", "by: auditor"))


def votes_for_it(draw: st.DrawFn) -> Gap:
    """How those of whom no vote is told voted on it."""
    told = draw(st.lists(st.sampled_from(VOTERS), unique=True, min_size=2, max_size=4))
    made = {v: draw(st.sampled_from(["for", "against"])) for v in told}
    rest = [v for v in VOTERS if v not in made]
    ways = tuple(lists(made | dict.fromkeys(rest, c)) for c in ("for", "against", "absent"))
    return Gap(dismissal(finding("by: org/board", "HOLE")), lists(made), ways)


def since_when(draw: st.DrawFn) -> Gap:
    """Since when it was so; a court or the board may find it afterwards."""
    day = draw(st.integers(2, 28))
    found = finding("by: org/board", AYES, date=draw(st.sampled_from(["2020-01-01", "2020-06-01"])))
    return Gap(
        dismissal(found, fact="    since: HOLE\n", day=day),
        "2020-01", tuple(f"2020-01-{d:02}T09:00" for d in (1, day, 31)),
    )  # fmt: skip


def end_of_it(draw: st.DrawFn) -> Gap:
    """When a court annulled it, from then on."""
    day = draw(st.integers(11, 28))
    written = dismissal(
        finding("by: org/board", AYES),
        act("ruling", "by: court", "effect: annul finds", date="HOLE"),
        reach="reaches: from then", day=day,
    )  # fmt: skip
    return Gap(written, "2020-01-11/2020-01-31", ("2020-01-12T09:00", "2020-01-30T09:00"))


def reach_of_it(draw: st.DrawFn) -> Gap:
    """How far back a court's annulment reaches."""
    ruled = draw(st.sampled_from(["2020-01-12", "2020-03-01"]))
    written = dismissal(
        finding("by: org/board", AYES),
        act("ruling", "by: court", "effect: annul finds", date=ruled), reach="HOLE",
    )  # fmt: skip
    return Gap(written, "id: undoing", ("reaches: back", "reaches: from then"))


def stay_of_it(draw: st.DrawFn) -> Gap:
    """Until when a court suspended it."""
    day = draw(st.integers(12, 28))
    written = dismissal(
        finding("by: org/board", AYES),
        act("stay", "by: court", "effect: suspend finds", "until: HOLE", date="2020-01-11T09:00"),
        day=day,
    )
    return Gap(written, "2020-01-13/2020-01-31", ("2020-01-13T09:00", "2020-01-30T09:00"))


GAPS = (date_of_it, author_of_it, votes_for_it, since_when, end_of_it, reach_of_it, stay_of_it)


@pytest.mark.parametrize("kind", GAPS, ids=lambda kind: kind.__name__)
@SETTINGS
@given(st.data())
def test_what_is_open_about_a_finding_parts_two_completions_or_does_not_matter(
    kind: object, data: st.DataObject
) -> None:
    gap = data.draw(st.composite(kind)())  # type: ignore[arg-type]  # one of GAPS
    open_, completed = gap.left_open(), gap.completed()
    if open_ == {"undetermined"}:
        assert len(completed) > 1, gap.written
    else:
        assert "undetermined" not in open_, (open_, completed, gap.written)
        assert open_ == completed, (open_, completed, gap.written)
