"""What an aim rests on: the bodies and posts behind it, and those behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import cast

from minutebook.power.aims import Aim, deeds_for, means_of, nominee
from minutebook.power.compile import Compiler
from minutebook.power.holders import about, on_holders
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.conditions import Guard, calls, names_the_party
from minutebook.records.deeds import Deed, Goal
from minutebook.records.norms import SUBSIDIARY
from minutebook.records.rules import Rule
from minutebook.state.actors import EACH
from minutebook.state.aspects import Aspect, aspect
from minutebook.state.authority import canonical, powers
from minutebook.state.poll import named
from minutebook.state.state import State
from minutebook.text.expression import Condition, Sentence

FILLS = ("appoint", "elect")


@dataclass(frozen=True, slots=True)
class Behind:
    """Places that could be filled otherwise, and all that has to be known to judge an aim.

    `places` are bodies and posts on whose holders the aim rests; `consulted` are those and every
    other post that a rule or a deed looks at; `instruments` those whose holders vote or that are
    moved; `verbs` those of the deeds that come into question.
    """

    places: tuple[str, ...]
    consulted: frozenset[str]
    instruments: frozenset[str]
    verbs: frozenset[str]


def behind(compiler: Compiler, aim: Aim) -> Behind:
    """Follow the powers from an aim backwards: who decides, who put them there, and so on."""
    state = compiler.state
    book = state.book
    deeds = deeds_for(state, aim)
    queue = [name for _, m in means_of(compiler, aim) for name in (m.actor, m.power.holder or "")]
    queue += [d.get("post") or "" for d in deeds if d.verb in FILLS and _needs_room(book, d)]
    found = [p for d in deeds for p in powers(state, d, state.now)]
    queue += [p.holder or "" for p in found]
    queue += [name for p in found if p.rule is not None for name in sorted(named(p.rule))]
    places: dict[str, None] = {}
    instruments = {i for d in deeds if (i := d.get("instrument")) is not None}
    seen: set[str] = set()
    for name in queue:
        if name in seen:
            continue
        seen.add(name)
        record = book.records.get(name)
        if name.startswith(EACH):
            queue.append(name.partition(" of ")[2])
        elif isinstance(record, nouns.Entity):
            queue.append(record.acts_through or "")
            instruments |= _issued(state, name)
        elif isinstance(record, nouns.Instrument):
            instruments.add(name)
            queue += state.register(name)
        elif isinstance(record, nouns.Body) and record.holders_of:
            instruments |= set(record.holders_of)
            queue += [h for i in record.holders_of for h in state.register(i)]
        elif isinstance(record, nouns.Body | nouns.Post):
            places[name] = None
            queue += state.index.seats_in.get(name, ())
            queue += [o.holder or "" for o in state.seats(name).occupants]
            queue += appointers(state, name)
        if isinstance(record, nouns.Body):
            queue.append(record.casting_vote or "")
            queue += _consenting(state, record, deeds)
    touched = {*places, *(d.get("post") or "" for d in deeds), *_guarded(book)}
    verbs = frozenset({*on_holders(state), "appoint", "elect", "resign", "seats", "decide"})
    return Behind(
        tuple(places),
        frozenset(_with_bodies(book, state, touched)),
        frozenset(instruments),
        verbs | {form.verb for d in deeds for form in canonical(state, d)},
    )


def _issued(state: State, company: str) -> set[str]:
    """What a company issued, where a norm asks whose subsidiary it is."""
    barred = state.bound_norms("cannot", "must not")
    if not any((bound.holder or "").startswith(SUBSIDIARY) for bound in barred):
        return set()
    return {one.id for one in state.book.of(nouns.Instrument) if one.of == company}


def _consenting(state: State, body: nouns.Body, deeds: list[Deed]) -> Iterator[str]:
    """Whose own consent the rules of a body ask for, members or not."""
    own = Deed("decide", (("matter", f"how {body.id} votes"),))
    forms: tuple[Aspect, ...] = ("decides", "without meeting")
    for deed, form in product((own, *deeds), forms):
        rule = cast("Rule | None", aspect(state, body, form, deed, state.now).value)
        if rule is not None:
            yield from sorted(named(rule))


def _needs_room(book: Book, deed: Deed) -> bool:
    """Whether an appointment is to a body: an office takes one more by giving way."""
    return book.get(deed.get("post"), nouns.Body) is not None


def _with_bodies(book: Book, state: State, names: set[str]) -> Iterator[str]:
    for name in names:
        yield name
        post = book.get(name, nouns.Post)
        if post is not None and post.in_ is not None:
            yield post.in_
            yield from state.index.seats_in.get(post.in_, ())


def _guarded(book: Book) -> Iterator[str]:
    """The posts that conditions of norms look at."""
    for document in book.of(nouns.Document):
        for norm in document.norms:
            for guard in (norm.when, norm.unless):
                if isinstance(guard, Goal):
                    yield guard.get("post") or ""
                elif names_the_party(guard):
                    yield from _places(guard)


def _places(guard: Guard | None) -> Iterator[str]:
    """What tests of the party concerned look at."""
    for leaf in guard.leaves if isinstance(guard, Condition) else ():
        if isinstance(leaf, Sentence) and isinstance(leaf.meaning, Goal):
            yield leaf.meaning.get("post") or ""
        for call in calls(leaf):
            yield from call.args


def appointers(state: State, place: str) -> list[str]:
    """Who can fill or empty a place."""
    deeds = [Deed("appoint", (("party", nominee(1)), ("post", place)))]
    deeds += [
        about(verb, o.holder or "", place)
        for o in state.seats(place).occupants[:1]
        for verb in on_holders(state)
    ]
    found = [p.holder for d in deeds for p in powers(state, d, state.now) if p.holder]
    return [name for name in found if name in state.book.records]
