"""Consents: the one to whom a prohibition is owed lets one deed be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from minutebook.records.deeds import Deed, matches, parse_deed
from minutebook.state.conduct import Done, is_party
from minutebook.state.slots import Point
from minutebook.state.stages import LIVE, Step
from minutebook.text.problem import Problem
from minutebook.text.when import instant

if TYPE_CHECKING:
    from minutebook.state.life import Lives


def consents(lives: Lives, parties: Sequence[str], deed: Deed, at: datetime) -> list[Done]:
    """The consents by any of the parties that cover a deed, given by a moment."""
    found = []
    for one in lives.done("consent"):
        inner = parse_deed(one.deed.get("deed") or "")
        if isinstance(inner, Problem) or not matches(inner[0], deed):
            continue
        given = any(is_party(lives.state, p, one.by, Point(instant(at))) for p in parties)
        if given and one.when.happened_by(at) is True and lives.took_effect(one):
            found.append(one)
    return found


def given_under(steps: Sequence[Step], consent: Done) -> bool:
    """Whether a consent was given while a norm stood: it does not reach a later norm."""
    begun = [s.at.latest for s in steps if s.stage in LIVE]
    given = consent.when.latest
    return given is not None and bool(begun) and (begun[0] is None or begun[0] <= given)
