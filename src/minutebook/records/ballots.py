"""Ballots: who chose what, in names and in numbers, and how one entry of a list is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal

from minutebook.text.numbers import Quantity, parse_quantity
from minutebook.text.problem import Problem

Choice = Literal["for", "against", "abstain", "not voting", "absent"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """Who chose what, as far as a source says; `others` is how everyone else chose.

    `recused` are those who took no part in the matter because they have an interest in it.
    `split` tells of who voted part of their votes one way and part another how many went where.
    """

    choices: Mapping[str, Choice]
    tally: Mapping[Choice, Quantity] = field(default_factory=dict)
    proxies: Mapping[str, str] = field(default_factory=dict)
    others: Choice | None = None
    recused: tuple[str, ...] = ()
    split: Mapping[str, Mapping[Choice, Quantity]] = field(default_factory=dict)

    @property
    def named(self) -> Set[str]:
        """Those of whom it is told by name how they voted."""
        return self.choices.keys() | self.split.keys() if self.split else self.choices.keys()

    def joined(self, part: Ballot) -> Ballot:
        """The whole of this and what another part of the same vote tells."""
        split = {
            name: {**self.split.get(name, {}), **part.split.get(name, {})}
            for name in (*self.split, *part.split)
        }
        return Ballot(
            {**self.choices, **part.choices},
            {**self.tally, **part.tally},
            {**self.proxies, **part.proxies},
            part.others or self.others,
            (*self.recused, *part.recused),
            split,
        )


@dataclass(frozen=True, slots=True)
class Support:
    """The votes for one candidate: a number, or who voted for them, each with how many votes.

    None: as many as the voter has, under the rule.
    """

    tally: Quantity | None = None
    given: Mapping[str, Fraction | None] = field(default_factory=dict)


_OF: Final = re.compile(r"(.+?) of (\S+)")
_OTHERS: Final = re.compile(r"(.+?) others?")
HINT: Final = "write a number of votes before it, for example 60 of smith, or 5 others"


@dataclass(frozen=True, slots=True)
class Part:
    """So many votes: of one voter (`60 of smith`), or of nobody knows whom (`5 others`).

    `start` is where the name of the voter begins in what was read.
    """

    votes: Quantity
    of: str | None = None
    start: int = 0


def parse_part(written: str) -> Part | Problem | None:
    """Read an entry that tells a number of votes; None if it is a plain name.

    A split vote: who holds for several clients votes part of the votes one way and part another
    (compare Companies Act 2006, s. 322, votes on a poll need not all be cast in one way).
    """
    others = _OTHERS.fullmatch(written)
    found = others or _OF.fullmatch(written)
    if found is None:
        return None
    if "%" in found[1] or "/" in found[1]:
        return Problem("MB202", f'"{found[1]}" is no number of votes', HINT, 0, len(found[1]))
    votes = parse_quantity(found[1])
    if isinstance(votes, Problem):
        return votes
    return Part(votes) if others is not None else Part(votes, found[2], found.start(2))


def ballot_of(choice: Choice, names: Iterable[str], parts: Iterable[Part]) -> Ballot:
    """The ballot in which those named made a choice, and so many votes of others too."""
    told = list(parts)
    split = {part.of: {choice: part.votes} for part in told if part.of is not None}
    others = [part.votes for part in told if part.of is None]
    tally: dict[Choice, Quantity] = {choice: others[-1]} if others else {}
    return Ballot(dict.fromkeys(names, choice), tally, split=split)
