"""Random ladders of documents beside the literal reading: which rule holds, and what bars."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.state.books import book, moment
from tests.state.cases import act, board, people, text
from tests.state.reference_rank import BASES, RANKS, Count, Demand, Said, barred, every, holds

from minutebook.answers import World
from minutebook.state.state import State

MEMBERS = ("a", "b", "c", "d", "e", "f")
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORCES = (None, "default", "floor", "ceiling", "mandatory")

tests = st.builds(
    lambda share, base: Demand(share[0], share[1], base),
    st.sampled_from([(Fraction(1, 2), True), (Fraction(1, 2), False), (Fraction(1, 3), False),
                     (Fraction(2, 3), False), (Fraction(3, 4), False)]),
    st.sampled_from(BASES),
) | st.builds(lambda n: Demand(Fraction(n)), st.integers(2, 4))  # fmt: skip


@st.composite
def norms(draw: st.DrawFn, rank: str, *, special: bool = False) -> Said:
    force = draw(st.sampled_from(FORCES))
    below = RANKS[RANKS.index(rank) + 1 :]
    named = draw(st.sampled_from([(), (), ("charter",), ("charter", "bylaw")]))
    mandatory = force == "mandatory"
    yields = tuple(r for r in named if r in below and not mandatory)
    bound = draw(st.sampled_from(["", "", "least", "most"]))
    free = force in (None, "default")
    return Said(
        rank,
        draw(tests),
        force,
        yields,
        draw(tests) if bound == "least" and free else None,
        draw(tests) if bound == "most" and free else None,
        special,
    )


@st.composite
def ladders(draw: st.DrawFn) -> tuple[Said, ...]:
    ranks = draw(st.lists(st.sampled_from(RANKS), unique=True, min_size=2, max_size=4))
    said = [draw(norms(rank)) for rank in ranks]
    special = draw(st.lists(st.sampled_from(RANKS), unique=True, max_size=2))
    return (*said, *(draw(norms(rank, special=True)) for rank in special))


counts = st.tuples(*[st.sampled_from(["for", "against", "abstain", "absent"])] * len(MEMBERS))


def documents(said: tuple[Said, ...]) -> str:
    return "".join(
        f"  - document: d{number}\n    rank: {one.rank}\n    of: org\n    norms: [{norm}]\n"
        for number, (one, norm) in enumerate(zip(said, every(said), strict=True))
    )


def ballot(votes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        f"{choice}: [{', '.join(m for m, v in zip(MEMBERS, votes, strict=True) if v == choice)}]"
        for choice in dict.fromkeys(votes)
    )


@SETTINGS
@given(ladders(), st.lists(counts, min_size=4, max_size=4))
def test_the_rule_that_holds_is_that_of_the_literal_ladder(
    said: tuple[Said, ...], votes: list[tuple[str, ...]]
) -> None:
    acts = [
        act(f"t{n}", "by: org/board", "form: meeting", "effect: decide x", *ballot(v))
        for n, v in enumerate(votes)
    ]
    written = text(people(*MEMBERS), board(", ".join(MEMBERS), "seats: 7", "quorum: none"),
                   documents(said), *acts)  # fmt: skip
    loaded = book(written)
    state = State(loaded, moment(loaded, "2021-01-01"), None, World({}))
    rule = holds(said)
    for number, vote in enumerate(votes):
        ayes, noes, abstain, absent = map(vote.count, ("for", "against", "abstain", "absent"))
        made = Count(ayes, noes, abstain, absent, vacant=1)
        if rule is None:
            continue
        expected = "valid" if rule.met(made) else "void"
        assert state.verdict(f"t{number}").standing == expected, (rule, vote, written)


@SETTINGS
@given(
    st.sampled_from(RANKS).flatmap(norms),
    st.sampled_from(["cannot", "must not"]),
    st.sampled_from(FORCES),
    st.sampled_from([*RANKS, "contract"]),
)
def test_what_bars_a_power_is_what_the_literal_ladder_lets(
    power: Said, modality: str, force: str | None, rank: str
) -> None:
    assume(rank != power.rank)  # of one rank they contradict each other
    yields = f", yields to: [{', '.join(power.yields)}]" if power.yields else ""
    forced = f", force: {power.force}" if power.force else ""
    own = f"{{can: org/board, id: own, do: decide x, by: at least 1 in office{forced}{yields}}}"
    stated = f", force: {force}" if force else ""
    bar = f"{{{modality}: org/board, id: bar, do: decide x{stated}}}"
    owner = "parties: [org, lender]" if rank == "contract" else "of: org"
    written = text(
        "  - entity: lender\n",
        people(*MEMBERS),
        board(", ".join(MEMBERS), "quorum: none"),
        f"  - document: first\n    rank: {power.rank}\n    of: org\n    norms: [{own}]\n",
        f"  - document: other\n    rank: {rank}\n    {owner}\n    norms: [{bar}]\n",
        act("try", "by: org/board", "form: meeting", "for: [a]", "others: against",
            "effect: decide x"),
    )  # fmt: skip
    loaded = book(written)
    verdict = State(loaded, moment(loaded, "2021-01-01"), None, World({})).verdict("try")
    (effect,) = verdict.effects
    expected = barred(power, modality, force, rank)
    found = "void" if effect.standing == "void" else "breach" if effect.breaches else "none"
    assert found == expected, written
