"""Norms that speak of whomever a deed names: whether there is such a deed, and one such party."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from minutebook.records.conditions import names_the_party
from minutebook.records.context import Context
from minutebook.records.deeds import CONCERNED, DEED_TEMPLATES, ELECTORS, Deed
from minutebook.records.nouns import Modality
from minutebook.records.words import quote
from minutebook.text.nodes import Scalar

_BEARING: Final = ("can", "cannot", "may", "must not")
_NAMING: Final = (":party}", "{act:act}", "{fact:fact}", "{fact:ruled}", "{deed:deed}")
_WRITE: Final = "write a deed that names them: do: remove any from org/board"


def check_party(ctx: Context, head: Scalar, holder: Scalar, values: Mapping[str, Any]) -> None:
    """Report a norm that speaks of the party concerned where no deed tells who that is."""
    bears = holder.text in (CONCERNED, ELECTORS)
    asks = names_the_party(values.get("when")) or names_the_party(values.get("unless"))
    later = names_the_party(values.get("fulfilled")) or names_the_party(values.get("ends"))
    if not (bears or asks or later):
        return
    arises = head.text == "must"
    deed = values.get("upon" if arises else "deed")
    hint = "write what it arises with: upon: remove any from org/board" if arises else _WRITE
    found = _wrong(head.text, holder.text, deed, bears=bears, asks=asks)
    if found is None and later and not arises:
        found = "it ends or is done whatever the deed", "say it under when or unless"
    if found is not None:
        ctx.report("MB212", holder, f"{quote(CONCERNED)}: {found[0]}", found[1] or hint)


def _wrong(
    modality: str, holder: str, deed: Deed | None, *, bears: bool, asks: bool
) -> tuple[str, str] | None:
    """What is wrong, and what to write instead; "" for what is usually missing."""
    if bears and modality not in _BEARING:
        return (
            f'"{modality}" is not said of them',
            f"write cannot: {CONCERNED}, do: remove any from org/board",
        )
    if deed is None:
        return "this norm is about no deed that names anybody", ""
    if holder == ELECTORS and deed.verb != "remove":
        return (
            f'"{deed}" removes nobody from a seat',
            f"write can: {ELECTORS}, do: remove any from org/board",
        )
    template = DEED_TEMPLATES[deed.verb]
    if not any(naming in template for naming in _NAMING):
        return f'"{deed}" names nobody', ""
    if asks and deed.verb == "transfer":
        return f'"{deed}" names two parties', "ask from(ID) or to(ID)"
    return None


def speaks_of_a_party(modality: Modality, holder: str, *guards: Any) -> bool:
    """Whether a norm is another one for each party that a deed names."""
    named = holder == ELECTORS or (holder == CONCERNED and modality in _BEARING)
    return named or any(map(names_the_party, guards))
