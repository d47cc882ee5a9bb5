"""Random organisations: the game against the judge, coalition by coalition, and its laws."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.who_cases import ask_who, wins
from tests.state.books import book, moment

from minutebook.answers import World
from minutebook.power.compile import Compiler
from minutebook.records import Book
from minutebook.records.deeds import Deed, parse_deed
from minutebook.records.nouns import COUNTS_IN
from minutebook.state.state import State

AT = "2024-01-01"
RULES = (
    "majority of seats",
    "majority of members present",
    "majority of votes cast",
    "at least 2/3 of votes in office",
    "all in office",
    "at least 2 in office",
    "majority of members present and entitled",
    "majority of seats and consent of p1",
    "consent of p0 or all in office",
    "plurality",
    "majority of members present and no objection of p1",
    "at most 1 against",
    "majority of disinterested members in office",
    "majority of votes cast and consent of firm/chief",
    "majority of members present or consent of p2",
    "at least 2/3 of votes cast and no objection of p2",
)
_NORM = "  - document: articles\n    of: firm\n    rank: charter\n    norms:\n      - {}\n"
VOTING = tuple(
    _NORM.format("\n        ".join(lines))
    for lines in (
        ("cannot: any holder of firm/share", "do: vote in firm/meeting",
         "beyond: 1/3 of outstanding votes", "counts in: base"),
        ("cannot: any holder of firm/share", "do: vote in firm/meeting", "beyond: 2 votes"),
        ("cannot: p0", "do: vote in firm/board", "counts in: quorum and base"),
        ("cannot: p1", "do: vote in firm/board on remove any from firm/chief",
         "counts in: quorum"),
    )
)  # fmt: skip
QUORUMS = ("none", "majority of seats", "at least 2 in office", "1/3 of seats")
SHARE_RULES = (
    "majority of outstanding votes",
    "at least 2/3 of votes cast",
    "majority of capital",
    "at least 75% of votes present",
    "majority of holders",
    "majority of disinterested outstanding votes and fewer than 3 against",
    "cumulative",
)


@st.composite
def organisations(draw: st.DrawFn) -> str:
    """A company with a board, holders, perhaps a member that is an organisation itself."""
    people = [f"p{n}" for n in range(draw(st.integers(3, 8)))]
    members = draw(st.lists(st.sampled_from([*people, "club"]), min_size=2, max_size=4,
                            unique=True))  # fmt: skip
    seats = len(members) + draw(st.integers(0, 1))
    clubbers = draw(st.lists(st.sampled_from([*people, "firm"]), min_size=1, max_size=3,
                             unique=True))  # fmt: skip
    holders = draw(st.lists(st.sampled_from([*people, "club", "firm"]), min_size=1, max_size=3,
                            unique=True))  # fmt: skip
    units = [draw(st.integers(1, 5)) for _ in holders]
    weight = draw(st.integers(1, 3))
    chair = draw(st.sampled_from(["", members[0], "p1", "firm/chief"]))
    casting = f"    casting vote: {chair}\n" if chair not in ("", "club") else ""
    written = draw(st.sampled_from(["", "    without meeting: all in office\n",
                                    "    without meeting: impossible\n"]))  # fmt: skip
    lines = ["book: {title: Random, timezone: UTC}", "records:"]
    lines += [f"  - person: {p}" for p in people]
    lines += ["  - entity: firm", "    acts through: firm/board", "  - entity: club",
              "    acts through: club/committee"]  # fmt: skip
    lines += [
        "  - body: club/committee",
        f"    members: [{', '.join(clubbers)}]",
        f"    decides: {draw(st.sampled_from(RULES[:6]))}",
        "    quorum: none",
        "  - instrument: firm/share",
        "    of: firm",
    ]
    for holder, number in zip(holders, units, strict=True):
        lines += [f"  - holding: {holder}-shares", f"    holder: {holder}",
                  "    of: firm/share", f"    units: {number}"]  # fmt: skip
    lines += [
        "  - body: firm/meeting",
        "    holders of: firm/share",
        f"    target votes: {draw(st.sampled_from(['yes', 'no', 'not counted']))}",
        f"    suspended count in: {draw(st.sampled_from(COUNTS_IN))}",
        f"    decides: {draw(st.sampled_from(SHARE_RULES))}",
        "    quorum: none",
        "  - body: firm/board",
        f"    seats: {seats}",
        f"    members: [{', '.join(members)}]",
        f"    appointed by: {draw(st.sampled_from(['firm/meeting', 'firm/board']))}",
        f"    decides: {draw(st.sampled_from(RULES))}",
        f"    quorum: {draw(st.sampled_from(QUORUMS))}",
        f"    vacated seats: {draw(st.sampled_from(['abolished', 'vacant']))}",
        f"    target votes: {draw(st.sampled_from(['yes', 'no', 'not counted']))}",
        f"    votes: {{{members[0]}: {weight}}}",
    ]
    text = "\n".join(lines) + "\n" + written + casting + draw(st.sampled_from(["", *VOTING]))
    return text + "  - post: firm/chief\n    holder: p0\n    appointed by: firm/board\n"


def deeds(found: Book) -> list[Deed]:
    members = found.records["firm/board"].members  # type: ignore[attr-defined]  # a body
    said = ["remove p0 from firm/chief", "appoint p1 to firm/chief",
            f"remove {members[-1]} from firm/board", "appoint p2 to firm/board"]  # fmt: skip
    out = []
    for one in said:
        parsed = parse_deed(one)
        assert isinstance(parsed, tuple)
        out.append(parsed[0])
    return out


@settings(max_examples=40, deadline=None)
@given(organisations(), st.integers(0, 3))
def test_the_game_is_the_judge(text: str, which: int) -> None:
    found = book(text)
    state = State(found, moment(found, AT), None, World({}))
    deed = deeds(found)[which]
    decision = Compiler(state).deed(deed)
    assert decision.known
    players = [str(p) for p in decision.sure.players]
    people = [f"p{n}" for n in range(8) if f"p{n}" in found.records]
    assert set(players) <= set(people)
    for size in range(len(people) + 1):
        for some in combinations(people, size):
            coalition = frozenset(some)
            ours = decision.sure.carried(dict.fromkeys(coalition & set(players), 1))
            assert ours == wins(state, deed, coalition), (str(deed), some)


@settings(max_examples=40, deadline=None)
@given(organisations(), st.integers(0, 3))
def test_laws_of_the_answer(text: str, which: int) -> None:
    found = book(text)
    deed = deeds(found)[which]
    answer = ask_who(found, str(deed), AT, 0)
    assert answer.value is not None
    control = answer.value
    winning, blocking = control.minimal_coalitions, control.blocking
    assert winning is not None and blocking is not None and control.power is not None
    # Blocking is the exact dual: each set of one meets each of the other, and none is larger
    # than it must be.
    for coalition in winning:
        assert all(set(coalition) & set(b) for b in blocking)
    people = list(control.players)
    for size in range(len(people) + 1):
        for some in combinations(people, size):
            wins_ = any(set(c) <= set(some) for c in winning)
            rest = set(people) - set(some)
            assert wins_ is not any(set(b) <= rest for b in blocking)
    members = {m for c in winning for m in c}
    assert set(control.dummies or ()) == set(people) - members
    total = sum((s.shapley_shubik or Fraction(0) for s in control.power.values()), Fraction(0))
    assert total == (1 if members else 0)
    assert sum((s.banzhaf_normalised or Fraction(0) for s in control.power.values()),
               Fraction(0)) == (1 if members else 0)  # fmt: skip
    n = len(people)
    for share in control.power.values():
        assert share.swings is not None
        assert share.banzhaf == Fraction(share.swings, 2 ** max(0, n - 1))
    assert set(control.vetoers or ()) == (
        set.intersection(*map(set, winning)) if winning and winning != ((),) else set()
    )


@settings(max_examples=15, deadline=None)
@given(organisations())
def test_more_steps_never_take_power_away(text: str) -> None:
    found = book(text)
    now = ask_who(found, "remove p0 from firm/chief", AT, 0).value
    later = ask_who(found, "remove p0 from firm/chief", AT, 2).value
    assert now is not None and later is not None
    for coalition in now.minimal_coalitions or ():
        assert any(set(c) <= set(coalition) for c in later.minimal_coalitions or ())


@settings(max_examples=10, deadline=None)
@given(organisations(), st.permutations(["p0", "p1", "p2"]))
def test_names_do_not_matter(text: str, order: list[str]) -> None:
    swap = dict(zip(["p0", "p1", "p2"], order, strict=True))

    def renamed(words: str) -> str:
        for old in swap:
            words = words.replace(old, f"<{old}>")
        for old, new in swap.items():
            words = words.replace(f"<{old}>", new)
        return words

    aim = "remove p0 from firm/chief"
    before = ask_who(book(text), aim, AT, 0).value
    after = ask_who(book(renamed(text)), renamed(aim), AT, 0).value
    assert before is not None and after is not None
    assert before.minimal_coalitions is not None and after.minimal_coalitions is not None
    assert {frozenset(swap.get(str(m), str(m)) for m in c) for c in before.minimal_coalitions} == {
        frozenset(map(str, c)) for c in after.minimal_coalitions
    }


@settings(max_examples=15, deadline=None)
@given(organisations())
def test_who_holds_nothing_never_gets_anywhere(text: str) -> None:
    """Control is founded: no chain of acts gives power to somebody whom nothing rests on."""
    found = book(text + "  - person: nobody-in-particular\n")
    later = ask_who(found, "remove p0 from firm/chief", AT, 2).value
    assert later is not None and later.minimal_coalitions is not None
    seated = {
        holder
        for line in text.splitlines()
        for key in ("members: [", "holder: ", "casting vote: ")
        if line.strip().startswith(key)
        for holder in line.split(": ")[1].strip("[]").split(", ")
    }
    asked = {p for p in found.records if f"consent of {p}" in text or f"objection of {p}" in text}
    for coalition in later.minimal_coalitions:
        assert set(map(str, coalition)) <= seated | asked
        assert coalition or later.reached
