"""From when on the effects of an act bind third parties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.records.nouns import Act
from minutebook.state.delays import as_seen
from minutebook.state.verdict import (
    Takes,
    Verdict,
)

if TYPE_CHECKING:
    from minutebook.state.state import State


def toward_third_parties(state: State, verdict: Verdict, act: Act) -> Verdict:
    """Say when each effect binds third parties: a registered post from its registration.

    Kept apart from the judgment itself, which no later registration can change.
    """
    effects = []
    for place, effect in enumerate(verdict.effects):
        if state.index.delays and effect.takes_effect.kind in ("from", "pending"):
            effect = as_seen(state, effect, act, place)
        post = state.book.get(effect.deed.get("post"), nouns.Post)
        registrars = state.pick(post.registered_by) if post is not None else ()
        if not registrars or effect.takes_effect.kind != "from":
            effects.append(effect)
            continue
        entered = state.registered_on(act)
        if entered is not None:
            third = Takes("from", entered)
        else:
            shown = [h for r in registrars for h in _register_holders(state, r)]
            third = Takes("pending", None, "registration", tuple(dict.fromkeys(shown)))
        effects.append(replace(effect, toward_third_parties=third))
    return Verdict(verdict.act, tuple(effects))


def _register_holders(state: State, registrar: str) -> list[str]:
    record = state.book.records.get(registrar)
    if isinstance(record, nouns.Post | nouns.Body):
        found = state.seats(registrar, register=True).occupants
        return [o.holder or f"the holder of {registrar}" for o in found]
    return [registrar]
