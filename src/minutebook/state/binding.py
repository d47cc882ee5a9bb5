"""Norms of law as they speak of one organisation: roles replaced by what fills them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.nouns import Document, Norm
from minutebook.records.renaming import renamed


def bindings(
    document: Document, norm: Norm, entity: nouns.Entity
) -> Iterator[tuple[Norm, str | None, Deed | None]]:
    """A norm with each holder and each deed that it speaks of; None: nobody fills the role."""
    prefix, role = _bearer(norm.holder)
    holders: tuple[str | None, ...] = (norm.holder,)
    if role in document.all_roles:
        filled = entity.roles.get(role, ())
        names = [f"{prefix}{name}" for name in filled if name is not None]
        holders = tuple(names) or (None,)
    deeds = _bind_deed(norm.deed, document, entity)
    norm = _bind_conditions(norm, entity)
    for holder in holders:
        for deed in deeds:
            yield norm, holder, deed


def _bind_deed(
    deed: Deed | None, document: Document, entity: nouns.Entity
) -> tuple[Deed | None, ...]:
    if deed is None:
        return (None,)
    deeds = [deed]
    for name, value in deed.args:
        if value in document.all_roles:
            filled = [f for f in entity.roles.get(value, ()) if f is not None]
            deeds = [
                Deed(d.verb, tuple((n, f if n == name else v) for n, v in d.args))
                for d in deeds
                for f in filled
            ]
    return tuple(deeds)


def _bind_conditions(norm: Norm, entity: nouns.Entity) -> Norm:
    """A norm whose conditions speak of what fills a role, where one thing does."""
    if norm.when is None and norm.unless is None:
        return norm
    filled = {role: who[0] for role, who in entity.roles.items() if len(who) == 1 and who[0]}
    return replace(norm, when=renamed(norm.when, filled), unless=renamed(norm.unless, filled))


def _bearer(holder: str) -> tuple[str, str]:
    for prefix in ("any member of ", "each member of ", "any holder of ", "each holder of "):
        if holder.startswith(prefix):
            return prefix, holder[len(prefix) :]
    return "", holder
