"""What a benchmark hands to the table: one row per thing measured."""

from dataclasses import dataclass

OURS = "minutebook"


@dataclass(frozen=True, slots=True)
class Row:
    """One program's time and memory on one task.

    `task` says what was done on how much of it ("load 10,000 records"); rows of one task are
    compared with each other. `program` is `OURS`, or another program with its version. `seconds` is
    the best of several runs. `peak_mib` is the peak memory of the process that did only this, in
    MiB, or None where it was not measured alone. `at_most` is our promise: ours may take so many
    times what the other program takes. `counts` is how many things the task does, where their
    number in a second is of interest; `at_least` promises so many in a second, `within_mib` that
    the peak memory stays within so much, `within_seconds` that the time does, `at_most_memory` that
    ours takes so much of the other program's memory.
    """

    task: str
    program: str
    seconds: float
    peak_mib: float | None = None
    at_most: float | None = None
    counts: int | None = None
    at_least: float | None = None
    within_mib: float | None = None
    within_seconds: float | None = None
    at_most_memory: float | None = None

    @property
    def per_second(self) -> float | None:
        """How many things are done in a second."""
        return None if self.counts is None else self.counts / self.seconds
