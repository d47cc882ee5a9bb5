"""Who signs for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.state.authority import Power, free
from minutebook.state.ladder import LOWEST

if TYPE_CHECKING:
    from minutebook.state.state import State


SIGNS_FOR = "signature for a party"


def signatures(state: State, deed: Deed, actor: str) -> list[Power]:
    """A party signs for itself, through who acts for it.

    Where the book does not say who acts for an organisation, it cannot say that somebody does
    not. A document that names no parties binds whoever signs it.
    """
    document = state.book.get(deed.get("document"), nouns.Document)
    parties = document.parties if document is not None else ()
    if not parties:
        return [free(actor, "signature", "whoever signs binds themselves")]
    says = "a party signs for itself"
    found = [free(party, "signature", says) for party in parties]
    entities = [e for party in parties if (e := state.book.get(party, nouns.Entity)) is not None]
    if actor not in parties and any(e.acts_through is None for e in entities):
        silent = [e.id for e in entities if e.acts_through is None]
        says = f"the book does not say who acts for {' or '.join(silent)}"
        doubt = f"who acts for {' or '.join(silent)} (acts through), and so whether {actor} does"
        found.append(Power(actor, SIGNS_FOR, LOWEST, says=says, sure=False, doubt=doubt))
    return found
