"""The stages of a norm's life, and how it came to each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from minutebook.answers.found import Why
from minutebook.text.numbers import Quantity
from minutebook.text.when import When

Stage = Literal["not yet in force", "armed", "triggered", "in force", "fulfilled", "breached",
                "ended", "excepted", "does not apply", "undetermined"]  # fmt: skip
LIVE: tuple[Stage, ...] = ("in force", "breached")
"""The states in which a norm binds, or gives what it gives."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change in a norm's life: into which state, when, by which record, and why."""

    stage: Stage
    at: When
    cause: str | None
    why: Why = field(compare=False)


@dataclass(frozen=True, slots=True)
class Life:
    """How a norm stands, and how it came to.

    `due` is when it must be fulfilled or has lapsed; `late` marks a duty past that and still
    unfulfilled; `owed` is the amount or price with the interest until the state's date, while
    the norm binds and if it bears any. `missing` names what would determine a state that is not.
    A norm that arises anew with each deed has a life for each, its `instances`; `upon` is the
    record that bore one.
    """

    norm: str
    document: str
    stage: Stage
    steps: tuple[Step, ...] = ()
    due: datetime | None = None
    late: bool = False
    missing: tuple[str, ...] = ()
    owed: Quantity | None = None
    upon: str | None = None
    instances: tuple[Life, ...] = ()

    def at(self, moment: datetime) -> Stage:
        """The state at an earlier moment."""
        stage: Stage = "not yet in force"
        for step in self.steps:
            if step.at.latest is not None and step.at.latest <= moment:
                stage = step.stage
        return stage

    def ever(self, stage: Stage, moment: datetime) -> bool:
        """Whether it was once in a state, by a moment."""
        return any(
            s.stage == stage and s.at.latest is not None and s.at.latest <= moment
            for s in self.steps
        )

    @property
    def why(self) -> Why:
        """The last step's reason, with the earlier ones below it."""
        if not self.steps:
            return Why(f"{self.norm} is {self.stage}")
        *earlier, last = self.steps
        below = (*last.why.because, *(s.why for s in reversed(earlier)))
        return replace(last.why, because=below)
