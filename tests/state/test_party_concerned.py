"""Norms that speak of whomever a deed is about: removal only for cause, of directors in general."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.state.books import advance, book, moment, verdict

from minutebook.answers import Found, World, ask
from minutebook.clauses.may import May, may
from minutebook.power.who import who
from minutebook.records import Book
from minutebook.records.deeds import parse_deed
from minutebook.state.state import State

CAST = """\
book: {title: For cause, timezone: UTC}
records:
  - {entity: corp}
  - {entity: court}
  - {person: dee}
  - {person: ann}
  - {person: bo}
  - {person: p}
  - {person: q}
  - {instrument: share, of: corp}
  - {holding: of-p, holder: p, of: share, units: 60}
  - {holding: of-q, holder: q, of: share, units: 40}
  - {body: corp/board, seats: 3, members: [dee, ann, bo]}
  - {body: corp/holders, holders of: share, decides: majority of votes cast, quorum: none}
"""
ONLY_FOR_CAUSE = """\
  - document: charter
    of: corp
    rank: charter
    norms:
      - can: corp/holders
        id: for-cause
        do: remove any from corp/board
        by: majority of outstanding votes
        when: determined(cause, the party concerned)
"""
NOT_WITHOUT = """\
  - document: charter
    of: corp
    rank: charter
    norms:
      - {can: corp/holders, do: remove any from corp/board, by: majority of outstanding votes}
      - {cannot: anyone, id: for-cause, do: remove any from corp/board,
         unless: "determined(cause, the party concerned)"}
"""


def cause(name: str, party: str, found: str | None = None, more: str = "") -> str:
    """A cause that the court may find, and the day on which it did."""
    text = f"  - {{fact: {name}, kind: cause, about: {party}, determined by: court{more}}}\n"
    if found is not None:
        text += f"  - {{act: find-{name}, date: {found}, by: court, effect: determine {name}}}\n"
    return text


def act(*removed: str, date: str = "2024-01-01") -> str:
    deeds = ", ".join(f"remove {who} from corp/board" for who in removed)
    votes = "form: meeting, for: p, against: q"
    return f"  - {{act: out, date: {date}, by: corp/holders, {votes}, effect: [{deeds}]}}\n"


def effects(written: str, **more: str) -> list[str]:
    """The standing of each effect of the act, in the only world there is."""
    answer = verdict(book(written), "out", **more)
    assert answer.value is not None, answer.hinges
    return [one.standing for one in answer.value.effects]


@pytest.mark.parametrize("charter", [ONLY_FOR_CAUSE, NOT_WITHOUT])
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (cause("theft", "dee", "2023-06-01"), "valid"),
        (cause("theft", "dee"), "void"),
        # A cause found after the removal does not help, unless it was so before.
        (cause("theft", "dee", "2024-02-01"), "void"),
        (cause("theft", "dee", "2024-02-01", ", since: 2023-05-01"), "valid"),
        (cause("theft", "dee", "2024-02-01", ", since: 2024-01-15"), "void"),
        # One of two is enough, and what was found of another is none.
        (cause("theft", "dee") + cause("sloth", "dee", "2023-06-01"), "valid"),
        (cause("theft", "dee") + cause("sloth", "ann", "2023-06-01"), "void"),
        (cause("theft", "[ann, dee]", "2023-06-01"), "valid"),
        # A finding of another kind is no cause.
        (cause("theft", "dee", "2023-06-01").replace("kind: cause", "kind: praise"), None),
        ("", None),
    ],
)
def test_a_director_goes_only_for_cause(charter: str, facts: str, expected: str | None) -> None:
    answer = verdict(book(CAST + charter + facts + act("dee")), "out")
    if expected is not None:
        assert {w.value.standing for w in answer.worlds if w.value} == {expected}
        return
    assert {w.value.standing for w in answer.worlds if w.value} == {"undetermined"}
    assert all("a finding of cause about dee" in m for m in answer.missing)
    assert all("no fact of the kind cause about dee" in m for m in answer.missing)


@pytest.mark.parametrize("charter", [ONLY_FOR_CAUSE, NOT_WITHOUT])
def test_each_of_a_whole_board_is_asked_about(charter: str) -> None:
    facts = cause("theft", "dee", "2023-06-01") + cause("sloth", "ann") + cause("fraud", "bo")
    assert effects(CAST + charter + facts + act("dee", "ann", "bo")) == ["valid", "void", "void"]


def test_a_fact_may_bear_the_name_itself() -> None:
    facts = "  - {fact: cause, about: dee, determined by: court}\n"
    facts += "  - {act: ruling, date: 2023-06-01, by: court, effect: determine cause}\n"
    found = effects(CAST + ONLY_FOR_CAUSE + facts + cause("sloth", "ann") + act("dee", "ann"))
    assert found == ["valid", "void"]


def test_a_finding_that_may_not_have_been_made_is_a_hinge() -> None:
    """Who determined it acted by a body of which it is not known how it voted."""
    panel = "  - {body: court/panel, members: [q, ann, bo], decides: majority of seats}\n"
    facts = cause("theft", "dee", "2023-06-01").replace("by: court", "by: court/panel")
    answer = verdict(book(CAST + panel + ONLY_FOR_CAUSE + facts + act("dee")), "out")
    standings = {w.value.standing for w in answer.worlds if w.value}
    assert standings == {"valid", "void"}
    assert list(answer.hinges) == ["find-theft took effect"]


def test_both_completions_of_what_is_not_told_are_different() -> None:
    """Undetermined without a finding, it is valid with one and void with none."""
    written = CAST + ONLY_FOR_CAUSE + act("dee")
    assert effects(written) == ["undetermined"]
    assert effects(written + cause("theft", "dee", "2023-06-01")) == ["valid"]
    assert effects(written + cause("theft", "dee")) == ["void"]


# -- all that answers says the same


def _asked(written: Book, at: str, question: str) -> tuple[str | None, str | None, bool | None]:
    """What is said of a removal in advance, of whether it may be done, of whether anybody can."""
    effect = advance(written, question, at, "corp/holders", "meeting", for_=["p"], against=["q"])
    when, deed = moment(written, at), parse_deed(question)
    assert isinstance(deed, tuple)

    def permitted(world: World) -> Found[May]:
        return may(State(written, when, None, world), "corp/holders", deed[0])

    def able(world: World) -> Found[bool]:
        found = who(State(written, when, None, world), deed[0]).value
        known = found is not None and found.minimal_coalitions is not None
        return Found(bool(found.minimal_coalitions) if known and found else None, effect.why)

    allowed = ask(permitted, {}).value
    standing = effect.value.standing if effect.value is not None else None
    return standing, allowed.outcome if allowed is not None else None, ask(able, {}).value


@pytest.mark.parametrize("charter", [ONLY_FOR_CAUSE, NOT_WITHOUT])
@pytest.mark.parametrize(
    ("party", "at", "expected"),
    [
        ("dee", "2023-05-01", ("void", "forbidden", False)),
        ("dee", "2023-07-01", ("valid", "permitted", True)),
        ("ann", "2023-07-01", ("void", "forbidden", False)),
        ("bo", "2023-07-01", ("undetermined", None, None)),
    ],
)
def test_the_judge_who_and_may_agree(
    charter: str, party: str, at: str, expected: Iterable[object]
) -> None:
    written = book(CAST + charter + cause("theft", "dee", "2023-06-01") + cause("sloth", "ann"))
    assert _asked(written, at, f"remove {party} from corp/board") == expected


# -- the slow twin: one norm for each person, by name

PEOPLE = ("dee", "ann", "bo")
FINDINGS = st.tuples(
    st.sampled_from([None, "2023-06-01", "2024-02-01"]),
    st.sampled_from(["", ", since: 2023-03-01", ", since: 2024-01-15"]),
)
DRAWN = st.fixed_dictionaries({who: st.lists(FINDINGS, min_size=1, max_size=2) for who in PEOPLE})


def _by_name(drawn: dict[str, list[tuple[str | None, str]]], modality: str) -> str:
    """The charter with a norm for each person, who is named, and each finding, by its own name."""
    text = "  - document: charter\n    of: corp\n    rank: charter\n    norms:\n"
    if modality == "cannot":
        text += NOT_WITHOUT.splitlines()[4] + "\n"
    for who_, found in drawn.items():
        asked = " or ".join(f"determined({who_}-{n})" for n in range(len(found)))
        deed = f"do: remove {who_} from corp/board"
        if modality == "can":
            rule = "by: majority of outstanding votes"
            text += f"      - {{can: corp/holders, {deed}, {rule}, when: {asked}}}\n"
        else:
            text += f"      - {{cannot: anyone, {deed}, unless: {asked}}}\n"
    return text


@settings(max_examples=25, deadline=None)
@given(DRAWN, st.sampled_from(["can", "cannot"]))
def test_in_general_as_by_name(
    drawn: dict[str, list[tuple[str | None, str]]], modality: str
) -> None:
    """What a norm says of whomever a deed is about, it says as norms that name each of them."""
    facts = "".join(
        cause(f"{who_}-{n}", who_, found, since)
        for who_, several in drawn.items()
        for n, (found, since) in enumerate(several)
    )
    general = CAST + (ONLY_FOR_CAUSE if modality == "can" else NOT_WITHOUT) + facts
    named = CAST + _by_name(drawn, modality) + facts
    out = act(*PEOPLE)
    assert effects(general + out) == effects(named + out)
    for party in PEOPLE:
        deed = f"remove {party} from corp/board"
        assert _asked(book(general), "2024-01-01", deed) == _asked(book(named), "2024-01-01", deed)


# -- what else may be asked of them, and what they themselves cannot do

OTHERS = """\
book: {title: Others, timezone: UTC}
records:
  - entity: org
    law: code
    roles: {assembly: org/meeting, chair: org/chair}
  - {person: ann}
  - {person: bo}
  - {person: cy}
  - {group: staff, members: [bo]}
  - {body: org/meeting, members: [ann, bo, cy], decides: majority of members present,
     quorum: none, target votes: yes}
  - {body: org/council, members: [ann, bo, cy]}
  - {post: org/chair, holder: ann, appointed by: org/meeting}
  - {fact: fault, about: cy, determined by: cy}
  - document: code
    rank: statute
    roles: {assembly: who elects, chair: who presides}
    norms:
      - {can: assembly, do: remove any from org/council}
      - {cannot: RULE}
"""


@pytest.mark.parametrize(
    ("rule", "deed", "by", "expected"),
    [
        ("assembly, do: remove any from org/council, when: the party concerned holds chair",
         "remove ann from org/council", "org/meeting", "void"),
        ("assembly, do: remove any from org/council, when: the party concerned holds chair",
         "remove bo from org/council", "org/meeting", "valid"),
        ('anyone, do: remove any from org/council, when: "belongs to(the party concerned, staff)"',
         "remove bo from org/council", "org/meeting", "void"),
        ('anyone, do: remove any from org/council, when: "belongs to(the party concerned, staff)"',
         "remove cy from org/council", "org/meeting", "valid"),
        ('assembly, do: remove any from org/council, unless: "is(the party concerned, cy)"',
         "remove ann from org/council", "org/meeting", "void"),
        ('assembly, do: remove any from org/council, unless: "is(the party concerned, cy)"',
         "remove cy from org/council", "org/meeting", "valid"),
        ("the party concerned, do: determine any", "determine fault", "cy", "void"),
        ("anyone, do: remove any from org/chair", "determine fault", "cy", "valid"),
    ],
)  # fmt: skip
def test_other_tests_and_bars_of_the_party(rule: str, deed: str, by: str, expected: str) -> None:
    voters = ["ann", "bo", "cy"] if by == "org/meeting" else []
    answer = advance(book(OTHERS.replace("RULE", rule)), deed, "2024-01-01", by, for_=voters)
    assert [w.value.standing for w in answer.worlds if w.value] == [expected]
