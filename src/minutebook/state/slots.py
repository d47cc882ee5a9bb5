"""What the slots of a state hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from minutebook.answers.found import Why
from minutebook.records.values import Cite
from minutebook.text.when import When

How = Literal["by right", "on the register", "in fact"]


@dataclass(frozen=True, slots=True)
class Point:
    """A moment to look at: an instant, or just before an act.

    `act` None: what has happened by then counts. With an act, only what came before it, and what
    the act's own effects before its `place` have determined.
    """

    when: When
    act: str | None = None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Presence:
    """Who was surely at a meeting at a moment, and who may have been."""

    surely: frozenset[str]
    perhaps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Somebody in a post for a time: a post and an occupancy are two things.

    `end` None means the occupancy goes on. `cause` and `ended_by` are the acts that began and
    ended it, None for what the book starts with. `holder` None: the holder is not known. `until`
    is when the term ends, `fixed` if the appointment itself ends then; `holding over` is who only
    stays until a successor comes. `suspended` is the act that keeps the holder from acting for the
    time being ("" where a state written down anew starts with it).
    """

    post: str
    holder: str | None
    start: When | None
    end: When | None = None
    how: How = "by right"
    interim: bool = False
    nominee_of: str | None = None
    until: When | None = None
    fixed: bool = False
    holding_over: bool = False
    cause: str | None = None
    ended_by: str | None = None
    suspended: str | None = None
    src: tuple[Cite, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Seats:
    """The holders of a post, or the members of a body with the number of its seats.

    `seats` None: the number of seats is not known. A post has one.
    """

    seats: int | None
    occupants: tuple[Occupancy, ...]

    def holding(self, party: str) -> Occupancy | None:
        """The occupancy of that party, or None."""
        for occupancy in self.occupants:
            if occupancy.holder == party:
                return occupancy
        return None

    @property
    def acting(self) -> Seats:
        """The same without those who are suspended; the same object if nobody is."""
        if all(one.suspended is None for one in self.occupants):
            return self
        return Seats(self.seats, tuple(o for o in self.occupants if o.suspended is None))

    @property
    def vacant(self) -> int | None:
        """How many seats stand empty; None if not known."""
        return None if self.seats is None else max(0, self.seats - len(self.occupants))


NormState = Literal["in force", "not yet in force", "ended", "displaced", "does not apply",
                    "undetermined"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NormStatus:
    """How a norm stands at a moment, and why."""

    norm: str
    document: str
    state: NormState
    why: Why = field(compare=False)
