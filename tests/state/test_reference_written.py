"""Consents in writing beside a count of the days: delivered, taken back, too late, in time."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.cases import act, board, people, standing, text

NAMES = ("ann", "bob", "cy", "dot", "eve")
RULES = {
    "majority of members in office": (Fraction(1, 2), True),
    "majority of votes cast": (Fraction(1, 2), True),
    "at least 2/3 of members present": (Fraction(2, 3), False),
    "all in office": (Fraction(1), False),
}
"""Without a meeting nobody is present and all are asked: each is a share of all members."""


@dataclass(frozen=True)
class Paper:
    """When a member's consent came in, and when it was taken back; days of January."""

    came: int | None
    back: int | None


papers = st.builds(
    lambda came, more, back: Paper(came, None if not back else (came or 12) + more),
    st.none() | st.integers(1, 12),
    st.integers(0, 6),
    st.booleans(),
)


def counts(papers: dict[str, Paper], name: str, day: int, within: int | None) -> bool:
    """Whether a consent counts on a day; one without a date of its own came in that day."""
    paper = papers[name]
    came = day if paper.came is None else paper.came
    if paper.back is not None and paper.back <= day:
        return False
    first = min((p.came for p in papers.values() if p.came is not None), default=day)
    return came <= day and (within is None or came - first <= within)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES), papers, min_size=1),
    st.sampled_from(sorted(RULES)),
    st.integers(6, 14),
    st.none() | st.integers(1, 8),
)
def test_a_consent_counts_that_came_in_time_and_was_not_taken_back(
    given_: dict[str, Paper], rule: str, day: int, within: int | None
) -> None:
    came = ", ".join(
        f"{n}: 2020-01-{p.came:02}T10:00" for n, p in given_.items() if p.came is not None
    )
    back = ", ".join(
        f"{n}: 2020-01-{p.back:02}T11:00" for n, p in given_.items() if p.back is not None
    )
    lines = [f"delivered: {{{came}}}"] if came else []
    lines += [f"revoked: {{{back}}}"] if back else []
    norm = f"{{written consent: org/board, at most: {within} days, runs from: first delivery}}"
    law = f"  - document: law\n    of: org\n    rank: statute\n    norms: [{norm}]\n"
    written = text(
        people(*NAMES),
        board(", ".join(NAMES), f"without meeting: {rule}"),
        law if within else "",
        act("try", "by: org/board", "form: without meeting", f"for: [{', '.join(given_)}]",
            "others: absent", "effect: decide x", *lines, date=f"2020-01-{day:02}T18:00"),
    )  # fmt: skip
    ayes = sum(counts(given_, name, day, within) for name in given_)
    share, strict = RULES[rule]
    needed = share * len(NAMES)
    carried = ayes > needed if strict else ayes >= needed
    assert standing(written) == ("valid" if carried else "void"), written
