"""Norms that cannot both be meant: of one rank on one matter, or limits that leave no room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import combinations, islice
from typing import Final

from minutebook.records.draft import Draft
from minutebook.records.norms import DELAYING
from minutebook.records.nouns import RANKS, Act, Body, Document, Norm
from minutebook.records.rule_text import NO_QUORUM
from minutebook.records.rules import Rule
from minutebook.records.values import Value
from minutebook.records.words import quote
from minutebook.text import Span

_RULES_OF_BODIES: Final = frozenset(
    ("decides", "quorum", "without meeting", "target votes", "proxies", "ties",
     "recused count in", "suspended count in", "further seats count in")
)  # fmt: skip
_DECIDING: Final = ("decides", "without meeting")
_MOST_PAIRS: Final = 10_000
_YIELDS: Final = "say which yields: replaces, unless, dates, or another rank"


def check_norms(draft: Draft) -> None:
    """Report norms of one rank that contradict each other, and limits that do."""
    documents = [d for d in draft.records.values() if isinstance(d, Document)]
    moved = {
        deed.get("document")
        for act in draft.records.values()
        if isinstance(act, Act)
        for deed in act.effects
        if deed.verb in ("adopt", "repeal")
    }
    for a, b in _pairs(draft, documents):
        if _later_version(draft, a[0], b[0]) or _apart(a, b):
            continue
        # Whether both are in force is for the judge where acts adopt or repeal one of them.
        if a[0] is not b[0] and {a[0].id, b[0].id} & moved:
            continue
        message = f"{quote(a[1].id)} and {quote(b[1].id)} have one rank and say different things"
        hint = _YIELDS
        if {a[1].modality, b[1].modality} == {"can", "cannot"}:
            hint = "say which yields: despite, unless, dates, or another rank"
        draft.ctx.report("MB258", b[1].span, message, hint, also=(a[1].span,))
    for document in documents:
        for norm in document.norms:
            _limits(draft, document, norm)
            _delay(draft, norm)
            if norm.modality in _DECIDING and norm.span not in draft.ctx.spoiled_norms:
                _asks_for_somebody(draft, norm.span, norm.by)
    for body in draft.records.values():
        if isinstance(body, Body):
            _asks_for_somebody(draft, body.span, body.decides)
            _asks_for_somebody(draft, body.span, body.without_meeting)


def _asks_for_somebody(draft: Draft, span: Span, stated: Value[Rule | None] | Rule | None) -> None:
    """A body that needs nobody to decide would have decided against the votes of all."""
    rules = stated.by.values() if isinstance(stated, Value) else (stated,)
    if NO_QUORUM in rules:
        message = '"none", or zero of something, is for a quorum; nothing is decided by nobody'
        draft.ctx.report("MB221", span, message, "write impossible, or how many must consent")


_Stated = tuple[Document, Norm]


def _pairs(draft: Draft, documents: list[Document]) -> Iterator[tuple[_Stated, _Stated]]:
    """Pairs of norms of one rank that say different things of one matter."""
    said: dict[tuple[Hashable, ...], list[_Stated]] = defaultdict(list)
    for document in documents:
        for norm in document.norms:
            if norm.span in draft.ctx.spoiled_norms or norm.applies is not True:
                continue
            # The norms of a law are about whoever fills its roles, so only about themselves.
            law = document.id if document.all_roles else None
            key = (
                document.rank, norm.holder, norm.deed, norm.when, norm.unless, norm.meetings, law,
            )  # fmt: skip
            if norm.modality in _RULES_OF_BODIES:
                said[(norm.modality, *key)].append((document, norm))
            elif norm.modality in ("can", "cannot") and norm.deed and document.rank in RANKS:
                said[("can", *key)].append((document, norm))
    for group in said.values():
        for a, b in islice(combinations(group, 2), _MOST_PAIRS):
            if _differ(a, b):
                yield a, b


def _differ(a: _Stated, b: _Stated) -> bool:
    """Whether two norms on one matter say different things.

    Two powers of one document are two ways to use it; of two documents, two rules for one.
    """
    one, other = a[1], b[1]
    if one.id in other.replaces or other.id in one.replaces:
        return False
    if one.modality != other.modality:
        return one.id not in other.despite and other.id not in one.despite
    alternatives = a[0] is b[0] or one.form != other.form or one.by is None or other.by is None
    if one.modality in ("can", "cannot") and alternatives:
        return False
    return not (_same(one.by, other.by) and _same(one.value, other.value))


def _same(a: object, b: object) -> bool:
    if isinstance(a, Value) and isinstance(b, Value):
        return a.reading == b.reading and a.by == b.by
    return a == b


def _apart(a: _Stated, b: _Stated) -> bool:
    """Whether one norm surely ends before the other begins, or as it does."""
    starts = [norm.start or document.start for document, norm in (a, b)]
    ends = [norm.end or document.end for document, norm in (a, b)]
    pairs = ((ends[0], starts[1]), (ends[1], starts[0]))
    return any(
        end is not None and start is not None and (start == end or start.before(end) is False)
        for end, start in pairs
    )


def _later_version(draft: Draft, a: Document, b: Document) -> bool:
    """Whether one of two documents is a later version of the other."""
    return b.id in _earlier(draft, a) or a.id in _earlier(draft, b)


def _earlier(draft: Draft, document: Document) -> set[str]:
    """The versions before a document; those of a circle, which is reported elsewhere, once."""
    found: set[str] = set()
    at: object = document
    while isinstance(at, Document) and at.earlier is not None and at.earlier not in found:
        found.add(at.earlier)
        at = draft.records.get(at.earlier)
    return found


def _limits(draft: Draft, document: Document, norm: Norm) -> None:
    """What a norm says of who may change it must leave somebody something to change."""
    bounds = norm.not_below is not None or norm.not_above is not None
    if norm.force == "mandatory" and (norm.yields_to or bounds):
        message = f"{quote(norm.id)} is mandatory, and says who may change it"
        hint = "remove force: mandatory, or yields to, not below and not above"
    elif norm.force in ("floor", "ceiling") and bounds:
        message = f"{quote(norm.id)} is a {norm.force}, and has a bound beside it"
        hint = "its own rule is the bound: remove force, or not below and not above"
    elif any(not _below(rank, document.rank) for rank in norm.yields_to):
        message = f"{quote(norm.id)} yields to a document that does not rank below it"
        hint = f"name ranks below {document.rank}, or contract"
    else:
        return
    draft.ctx.report("MB263", norm.span, message, hint)


def _below(rank: str, own: str) -> bool:
    ladder = (*RANKS, "contract")
    return ladder.index(rank) > ladder.index(own)


def _delay(draft: Draft, norm: Norm) -> None:
    """A norm on when an act takes effect must say from when."""
    said = (norm.upon, norm.at_least, norm.value)
    if norm.modality in DELAYING and norm.span not in draft.ctx.spoiled_norms and not any(said):
        hint = "add upon: register any, at least: 20 days, or value: end of meeting"
        message = f'"{norm.modality}" does not say from when'
        draft.ctx.report("MB265", norm.span, message, hint)
    if norm.deemed_after is not None and (norm.modality not in DELAYING or norm.upon is None):
        message = '"deemed after" counts as done what an act waits for, and this waits for nothing'
        draft.ctx.report("MB265", norm.span, message, "write takes effect: BODY, upon: approve any")
