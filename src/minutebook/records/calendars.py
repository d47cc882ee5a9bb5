"""Business days: each length of time that counts them is given its calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from minutebook.records.draft import Draft
from minutebook.records.nouns import Calendar, Document
from minutebook.text.business import UNTOLD, BusinessDays
from minutebook.text.duration import Duration


def settle_business_days(draft: Draft) -> None:
    """Let every number of business days be counted by its calendar, or by the only one there is.

    Where the book has several and one is not named, that is reported; where it has none, how many
    days count is not known.
    """
    if not draft.ctx.business:
        return
    known = {r.id: r.business_days for r in draft.records.values() if isinstance(r, Calendar)}
    if len(known) > 1:
        for span, name in draft.ctx.business:
            if name is None:
                hint = f"write 5 business days in {next(iter(known))}"
                draft.ctx.report("MB266", span, "the book has several calendars", hint)
    for record in [r for r in draft.records.values() if isinstance(r, Document)]:
        draft.records[record.id] = _settled(record, known)


def _settled(value: Any, known: Mapping[str, BusinessDays]) -> Any:
    """The same value, with each of its lengths of time settled; itself if it has none."""
    if isinstance(value, Duration):
        return value if value.business is None else replace(value, business=_of(value, known))
    if isinstance(value, tuple):
        found = tuple(_settled(one, known) for one in value)
        return value if all(a is b for a, b in zip(found, value, strict=True)) else found
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = dict(_changed(value, known))
    return replace(value, **changed) if changed else value


def _changed(value: Any, known: Mapping[str, BusinessDays]) -> Iterator[tuple[str, Any]]:
    for part in fields(value):
        old = getattr(value, part.name)
        new = _settled(old, known)
        if new is not old:
            yield part.name, new


def _of(length: Duration, known: Mapping[str, BusinessDays]) -> BusinessDays:
    """The calendar that a length of time is counted by, or one of which nothing is told."""
    if length.calendar is None and len(known) == 1:
        return next(iter(known.values()))
    return known.get(length.calendar or "", UNTOLD)
