"""Norms in a book without a past: what their conditions found of it stands in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from minutebook.records import nouns
from minutebook.records.conditions import TESTS, Guard, of_the_party, speaks_of_the_deed
from minutebook.records.deeds import CONCERNED, Goal
from minutebook.records.renaming import leaf_with
from minutebook.state.goals import holds
from minutebook.state.state import State
from minutebook.text.expression import (
    And,
    Call,
    Condition,
    Expression,
    Leaf,
    Not,
    Or,
    Reworded,
    Sentence,
)

HISTORY = frozenset({"determined", "in force", "standing"})
"""Tests that look at the past, which a frozen book does not have."""
_OF_NOW = frozenset({"is", "belongs to", "elected by a class"})


def conditioned(state: State, norms: Iterable[nouns.Norm]) -> Iterator[nouns.Norm]:
    """The norms with conditions that do not look at the past, but for those that it excludes."""
    for norm in norms:
        found = _norm(state, norm)
        if found is not None:
            yield found


def _norm(state: State, norm: nouns.Norm) -> nouns.Norm | None:
    """A norm whose conditions do not look at the past; None if one fails and nothing rests on that.

    A power that waits stays: it leaves nothing to be implied.
    """
    found: nouns.Norm = norm
    for key, guard, wanted in (("when", norm.when, True), ("unless", norm.unless, False)):
        if guard is None or not _looks_back(guard):
            continue
        open_ = _frozen(state, guard, wanted=wanted)
        if open_ is False and norm.modality != "can":
            return None
        kept: Guard | None = None if isinstance(open_, bool) else open_
        if open_ is False:
            kept = Condition(str(guard), _settled(str(guard), not wanted))
        found = replace(found, when=kept) if key == "when" else replace(found, unless=kept)
    return found


def _frozen(state: State, guard: Guard, *, wanted: bool) -> Guard | bool:
    """A condition as far as it is open: True if it surely is as wanted, False if surely not."""
    if isinstance(guard, Condition) and speaks_of_the_deed(guard):
        return Condition(guard.written, _mapped(state, guard.expression))
    value = holds(state, guard)
    return Condition(str(guard), Sentence(str(guard), None)) if value is None else value is wanted


def _looks_back(guard: Guard) -> bool:
    """Whether a condition looks at the past; what is about the deed itself is left to the judge."""
    if isinstance(guard, Goal):
        return guard.test in HISTORY
    return not all(map(_stays, guard.leaves))


def _stays(leaf: Leaf) -> bool:
    """Whether a test can be asked of the frozen book: of the deed, or of how things are."""
    if not of_the_party(leaf):
        return speaks_of_the_deed(Condition("", leaf))
    if isinstance(leaf, Sentence):
        return isinstance(leaf.meaning, Goal) and leaf.meaning.test not in HISTORY
    return isinstance(leaf, Call) and leaf.name in _OF_NOW


def _mapped(state: State, expression: Expression) -> Expression:
    match expression:
        case Reworded(words, part):
            return Reworded(words, _mapped(state, part))
        case Not(part):
            return Not(_mapped(state, part))
        case And(parts):
            return And(tuple(_mapped(state, part) for part in parts))
        case Or(parts):
            return Or(tuple(_mapped(state, part) for part in parts))
    if _stays(expression):
        return expression
    if of_the_party(expression):
        return _told(state, expression)
    return _constant(str(expression), holds(state, Condition(str(expression), expression)))


def _told(state: State, leaf: Leaf) -> Expression:
    """A test of the party concerned, with what the past tells of each party."""
    parts: list[Expression] = []
    others: list[Expression] = [leaf]
    for party in _asked_of(state, leaf):
        one = leaf_with(leaf, {CONCERNED: party})
        value = holds(state, Condition(str(one), one))
        is_so = _test("is", CONCERNED, party)
        others.append(Not(is_so))
        if value is not False:
            parts.append(And((is_so, _constant(str(one), value))))
    return Reworded(leaf, Or((*parts, And(tuple(others)))))


def _asked_of(state: State, leaf: Leaf) -> Iterator[str]:
    """The parties of whom the past may tell something that the present does not."""
    about: set[str] | None = None
    if isinstance(leaf, Call) and leaf.name == "determined":
        about = {name for fact in state.book.of(nouns.Fact) for name in fact.about
                 if leaf.args[0] in (fact.kind, fact.id)}  # fmt: skip
    for record in state.visible():
        if isinstance(record, nouns.Person | nouns.Entity | nouns.Group) and (
            about is None or about & {record.id, *state.index.groups.get(record.id, ())}
        ):
            yield record.id


def _test(name: str, *args: str) -> Call:
    return Call(name, args, TESTS[name].says.format(*args))


def _constant(says: str, value: bool | None) -> Expression:
    return Sentence(says, None) if value is None else _settled(says, value)


def _settled(says: str, value: bool) -> Call:
    """A test of which it is known how it came out, in the words of what was asked."""
    return Call("is", ("so", "so" if value else "otherwise"), says)
