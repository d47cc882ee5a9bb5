"""Static checks: what no record gets wrong, and what may still trap the organisation.

Each check looks at the book as it stands at one moment, in the world that the book adopts, and
gives warnings; none of them says that an act was void.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from minutebook.answers import Memo, World
from minutebook.records import Book, nouns
from minutebook.records.deeds import ANY, Deed
from minutebook.records.nouns import Ballot, Choice
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import AllOf, AnyOf, Cumulative, Impossible, Rule
from minutebook.state.aspects import aspect
from minutebook.state.authority import Power, powers, speaking
from minutebook.state.bars import bars
from minutebook.state.consents import with_consents
from minutebook.state.count import Electorate, decide, named, present
from minutebook.state.electorate import Roll
from minutebook.state.electors import electors, with_choices
from minutebook.state.judge import judge
from minutebook.state.state import State
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.span import Span
from minutebook.views.check import default_at
from minutebook.views.lint_norms import (
    displaced_norms,
    procedures_that_differ,
    rules_that_differ,
)
from minutebook.views.lint_votes import votes_bought_in_time
from minutebook.views.one_world import adopted_readings

ORDINARY: Final = Deed("decide", (("matter", "an ordinary matter"),))
_CONSENTS: Final[frozenset[Choice]] = frozenset({"for"})


def lint(
    book: Book, at: datetime | None = None, memo: Memo | None = None
) -> tuple[Diagnostic, ...]:
    """The traps of a book at a moment (None: the last act), in the order of its records.

    A book with errors gives none: what a mistake leaves out would be a trap of its own.
    """
    if book.errors:
        return ()
    memo = memo if memo is not None else Memo()
    world = World({}, memo, adopted_readings(book))
    state = State(book, at if at is not None else default_at(book), None, world)
    found = [*_self_removals(state), *_self_filling(state), *_out_of_reach(state),
             *_vacancy_vetoes(state), *displaced_norms(state), *rules_that_differ(state),
             *procedures_that_differ(state), *votes_bought_in_time(state)]  # fmt: skip
    own = [d for d in found if not d.span.file.startswith("law/")]
    order = {name: place for place, name in enumerate(book.files)}
    return tuple(sorted(own, key=lambda d: (order.get(d.span.file, 0), d.span.line, d.code)))


def warning(code: str, span: Span, message: str, hint: str) -> Diagnostic:
    """A trap: it is lawful, and nobody has to mend it."""
    return Diagnostic(code, "warning", span, message, hint)


# -- MB301


def _self_removals(state: State) -> Iterator[Diagnostic]:
    """Posts whose holder alone can register a change, or without whom nobody removes them."""
    for post in state.book.of(nouns.Post):
        held = state.holder(post.id)
        if held is None or held.holder is None:
            continue
        holder = held.holder
        registrars = {name for r in state.pick(post.registered_by) for name in _persons(state, r)}
        if registrars == {holder}:
            message = f"only {holder} can register who holds {post.id}, their own removal too"
            hint = "until it is registered, a removal does not bind third parties"
            yield warning("MB301", post.span, message, hint)
        elif _removable_only_with(state, post.id, holder):
            message = f"nobody can remove {holder} from {post.id} without {holder}"
            hint = "let somebody else remove, or let the holder not vote on it (target votes: no)"
            if _target_is_open(state, post.id, holder):
                message += ", if they vote on it themselves"
                hint = "nothing says whether they do: write target votes: no, or yes"
            yield warning("MB301", post.span, message, hint)


def _persons(state: State, who: str) -> set[str]:
    """Who acts where a party, a post or a body of one is named; a larger body is itself."""
    record = state.book.records.get(who)
    if not isinstance(record, nouns.Post | nouns.Body):
        return {who}
    names = {o.holder or f"the holder of {who}" for o in state.seats(who).occupants}
    return names if isinstance(record, nouns.Post) or len(names) == 1 else {who}


def _removable_only_with(state: State, post: str, holder: str) -> bool:
    """Whether some power removes the holder with their consent, and none does without it."""
    deed = Deed("remove", (("party", holder), ("post", post)))
    consented = False
    for power in powers(state, deed, state.now):
        if power.holder is None:
            continue
        if _carries(state, deed, power, holder, consents=False):
            return False
        consented = consented or _carries(state, deed, power, holder, consents=True)
    return consented


def _target_is_open(state: State, post: str, holder: str) -> bool:
    """Whether somebody removes the holder once those whom a vote is about do not vote on it.

    Asked only where nothing says whether they do.
    """
    deed = Deed("remove", (("party", holder), ("post", post)))
    bodies = [state.book.get(p.holder, nouns.Body) for p in powers(state, deed, state.now)]
    silent = {
        f"target votes in {body.id}": "no"
        for body in bodies
        if body is not None and not aspect(state, body, "target votes", deed, state.now).said
    }
    if not silent:
        return False
    world = state.world
    aside = state.in_world(World({**world.fixed, **silent}, world.memo, world.adopted))
    return not _removable_only_with(aside, post, holder)


def _carries(state: State, deed: Deed, power: Power, target: str, *, consents: bool) -> bool:
    """Whether a power brings the deed about if everybody but the target consents."""
    assert power.holder is not None
    if not isinstance(state.book.records.get(power.holder), nouns.Body):
        return consents or target not in _persons(state, power.holder)
    ballot = Ballot({target: "for" if consents else "against"}, others="for")
    found = judge(state, deed, by=power.holder, choices=ballot, form="meeting")
    return found.standing in ("valid", "voidable")


# -- MB302


def _self_filling(state: State) -> Iterator[Diagnostic]:
    """Bodies that remove their own members and that only they themselves can fill."""
    for body in state.book.of(nouns.Body):
        if body.holders_of or not state.seats(body.id).occupants:
            continue
        appoint = powers(state, Deed("appoint", (("party", ANY), ("post", body.id))), state.now)
        fillers = {power.holder for power in appoint} - {None}
        # A court that fills the seats only once they are empty is no use before, and is then.
        waiting = speaking(state, "can", Deed("appoint", (("party", ANY), ("post", body.id))))
        fillers |= {b.holder for b in waiting if state.norm_frame(b, state.now)[0] == "in force"}
        fillers -= {None}
        named = state.index.seats_in.get(body.id)
        if fillers == {body.id} and not named and _empties_itself(state, body):
            message = f"{body.id} can remove its own members, and only it can fill its seats"
            hint = "say who fills it once it is empty, or has too few members to decide"
            yield warning("MB302", body.span, message, hint)


def _empties_itself(state: State, body: nouns.Body) -> bool:
    """Whether a body has a power to remove its members that nothing takes away."""
    deed = Deed("remove", (("party", ANY), ("post", body.id)))
    hold = bars(state, deed, body.id, state.now)
    return any(
        power.holder == body.id and all(bar.bearing(power) != "void" for bar in hold)
        for power in powers(state, deed, state.now)
    )


# -- MB303


def _out_of_reach(state: State) -> Iterator[Diagnostic]:
    """Rules that are not met although everybody there is consents, or comes."""
    for body in state.book.of(nouns.Body):
        everybody = _everybody(state, body)
        if everybody is None:
            continue
        for what, rule, span in _rules_of(state, body):
            quorum = what == "quorum"
            reached = present(rule, everybody) if quorum else _reached(state, rule, everybody)
            if reached is False and not _refuses(rule):
                there = f"{len(everybody.voters)} can vote"
                if everybody.vacant:
                    there += f", {everybody.vacant} vacant"
                message = f"{body.id} cannot reach its {what}: {say_rule(rule)} ({there})"
                hint = "even if everybody consented; fill the seats, or mend the rule"
                yield warning("MB303", span, message, hint)


def _reached(state: State, rule: Rule, everybody: Electorate) -> bool | None:
    """Whether a rule is met once those outside consent too whose consent it asks.

    Heaped votes always elect somebody.
    """
    if isinstance(rule, Cumulative):
        return True
    outside = Ballot(dict.fromkeys(named(rule), "for"))
    rule, roll = with_consents(state, rule, Roll(everybody, (), ()), outside, state.now, ORDINARY)
    return decide(rule, roll.electorate)


def _everybody(state: State, body: nouns.Body) -> Electorate | None:
    """Everybody who has a vote in a body, all consenting; None if it has no seats and nobody."""
    found = electors(state, body, state.now)
    if not found.voters and not found.vacant:
        return None
    return Electorate(tuple(with_choices(v, _CONSENTS) for v in found.voters), found.vacant)


def _rules_of(state: State, body: nouns.Body) -> Iterator[tuple[str, Rule, Span]]:
    """What a body needs: its rule and quorum on ordinary matters, then those on some deeds."""
    for name in ("decides", "quorum", "without meeting"):
        said = aspect(state, body, name, ORDINARY, state.now)
        if said.said and not isinstance(said.value, str):
            what = {"decides": "rule", "quorum": "quorum"}.get(name, "rule without a meeting")
            yield what, said.value, body.span  # type: ignore[misc]  # what is no word is a rule
    for modality in ("decides", "can"):
        for bound in state.index.by_holder.get((modality, body.id), ()):
            rule = state.pick(bound.norm.by)
            if rule is None or bound.deed is None:
                continue
            if state.norm_state(bound, state.now) == "in force":
                yield f"rule for '{bound.deed}'", rule, bound.norm.span


def _refuses(rule: Rule) -> bool:
    """Whether a rule is meant to be out of reach."""
    match rule:
        case Impossible():
            return True
        case AllOf(rules):
            return any(_refuses(r) for r in rules)
        case AnyOf(rules):
            return all(_refuses(r) for r in rules)
    return False


# -- MB304


def _vacancy_vetoes(state: State) -> Iterator[Diagnostic]:
    """Bodies filled by several that one of them stops by leaving its seats empty."""
    for body in state.book.of(nouns.Body):
        seats = _seats_by_elector(state, body)
        everybody = _everybody(state, body)
        if len(seats) < 2 or everybody is None:
            continue
        for elector, posts in seats.items():
            for name in ("quorum", "decides"):
                said = aspect(state, body, name, ORDINARY, state.now)
                if not said.said or isinstance(said.value, str):
                    continue
                rule: Rule = said.value  # type: ignore[assignment]  # what is no word is a rule
                test = present if name == "quorum" else decide
                left = _without(state, body, posts)
                if test(rule, everybody) and test(rule, left) is False and not _refuses(rule):
                    what = {"quorum": "quorum"}.get(name, "rule")
                    message = f"{elector} stops {body.id} by leaving its seats empty"
                    hint = (
                        f"without {', '.join(posts)} its {what} is out of reach: {say_rule(rule)}"
                    )
                    yield warning("MB304", body.span, message, hint)
                    break


def _seats_by_elector(state: State, body: nouns.Body) -> dict[str, list[str]]:
    """The named seats of a body by who fills each of them."""
    found: dict[str, list[str]] = {}
    for seat in state.index.seats_in.get(body.id, ()):
        post = state.book.get(seat, nouns.Post)
        elector = None if post is None else state.pick(post.appointed_by)
        if elector is None:
            elector = state.pick(body.appointed_by)
        if elector not in (None, nouns.NOBODY, body.id):
            found.setdefault(elector, []).append(seat)
    return found


def _without(state: State, body: nouns.Body, empty: list[str]) -> Electorate:
    """Everybody in a body but those in some of its seats, which then stand vacant."""
    seats = state.seats(body.id)
    gone = [o.holder for o in seats.occupants if o.post in empty]
    found = electors(state, body, state.now)
    kept = tuple(with_choices(v, _CONSENTS) for v in found.voters if v.name not in gone)
    vacant = None if found.vacant is None else found.vacant + len(gone)
    return Electorate(kept, vacant)
