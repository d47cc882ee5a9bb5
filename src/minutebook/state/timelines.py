"""What can change a slot, in the order of time: the effects of acts, and the acts on those acts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from minutebook.records.deeds import Deed
from minutebook.records.nouns import Act
from minutebook.state.dates import END

Slot: TypeAlias = tuple[str, str]


ON_ACTS = ("ratify", "annul", "find", "uphold", "overturn", "suspend", "waive")
"""The verbs of deeds that are about another act."""


OF_A_HOLDER = ("remove", "resign", "suspend from", "reinstate")
"""The verbs of deeds about somebody who holds a post: in a body, whichever seat of it is theirs."""


FOR_A_TIME = ("suspend", "suspend from")
"""The verbs of deeds that `until` of their act ends."""


ENDS = -2
"""The place of a writer that is the end of what an act did for a time."""


@dataclass(frozen=True, slots=True)
class Writer:
    """One effect of one act that can change a slot; dates as far as the text alone tells.

    With a `target` it is a later act on that effect of another (it ratifies, annuls, finds); the
    deed is then the target's.
    """

    act: Act
    place: int
    deed: Deed
    earliest: datetime
    latest: datetime
    sequence: int
    target: tuple[Act, int] | None = None


@dataclass(slots=True)
class Timeline:
    """The writers of one slot in the order of their latest dates.

    `soonest[k]` is the earliest date of any writer from place k on: where to stop looking.
    `cuts` are the places at which no writer before may lie after one behind.
    """

    writers: list[Writer] = field(default_factory=list)
    latest: list[datetime] = field(default_factory=list)
    soonest: list[datetime] = field(default_factory=list)
    cuts: list[int] = field(default_factory=lambda: [0])

    def close(self) -> None:
        """Sort, once all writers are in."""
        self.writers.sort(key=lambda w: (w.latest, w.earliest, w.sequence, w.place))
        self.latest = [w.latest for w in self.writers]
        soonest = END
        backwards = []
        for writer in reversed(self.writers):
            soonest = min(soonest, writer.earliest)
            backwards.append(soonest)
        self.soonest = backwards[::-1]
        for place in range(1, len(self.writers)):
            if self.soonest[place] > self.latest[place - 1]:
                self.cuts.append(place)
        if self.writers:
            self.cuts.append(len(self.writers))

    def over_by(self, cut: int) -> datetime:
        """When every writer before a cut is over."""
        return self.latest[self.cuts[cut] - 1]

    def cut_before(self, earliest: datetime | None) -> int:
        """The last cut before which every writer is over by then, by the dates alone.

        Returned as a place in `cuts`.
        """
        if earliest is None:
            return 0
        return bisect_right(self.cuts, bisect_left(self.latest, earliest)) - 1


def target_of(deed: Deed) -> str | None:
    """The act that a deed ratifies, annuls, waives a defect of, or says how it stands; or None."""
    if deed.verb in ON_ACTS:
        return deed.get("act") or deed.get("fact")
    return None


def slot_of(deed: Deed) -> Slot | None:
    """Which slot a deed can change; None for one that changes nothing that is tracked."""
    match deed.verb:
        case "appoint" | "elect" | "remove" | "resign" | "seats" | "suspend from" | "reinstate":
            return ("post", deed.get("post") or "")
        case "issue" | "transfer" | "cancel":
            return ("units", deed.get("instrument") or "")
        case "adopt" | "repeal" | "terminate":
            return ("document", deed.get("document") or "")
        case "vote":
            return ("votes", deed.get("post") or "")
        case "determine" | "suspend" | "uphold" | "overturn":
            return ("fact", deed.get("fact") or "")
        case "register":
            return ("registration", deed.get("act") or "")
    return None


TICK = timedelta(microseconds=1)
