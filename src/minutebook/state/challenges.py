"""Who may have a voidable act set aside, until when, and what bars them.

Where norms say who can `challenge` a body, they alone can, each in the time that their norm gives:
one month for each shareholder (Aktiengesetz, §§ 245, 246), two months (Code of Obligations,
art. 706a). Elsewhere it is those whom the broken norm protects, or wrongs, with no time but the
norm's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.authority import Power, speaking
from minutebook.state.bars import Bar
from minutebook.state.on_acts import last_day, target
from minutebook.state.slots import Point
from minutebook.state.verdict import Challenge, Verdict
from minutebook.text.when import When, instant

if TYPE_CHECKING:
    from minutebook.state.attempts import Attempt
    from minutebook.state.state import State
    from minutebook.text.duration import Duration

RANK: Final = len(nouns.RANKS)
_LIVE: Final = ("in force", "undetermined")


def rights(state: State, by: str | None, point: Point) -> dict[str, Power]:
    """The powers to challenge what somebody decides, by holder; the longest time of each."""
    entity = state.book.get(by, nouns.Entity)
    body = entity.acts_through if entity is not None else by
    if state.book.get(body, nouns.Body) is None:
        return {}
    found: dict[str, Power] = {}
    for bound in speaking(state, "can", Deed("challenge", (("post", body or ""),))):
        status = state.norm_state(bound, point)
        if bound.holder is None or status not in _LIVE:
            continue
        norm, sure = bound.norm, status == "in force"
        made = Power(bound.holder, norm.id, RANK, says=norm.says, src=bound.cites, sure=sure,
                     reaches="back", within=norm.within)  # fmt: skip
        kept = found.get(bound.holder)
        if kept is None or _longer(state, made.within, kept.within, point):
            found[bound.holder] = made
    return found


def _longer(state: State, one: Duration | None, other: Duration | None, point: Point) -> bool:
    """Whether a time ends later than another that runs from the same moment; none never ends."""
    if one is None or other is None:
        return one is None
    ends = [last_day(state, point.when, length) for length in (one, other)]
    return ends[0] is not None and ends[1] is not None and ends[0] > ends[1]


def challenge(
    state: State, attempt: Attempt, breached: Sequence[Bar], wronged: Sequence[str]
) -> Challenge:
    """Who may set an act aside: to whom a broken norm is owed, else who can challenge its body.

    Where no norm says who can, it is the parties of the document and those whom a fault wronged.
    """
    times: dict[str, Duration | None] = {}
    stated = rights(state, attempt.by, attempt.point)
    unowed = bool(wronged) or not breached
    for bar in breached:
        unowed = unowed or not bar.norm.counterparty
        owed = bar.norm.counterparty or (() if stated else bar.document.parties)
        times.update((party, bar.norm.within) for party in owed)
    if stated and unowed:
        times.update((party, power.within) for party, power in stated.items())
    elif not stated:
        times.update((party, times.get(party)) for party in wronged)
    return Challenge(tuple(times), _until(state, attempt, tuple(times.values())), None,
                     tuple(times.values()))  # fmt: skip


def _until(state: State, attempt: Attempt, times: Sequence[Duration | None]) -> When | None:
    """The end of the last of some times; None if one of them has no end."""
    if attempt.act is None or not times:
        return None
    ends = []
    for within in times:
        last = last_day(state, state.moment(attempt.act), within) if within is not None else None
        if last is None:
            return None
        ends.append(last)
    return instant(max(ends))


def challengers(state: State, deed: Deed, point: Point) -> list[Power]:
    """Who can set a voidable act aside at a point; it then never applied."""
    act = target(state, deed)
    found: dict[str, Power] = {}
    if act is None:
        return []
    then = rights(state, act.by, Point(state.moment(act), act.id))
    now = rights(state, act.by, point) if then else {}
    for place in range(len(act.effects)):
        open_to = state.own_effect(act.id, place).challenge
        for party, within in zip(open_to.by, open_to.within, strict=True) if open_to else ():
            if party in then:
                found.update({party: now[party]} if party in now else {})
                continue
            found[party] = Power(party, f"its challenge to {act.id}", RANK,
                                 says="a voidable act is set aside by those it wrongs",
                                 reaches="back", within=within)  # fmt: skip
    return list(found.values())


def spent(state: State, deed: Deed, point: Point) -> tuple[Why, ...]:
    """The rights to challenge an act that there were and that are gone at a point."""
    act = target(state, deed)
    if deed.verb != "annul" or act is None:
        return ()
    then = rights(state, act.by, Point(state.moment(act), act.id))
    now = rights(state, act.by, point) if then else {}
    return _spent(state, {who: power for who, power in then.items() if who not in now}, point)


def _spent(state: State, gone: dict[str, Power], point: Point) -> tuple[Why, ...]:
    found = []
    for power in gone.values():
        for bound in state.bound_norms("can"):
            if bound.norm.id == power.name and bound.holder == power.holder:
                reason = state.norm_status(bound, point).why.says.partition(": ")[2]
                found.append(Why(f"{power.name} does not apply: {reason}", power.says, power.src))
    return tuple(dict.fromkeys(found))


def with_bars(state: State, verdict: Verdict) -> Verdict:
    """A judgment with what bars a challenge at the state's date: time, or what a norm excepts."""
    act = state.index.acts[verdict.act]
    effects = tuple(
        replace(e, challenge=replace(e.challenge, barred_by=_bar(state, act, e.challenge)))
        if e.challenge is not None
        else e
        for e in verdict.effects
    )
    return replace(verdict, effects=effects)


def _bar(state: State, act: nouns.Act, found: Challenge) -> str | None:
    until = found.until
    if until is not None and until.happened_by(state.at):
        return f"time, which ran until {until.written}"
    point = Point(state.moment(act), act.id)
    then = rights(state, act.by, point)
    if not found.by or not set(found.by) <= then.keys():
        return None
    left = rights(state, act.by, state.now)
    if any(party in left for party in found.by):
        return None
    return "; ".join(why.says for why in _spent(state, then, state.now))
