"""What a kind of record is, and the types that the keys of several kinds share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from minutebook.records import nouns
from minutebook.records.context import Context
from minutebook.records.fields import (
    HOLDERS,
    PARTY,
    CountType,
    FractionType,
    ListOf,
    MapOf,
    MomentType,
    QuantityType,
    Ref,
    Text,
    WhenType,
    YesNo,
    use_key,
)
from minutebook.records.key import Key
from minutebook.records.open_field import Open
from minutebook.records.sentences import GoalType, RuleType
from minutebook.text.nodes import Mapping as MappingNode

Assemble = Callable[[Context, MappingNode, dict[str, Any]], None]
"""Turns the values of a record's keys into the attributes of its noun, in place."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: what it is, its class and its keys, those that every record has too."""

    says: str
    noun: Callable[..., nouns.Noun]
    own: Mapping[str, Key]
    assemble: Assemble | None = None
    id_says: str = "its id"

    @property
    def required(self) -> tuple[str, ...]:
        """The keys that a record of this kind cannot do without."""
        return tuple(name for name, key in self.own.items() if key.required)


TEXT, YES, DATE, WHEN, COUNT = Text(), YesNo(), MomentType(), WhenType(), CountType()
FRACTION, QUANTITY, RULE, GOAL = FractionType(), QuantityType(), RuleType(), GoalType()
WEIGHT = FractionType(unknown=False)
VACANT: Final[Mapping[str, None]] = {"nobody": None, "none": None}
NOT_GIVEN: Final[Mapping[str, str]] = {"nobody": nouns.NOBODY, "none": nouns.NOBODY}
"""Words for a power that is stated to be nobody's, which is more than to say nothing of it."""
PARTIES = ListOf(Ref(PARTY))
ANYONE = ListOf(Ref(HOLDERS))
ABOUT = ListOf(Ref(()))
NAMED = ListOf(Ref(PARTY, {"nobody": None}))
DATES = MapOf(WHEN, use_key(*PARTY), hint="write {toner: 2023-11-15}")
APPOINTER = Open(Ref(HOLDERS, NOT_GIVEN))
REMOVER = Open(Ref(HOLDERS, {**NOT_GIVEN, "a successor": nouns.SUCCESSOR}))
