"""Bodies and posts: who sits where, appointed and removed by whom, and how a body decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, get_args

from minutebook.records.noun import Noun
from minutebook.records.rules import Rule
from minutebook.records.values import Reads, Unknown
from minutebook.text.duration import Duration
from minutebook.text.when import When

Recusal = Literal["yes", "no", "not counted"]
CountsIn = Literal["nothing", "base", "quorum", "quorum and base", "vote and base", "everything"]
COUNTING: tuple[CountsIn, ...] = get_args(CountsIn)
"""What somebody may still count in who is recused."""
COUNTS_IN: tuple[CountsIn, ...] = COUNTING[:4]
FURTHER: tuple[CountsIn, ...] = ("everything", "vote and base", "nothing")
"""What several seats of one holder may count in where nothing says it."""
"""What a vote that is suspended may still count in."""
TieBreak = Literal["by lot", "casting vote", "longer-serving", "run-off", "not elected"]
TIE_BREAKS: tuple[TieBreak, ...] = get_args(TieBreak)
"""How it is decided who is elected of several with equally many votes."""


PRESIDER: Final = "whoever presides"
"""Instead of who has the casting vote: who chairs the meeting."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """Since when somebody sits, when their term ends, and whether the appointment itself does.

    `suspended` is whether they do not act for the time being.
    """

    start: When | None
    until: When | None
    fixed: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Noun):
    """Seats that decide together, or the holders of instruments (`holders_of`).

    `decides` is the rule at a meeting, `quorum` the presence it needs, `without_meeting` the
    rule for written consent. `vacated_seats` says whether a seat stays (vacant) or goes
    (abolished) when its holder leaves; `target_votes` whether a member votes on a deed about
    their own seat or office. `tenures` is written in no book: it keeps the terms of the members
    of a state that is written down anew.
    """

    of: str | None = None
    seats: Reads[int | Unknown] | None = None
    members: Reads[tuple[str, ...]] = ()
    holders_of: tuple[str, ...] = ()
    decides: Reads[Rule | None] = None
    quorum: Reads[Rule | None] = None
    without_meeting: Reads[Rule | None] = None
    appointed_by: Reads[str | None] = None
    removed_by: Reads[str | None] = None
    vacated_seats: Reads[Literal["abolished", "vacant"]] = "vacant"
    target_votes: Reads[Recusal | None] = None
    proxies: Reads[Literal["allowed", "not allowed"] | None] = None
    recused_count_in: Reads[CountsIn | None] = None
    suspended_count_in: Reads[CountsIn | None] = None
    further_seats_count_in: Reads[CountsIn | None] = None
    ties: Reads[TieBreak | None] = None
    term: Duration | None = None
    holdover: Reads[bool | None] = None
    drawn_from: str | None = None
    casting_vote: str | None = None
    votes: Mapping[str, Fraction] = field(default_factory=dict)
    tenures: Mapping[str, Tenure] = field(default_factory=dict)


NOBODY: Final = "nobody"
"""Whose a power is that the book says nobody has."""
SUCCESSOR: Final = "a successor"
"""Who alone removes a holder who goes only as a successor is appointed."""

PostKind = Literal["office", "seat", "observer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Noun):
    """A seat or an office; an observer's post stands in no base.

    `registered_by` names who alone can enter a change in the public register; where it is set,
    a change binds third parties only from registration. `tenures` is as in `Body`.
    """

    of: str | None = None
    in_: str | None = None
    kind: PostKind = "office"
    group: str | None = None
    holder: Reads[str | Unknown | None] = None
    interim: bool = False
    appointed_by: Reads[str | None] = None
    removed_by: Reads[str | None] = None
    votes: Fraction = Fraction(1)
    term: Duration | None = None
    holdover: Reads[bool | None] = None
    registered_by: Reads[tuple[str, ...]] = ()
    tenures: Mapping[str, Tenure] = field(default_factory=dict)
