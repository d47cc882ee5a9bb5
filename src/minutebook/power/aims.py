"""Aims: a deed to be done, or a goal to be reached by any one act that reaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from minutebook.power.compile import Compiler
from minutebook.power.decision import NOBODY, Decision, Means, either
from minutebook.power.games import Game
from minutebook.power.holders import about
from minutebook.records.deeds import ANY, Deed, Goal
from minutebook.state.goals import holds
from minutebook.state.state import State

Aim: TypeAlias = Deed | Goal
NOMINEE = "nominee-"
"""Somebody of the coalition's choice; the number follows."""


def nominee(number: int) -> str:
    """The name of somebody whom a coalition chooses."""
    return f"{NOMINEE}{number}"


RIVAL = "rival-"
"""Somebody of the others' choice."""


def is_nominee(name: str) -> bool:
    """Whether a name stands for somebody of the coalition's choice."""
    return name.startswith(NOMINEE)


@dataclass(frozen=True, slots=True)
class Way:
    """One act that reaches the aim: the deed, by whom, and who decides that."""

    deed: Deed
    by: str
    decision: Decision
    rule: str
    src: tuple[object, ...] = ()


def reached(state: State, aim: Aim) -> bool | None:
    """Whether a goal holds already; a deed never does."""
    return holds(state, aim) if isinstance(aim, Goal) else False


def decide(compiler: Compiler, aim: Aim) -> Decision:
    """Who can do it in one act."""
    if isinstance(aim, Deed):
        return compiler.deed(aim)
    return _GOALS[aim.test](compiler, aim)


def deeds_for(state: State, aim: Aim) -> list[Deed]:
    """The deeds that reach the aim, each alone; resignations apart."""
    if isinstance(aim, Deed):
        return [aim]
    post, party = aim.get("post") or "", aim.get("party") or ""
    match aim.test:
        case "holds" | "has a seat":
            return [_appoint(party, p) for p in _places(state, post)]
        case "vacant":
            return [about("remove", o, post) for o in _occupants(state, post)]
        case "suspended":
            return [about("suspend from", party, p) for p in _places(state, post)]
        case "has no seat":
            return [about("remove", party, p) for p in _places(state, post)]
        case "members":
            return _members_deeds(state, post, _count(aim))
        case "seats":
            return [Deed("seats", (("post", post), ("count", str(_count(aim)))))]
        case "units":
            return _units_deeds(state, aim)
        case "determined":
            return [Deed("determine", (("fact", aim.get("fact") or ""),))]
        case "in force":
            return [Deed("adopt", (("document", aim.get("document") or ""),))]
    verb = {"valid": "ratify", "void": "annul"}.get(aim.get("standing") or "")
    return [Deed(verb, (("act", aim.get("act") or ""),))] if verb else []


def _appoint(party: str, post: str) -> Deed:
    who = nominee(1) if party == ANY else party
    return Deed("appoint", (("party", who), ("post", post)))


def _places(state: State, place: str) -> tuple[str, ...]:
    """Where somebody can sit in a body: its seats that are posts, and others if it has others."""
    posts = tuple(state.index.seats_in.get(place, ()))
    filled = {o.post for o in state.seats(place).occupants}
    seats = state.seats(place).seats
    if posts and place not in filled and seats is not None and seats <= len(posts):
        return posts
    return (place, *posts)


def _occupants(state: State, post: str) -> list[str]:
    return [o.holder or f"the holder of {post}" for o in state.seats(post).occupants]


def _count(goal: Goal) -> int:
    return int((goal.get("count") or "0").replace(",", "").replace("_", ""))


def _members_deeds(state: State, body: str, wanted: int) -> list[Deed]:
    seats = state.seats(body)
    if len(seats.occupants) > wanted:
        return [about("remove", o.holder or "", o.post) for o in seats.occupants]
    return [_appoint(nominee(1), p) for p in _places(state, body)]


def _units_deeds(state: State, goal: Goal) -> list[Deed]:
    instrument, party = goal.get("instrument") or "", goal.get("party") or ""
    units = goal.get("units") or ANY
    units = "1" if units == ANY else units
    if units.endswith("%"):
        return []
    issue = Deed("issue", (("units", units), ("instrument", instrument), ("party", party)))
    sales = [
        Deed("transfer", (("units", units), ("instrument", instrument), ("from", h), ("to", party)))
        for h in state.register(instrument)
        if h != party
    ]
    return [issue, *sales]


# -- goals as games


def _any_deed(compiler: Compiler, goal: Goal) -> Decision:
    return _either(compiler, deeds_for(compiler.state, goal))


def _either(compiler: Compiler, deeds: Iterable[Deed]) -> Decision:
    """Any of the deeds; that a power is unknown for one of two ways does not hide the other."""
    return either(compiler.deed(d) for d in deeds)


def _leaves(compiler: Compiler, party: str, post: str) -> Decision:
    """Who gets somebody out of a post: who can remove them, or they themselves."""
    resigns = _resigns(compiler, party, post)
    return either([compiler.deed(about("remove", party, post)), *resigns])


def _resigns(compiler: Compiler, party: str, post: str) -> list[Decision]:
    means, _, _ = compiler.means(Deed("resign", (("post", post),)))
    return [m.decision for m in means if m.actor == party]


def _vacant(compiler: Compiler, goal: Goal) -> Decision:
    post = goal.get("post") or ""
    return _all(_leaves(compiler, o, post) for o in _occupants(compiler.state, post))


def _no_seat(compiler: Compiler, goal: Goal) -> Decision:
    party, body = goal.get("party") or "", goal.get("post") or ""
    places = [o.post for o in compiler.state.seats(body).occupants if o.holder == party]
    return _all(_leaves(compiler, party, place) for place in places)


def _all(decisions: Iterable[Decision]) -> Decision:
    """All of them are needed."""
    found = list(decisions)
    if not found:
        return NOBODY
    sure, may = found[0].sure, found[0].may
    for decision in found[1:]:
        sure, may = sure & decision.sure, may & decision.may
    return _of_all(found, sure, may)


def _of_all(decisions: list[Decision], sure: Game, may: Game) -> Decision:
    """A decision that rests on others, won as the two games say."""
    known = all(d.known for d in decisions)
    return Decision(
        sure,
        sure if known else may,
        tuple(w for d in decisions for w in d.whys),
        tuple(dict.fromkeys(m for d in decisions for m in d.missing)),
        tuple({n: (n, g) for d in decisions for n, g in d.organs}.values()),
        all(d.monotone for d in decisions),
    )


def _members(compiler: Compiler, goal: Goal) -> Decision:
    """So many leave, or one at a time comes; who can make any so many of them leave?"""
    state, body = compiler.state, goal.get("post") or ""
    seats = state.seats(body)
    surplus = len(seats.occupants) - _count(goal)
    if surplus < 0:
        found = _any_deed(compiler, goal)
        return found if surplus == -1 else _several(found, -surplus, seats.vacant)
    leaving = [_leaves(compiler, o.holder or "", o.post) for o in seats.occupants]
    return _at_least(surplus, leaving)


def _several(one: Decision, wanted: int, vacant: int | None) -> Decision:
    """As many appointments at once, if there is room for all."""
    return one if vacant is None or vacant >= wanted else NOBODY


def _at_least(wanted: int, decisions: list[Decision]) -> Decision:
    """Any `wanted` of the decisions."""
    slots = [f"part {n}" for n in range(len(decisions))]
    from minutebook.power.games import threshold

    outer: Game = threshold(wanted, slots)
    sure, may = outer, outer
    for slot, decision in zip(slots, decisions, strict=True):
        sure, may = sure.replace(slot, decision.sure), may.replace(slot, decision.may)
    return _of_all(decisions, sure, may)


_GOALS: Mapping[str, Callable[[Compiler, Goal], Decision]] = {
    "holds": _any_deed,
    "has a seat": _any_deed,
    "has no seat": _no_seat,
    "members": _members,
    "seats": _any_deed,
    "vacant": _vacant,
    "suspended": _any_deed,
    "units": _any_deed,
    "determined": _any_deed,
    "in force": _any_deed,
    "standing": _any_deed,
}


def means_of(compiler: Compiler, aim: Aim) -> list[tuple[Deed, Means]]:
    """Every single act that helps reach the aim, with who decides it."""
    state = compiler.state
    deeds = deeds_for(state, aim)
    found = [(d, m) for d in deeds for m in compiler.means(d)[0]]
    if isinstance(aim, Goal) and aim.test in ("vacant", "has no seat", "members"):
        for deed in deeds:
            party, post = deed.get("party"), deed.get("post") or ""
            if deed.verb != "remove" or party is None:
                continue
            resign = Deed("resign", (("post", post),))
            found.extend((resign, m) for m in compiler.means(resign)[0] if m.actor == party)
    return found


def needed(state: State, aim: Aim) -> int:
    """How many acts it takes where each moves one person: the rest of the aims take one."""
    if not isinstance(aim, Goal) or aim.test not in ("members", "vacant", "has no seat"):
        return 1
    post, party = aim.get("post") or "", aim.get("party")
    held = state.seats(post).occupants
    if aim.test == "members":
        return abs(len(held) - _count(aim))
    return len([o for o in held if party is None or o.holder == party])


def moved(deed: Deed, means: Means) -> str:
    """Whom a deed moves in or out; where it moves nobody, what it is about."""
    return means.actor if deed.verb == "resign" else deed.get("party") or str(deed)
