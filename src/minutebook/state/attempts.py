"""Attempts at a deed, and whether whoever made one decided on it."""

from __future__ import annotations

from dataclasses import dataclass

from minutebook.answers.found import Why
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act, Ballot, Form
from minutebook.state.slots import Point, Presence
from minutebook.state.verdict import Cure


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries, with which votes, in which form; `form` None: not said.

    `explain` asks for what only an explanation needs: pivotal voters and cures. `meeting` is the
    record of the meeting at which it is decided. With an `origin` the consent is given now to what
    was done then; `voted_on` is the deed by which it is, to ratify or to annul. `proposed_by` are
    those who move a deed that is only thought of.
    """

    by: str | None
    ballot: Ballot
    form: Form | None
    attended: Presence | None
    point: Point
    act: Act | None
    explain: bool = True
    meeting: str | None = None
    origin: Origin | None = None
    proposed_by: tuple[str, ...] = ()
    voted_on: Deed | None = None

    @property
    def scene(self) -> Origin:
        """Where it is asked whether there is something to act on."""
        return self.origin or Origin(self.by or "", self.point, self.act)


@dataclass(frozen=True, slots=True)
class Origin:
    """The act that an attempt would mend: who did it, just before which moment."""

    by: str
    point: Point
    act: Act | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the actor decided: the vote, or the actor's own act."""

    carried: bool | None
    why: Why
    missing: tuple[str, ...] = ()
    pivotal: tuple[str, ...] = ()
    cures: tuple[Cure, ...] = ()
    breaches: tuple[str, ...] = ()
