"""What is wrong with one scalar, before anyone knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text could not be read: a code, a message and a hint that says what to write.

    `start` and `end` are code-point offsets into the text that was to be read, end exclusive;
    `end` None means to its end. `Scalar.part` turns them into a span.
    """

    code: str
    message: str
    hint: str = ""
    start: int = 0
    end: int | None = None

    def shifted(self, by: int) -> Problem:
        """Give the same problem with its place moved, for a text read as part of a longer one."""
        end = None if self.end is None else self.end + by
        return Problem(self.code, self.message, self.hint, self.start + by, end)
