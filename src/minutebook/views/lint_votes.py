"""Voting power that can be acquired and used between the notice of a meeting and the meeting."""

from __future__ import annotations

from collections.abc import Iterator

from minutebook.records import nouns
from minutebook.records.deeds import ANY, Deed
from minutebook.state.bars import bars
from minutebook.state.ladder import LAW
from minutebook.state.state import State
from minutebook.text.diagnostics import Diagnostic


def votes_bought_in_time(state: State) -> Iterator[Diagnostic]:
    """Bodies of holders with a term of notice, and no record date for one of their meetings.

    A term of notice that the law sets, and no document of the organisation, is looked at only where
    the book records a meeting. Whoever holds on the day of the meeting votes, so that units bought
    once its business is known decide it; a record date before the notice closes that window.
    """
    for body in state.book.of(nouns.Body):
        if not body.holders_of:
            continue
        terms = [
            bound
            for bound in state.index.by_holder.get(("notice", body.id), ())
            if bound.norm.at_least is not None and state.norm_state(bound, state.now) == "in force"
        ]
        own = any(b.document.rank not in LAW for b in terms)
        meetings = [m for m in state.book.of(nouns.Meeting) if m.of == body.id]
        open_ = [meeting for meeting in meetings if meeting.record_date is None]
        if not terms or not (open_ or (own and not meetings)):
            continue
        if all(_bound_to_holders(state, unit) for unit in body.holders_of):
            continue
        units = ", ".join(body.holders_of)
        which = open_[0].id if open_ else f"a meeting of {body.id}"
        message = f"{units} bought after the notice of {which} can be voted at it"
        hint = f"give the meeting a record date; {terms[0].norm.id} sets the term of notice"
        span = open_[0].span if open_ else body.span
        yield Diagnostic("MB307", "warning", span, message, hint, (terms[0].norm.span,))


def _bound_to_holders(state: State, instrument: str) -> bool:
    """Whether a norm takes from every holder the power to transfer their units to anybody."""
    holders = state.register(instrument)
    return bool(holders) and all(
        any(bar.sure and bar.norm.consequence in (None, "void") and bar.norm.modality == "cannot"
            for bar in bars(state, _sale(instrument, holder), holder, state.now))
        for holder in holders
    )  # fmt: skip


def _sale(instrument: str, holder: str) -> Deed:
    parts = {"units": ANY, "instrument": instrument, "from": holder, "to": ANY}
    return Deed("transfer", tuple(parts.items()))
