"""Rules of decision, deeds and goals: what they say, and that they say it back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutebook.records.deeds import (
    DEED_TEMPLATES,
    GOAL_TEMPLATES,
    Deed,
    Goal,
    matches,
    parse_deed,
    parse_goal,
)
from minutebook.records.rule_text import parse_rule, say_rule
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Cumulative,
    Impossible,
    Narrowing,
    NoObjection,
    Number,
    Opposed,
    Plurality,
    Quorate,
    Rule,
    Share,
)
from minutebook.records.verbs import PLAIN
from minutebook.text import Problem


def share(fraction: str, more_than: bool, base: Base) -> Share:
    return Share(Fraction(fraction), more_than, base)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("majority of seats", share("1/2", True, Base("heads", "seats"))),
        ("majority of members present", share("1/2", True, Base("heads", "present"))),
        ("at least 2/3 of votes cast", share("2/3", False, Base("votes", "cast"))),
        ("75% of capital present", share("3/4", False, Base("capital", "present"))),
        ("more than 1/2 of the holders", share("1/2", True, Base("heads", "outstanding"))),
        ("all in office", share("1", False, Base("heads", "in office"))),
        (
            "majority of cast in preferred",
            share("1/2", True, Base("votes", "cast", Narrowing(("preferred",)))),
        ),
        (
            "majority of disinterested votes cast in common + preferred",
            share("1/2", True, Base("votes", "cast", Narrowing(("common", "preferred"), True))),
        ),
        ("no objection of china", NoObjection("china")),
        ("fewer than 4 against", Opposed(Fraction(4), True, Base("heads", "cast"))),
        ("at most 100 votes against", Opposed(Fraction(100), False, Base("votes", "cast"))),
        ("cumulative", Cumulative()),
        ("at least 3 in office", Number(Fraction(3), False, "heads", "in office")),
        ("2", Number(Fraction(2), False, "heads", "seats")),
        ("none", Number(Fraction(0), False, "heads", "seats")),
        ("consent of microsoft", Consent("microsoft")),
        ("plurality", Plurality()),
        ("a quorum", Quorate()),
        ("impossible", Impossible()),
    ],
)  # fmt: skip
def test_a_rule_in_words(text: str, rule: Rule) -> None:
    assert parse_rule(text) == rule
    assert parse_rule(say_rule(rule)) == rule


def test_rules_compose_in_one_way_only() -> None:
    seats, veto = parse_rule("majority of seats"), Consent("ann")
    assert not isinstance(seats, Problem)
    assert parse_rule("majority of seats and consent of ann") == AllOf((seats, veto))
    assert parse_rule("majority of seats or consent of ann") == AnyOf((seats, veto))
    mixed = parse_rule("majority of seats and consent of ann or plurality")
    assert isinstance(mixed, Problem)
    assert "two ways" in mixed.message
    present = parse_rule("majority of votes present and entitled")
    assert present == share("1/2", True, Base("votes", "entitled present"))
    assert say_rule(AnyOf((AllOf((seats, veto)), Plurality()))) == (
        "(majority of seats and consent of ann) or plurality"
    )


@pytest.mark.parametrize(
    "text",
    ["majority", "unanimous", "3/2 of seats", "0.5x of seats", "majority of mice", "", "1,0 cast"],
)  # fmt: skip
def test_what_is_not_a_rule(text: str) -> None:
    problem = parse_rule(text)
    assert isinstance(problem, Problem)
    assert problem.code == "MB221"
    assert problem.hint


BASES = st.builds(
    Base,
    st.sampled_from(["heads"]),
    st.sampled_from(["seats", "in office", "outstanding", "present", "entitled present", "cast"]),
    st.sampled_from(
        [None, Narrowing(("founders",)), Narrowing(("a", "b"), True), Narrowing(None, True)]
    ),
)
SHARES = st.builds(
    Share,
    st.fractions(0, 1, max_denominator=50).filter(lambda f: f.denominator > 1),
    st.booleans(),
    BASES,
)


@given(st.one_of(SHARES, st.lists(SHARES, min_size=2, max_size=3).map(lambda r: AllOf(tuple(r)))))
def test_a_rule_said_is_read_back(rule: Rule) -> None:
    assert parse_rule(say_rule(rule)) == rule


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("two-thirds of members present", 'write "2/3 of members present"'),
        ("a two-thirds majority of votes cast", 'write "2/3 of votes cast"'),
        ("3/4 majority of votes cast", 'write "3/4 of votes cast"'),
        ("more than half of votes cast", 'write "more than 1/2 of votes cast"'),
        ("at least three in office", 'write "at least 3 in office"'),
        ("at least 6 of 9", 'write "at least 6"'),
        ("Majority of Seats", 'write "majority of seats"'),
        ("two thirds", 'say of what: "2/3 of seats", "2/3 of members present", ...'),
        (
            "at least 75%",
            'say of what: "at least 75% of seats", "at least 75% of members present", ...',
        ),
        ("absolute majority", "majority of seats"),
        ("majority of shares", '"shares" does not say of what'),
        ("by and by", "write for example"),
    ],
)
def test_a_rule_that_is_not_understood_is_told_how_to_write_it(written: str, hint: str) -> None:
    found = parse_rule(written)
    assert isinstance(found, Problem)
    assert hint in (found.hint or "")


@pytest.mark.parametrize("written", ["3", "3 for", "at least 3 in favour"])
def test_a_number_of_members_in_favour(written: str) -> None:
    assert parse_rule(written) == parse_rule("at least 3 seats")


DEEDS = [
    *(f"{verb} models/later from ann to bo with cy in medicine" for verb in PLAIN),
    "buy compute from any",
    "pay 1bn USD to openai-lp",
    "pay any to microsoft for profit",
    "consent to buy compute from oracle",
    "waive exclusive-compute",
    "terminate licence",
    *(f"{verb} agi" for verb in ("declare", "contest", "verify", "suspend", "uphold", "overturn")),
    "appoint murati to openai-inc/ceo",
    "appoint murati to openai-inc/ceo as interim",
    "appoint taylor to openai-inc/board as nominee of microsoft",
    "appoint ann to org/ceo as interim as nominee of bo",
    "elect ann to org/board",
    "vote in org/board",
    "vote in org/board on remove any from org/ceo",
    "remove altman from openai-inc/ceo",
    "resign from openai-inc/board",
    "suspend altman from openai-inc/board",
    "reinstate altman to openai-inc/board",
    "set openai-inc/board to 9 seats",
    "issue 1,000 preferred to thrive",
    "transfer 49% common from ann to bo",
    "cancel any common of ann",
    "adopt bylaws",
    "repeal bylaws",
    "amend bylaws",
    "sign merger",
    "determine agi",
    "announce remove-altman",
    "register remove-altman",
    "file new-bylaws",
    "file new-bylaws with registry",
    "approve new-bylaws",
    "call openai-inc/board",
    "ratify remove-altman",
    "annul remove-altman",
    "challenge openai-inc/board",
    "find murati-interim void",
    "decide to move the office",
]
GOALS = [
    "altman holds openai-inc/ceo",
    "microsoft has a seat in openai-inc/board",
    "altman has no seat in openai-inc/board",
    "openai-inc/board has 6 members",
    "openai-inc/board has 9 seats",
    "openai-inc/ceo is vacant",
    "altman is suspended from openai-inc/board",
    "microsoft holds 49% interest",
    "agi is determined",
    "bylaws is in force",
    "remove-altman is void",
]


@pytest.mark.parametrize("text", DEEDS)
def test_a_deed_says_itself_back_and_names_its_places(text: str) -> None:
    found = parse_deed(f"  {text} ")
    assert not isinstance(found, Problem)
    deed, references = found
    assert str(deed) == text
    assert [text[r.start : r.end] for r in references] == [r.name for r in references]


@pytest.mark.parametrize("text", GOALS)
def test_a_goal_says_itself_back_and_names_its_places(text: str) -> None:
    found = parse_goal(text)
    assert not isinstance(found, Problem)
    goal, references = found
    assert str(goal) == text
    assert [text[r.start : r.end] for r in references] == [r.name for r in references]


def test_every_template_is_shown() -> None:
    deeds = [parse_deed(text) for text in DEEDS]
    goals = [parse_goal(text) for text in GOALS]
    assert {d[0].verb for d in deeds if not isinstance(d, Problem)} == set(DEED_TEMPLATES)
    assert {g[0].test for g in goals if not isinstance(g, Problem)} == set(GOAL_TEMPLATES)


def test_a_number_inside_a_deed_is_a_number() -> None:
    problem = parse_deed("issue 1,00 common to ann")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.start, problem.end) == ("MB143", 6, 10)
    assert isinstance(parse_deed("set org/board to 1,,2 seats"), Problem)


@given(st.text(max_size=60))
def test_no_sentence_raises(text: str) -> None:
    for parse in (parse_deed, parse_goal):
        found = parse(text)
        if isinstance(found, Problem):
            assert found.hint
    assert not isinstance(parse_rule(text), str)


def test_patterns_match_deeds() -> None:
    def deed(text: str) -> Deed:
        found = parse_deed(text)
        assert not isinstance(found, Problem)
        return found[0]

    assert matches(deed("remove any from org/board"), deed("remove ann from org/board"))
    assert not matches(deed("remove any from org/board"), deed("remove ann from org/ceo"))
    assert matches(deed("appoint any to org/ceo"), deed("elect ann to org/ceo"))
    assert not matches(deed("appoint any to org/ceo"), deed("remove ann from org/ceo"))
    assert Goal("vacant", (("post", "a"),)).get("post") == "a"
    assert deed("adopt bylaws").get("party") is None


def test_any_deed_at_all_is_said_by_saying_none() -> None:
    found = parse_deed("any")
    assert isinstance(found, Problem)
    assert "leave the key out" in found.hint
