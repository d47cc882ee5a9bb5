"""A vote counted as slowly and plainly as can be, by every completion of what is not told.

The reference knows a body by its seats and the words of its rules. It goes through every way in
which the untold may have voted, counts each by hand, and keeps what came of it: always carried,
never, or now and then. It knows nothing of classes of voters, bounds, or best and worst cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Literal

CHOICES = ("for", "against", "abstain", "not voting", "absent")
COUNTING = ("nothing", "base", "quorum", "quorum and base", "vote and base", "everything")

BASES: Mapping[str, tuple[str, str]] = {
    "seats": ("heads", "seats"),
    "members in office": ("heads", "in office"),
    "votes in office": ("votes", "in office"),
    "votes present": ("votes", "present"),
    "members present": ("heads", "present"),
    "votes present and entitled": ("votes", "entitled"),
    "members present and entitled": ("heads", "entitled"),
    "votes cast": ("votes", "cast"),
    "members voting": ("heads", "cast"),
}
"""What a share can be a share of, in words: how it is measured, and of whom."""


@dataclass(frozen=True)
class Seat:
    """Who sits there, with how many votes, in which group of seats, among which people."""

    name: str
    votes: Fraction = Fraction(1)
    group: str | None = None
    people: str | None = None


@dataclass(frozen=True)
class Limb:
    """One test of a rule. `amount` is a fraction, a number, or the id of a party."""

    kind: Literal["share", "number", "opposed", "consent", "no objection", "plurality"]
    amount: Fraction | int | str = 0
    strict: bool = False
    base: str = "votes cast"
    part: str | None = None
    disinterested: bool = False

    def __str__(self) -> str:
        part = f" in {self.part}" if self.part else ""
        whose = "disinterested " if self.disinterested else ""
        compare = "more than" if self.strict else "at least"
        match self.kind:
            case "share":
                if self.amount == 1:
                    return f"all of {whose}{self.base}{part}"
                return f"{compare} {self.amount} of {whose}{self.base}{part}"
            case "number":
                return f"{compare} {self.amount} in office{part}"
            case "opposed":
                return f"{'fewer than' if self.strict else 'at most'} {self.amount} against{part}"
            case "plurality":
                return "plurality"
        return f"{self.kind} of {self.amount}"


@dataclass(frozen=True)
class Every:
    """All limbs must be met, or any."""

    limbs: tuple[Limb | Every, ...]
    any: bool = False

    def __str__(self) -> str:
        inside = ", ".join(f"{limb}" for limb in self.limbs)
        return f"{{{'any' if self.any else 'all'} of: [{inside}]}}"


Rule = Limb | Every


@dataclass(frozen=True)
class Body:
    """A body and the words of its rules; None: nothing is said."""

    seats: tuple[Seat, ...]
    vacant: int
    decides: Rule
    quorum: Rule | None
    chair: str | None = None
    recused: str | None = "nothing"
    target: str | None = "yes"
    proxies: str | None = "allowed"


@dataclass(frozen=True)
class Vote:
    """What is told of a vote. `about` is the member whom it would remove."""

    told: Mapping[str, str]
    others: str | None = None
    recused: frozenset[str] = frozenset()
    proxies: Mapping[str, str] = field(default_factory=dict)
    tally: Mapping[str, int] = field(default_factory=dict)
    about: str | None = None


@dataclass(frozen=True)
class Counted:
    """A seat in one completion: what it chose, and in what it counts."""

    seat: Seat
    choice: str
    votes: bool
    base: bool
    quorum: bool
    disinterested: bool

    def measured(self, measure: str) -> Fraction:
        return self.seat.votes if measure == "votes" else Fraction(1)


def standing(body: Body, vote: Vote) -> str:
    """How the decision stands: valid or void in every completion, else undetermined."""
    seen: set[bool] = set()
    for choices in completions(body, vote):
        carried, sure = count(body, vote, choices)
        seen |= {carried} if sure else {carried, False}
    return "undetermined" if len(seen) == 2 else "valid" if seen == {True} else "void"


def completions(body: Body, vote: Vote) -> Iterator[dict[str, str]]:
    """Every way in which everybody may have voted. A proxy votes as its holder does."""
    names = list(dict.fromkeys([*(s.name for s in body.seats), *outsiders(body)]))
    members = {s.name for s in body.seats}
    free = [n for n in names if n not in vote.told and n not in vote.proxies]
    options = [may_choose(vote, name, name in members) for name in free]
    for chosen in product(*options):
        made = {**vote.told, **dict(zip(free, chosen, strict=True))}
        if vote.tally and not tallies(vote, {n: made[n] for n in free if n in members}):
            continue
        for giver, holder in vote.proxies.items():
            if giver not in made:
                counts = body.proxies == "allowed"
                made[giver] = made.get(holder, "absent") if counts else "absent"
        yield made


def may_choose(vote: Vote, name: str, member: bool) -> tuple[str, ...]:
    if name in vote.recused:
        if vote.others is not None:
            return ("absent",) if vote.others == "absent" else ("not voting",)
        return ("not voting", "absent")
    if vote.others is not None and not (vote.tally and member):
        return (vote.others,)
    return CHOICES


def tallies(vote: Vote, chosen: Mapping[str, str]) -> bool:
    """Whether the unnamed voted as the numbers say; of who is left over, as is told of them."""
    for choice in CHOICES:
        got = sum(c == choice for c in chosen.values())
        if choice in vote.tally and choice != vote.others:
            if got != vote.tally[choice]:
                return False
        elif vote.others is not None and choice != vote.others and got:
            return False
    return True


def outsiders(body: Body) -> list[str]:
    """Whose choice counts though they have no seat: the chair, and whose consent is asked."""
    names = [body.chair] if body.chair else []
    stack: list[Rule] = [body.decides]
    while stack:
        rule = stack.pop()
        if isinstance(rule, Every):
            stack.extend(rule.limbs)
        elif rule.kind in ("consent", "no objection"):
            names.append(str(rule.amount))
    return [n for n in names if all(s.name != n for s in body.seats)]


def count(body: Body, vote: Vote, choices: Mapping[str, str]) -> tuple[bool, bool]:
    """Count one completion: whether it carried, and whether that is sure.

    Where nothing is said of a quorum, a vote of those who came is not sure unless all did.
    """
    roll = [counted(body, vote, seat, choices[seat.name]) for seat in body.seats]
    by_name = {c.seat.name: c for c in roll}
    carried = met(body, body.decides, roll, choices, by_name)
    if body.quorum is not None and not quorate(body, body.quorum, roll):
        return False, True
    if not carried and body.chair is not None and decides_tie(body, roll, choices, by_name):
        carried = met(body, body.decides, roll, choices, by_name, casting=True)
    if body.quorum is None and not asks_everyone(body.decides):
        return carried, all(c.choice != "absent" for c in roll if c.quorum)
    return carried, True


def counted(body: Body, vote: Vote, seat: Seat, choice: str) -> Counted:
    """In what a member counts, whom the matter may concern."""
    if seat.name in vote.recused:
        where = body.recused
        return Counted(seat, choice, where in ("vote and base", "everything"),
                       where not in ("nothing", "quorum"),
                       where in ("quorum", "quorum and base", "everything"),
                       disinterested=False)  # fmt: skip
    if seat.name == vote.about and body.target != "yes":
        there = body.target == "no"
        return Counted(seat, choice, False, there, there, disinterested=False)
    return Counted(seat, choice, True, True, True, disinterested=True)


def decides_tie(
    body: Body, roll: list[Counted], choices: Mapping[str, str], by_name: Mapping[str, Counted]
) -> bool:
    """Whether votes for and against are equal, and the chair, who has a vote, is for it."""
    assert body.chair is not None
    own = by_name.get(body.chair)
    if choices[body.chair] != "for" or (own is not None and not (own.votes and own.base)):
        return False
    ayes, noes = (
        sum(c.seat.votes for c in roll if c.choice == choice and c.votes and c.base)
        for choice in ("for", "against")
    )
    return ayes == noes


def met(
    body: Body,
    rule: Rule,
    roll: list[Counted],
    choices: Mapping[str, str],
    by_name: Mapping[str, Counted],
    *,
    casting: bool = False,
) -> bool:
    """Whether one completion meets a rule; with the casting vote, as if the chair voted twice.

    There are as many members as before. That second vote belongs to no class or group.
    """
    if isinstance(rule, Every):
        results = [met(body, r, roll, choices, by_name, casting=casting) for r in rule.limbs]
        return any(results) if rule.any else all(results)
    if rule.kind in ("consent", "no objection"):
        name = str(rule.amount)
        own = by_name.get(name)
        if own is not None and not (own.votes and own.base):
            return rule.kind == "no objection"
        return choices[name] == "for" if rule.kind == "consent" else choices[name] != "against"
    if rule.kind == "opposed":
        against = sum(1 for c in roll if in_part(rule, c) and c.choice == "against" and c.votes)
        return against < int(rule.amount) if rule.strict else against <= int(rule.amount)
    measure, population = ("heads", "in office")
    if rule.kind == "share":
        measure, population = BASES[rule.base]
    if rule.kind == "plurality":
        measure, population = ("votes", "cast")
    ayes = sum(
        (c.measured(measure) for c in roll if in_part(rule, c) and c.votes and c.choice == "for"),
        Fraction(0),
    )
    whole = sum(
        (c.measured(measure) for c in roll if in_part(rule, c) and stands(c, population)),
        Fraction(0),
    )
    if population == "seats" and rule.part is None and not rule.disinterested:
        whole += body.vacant
    own = by_name.get(str(body.chair))
    concerned = rule.disinterested and own is not None and not own.disinterested
    if casting and rule.part is None and not concerned:
        more = own.measured(measure) if own is not None else Fraction(1)
        ayes += more
        whole += more if population == "cast" else 0
    if rule.kind == "plurality":
        return ayes > whole - ayes
    needed = Fraction(rule.amount) * (whole if rule.kind == "share" else 1)
    return ayes > 0 and (ayes > needed if rule.strict else ayes >= needed)


def in_part(rule: Limb, one: Counted) -> bool:
    if not one.base or (rule.disinterested and not one.disinterested):
        return False
    return rule.part is None or rule.part in (one.seat.group, one.seat.people)


def stands(one: Counted, population: str) -> bool:
    match population:
        case "present":
            return one.choice != "absent"
        case "entitled":
            return one.choice != "absent" and one.votes
        case "cast":
            return one.choice in ("for", "against") and one.votes
    return True


def quorate(body: Body, rule: Rule, roll: list[Counted]) -> bool:
    """Whether enough are there, of all who stand in the base or make the quorum."""
    if isinstance(rule, Every):
        results = [quorate(body, r, roll) for r in rule.limbs]
        return any(results) if rule.any else all(results)
    measure, population = BASES[rule.base] if rule.kind == "share" else ("heads", "in office")
    among = [c for c in roll if c.base or c.quorum]
    among = [c for c in among if rule.part is None or rule.part in (c.seat.group, c.seat.people)]
    there = sum(
        (c.measured(measure) for c in among if c.quorum and c.choice != "absent"), Fraction(0)
    )
    whole = sum((c.measured(measure) for c in among), Fraction(0))
    if population == "seats" and rule.part is None:
        whole += body.vacant
    needed = Fraction(rule.amount) * (whole if rule.kind == "share" else 1)
    return there > 0 and (there > needed if rule.strict else there >= needed)


def asks_everyone(rule: Rule) -> bool:
    """Whether a rule asks for a part of all there are, so that it needs no quorum."""
    if isinstance(rule, Every):
        results = [asks_everyone(r) for r in rule.limbs]
        return all(results) if rule.any else any(results)
    if rule.kind == "share":
        return BASES[rule.base][1] in ("seats", "in office")
    return rule.kind != "plurality"
