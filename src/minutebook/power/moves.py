"""The single acts of a plan: those that change who decides, and the last ones that do it.

For each place (a body or a post) on which the aim rests: remove everybody who does not consent;
fill every vacancy, or replace the holder of a post, with people of the coalition's choice; make
room where the aim is an appointment, by one seat more or by giving one up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from minutebook.power.aims import (
    RIVAL,
    Aim,
    deeds_for,
    is_nominee,
    means_of,
    moved,
    needed,
    nominee,
)
from minutebook.power.behind import FILLS
from minutebook.power.coalitions import Part
from minutebook.power.compile import Compiler
from minutebook.power.control import Coalition, Member, Step, coalition, in_numbers
from minutebook.power.decision import Means
from minutebook.power.frozen import inside, note, with_act
from minutebook.power.games import Game
from minutebook.power.holders import about, on_holders
from minutebook.power.learning import least
from minutebook.power.notice import Start, earliest
from minutebook.power.patterns import Consenting
from minutebook.power.rule_games import View, carries
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Form
from minutebook.state.slots import Occupancy
from minutebook.state.state import State
from minutebook.text.when import instant

MOST_SEATS = 50
"""Seats of one body that one act fills at most."""


@dataclass(frozen=True, slots=True)
class Move:
    """One act that changes who decides; `others` are the deeds that the rest carry with it."""

    by: str
    form: Form | None
    deeds: tuple[Deed, ...]
    means: Means
    others: tuple[Deed, ...] = ()


def _winning(
    compiler: Compiler, deed: Deed, wins: Callable[[Game], bool], view: View, together: int = 1
) -> list[Means]:
    return [m for m in compiler.means(deed, together)[0] if wins(m.decision.view(view))]


def removals(
    compiler: Compiler, place: str, wins: Callable[[Game], bool], view: View
) -> Iterator[Move]:
    """Remove or suspend all who do not consent, reinstate who does, as far as one actor can."""
    for verb in on_holders(compiler.state):
        by_actor: dict[tuple[str, Form | None], list[tuple[Deed, Means]]] = {}
        for occupancy in compiler.seats(place).occupants:
            holder = occupancy.holder
            if occupancy.post != place or holder is None:
                continue
            ours = wins(compiler.decider(holder).view(view))
            if ours is not (verb == "reinstate") or not _changes(occupancy, verb):
                continue
            deed = about(verb, holder, place)
            for means in _winning(compiler, deed, wins, view):
                by_actor.setdefault((means.actor, means.form), []).append((deed, means))
        for (actor, form), found in by_actor.items():
            yield Move(actor, form, tuple(d for d, _ in found), found[0][1])


def _changes(occupancy: Occupancy, verb: str) -> bool:
    """Whether there is anything to suspend or to give back; whoever sits can be removed."""
    return verb == "remove" or (occupancy.suspended is None) is (verb == "suspend from")


def fillings(
    compiler: Compiler, place: str, wins: Callable[[Game], bool], view: View, taken: int
) -> Iterator[Move]:
    """Fill the vacancies of a body, or put somebody else into a post.

    Seats whose holders only stay until a successor comes are filled like vacancies.
    """
    seats = compiler.seats(place)
    record = compiler.state.book.records.get(place)
    if isinstance(record, nouns.Post):
        held = [o.holder for o in seats.occupants if o.holder is not None]
        if any(wins(compiler.decider(h).view(view)) for h in held):
            return
        people = [nominee(taken + 1)]
    else:
        people = [nominee(taken + n + 1) for n in range(min(seats.vacant or 0, MOST_SEATS))]
        people += _successors(compiler, place, wins, view, taken + len(people))
    people.sort(key=is_nominee, reverse=True)
    deeds = tuple(Deed("appoint", (("party", one), ("post", place))) for one in people)
    yield from _filled(compiler, deeds, wins, view)


def _successors(
    compiler: Compiler, place: str, wins: Callable[[Game], bool], view: View, taken: int
) -> list[str]:
    """Who is to come after those whose terms are over: they themselves where they consent."""
    over = [
        o.holder
        for o in compiler.seats(place).occupants
        if o.post == place and o.holding_over and o.holder is not None
    ]
    ours = {name for name in over if wins(compiler.decider(name).view(view))}
    if len(ours) == len(over):
        return []
    return [name if name in ours else nominee(taken + n + 1) for n, name in enumerate(over)]


def _filled(
    compiler: Compiler, deeds: tuple[Deed, ...], wins: Callable[[Game], bool], view: View
) -> Iterator[Move]:
    """Appoint all of them; where votes are heaped, as many as the coalition can elect.

    The others then elect the rest: no seat is left for another election.
    """
    for together in range(len(deeds), 0, -1):
        found = _winning(compiler, deeds[0], wins, view, together)
        for means in found:
            rest = rivals(compiler.state, deeds[0].get("post") or "", len(deeds) - together)
            yield Move(means.actor, means.form, deeds[:together], means, rest)
        if found or deeds[0] not in compiler.heaped:
            return


def rivals(state: State, place: str, count: int) -> tuple[Deed, ...]:
    """So many people of the others' choice appointed to a place."""
    taken = sum(p.id.startswith(RIVAL) for p in state.book.of(nouns.Person))
    people = (f"{RIVAL}{taken + n + 1}" for n in range(count))
    return tuple(Deed("appoint", (("party", p), ("post", place))) for p in people)


def left_to_fill(state: State, place: str) -> int:
    """The seats of a body that stand empty or wait for a successor."""
    seats = state.seats(place)
    over = sum(o.post == place and o.holding_over for o in seats.occupants)
    return min((seats.vacant or 0) + over, MOST_SEATS)


def room(compiler: Compiler, aim: Aim, wins: Callable[[Game], bool], view: View) -> Iterator[Move]:
    """One seat more, where the aim is an appointment to a body that is full; or one given up."""
    for deed in deeds_for(compiler.state, aim):
        more = one_more_seat(compiler.state, deed)
        if more is None:
            continue
        for means in _winning(compiler, more, wins, view):
            yield Move(means.actor, means.form, (more,), means)
        for occupancy in compiler.seats(deed.get("post") or "").occupants:
            resign = Deed("resign", (("post", occupancy.post),))
            for means in _winning(compiler, resign, wins, view):
                if means.actor == occupancy.holder:
                    yield Move(means.actor, means.form, (resign,), means)


def one_more_seat(state: State, deed: Deed) -> Deed | None:
    """The deed that makes room for an appointment to a body that is full."""
    body = state.book.get(deed.get("post"), nouns.Body)
    if deed.verb not in FILLS or body is None or body.holders_of:
        return None
    seats = state.seats(body.id)
    if seats.seats is None or seats.vacant:
        return None
    return Deed("seats", (("post", body.id), ("count", str(seats.seats + 1))))


# -- steps


def last_steps(
    compiler: Compiler,
    aim: Aim,
    consenting: Consenting,
    view: View,
    until: datetime | None = None,
) -> Iterator[Step]:
    """The acts by which a coalition that can do it today reaches the aim: mostly one.

    Acts that take longer than `until` do not serve it.
    """
    done: set[str] = set()
    wanted = needed(compiler.state, aim)
    for deed, means in means_of(compiler, aim):
        game, who = means.decision.view(view), moved(deed, means)
        if who in done or len(done) >= wanted or not carries(game, consenting):
            continue
        start = ready(compiler, means.actor, means.form, deed, consenting, view, until)
        if start is None or not begins_by(compiler.state, means, deed, start.when, until):
            continue
        done.add(who)
        helping, power = enough(game, consenting), means.power
        yield Step(
            means.actor,
            (deed,),
            helping,
            instant(start.when),
            rule_of(start, means),
            power.src,
            means.form,
            staying_away(compiler, means, helping, view),
        )


def ready(
    compiler: Compiler,
    actor: str,
    form: Form | None,
    deed: Deed,
    consenting: Consenting,
    view: View,
    until: datetime | None,
) -> Start | None:
    """When somebody can do a deed with a coalition's consent; None: not by `until`."""

    def consents(name: str) -> bool:
        return carries(compiler.decider(name).view(view), consenting)

    start = earliest(compiler.state, actor, form, deed, consents)
    if start is None:
        return Start(compiler.state.at) if until is None or view == "may" else None
    return start if until is None or start.when <= until else None


def begins_by(
    state: State, means: Means, deed: Deed, when: datetime, until: datetime | None
) -> bool:
    """Whether a deed done at a moment has its effect by another, however long norms delay it."""
    if until is None or not state.index.delays:
        return True
    book, name = with_act(state, means.actor, (deed,), means.form, when)
    world = inside(state.world)
    effects = State(book, when, None, world).verdict(name).effects
    note(state.world, world)
    starts = [e.takes_effect.start for e in effects]
    return all(s is None or s.latest is None or s.latest <= until for s in starts)


def rule_of(start: Start, means: Means) -> str:
    """By which power, and whether notice has to be waived for it."""
    says = means.power.why.says
    return f"{says}; all to whom notice is due waive it" if start.waived else says


def enough(game: Game, consenting: Consenting) -> Coalition:
    """A smallest part of a coalition whose consent is enough."""
    counts = cast("Mapping[str, int]", game.counts)
    taken = {p: consenting[p] for p in counts if consenting.get(p)}
    for player in sorted(taken):
        taken[player] = least(lambda some: carries(game, some), taken, player, taken[player])
    return coalition(_member(p, n, counts[p]) for p, n in taken.items() if n)


def staying_away(
    compiler: Compiler, means: Means, helping: Coalition, view: View
) -> tuple[str, ...]:
    """The recused of those who help who have to stay away, as they do not win if they come."""
    decision, ours = means.decision, in_numbers(helping)
    if decision.coming is None or carries(decision.coming, ours):
        return ()
    found = (n for n in decision.recused if carries(compiler.decider(n).view(view), ours))
    return tuple(found)


def _member(player: str, count: int, of: int) -> Member:
    return player if of == 1 else Part(player, count)
