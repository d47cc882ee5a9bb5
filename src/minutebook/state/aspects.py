"""By which rule a body acts: the ladder of ranks applied to all that is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, cast

from minutebook.answers.found import Why
from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.rule_text import NO_QUORUM
from minutebook.records.rules import AllOf, AnyOf, Quorate, Rule
from minutebook.records.values import Value
from minutebook.state.authority import Power, canonical
from minutebook.state.concerned import each
from minutebook.state.entrenchment import CHANGING, entrenched
from minutebook.state.ladder import (
    SHORT_FORM_RANK,
    Limits,
    Voice,
    limits_of,
    rank_of,
    say,
    settle,
)
from minutebook.state.slots import Point

if TYPE_CHECKING:
    from minutebook.state.index import Bound
    from minutebook.state.state import State


@dataclass(frozen=True, slots=True)
class Said:
    """What the documents together say on one aspect of how a body acts.

    `value` None with `said` False: nothing is said.
    """

    value: object
    said: bool
    why: Why


Aspect = Literal["decides", "quorum", "without meeting", "proxies", "target votes",
                 "recused count in", "suspended count in", "further seats count in",
                 "ties", "casting vote", "fewer seats"]  # fmt: skip

DECIDING: Final = frozenset({"decides", "without meeting"})
"""The aspects that say by which rule a body decides."""


def aspect(state: State, body: nouns.Body, name: Aspect, deed: Deed, point: Point) -> Said:
    """What holds for a body on one aspect: the ladder of ranks applied to all that is said."""
    if (name, body.id) not in state.index.by_holder:
        said = _of_itself(state, body, name)
    else:
        voices = _speakers(state, body, name, deed, point)
        key = ("aspect", name, body.id, tuple([b.serial for b in voices]))
        said = state.world.remember(key, lambda: _settle(state, body, name, voices))
    if name in DECIDING and deed.verb in CHANGING:
        said = _besides(state, said, deed, point)
    if name == "quorum" or not _asks_quorum(said.value):
        return said
    return _with_quorum(state, body, said, deed, point)


def _besides(state: State, said: Said, deed: Deed, point: Point) -> Said:
    """What is said, with what it takes to change the entrenched norms that a deed touches."""
    found = list(entrenched(state, deed, point))
    if said.value is None or not found:
        return said
    value = AllOf((cast("Rule", said.value), *dict.fromkeys(rule for rule, _ in found)))
    why = replace(said.why, because=(*said.why.because, *(why for _, why in found)))
    return Said(value, said.said, why)


def _asks_quorum(value: object) -> bool:
    """Whether a rule asks for as many as the quorum of the body is."""
    if isinstance(value, AllOf | AnyOf):
        return any(map(_asks_quorum, value.rules))
    return isinstance(value, Quorate)


def _with_quorum(state: State, body: nouns.Body, said: Said, deed: Deed, point: Point) -> Said:
    """What is said, with the quorum of the body in the place of "a quorum"."""
    quorum = aspect(state, body, "quorum", deed, point)
    rule = cast("Rule | None", quorum.value)
    value = _replaced(cast("Rule", said.value), NO_QUORUM if rule is None else rule)
    return Said(value, said.said, replace(said.why, because=(*said.why.because, quorum.why)))


def _replaced(rule: Rule, quorum: Rule) -> Rule:
    match rule:
        case Quorate():
            return quorum
        case AllOf(rules):
            return AllOf(tuple(_replaced(part, quorum) for part in rules))
        case AnyOf(rules):
            return AnyOf(tuple(_replaced(part, quorum) for part in rules))
    return rule


def _of_itself(state: State, body: nouns.Body, name: Aspect) -> Said:
    """What a body alone says on an aspect: found once, unless it hangs on a reading."""
    kept: Said | None = state.index.said.get((name, body.id))
    if kept is None:
        kept = _settle(state, body, name, ())
        if not isinstance(_field(body, name), Value):
            state.index.said[name, body.id] = kept
    return kept


def exercised(
    state: State,
    body: nouns.Body,
    power: Power | None,
    deed: Deed,
    point: Point,
    name: Literal["decides", "without meeting", "quorum"] = "decides",
) -> Said:
    """By which rule, or with which quorum, a body decides when it uses a power, if it uses one.

    What the power asks for is said of that very deed; the ladder puts it beside what the
    documents say of how the body decides. Nothing of its own: as the body decides otherwise.
    """
    asked = None
    if power is not None:
        asked = power.quorum if name == "quorum" else power.rule
    if power is None or asked is None:
        return aspect(state, body, name, deed, point)
    found = _speakers(state, body, name, deed, point)
    own = Voice(asked, power.rank, power.limits, power.name, True, power.why)
    key = ("aspect", name, body.id, tuple(b.serial for b in found), own)
    said = state.world.remember(key, lambda: _settle(state, body, name, found, own))
    if name in DECIDING and deed.verb in CHANGING:
        said = _besides(state, said, deed, point)
    return _with_quorum(state, body, said, deed, point) if _asks_quorum(said.value) else said


def _speakers(
    state: State, body: nouns.Body, name: Aspect, deed: Deed, point: Point
) -> list[Bound]:
    """The norms in force that speak of an aspect of a body, on a deed."""
    said = state.index.on_bodies.get((name, body.id))
    if said is None:
        return []
    voices: list[Bound] = []
    for bound in each(state, said.of(canonical(state, deed)), deed, point):
        if bound.document.rank == "contract" or bound.norm.meetings:
            continue
        if state.norm_holds(bound, point):
            voices.append(bound)
    return voices


def _settle(
    state: State, body: nouns.Body, name: Aspect, bounds: Sequence[Bound], own: Voice | None = None
) -> Said:
    """The ladder applied to what is said; a power's own rule goes before others of its rank."""
    voices = [*_voices(state, name, bounds), *_own_voice(state, body, name)]
    if own is not None:
        voices = [own, *(v for v in voices if v.rank != own.rank)]

    def choose(names: tuple[str, ...]) -> str:
        choice = f"{name} of {body.id}: {' or '.join(names)}"
        return state.world.choose(choice, names, kind="rule")

    found = settle(voices, choose)
    if found is None:
        return Said(None, False, Why(f"nothing at hand says '{name}' of {body.id}"))
    steps = (*found.steps, *(refused.says for refused in found.refused))
    says = f"{name} of {body.id}: {say(found.value)}"
    why = steps[0] if len(steps) == 1 else Why(says, None, (), steps)
    return Said(found.value, True, why)


def _voices(state: State, name: Aspect, bounds: Sequence[Bound]) -> Iterator[Voice]:
    for bound in bounds:
        norm = bound.norm
        value = state.pick(norm.by) or state.pick(norm.value)
        if value is not None:
            says = Why(f"{name}: {say(value)}, by {norm.id}", norm.says, bound.cites)
            yield Voice(value, rank_of(bound.document), limits_of(norm, bound.document), norm.id,
                        bound.deed is not None, says)  # fmt: skip


def _field(body: nouns.Body, name: Aspect) -> object:
    fields: dict[Aspect, object] = {
        "decides": body.decides,
        "quorum": body.quorum,
        "without meeting": body.without_meeting,
        "proxies": body.proxies,
        "target votes": body.target_votes,
        "recused count in": body.recused_count_in,
        "suspended count in": body.suspended_count_in,
        "further seats count in": body.further_seats_count_in,
        "ties": body.ties,
        "casting vote": None,
        "fewer seats": None,
    }
    return fields[name]


def _own_voice(state: State, body: nouns.Body, name: Aspect) -> Iterator[Voice]:
    value = state.pick(_field(body, name))
    if value is not None:
        says = Why(f"{name}: {say(value)}, by {body.id}", None, body.src)
        yield Voice(value, SHORT_FORM_RANK, Limits("mandatory"), body.id, why=says)
