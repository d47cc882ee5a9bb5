"""Votes of random bodies beside the slow count: weights, recusal, proxies, classes, ties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.state.books import book, verdict
from tests.state.reference_votes import (
    BASES,
    CHOICES,
    COUNTING,
    Body,
    Every,
    Limb,
    Rule,
    Seat,
    Vote,
    asks_everyone,
    outsiders,
    standing,
)

NAMES = ("ann", "bob", "cy", "dot", "eve", "fay", "gus", "hal")
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FRACTIONS = (Fraction(1, 2), Fraction(2, 3), Fraction(1, 3), Fraction(3, 4), Fraction(1))


@st.composite
def limbs(draw: st.DrawFn) -> Limb:
    kind = draw(st.sampled_from(["share"] * 5 + ["number", "opposed", "consent", "no objection",
                                                 "plurality"]))  # fmt: skip
    part = draw(st.sampled_from([None, None, None, "red", "kin"]))
    match kind:
        case "share":
            amount = draw(st.sampled_from(FRACTIONS))
            strict = amount < 1 and draw(st.booleans())
            return Limb("share", amount, strict, draw(st.sampled_from(sorted(BASES))), part,
                        disinterested=draw(st.integers(0, 4)) == 0)  # fmt: skip
        case "number":
            return Limb("number", draw(st.integers(1, 4)), draw(st.booleans()), part=part)
        case "opposed":
            return Limb("opposed", draw(st.integers(1, 3)), draw(st.booleans()), part=part)
        case "plurality":
            return Limb("plurality")
    return Limb(kind, draw(st.sampled_from(["ann", "bob", "out"])))  # type: ignore[arg-type]  # one of two


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    number = draw(st.sampled_from([1, 1, 1, 2, 2, 3]))
    if number == 1:
        return draw(limbs())
    parts: tuple[Rule, ...] = tuple(draw(limbs()) for _ in range(number))
    if number == 3:
        parts = (parts[0], Every(parts[1:], draw(st.booleans())))
    return Every(parts, draw(st.booleans()))


@st.composite
def quorums(draw: st.DrawFn) -> Rule | None:
    if draw(st.integers(0, 4)) == 0:
        return None
    if draw(st.booleans()):
        return Limb("number", draw(st.integers(1, 4)))
    base = draw(st.sampled_from(["seats", "members in office", "votes in office"]))
    return Limb("share", draw(st.sampled_from(FRACTIONS[:3])), draw(st.booleans()), base)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    seats = []
    for name in NAMES[: draw(st.integers(2, 6))]:
        weight = draw(st.sampled_from([Fraction(1)] * 4 + [Fraction(2), Fraction(1, 2)]))
        group = draw(st.sampled_from([None, None, "red"]))
        people = draw(st.sampled_from([None, None, "kin"]))
        seats.append(Seat(name, weight, group, people))
    chair = draw(st.sampled_from([None, None, "ann", "bob", "out"]))
    said = draw(st.booleans())
    return Body(
        tuple(seats),
        draw(st.integers(0, 2)),
        draw(rules()),
        draw(quorums()),
        chair,
        draw(st.sampled_from(COUNTING)) if said else None,
        draw(st.sampled_from(["yes", "no", "not counted"])) if said else None,
        draw(st.sampled_from(["allowed", "not allowed"])) if said else None,
    )


@st.composite
def votes(draw: st.DrawFn, body: Body) -> Vote:
    names = [*(s.name for s in body.seats), "out"]
    told = {n: draw(st.sampled_from(CHOICES)) for n in names}
    for name in draw(st.lists(st.sampled_from(names), max_size=3)):
        told.pop(name, None)
    kind = draw(st.sampled_from(["plain", "recused", "proxy", "about", "tally"]))
    others = draw(st.sampled_from([None, None, None, *CHOICES]))
    members = names[:-1]
    if kind == "recused":
        who = frozenset(draw(st.lists(st.sampled_from(members), min_size=1, max_size=2)))
        return Vote(told, others, who)
    if kind == "proxy":
        giver, holder = draw(st.permutations(members))[:2]
        told.pop(giver, None)
        return Vote(told, others, proxies={giver: holder})
    if kind == "tally":
        return draw(by_number(members, told, others))
    if kind == "about":
        return Vote(told, others, about=draw(st.sampled_from(members)))
    return Vote(told, others)


@st.composite
def by_number(
    draw: st.DrawFn, members: list[str], told: dict[str, str], others: str | None
) -> Vote:
    """Some choices are told by number, and nobody is named with those."""
    numbers = draw(st.dictionaries(st.sampled_from(CHOICES[:3]), st.integers(0, 3), min_size=1))
    named = {n: c for n, c in told.items() if c not in numbers}
    room = sum(m not in named for m in members)
    while sum(numbers.values()) > room:
        most = max(numbers, key=lambda c: numbers[c])
        numbers[most] -= 1
    return Vote(named, None if others in numbers else others, tally=numbers)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Body, Vote]:
    body = draw(bodies())
    return body, draw(votes(body))


def written(body: Body, vote: Vote) -> str:
    """The vote as a book."""
    kin = [s.name for s in body.seats if s.people == "kin"]
    lines = ["book: {title: Random, timezone: UTC}", "records:", "  - entity: org"]
    lines += [f"  - person: {n}" for n in (*NAMES, "out", "gone")]
    lines += ["  - group: kin", f"    members: [{', '.join([*kin, 'gone'])}]"]
    weights = ", ".join(f"{s.name}: {s.votes}" for s in body.seats)
    lines += ["  - body: org/board", f"    seats: {len(body.seats) + body.vacant}",
              f"    decides: {body.decides}", "    appointed by: org/board",
              f"    votes: {{{weights}}}"]  # fmt: skip
    said = (("quorum", body.quorum), ("casting vote", body.chair),
            ("recused count in", body.recused), ("target votes", body.target),
            ("proxies", body.proxies))  # fmt: skip
    lines += [f"    {key}: {value}" for key, value in said if value is not None]
    for number, seat in enumerate(body.seats):
        lines += [f"  - post: org/board/s{number}", "    in: org/board", f"    holder: {seat.name}"]
        if seat.group:
            lines.append(f"    group: {seat.group}")
    # A seat that nobody holds keeps the group known where no member is in it.
    lines += ["  - post: org/spare", "    in: org/side", "    group: red",
              "  - body: org/side"]  # fmt: skip
    lines += ["  - act: try", "    date: 2020-01-01T12:00", "    by: org/board",
              "    form: meeting"]  # fmt: skip
    for choice in CHOICES:
        listed = [n for n, c in vote.told.items() if c == choice]
        if listed:
            lines.append(f"    {choice}: [{', '.join(listed)}]")
        elif choice in vote.tally:
            lines.append(f"    {choice}: {vote.tally[choice]}")
    if vote.others:
        lines.append(f"    others: {vote.others}")
    if vote.recused:
        lines.append(f"    recused: [{', '.join(sorted(vote.recused))}]")
    if vote.proxies:
        lines.append(f"    proxies: {{{', '.join(f'{g}: {h}' for g, h in vote.proxies.items())}}}")
    deed = f"remove {vote.about} from org/board" if vote.about else "decide the budget"
    lines.append(f"    effect: {deed}")
    return "\n".join(lines) + "\n"


SILENT = ("what the recused in org/board count in", "target votes in org/board",
          "proxies in org/board")  # fmt: skip
"""The readings by which the judge settles what a body does not say."""


def settled(body: Body, reading: Mapping[str, str]) -> Body:
    """The body that says what a reading takes for granted."""
    recused, target, proxies = map(reading.get, SILENT)
    return replace(body, recused=recused or body.recused, target=target or body.target,
                   proxies=proxies or body.proxies)  # fmt: skip


@SETTINGS
@given(cases())
def test_a_vote_is_counted_as_by_hand(case: tuple[Body, Vote]) -> None:
    """In every reading of what is not said; each flips something, else it is no hinge."""
    body, vote = case
    answer = verdict(book(written(body, vote)), "try")
    assert set(answer.choices) <= set(SILENT)
    found: dict[tuple[tuple[str, str], ...], str] = {}
    readings: list[dict[str, str]] = [{}]
    for name, choice in answer.choices.items():
        readings = [{**r, name: a} for r in readings for a in choice.alternatives]
    for reading in readings:
        said = settled(body, reading)
        expected = standing(said, vote)
        found[tuple(reading.items())] = expected
        told = {
            w.value.standing
            for w in answer.worlds
            if w.value and all(w.readings.get(n, a) == a for n, a in reading.items())
        }
        assert told == {expected}, (reading, written(body, vote))
        alone = verdict(book(written(said, vote)), "try")
        assert alone.value is not None
        assert alone.value.standing == expected


def with_consent(vote: Vote, of: tuple[str, ...]) -> Vote:
    return replace(vote, told={**vote.told, **dict.fromkeys(of, "for")},
                   proxies={g: h for g, h in vote.proxies.items() if g not in of})  # fmt: skip


@SETTINGS
@given(cases())
def test_a_cure_carries_and_no_fewer_consents_would(case: tuple[Body, Vote]) -> None:
    """Whichever of those named give theirs; of a vote that is not told by number."""
    body, vote = case
    body = settled(body, dict.fromkeys(SILENT, "not allowed"))
    body = replace(body, recused=body.recused if body.recused in COUNTING else "nothing",
                   target=body.target if body.target != "not allowed" else "yes")  # fmt: skip
    vote = replace(vote, tally={})
    # Whoever comes may settle a quorum that nobody told; that is no want of consent.
    assume(body.quorum is not None or asks_everyone(body.decides))
    answer = verdict(book(written(body, vote)), "try")
    assert answer.value is not None
    (effect,) = answer.value.effects
    names = tuple(dict.fromkeys([*(s.name for s in body.seats), *outsiders(body)]))
    free = [n for n in names if may_vote(body, vote, n) and vote.told.get(n) != "for"]
    fewest = next(
        (size for size in range(len(free) + 1) for some in combinations(free, size)
         if standing(body, with_consent(vote, some)) == "valid"),
        None,
    )  # fmt: skip
    if effect.standing == "valid" or not fewest:
        assert not effect.cures or effect.standing != "valid"
        return
    assert effect.cure is not None, (fewest, written(body, vote))
    assert effect.cure.needs == fewest, (effect.cure, fewest, written(body, vote))
    assert [c.needs for c in effect.cures] == sorted(c.needs for c in effect.cures)
    for some in combinations(effect.cure.among, effect.cure.needs):
        assert standing(body, with_consent(vote, some)) == "valid", (some, written(body, vote))


def may_vote(body: Body, vote: Vote, name: str) -> bool:
    """Whether somebody's consent could count."""
    if name in vote.recused:
        return body.recused in ("vote and base", "everything")
    return name != vote.about or body.target == "yes"
