"""Votes that hang on how long units are held, and votes as converted; book text in."""

from __future__ import annotations

import pytest
from tests.state.cases import act, effect, people, standing, text
from tests.state.test_votes_suspended import company, norm

LOYALTY = norm("can: any holder of share", "do: vote in org/meeting", "times: 2",
               "held for: 2 years")  # fmt: skip


def loyal(ann: str, bo: str, *more: str, votes: tuple[str, ...] = ("for: ann", "against: bo"),
          when: str = "2020-01-01", rules: str = LOYALTY) -> str:  # fmt: skip
    """Two holders, each told by lines "UNITS DATE"."""
    held = "".join(
        f"  - {{holding: {name}-{place}, holder: {name}, of: share, units: {line.split()[0]}, "
        f"date: {line.split()[1]}}}\n"
        for name, lines in (("ann", ann), ("bo", bo))
        for place, line in enumerate(lines.split(", "))
    )
    written = company("zed 0", *votes).replace("2020-01-01T12:00", when)
    return written + people("ann", "bo") + held + rules + "".join(more)


@pytest.mark.parametrize(
    ("ann", "bo", "expected"),
    [
        ("50 2018-01-01", "99 2019-06-01", "valid"),  # 100 : 99
        ("50 2018-01-02", "99 2019-06-01", "void"),  # a day too short
        ("50 2018-01-01", "100 2019-06-01", "void"),
        ("50 2010-01-01", "50 2010-01-01", "void"),
        ("50 2010-01-01, 80 2019-01-01", "129 2019-01-01", "valid"),  # 50 twice, 30 once: 130
        ("50 2010-01-01, 80 2019-01-01", "130 2019-01-01", "void"),
        ("80 2010-01-01, 50 2019-01-01", "99 2019-01-01", "valid"),  # what is left is old
    ],
)
def test_units_held_two_years_vote_twice(ann: str, bo: str, expected: str) -> None:
    """Code de commerce, art. L225-123."""
    assert standing(loyal(ann, bo)) == expected


def test_a_transfer_loses_the_votes_of_age() -> None:
    sale = act("sale", "by: ann", "effect: transfer 20 share from ann to bo", date="2019-12-01")
    assert standing(loyal("50 2010-01-01", "99 2019-06-01")) == "valid"
    assert standing(loyal("50 2010-01-01", "39 2019-06-01", sale)) == "valid"  # 60 : 59
    assert standing(loyal("50 2010-01-01", "40 2019-06-01", sale)) == "void"  # 60 : 60


def test_which_units_were_sold_is_asked_only_where_it_decides() -> None:
    """50 old, 30 new, 30 sold: 50 left, of which 20 to 50 are old: 70 to 100 votes."""
    sale = act("sale", "by: ann", "effect: cancel 30 share of ann", date="2019-12-01")
    cancel = norm("can: ann", "do: cancel any share of ann").replace("charter", "deed", 1)
    ann = "50 2010-01-01, 80 2019-01-01"
    for bo, expected in ((69, "valid"), (70, "undetermined"), (99, "undetermined"), (100, "void")):
        written = loyal(ann, f"{bo} 2019-06-01", sale, cancel)
        assert standing(written) == expected, bo
    found = effect(loyal(ann, "80 2019-06-01", sale, cancel))
    assert found.missing == ("which units of share ann has held how long",)


def test_since_when_is_asked_where_it_is_not_told() -> None:
    undated = loyal("50 2018-01-01", "60 2019-06-01").replace(", date: 2018-01-01", "")
    assert effect(undated).missing == ("since when ann holds share",)
    assert standing(undated.replace("units: 60", "units: 49")) == "valid"  # 50 : 49 at least
    assert standing(undated.replace("units: 60", "units: 100")) == "void"
    inherited = undated.replace("units: 50", "units: 50, held since: 2001-05-01")
    assert standing(inherited) == "valid"


def test_votes_grow_in_steps() -> None:
    """Once, twice after two years, three times after three: the longest that is reached counts."""
    third = "{can: any holder of share, do: vote in org/meeting, times: 3, held for: 3 years}"
    three = LOYALTY.replace("      - can", f"      - {third}\n      - can")
    for since, bo, expected in (
        ("2016-12-31", 149, "valid"), ("2017-01-02", 99, "valid"), ("2017-01-02", 100, "void"),
        ("2019-01-01", 49, "valid"), ("2019-01-01", 50, "void"), ("2016-12-31", 150, "void"),
    ):  # fmt: skip
        written = loyal(f"50 {since}", f"{bo} 2019-06-01", rules=three)
        assert standing(written) == expected, (since, bo)


def test_age_is_asked_of_the_record_date() -> None:
    written = loyal("50 2018-01-01", "99 2019-06-01").replace(
        "    form: meeting\n", "    form: meeting\n    record date: 2019-12-15\n"
    )
    assert standing(written) == "void"


# -- as converted


def startup(ratio: str, *votes: str, rule: str = "majority of outstanding votes") -> str:
    return text(
        people("ann", "fund"),
        "  - instrument: common\n    of: org\n",
        f"  - instrument: preferred\n    of: org\n    votes: as converted\n"
        f"    converts to: common\n    ratio: {ratio}\n",
        "  - {holding: a, holder: ann, of: common, units: 60}\n",
        "  - {holding: f, holder: fund, of: preferred, units: 40}\n",
        f"  - body: org/meeting\n    holders of: [common, preferred]\n    decides: {rule}\n"
        "    quorum: none\n",
        act("try", "by: org/meeting", "form: meeting", "effect: decide the sale", *votes),
    )


@pytest.mark.parametrize(
    ("ratio", "expected"), [("1", "void"), ("3/2", "void"), ("1.51", "valid"), ("2", "valid")]
)
def test_preferred_votes_with_common_as_if_converted(ratio: str, expected: str) -> None:
    assert standing(startup(ratio, "for: fund", "against: ann")) == expected


def test_a_vote_of_the_class_counts_its_own_votes() -> None:
    both = "majority of outstanding votes and majority of outstanding votes in preferred"
    assert standing(startup("1", "for: ann", "against: fund", rule=both)) == "void"
    assert standing(startup("1", "for: [ann, fund]", rule=both)) == "valid"


def test_an_unknown_ratio_leaves_votes_as_converted_open() -> None:
    found = effect(startup("unknown", "for: fund", "against: ann"))
    assert found.missing == ("the votes of a unit of preferred",)
    assert standing(startup("unknown", "for: [fund, ann]")) == "valid"
