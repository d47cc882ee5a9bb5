"""Parties: organisations, with the law that applies to them, persons and counted groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minutebook.records.noun import Noun
from minutebook.records.values import Reads
from minutebook.text.numbers import Quantity
from minutebook.text.when import When


@dataclass(frozen=True, slots=True)
class Applied:
    """A document of law that applies to an organisation, always or between two dates."""

    document: str
    start: When | None = None
    end: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Noun):
    """An organisation: a party that acts through its bodies and posts.

    `law` names the documents of law whose rules apply, each for its time (empty: none); `roles`
    says who fills the roles that they speak of (an empty tuple: nobody); `acts_through` is the
    body or post that decides for the organisation where it is itself a holder or a member.
    """

    kind: str | None = None
    law: Reads[tuple[Applied, ...]] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acts_through: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Noun):
    """A natural person: a party of which nothing needs to be known but the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Noun):
    """A counted group whose members may be unnamed: 770 employees.

    `of` is the organisation or the larger group that it belongs to; `members` are those that are
    named, and may be groups; `count` is how many there are in all.
    """

    of: str | None = None
    members: tuple[str, ...] = ()
    count: Reads[Quantity] | None = None
