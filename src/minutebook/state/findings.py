"""Tests on a party: what was found of it, what it belongs to, by whom it was elected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minutebook.records import nouns
from minutebook.records.conditions import Guard, calls, of_the_party
from minutebook.records.deeds import CONCERNED
from minutebook.records.renaming import leaf_with
from minutebook.state.concerned import elected_by_a_class, parties
from minutebook.state.known import is_known
from minutebook.text.expression import Condition, Leaf, leaf_value

if TYPE_CHECKING:
    from minutebook.state.reading import Reader
    from minutebook.state.state import State

TESTS: Final = ("is", "belongs to", "elected by a class")


def findings(state: State, matter: str, party: str) -> list[nouns.Fact]:
    """The facts of a kind, or of that name, about a party or a group that it belongs to."""
    of = {party, *state.index.groups.get(party, ())}
    return [
        fact
        for fact in state.book.of(nouns.Fact)
        if matter in (fact.kind, fact.id)
        and of.intersection(fact.about)
        and is_known(state.book, fact, state.known)
    ]


def found(reader: Reader, matter: str, party: str) -> bool | None:
    """Whether a fact of a kind is determined of a party.

    None where the book tells of no such fact: whether anybody made that finding is then not known,
    which is not the same as a finding that was not made.
    """
    facts = findings(reader.state, matter, party)
    if not facts:
        return None
    # Each is asked, so that the world meets all that the answer may rest on.
    values = [reader.settled(fact.id) for fact in facts]
    return True in values


def tested(reader: Reader, name: str, args: tuple[str, ...]) -> bool | None:
    """Whether one of the tests on a party holds."""
    if name == "is":
        return args[0] == args[1]
    if name == "belongs to":
        return args[1] in reader.state.index.groups.get(args[0], ())
    return elected_by_a_class(reader.state, args[0], args[1], reader.point)


def of_whom(reader: Reader, leaf: Leaf) -> tuple[Leaf, ...]:
    """A test of the party concerned as it is asked of each party whom the deed names."""
    if reader.deed is None or not of_the_party(leaf):
        return ()
    return tuple(leaf_with(leaf, {CONCERNED: p}) for p in parties(reader.state, reader.deed))


def of_each(reader: Reader, leaf: Leaf) -> bool | None:
    """The truth of a test of the party concerned; None without a deed, or if parties differ."""
    values = {leaf_value(one, reader) for one in of_whom(reader, leaf)}
    return values.pop() if len(values) == 1 else None


def untold(state: State, guard: Guard | None) -> tuple[str, ...]:
    """What the book does not tell, where tests ask for findings of which nothing is said."""
    asked = [
        call.args
        for leaf in (guard.leaves if isinstance(guard, Condition) else ())
        for call in calls(leaf)
        if call.name == "determined" and len(call.args) > 1
    ]
    return tuple(
        f"the book has no fact of the kind {matter} about {party}"
        for matter, party in asked
        if not findings(state, matter, party)
    )
