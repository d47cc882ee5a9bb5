"""Counting votes: the only place where a rule of decision meets a ballot.

Each voter has a set of choices they may have made: one if the record says, several if it does
not. A share `q` of a base is a linear test: every voter adds their votes if they consent, less
`q` times their votes if they stand in the base, and the rule is met if the sum is positive (or
not negative). So the best and the worst case over everything that is unknown are found voter
by voter, exactly, without going through the combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Literal

from minutebook.records.nouns import Choice
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Impossible,
    Measure,
    Number,
    Plurality,
    Population,
    Rule,
    Share,
)

ALL_CHOICES: tuple[Choice, ...] = ("for", "against", "abstain", "not voting", "absent")
MAX_COMPLETIONS = 20_000


@dataclass(frozen=True, slots=True)
class Voter:
    """Someone whose vote a body counts.

    `choices` are those they may have made. `counted` is False for a member who leaves the base
    and the quorum; `entitled` is False for one who stays in both and may not vote on the matter.
    `heads`, `votes` and `capital` are the weights in the three measures; several equal voters of
    whom only the number is known are one `Voter` each.
    """

    name: str
    choices: frozenset[Choice]
    votes: Fraction = Fraction(1)
    capital: Fraction = Fraction(1)
    group: str | None = None
    counted: bool = True
    entitled: bool = True

    def weight(self, measure: Measure) -> Fraction:
        """Their weight in a measure."""
        if measure == "heads":
            return Fraction(1)
        return self.votes if measure == "votes" else self.capital


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who votes on a matter: the voters, and the seats that stand empty.

    `vacant` counts authorised seats without a holder; they stand in the base `seats` only.
    None: how many seats there are is not known.
    """

    voters: tuple[Voter, ...]
    vacant: int | None = 0

    def with_choices(self, changes: dict[str, Choice]) -> Electorate:
        """The same electorate in which some voters choose as told."""
        voters = tuple(
            replace(v, choices=frozenset({changes[v.name]})) if v.name in changes else v
            for v in self.voters
        )
        return Electorate(voters, self.vacant)


def decide(rule: Rule, electorate: Electorate) -> bool | None:
    """Whether the votes meet the rule: True or False whatever the unknown ones were, else None.

    Exact for every rule with one test in it and for small unknowns; for composed rules with
    very many unknown voters it may say None where a finer look would tell.
    """
    best, worst = _bounds(rule, electorate)
    if best == worst:
        return best
    if not best:
        return False
    if worst:
        return True
    if isinstance(rule, AllOf | AnyOf):
        return _by_completion(lambda e: _bounds(rule, e)[0], electorate)
    return None


def present(rule: Rule, electorate: Electorate) -> bool | None:
    """Whether enough are present for a quorum: the rule read on presence instead of consent."""
    attending = tuple(
        replace(
            v,
            choices=frozenset("absent" if c == "absent" else "for" for c in v.choices),
            entitled=True,
        )
        for v in electorate.voters
    )
    return decide(_as_quorum(rule), Electorate(attending, electorate.vacant))


def _as_quorum(rule: Rule) -> Rule:
    """A quorum of nobody is met by nobody."""
    return rule


def meeting_decides(rule: Rule, quorum: Rule | None, electorate: Electorate) -> bool | None:
    """Whether a meeting with this quorum carries; both tests on the same completions."""
    if quorum is None:
        return decide(rule, electorate)
    carried, quorate = decide(rule, electorate), present(quorum, electorate)
    if carried is False or quorate is False:
        return False
    if carried and quorate:
        return True
    both = _by_completion(lambda e: bool(_bounds(rule, e)[0] and present(quorum, e)), electorate)
    return both


def _by_completion(test: Callable[[Electorate], bool], electorate: Electorate) -> bool | None:
    """Try every way to complete what is unknown; equal voters are counted, not enumerated."""
    classes: dict[tuple[object, ...], list[Voter]] = {}
    known: list[Voter] = []
    for voter in electorate.voters:
        if len(voter.choices) == 1:
            known.append(voter)
        else:
            key = (voter.choices, voter.votes, voter.capital, voter.group, voter.counted,
                   voter.entitled)  # fmt: skip
            classes.setdefault(key, []).append(voter)
    ways = [list(_splits(len(v), sorted(v[0].choices))) for v in classes.values()]
    total = 1
    for way in ways:
        total *= len(way)
        if total > MAX_COMPLETIONS:
            return None
    seen: set[bool] = set()
    for combination in product(*ways):
        voters = list(known)
        for members, split in zip(classes.values(), combination, strict=True):
            chosen = [c for c, n in split for _ in range(n)]
            voters.extend(
                replace(v, choices=frozenset({c})) for v, c in zip(members, chosen, strict=True)
            )
        seen.add(test(Electorate(tuple(voters), electorate.vacant)))
        if len(seen) == 2:
            return None
    return seen.pop()


def _splits(count: int, choices: Sequence[Choice]) -> Iterable[tuple[tuple[Choice, int], ...]]:
    """Every way to hand `count` equal voters their choices."""
    if len(choices) == 1:
        yield ((choices[0], count),)
        return
    for first in range(count + 1):
        for rest in _splits(count - first, choices[1:]):
            yield ((choices[0], first), *rest)


def _bounds(rule: Rule, electorate: Electorate) -> tuple[bool, bool]:
    """Whether the rule is met in the best case and in the worst."""
    match rule:
        case AllOf(rules):
            parts = [_bounds(r, electorate) for r in rules]
            return all(b for b, _ in parts), all(w for _, w in parts)
        case AnyOf(rules):
            parts = [_bounds(r, electorate) for r in rules]
            return any(b for b, _ in parts), any(w for _, w in parts)
        case Share(fraction, more_than, base):
            return _share(fraction, more_than, base, electorate)
        case Number(number, more_than, measure, population, group):
            return _number(number, more_than, Base(measure, population, group), electorate)
        case Consent(of):
            choices = [v.choices for v in electorate.voters if v.name == of]
            possible = any("for" in c for c in choices)
            return possible, bool(choices) and all(c == {"for"} for c in choices)
        case Plurality(measure):
            best, worst = _extremes(
                electorate,
                lambda v, c: (
                    (v.weight(measure) if c == "for" else Fraction(0))
                    - (v.weight(measure) if c == "against" else Fraction(0))
                ),
            )
            return best > 0, worst > 0
        case Impossible():
            return False, False


def _share(
    fraction: Fraction, more_than: bool, base: Base, electorate: Electorate
) -> tuple[bool, bool]:
    def margin(voter: Voter, choice: Choice) -> Fraction:
        weight = voter.weight(base.measure)
        consents = weight if choice == "for" and voter.entitled else Fraction(0)
        return consents - (fraction * weight if stands_in(voter, choice, base.population) else 0)

    best, worst = _extremes(electorate, margin, base.group)
    empty = Fraction(0)
    if base.population == "seats" and base.group is None:
        if electorate.vacant is None:
            # Any number of seats may stand empty: only the best case, none, can be told.
            return _passes(best, more_than), False
        empty = fraction * electorate.vacant
    votes_for = _extremes(
        electorate,
        lambda v, c: v.weight(base.measure) if c == "for" and v.entitled else Fraction(0),
        base.group,
    )
    return (
        _passes(best - empty, more_than) and votes_for[0] > 0,
        _passes(worst - empty, more_than) and votes_for[1] > 0,
    )


def _passes(margin: Fraction, more_than: bool) -> bool:
    return margin > 0 if more_than else margin >= 0


def _number(
    number: Fraction, more_than: bool, base: Base, electorate: Electorate
) -> tuple[bool, bool]:
    best, worst = _extremes(
        electorate,
        lambda v, c: v.weight(base.measure) if c == "for" and v.entitled else Fraction(0),
        base.group,
    )
    return _passes(best - number, more_than), _passes(worst - number, more_than)


def stands_in(voter: Voter, choice: Choice, population: Population) -> bool:
    """Whether a voter who chose so stands in a population."""
    if not voter.counted:
        return False
    match population:
        case "seats" | "in office" | "outstanding":
            return True
        case "present":
            return choice != "absent"
        case "entitled present":
            return choice != "absent" and voter.entitled
        case "cast":
            return choice in ("for", "against") and voter.entitled


def _extremes(
    electorate: Electorate,
    value: Callable[[Voter, Choice], Fraction],
    group: str | None = None,
) -> tuple[Fraction, Fraction]:
    best = worst = Fraction(0)
    for voter in electorate.voters:
        if not voter.counted or (group is not None and voter.group != group):
            continue
        values = [value(voter, choice) for choice in voter.choices]
        best += max(values)
        worst += min(values)
    return best, worst


def pivotal(test: Callable[[Electorate], bool | None], electorate: Electorate) -> tuple[str, ...]:
    """The voters for, each of whom alone could have stopped it by voting against."""
    out = []
    for voter in electorate.voters:
        if (
            voter.choices == {"for"}
            and test(electorate.with_choices({voter.name: "against"})) is not True
        ):
            out.append(voter.name)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Lack:
    """What a vote still lacks: how many more consents, and from among whom."""

    needs: int
    among: tuple[str, ...]


def lack(test: Callable[[Electorate], bool | None], electorate: Electorate) -> Lack | None:
    """The fewest voters whose change to "for" carries it whatever the rest did.

    None if no consent of theirs suffices. Equal voters are interchangeable; among unequal ones
    the heaviest count first.
    """
    rest = [v for v in electorate.voters if v.choices != {"for"} and v.counted and v.entitled]
    rest.sort(key=lambda v: (-v.votes, -v.capital, v.name))
    for needed in range(len(rest) + 1):
        chosen: dict[str, Choice] = {v.name: "for" for v in rest[:needed]}
        if test(electorate.with_choices(chosen)):
            last = rest[needed - 1] if needed else None
            same = last is not None and all(
                (v.votes, v.group) == (last.votes, last.group) for v in rest
            )
            names = rest if same else rest[:needed]
            return Lack(needed, tuple(v.name for v in names))
    return None


Standing = Literal["valid", "voidable", "void", "undetermined"]
