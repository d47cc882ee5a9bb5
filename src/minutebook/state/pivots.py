"""Who turned a vote, and what it still lacks: the count asked once for each change of a vote."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import TypeAlias

from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Number,
    Opposed,
    Rule,
    Share,
)
from minutebook.state.count import (
    FROM_WORST,
    MAX_COMPLETIONS,
    Electorate,
    Poll,
    Voter,
    Weight,
    is_met,
    kind_of,
    named,
    worst,
    worst_choice,
)


def _grouped(rule: Rule) -> bool:
    match rule:
        case AllOf(rules) | AnyOf(rules):
            return any(map(_grouped, rules))
        case Share(_, _, base):
            return base.part is not None
        case Opposed(base=base) | Number(base=base):
            return base.part is not None
    return False


Test: TypeAlias = Callable[[Electorate], "bool | None"]


def pivotal(rule: Rule, electorate: Electorate, test: Test | None = None) -> tuple[str, ...]:
    """The voters for, each of whom alone could have stopped it by voting against.

    Of a vote that carried. Changing a consent to "against" leaves presence as it was, so no
    quorum enters. `test` counts in another way than by the rule alone (with a casting vote).
    """
    if electorate.dealt:
        by_number = {v.name for v in electorate.voters if v.own is not None}
        found = [name for way in electorate.ways for name in pivotal(rule, way, test)]
        return tuple(n for n in dict.fromkeys(found) if n not in by_number)
    poll = worst(electorate)
    out = []
    turned: dict[object, bool] = {}
    special = named(rule)
    for name, voters in electorate.by_name.items():
        if any(v.choices != {"for"} or v.own is not None for v in voters):
            continue
        kind: object = tuple(map(kind_of, voters))
        if name in special or test is not None:
            kind = name
        if kind not in turned:
            turned[kind] = _turns(rule, electorate, poll, name, voters, test)
        if turned[kind]:
            out.append(name)
    return tuple(out)


def _turns(
    rule: Rule,
    electorate: Electorate,
    poll: Poll,
    name: str,
    voters: tuple[Voter, ...],
    test: Test | None,
) -> bool:
    if test is not None:
        return test(electorate.with_choices({name: "against"})) is not True
    for voter in voters:
        if voter.counted:
            poll = poll.move(voter, "against")
    return not is_met(rule, poll)


@dataclass(frozen=True, slots=True)
class Lack:
    """What a vote still lacks: how many more consents, and from among whom.

    Any `needs` of `among` suffice, and no fewer of them. Where it takes some of one kind and some
    of another, `among` are as many as it takes, and `parts` say of whom each of them may be one.
    """

    needs: int
    among: tuple[str, ...]
    parts: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        return " and of ".join(
            ", ".join(among) if needs == len(among) else f"{needs} of {', '.join(among)}"
            for needs, among in self.parts or ((self.needs, self.among),)
        )

    def more(self, others: Sequence[str]) -> str:
        """The same in words beside those who are there already."""
        if not others:
            return str(self)
        return f"{self.needs} more of {', '.join(self.among)}"


def lack(
    test: Test, electorate: Electorate, rules: Sequence[Rule], *, ties: bool = False
) -> Lack | None:
    """The fewest voters whose change to "for" carries it, whatever the rest did.

    None if no consent of theirs suffices. `rules` are those that `test` counts by. Where every
    candidate weighs in the same way or the heavier ones do so in every measure, the heaviest
    first are the fewest; else combinations are tried, up to `MAX_COMPLETIONS`, and beyond that
    the result is one of which nobody can be left out. Where somebody breaks `ties`, a lighter
    consent that makes one can do what a heavier one does not.
    """
    people = [
        (name, voters)
        for name, voters in electorate.by_name.items()
        if any(v.choices != {"for"} and v.counted and v.entitled for v in voters)
    ]
    people.sort(key=lambda p: (*(-x for x in _gains(p[1])), p[0]))
    names = [name for name, _ in people]

    def suffices(chosen: Sequence[str]) -> bool:
        return test(electorate.with_choices(dict.fromkeys(chosen, "for"))) is True

    if not suffices(names):
        return None
    special = frozenset().union(*map(named, rules)) & set(names)
    grouped = any(map(_grouped, rules))
    gains = [_gains(voters) for _, voters in people]
    falling = all(all(x >= y for x, y in zip(a, b, strict=True)) for a, b in pairwise(gains))
    if falling and not grouped and not special and not (ties and len(set(gains)) > 1):
        needs = _fewest(suffices, names)
        heaviest = set(names[: _all_alike(suffices, names, needs)])
        return Lack(needs, tuple(n for n in electorate.by_name if n in heaviest))
    kinds = {name: (name,) if name in special else _kinds(voters) for name, voters in people}
    classes: dict[tuple[object, ...], list[str]] = {}
    for name in (n for n in electorate.by_name if n in kinds):
        classes.setdefault(kinds[name], []).append(name)
    chosen = _combination(suffices, names, list(classes.values()))
    return _of_whom(suffices, chosen, list(classes.values()), names)


def _gains(voters: tuple[Voter, ...]) -> tuple[Weight, ...]:
    """What somebody's consent may add: votes, capital, heads, distance, and presence.

    Presence is what they weigh in a quorum, if they may not be there without it.
    """
    free = [v for v in voters if v.counted and v.entitled and v.choices != {"for"}]
    comes = [v for v in voters if v.makes_quorum and "absent" in v.choices]
    far = max(-FROM_WORST.index(worst_choice(v.choices, True)) for v in free)
    return (
        sum(v.votes for v in free),
        sum(v.capital for v in free),
        sum(v.heads for v in free),
        sum(v.high[1] for v in free),
        far,
        sum(v.votes for v in comes),
        sum(v.capital for v in comes),
        sum(v.heads for v in comes),
    )


def _kinds(voters: tuple[Voter, ...]) -> tuple[object, ...]:
    return tuple((v.choices, *kind_of(v)) for v in voters)


def _fewest(suffices: Callable[[Sequence[str]], bool], names: Sequence[str]) -> int:
    """How many of the first names suffice; more never hurt, so halving finds it."""
    low, high = 0, len(names)
    while low < high:
        middle = (low + high) // 2
        if suffices(names[:middle]):
            high = middle
        else:
            low = middle + 1
    return low


def _all_alike(suffices: Callable[[Sequence[str]], bool], names: Sequence[str], needs: int) -> int:
    """How many of the first names are such that any so many of them suffice.

    They fall in weight: if the last of them suffice, all that go before do.
    """
    low, high = needs, len(names)
    while low < high:
        middle = (low + high + 1) // 2
        if suffices(names[middle - needs : middle]):
            low = middle
        else:
            high = middle - 1
    return low


def _of_whom(
    suffices: Callable[[Sequence[str]], bool],
    chosen: Sequence[str],
    classes: Sequence[Sequence[str]],
    names: Sequence[str],
) -> Lack:
    """Some consents that suffice, with those who might give them as well.

    Whoever is equal to one of them might; if any so many of several kinds suffice, these are told
    together, else each kind by itself.
    """
    needs = len(chosen)
    used = [sum(name in chosen for name in members) for members in classes]
    taken = [members for members, n in zip(classes, used, strict=True) if n]
    if _any_of(suffices, taken, needs):
        for members in classes:
            if members not in taken and _any_of(suffices, [*taken, members], needs):
                taken.append(members)
        among = {name for members in taken for name in members}
        return Lack(needs, tuple(n for members in classes for n in members if n in among))
    parts = [(n, tuple(members)) for members, n in zip(classes, used, strict=True) if n]
    return Lack(needs, tuple(n for n in names if n in chosen), tuple(parts))


def _any_of(
    suffices: Callable[[Sequence[str]], bool], classes: Sequence[Sequence[str]], needs: int
) -> bool:
    """Whether any so many of some kinds suffice, however many are of each."""
    ranges = [range(min(len(members), needs) + 1) for members in classes]
    if math.prod(map(len, ranges)) > MAX_COMPLETIONS:
        return False
    return all(
        suffices([n for members, k in zip(classes, count, strict=True) for n in members[:k]])
        for count in product(*ranges)
        if sum(count) == needs
    )


def _combination(
    suffices: Callable[[Sequence[str]], bool],
    names: Sequence[str],
    classes: Sequence[Sequence[str]],
) -> list[str]:
    """The fewest names that suffice, equal ones counted and not enumerated."""
    sizes = [len(members) for members in classes]
    if math.prod(n + 1 for n in sizes) <= MAX_COMPLETIONS:
        counts = sorted(product(*(range(n + 1) for n in sizes)), key=sum)
        for count in counts:
            chosen = [
                name for members, n in zip(classes, count, strict=True) for name in members[:n]
            ]
            if suffices(chosen):
                return chosen
    chosen = list(names[: _fewest(suffices, names)])
    for name in tuple(chosen):
        fewer = [n for n in chosen if n != name]
        if suffices(fewer):
            chosen = fewer
    return chosen
