"""Who can in the end: long chains, groups of companies, and a twin that only asks the judge."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.who_cases import ask_who, control, sets, wins
from tests.state.books import book, moment

from minutebook.answers import World
from minutebook.power.patterns import FEW_NAMES, minimal_patterns
from minutebook.records.deeds import Deed
from minutebook.state.state import State

AT = "2024-01-01"


def company(name: str, board: list[str], holders: Mapping[str, int]) -> str:
    """A company whose shareholders elect its board; the board votes the shares it holds."""
    lines = [
        f"- entity: {name}",
        f"  acts through: {name}/board",
        f"- instrument: {name}/share",
        f"  of: {name}",
        f"- body: {name}/meeting",
        f"  holders of: {name}/share",
        "  decides: majority of outstanding votes",
        "  quorum: none",
        f"- body: {name}/board",
        f"  seats: {max(1, len(board))}",
        *([f"  members: [{', '.join(board)}]"] if board else []),
        f"  appointed by: {name}/meeting",
        "  decides: majority of seats",
        "  target votes: yes",
        "  quorum: none",
    ]
    for holder, units in holders.items():
        lines.append(f"- {{holding: {holder}-in-{name}, holder: {holder}, of: {name}/share, "
                     f"units: {units}}}")  # fmt: skip
    return "\n".join(f"  {line}" for line in lines) + "\n"


def text(people: str, *parts: str) -> str:
    named = "".join(f"  - person: {p}\n" for p in people.split())
    return "book: {title: A group, timezone: UTC}\nrecords:\n" + named + "".join(parts)


PYRAMID = book(text(
    "family a b c d1 d2 d3 e1 e2 e3 f1 f2 f3",
    company("top", ["d1", "d2", "d3"], {"family": 51, "a": 49}),
    company("middle", ["e1", "e2", "e3"], {"top": 51, "b": 49}),
    company("bottom", ["f1", "f2", "f3"], {"middle": 51, "c": 49}),
    "  - post: bottom/chief\n    appointed by: bottom/board\n",
))  # fmt: skip


def test_a_majority_of_a_majority_of_a_majority_controls_the_bottom() -> None:
    """Six acts go before the last: nothing is said to be out of reach for being far."""
    found = control(PYRAMID, "family holds bottom/chief", AT)
    pairs = [p for trio in ("d", "e", "f") for p in combinations([f"{trio}{n}" for n in "123"], 2)]
    assert sets(found) == {frozenset({"family"}), *map(frozenset, pairs)}
    assert not found.bounded
    assert [step.by for step in found.plan] == [
        "top/meeting", "top/meeting", "middle/meeting", "middle/meeting", "bottom/meeting",
        "bottom/meeting", "bottom/board",
    ]  # fmt: skip
    assert found.plan[0].consenting == ("family",)


def test_asked_for_few_steps_it_says_that_there_may_be_longer_chains() -> None:
    found = control(PYRAMID, "family holds bottom/chief", AT, 4)
    assert frozenset({"family"}) not in sets(found)
    assert found.bounded


CROSS = book(text(
    "x y z ma mb",
    company("left", ["ma"], {"right": 40, "x": 20, "y": 40}),
    company("right", ["mb"], {"left": 40, "x": 20, "z": 40}),
))  # fmt: skip


def test_cross_holdings_let_a_fifth_tip_the_scales() -> None:
    """Forty per cent of each company is voted by the board of the other."""
    found = control(CROSS, "x has a seat in left/board", AT)
    assert sets(found) == {
        frozenset(c) for c in (["x", "y"], ["x", "mb"], ["y", "mb"], ["x", "z"], ["x", "ma"],
                               ["y", "z", "ma"])
    }  # fmt: skip


def test_a_member_makes_room_for_another_by_leaving() -> None:
    """Left is elected by x and y; its director, who consents, gives up the only seat."""
    found = control(CROSS, "x has a seat in left/board", AT, coalition=["x", "ma"]).asked
    assert found is not None and found.can
    assert "resign from left/board" in [str(d) for step in found.plan for d in step.deeds]


FOUNDATION = book(text(
    "f1 f2 f3 f4 f5 m out",
    """  - entity: fund
    acts through: fund/board
  - body: fund/board
    seats: 5
    members: [f1, f2, f3, f4, f5]
    appointed by: fund/board
    decides: majority of seats
    target votes: no
    quorum: none
""",
    company("works", ["m"], {"fund": 100}),
    "  - post: works/chief\n    holder: m\n    appointed by: works/board\n",
))  # fmt: skip


def test_a_board_that_appoints_itself_is_ousted_by_nobody_from_outside() -> None:
    trios = set(map(frozenset, combinations(["f1", "f2", "f3", "f4", "f5"], 3)))
    assert sets(control(FOUNDATION, "out holds works/chief", AT)) == {frozenset({"m"}), *trios}
    # Any three remove any member in the end: they first replace the other two.
    assert sets(control(FOUNDATION, "remove f1 from fund/board", AT)) == trios
    today = control(FOUNDATION, "remove f1 from fund/board", AT, 0)
    assert sets(today) == set(map(frozenset, combinations(["f2", "f3", "f4", "f5"], 3)))


def test_many_persons_of_a_group_are_no_hindrance() -> None:
    """Thirty persons stand behind the aim; their coalitions are learnt, not gone through."""
    outside = [f"s{n}" for n in range(20)]
    found = control(book(text(
        " ".join(["owner", "d1", "d2", "d3", *outside]),
        company("firm", ["d1", "d2", "d3"], {"owner": 51, **dict.fromkeys(outside, 2)}),
        "  - post: firm/chief\n    holder: d1\n    appointed by: firm/board\n",
    )), "owner holds firm/chief", AT)  # fmt: skip
    assert sets(found) == {
        frozenset({"owner"}),
        *map(frozenset, combinations(["d1", "d2", "d3"], 2)),
    }
    assert set(found.dummies or ()) >= set(outside)


# -- learning the coalitions


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(0, 5), min_size=1), max_size=6), st.integers(1, 9))
def test_what_is_learnt_is_what_is_settled_name_by_name(
    coalitions: list[set[int]], several: int
) -> None:
    """A name of several members, and more names than are settled one by one."""
    counts = {f"n{n}": several if n == 0 else 1 for n in range(6)}
    idle = {f"idle{n}": 1 for n in range(FEW_NAMES)}

    def carried(pattern: Mapping[str, int]) -> bool:
        return any(
            all(pattern.get(f"n{n}", 0) >= (several + 1) // 2 if n == 0 else pattern.get(f"n{n}")
                for n in some)
            for some in coalitions
        )  # fmt: skip

    def patterns(names: dict[str, int]) -> set[frozenset[tuple[str, int]]]:
        found = minimal_patterns(carried, names, 1000)
        return {frozenset((n, k) for n, k in p.items() if k) for p in found}

    assert patterns(counts) == patterns({**counts, **idle})


# -- the twin: all chains, with the judge as the only oracle


def held(*others: str) -> st.SearchStrategy[dict[str, int]]:
    holders = st.sampled_from(["p", "q", "r", *others])
    return st.dictionaries(holders, st.integers(1, 3), min_size=1, max_size=3)


@lru_cache(maxsize=4096)
def twin_state(shares: tuple[tuple[tuple[str, int], ...], ...], seated: tuple[str, ...]) -> State:
    parts = [
        company(name, [who] if who else [], dict(owned))
        for name, who, owned in zip(("one", "two"), seated, shares, strict=True)
    ]
    found = book(text("p q r friend", *parts, "  - post: two/chief\n    appointed by: two/board\n"))
    return State(found, moment(found, AT), None, World({}))


def fewest_acts(
    shares: tuple[tuple[tuple[str, int], ...], ...], coalition: frozenset[str]
) -> int | None:
    """The length of a shortest chain, in breadth over who sits where."""
    ours = coalition | {"friend"}
    aim = Deed("appoint", (("party", "p"), ("post", "two/chief")))
    layer: set[tuple[str, ...]] = {("q", "r")}
    seen, acts = set(layer), 1
    while layer:
        following: set[tuple[str, ...]] = set()
        for seated in sorted(layer):
            state = twin_state(shares, seated)
            if wins(state, aim, ours):
                return acts
            for place, name in enumerate(("one", "two")):
                post, holder = ("post", f"{name}/board"), seated[place]
                deed = (Deed("remove", (("party", holder), post)) if holder
                        else Deed("appoint", (("party", "friend"), post)))  # fmt: skip
                if wins(state, deed, ours):
                    after = "" if holder else "friend"
                    following.add((*seated[:place], after, *seated[place + 1 :]))
        layer = following - seen
        seen |= layer
        acts += 1
    return None


@settings(max_examples=12, deadline=None)
@given(held("two"), held("one"))
def test_plans_are_found_and_are_the_shortest(one: dict[str, int], two: dict[str, int]) -> None:
    shares = (tuple(sorted(one.items())), tuple(sorted(two.items())))
    for size in range(4):
        for some in combinations("pqr", size):
            found = control(twin_state(shares, ("q", "r")).book, "appoint p to two/chief", AT,
                            coalition=list(some)).asked  # fmt: skip
            fewest = fewest_acts(shares, frozenset(some))
            assert found is not None
            assert found.can is (fewest is not None), (some, fewest)
            assert len(found.plan) == (fewest or 0), [str(s) for s in found.plan]


# -- time

NOTICE = """
book: {title: Club, timezone: UTC}
records:
  - person: ann
  - person: bob
  - person: cat
  - entity: club
  - body: club/board
    members: [ann, bob, cat]
    seats: 3
    decides: majority of seats
    target votes: yes
    quorum: none
    without meeting: impossible
  - post: club/chief
    holder: cat
    appointed by: club/board
  - document: club/rules
    rank: bylaw
    of: club
    norms:
      - notice: club/board
        at least: %s
      - waiver: club/board
        ways: %s
"""
PAIRS = set(map(frozenset, combinations(["ann", "bob", "cat"], 2)))


def within(length: str, ways: str, until: str) -> tuple[set[frozenset[object]], list[str]]:
    found = control(book(NOTICE % (length, ways)), "remove cat from club/chief", AT, until=until)
    return sets(found), [str(step.when.latest) for step in found.plan]


def test_a_meeting_that_needs_notice_is_held_when_the_time_has_run() -> None:
    winning, dates = within("5 days", "none", "2024-01-07")
    assert winning == PAIRS
    assert dates == ["2024-01-06 00:00:00+00:00"]


def test_what_takes_longer_does_not_count() -> None:
    assert within("5 days", "none", "2024-01-03")[0] == set()


def test_all_members_together_waive_notice() -> None:
    winning, dates = within("5 days", "before", "2024-01-03")
    assert winning == {frozenset({"ann", "bob", "cat"})}
    assert dates == ["2024-01-01 00:00:00+00:00"]


def test_notice_that_has_to_be_reasonable_is_no_number() -> None:
    answer = ask_who(book(NOTICE % ("reasonable", "none")), "remove cat from club/chief", AT,
                     until="2024-01-03")  # fmt: skip
    (world,) = answer.worlds
    assert world.value is not None and world.value.minimal_coalitions is None
    assert set(map(frozenset, world.value.at_most or ())) == PAIRS
    assert "how long notice of a meeting of club/board has to be" in world.missing
