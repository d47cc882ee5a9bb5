"""One thing has one value at one instant, unless two sources say so: what breaks that rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from datetime import datetime
from fractions import Fraction
from itertools import combinations, islice
from typing import Final

from minutebook.records import nouns
from minutebook.records.draft import Draft
from minutebook.records.nouns import Act, Document, Holding, Norm
from minutebook.records.rivals import at_one_instant, one_source, same_holding
from minutebook.records.values import Value
from minutebook.records.words import quote
from minutebook.text.when import When

_RULES_OF_BODIES: Final = frozenset(
    ("decides", "quorum", "without meeting", "target votes", "proxies")
)
_MOST_PAIRS: Final = 10_000


def contradictions(draft: Draft) -> None:
    """Report what the records of a book say of one thing at one instant and cannot both mean."""
    _holdings(draft)
    _acts(draft)
    _wholes(draft)
    _norms(draft)


def _holdings(draft: Draft) -> None:
    """What a holder has of an instrument at one instant, from one source, is one number."""
    seen: dict[Hashable, list[Holding]] = defaultdict(list)
    for record in draft.records.values():
        if not isinstance(record, Holding) or not draft.reads(record, "units", "share", "date"):
            continue
        for earlier in seen[at_one_instant(record)]:
            if same_holding(earlier, record) or not one_source(earlier, record):
                continue
            what = f"what {record.holder} holds of {record.of}"
            _contradiction(draft, earlier, record, what, ("units", "share"))
            break
        seen[at_one_instant(record)].append(record)


def _contradiction(
    draft: Draft, first: nouns.Noun, second: nouns.Noun, what: str, keys: tuple[str, ...]
) -> None:
    message = f"{quote(first.id)} and {quote(second.id)} differ on {what} at one instant"
    hint = "one source cannot say both: correct one, date it apart, or cite the second source"
    if first is second:
        message, hint = f"{quote(first.id)} says two things on {what}", "keep one of the two"
    also = () if first is second else (draft.place(first, *keys),)
    draft.ctx.report("MB251", draft.place(second, *keys), message, hint, also=also)


def _acts(draft: Draft) -> None:
    """One actor does not fill one post with two holders, or set two sizes, at one instant."""
    said: dict[tuple[str, str, str | None, datetime], tuple[Act, str]] = {}
    for record in draft.records.values():
        if not isinstance(record, Act) or not isinstance(record.date, When):
            continue
        moment = record.date.earliest
        if not record.date.exact or moment is None:
            continue
        for deed in record.effects:
            post = deed.get("post") or ""
            if deed.verb in ("appoint", "elect"):
                # A body has many seats, and may be filled with many at once.
                one = isinstance(draft.records.get(post), nouns.Post)
                value, what = deed.get("party"), f"who holds {post}"
            else:
                one = deed.verb == "seats"
                value, what = deed.get("count"), f"how many seats {post} has"
            if not one or value is None:
                continue
            key = (post, what, record.by, moment)
            earlier, other = said.setdefault(key, (record, value))
            if other != value and (earlier is record or one_source(earlier, record)):
                _contradiction(draft, earlier, record, what, ("effect",))


def _wholes(draft: Draft) -> None:
    """The shares of one instrument at one instant add up to no more than all of it."""
    sums: dict[Hashable, list[Holding]] = defaultdict(list)
    for record in draft.records.values():
        if isinstance(record, Holding) and isinstance(record.share, Fraction):
            moment = at_one_instant(record)
            sums[record.of, moment[1]].append(record)
    for holdings in sums.values():
        largest: dict[Hashable, Fraction] = {}
        for holding in holdings:
            if isinstance(holding.share, Fraction):
                thing = at_one_instant(holding)[0]
                largest[thing] = max(largest.get(thing, Fraction(0)), holding.share)
        total = sum(largest.values(), Fraction(0))
        if total > 1:
            last = holdings[-1]
            shown = f"{total * 100} %" if (total * 100).denominator == 1 else f"{total} of it"
            message = f"the holders of {quote(last.of)} together hold {shown}"
            also = tuple(draft.place(h, "share") for h in holdings[:-1])
            hint = "the shares of one instrument at one time add up to 1 or less"
            draft.ctx.report("MB256", draft.place(last, "share"), message, hint, also=also)


def _norms(draft: Draft) -> None:
    """Two norms of one rank about one body, at one time, must not say different things."""
    said: dict[tuple[Hashable, ...], list[tuple[Document, Norm]]] = defaultdict(list)
    amended: set[str | None] = set()
    for document in draft.records.values():
        if not isinstance(document, Document):
            continue
        amended.add(document.amends)
        for norm in document.norms:
            if norm.modality in _RULES_OF_BODIES and norm.span not in draft.ctx.spoiled_norms:
                # The norms of a law are about whoever fills its roles, so only about themselves.
                law = document.id if document.roles else None
                key = (document.of, document.rank, norm.modality, norm.holder, norm.deed)
                said[(*key, norm.when, norm.unless, law)].append((document, norm))
    for group in said.values():
        standing = [norm for document, norm in group if document.id not in amended]
        for a, b in islice(combinations(standing, 2), _MOST_PAIRS):
            if _differ(a, b):
                message = f"{quote(a.id)} and {quote(b.id)} have one rank and say different things"
                hint = "say which yields: replaces, unless, dates, or another rank"
                draft.ctx.report("MB258", b.span, message, hint, also=(a.span,))


def _differ(a: Norm, b: Norm) -> bool:
    """Whether two norms say different things, and both at one time."""
    if a.id in b.replaces or b.id in a.replaces or _apart(a, b):
        return False
    if a.applies is not True or b.applies is not True:
        return False
    return not (_same(a.by, b.by) and _same(a.value, b.value))


def _same(a: object, b: object) -> bool:
    if isinstance(a, Value) and isinstance(b, Value):
        return a.reading == b.reading and a.by == b.by
    return a == b


def _apart(a: Norm, b: Norm) -> bool:
    """Whether one norm surely ends before the other begins."""
    pairs = ((a.end, b.start), (b.end, a.start))
    return any(
        end is not None and start is not None and start.before(end) is False for end, start in pairs
    )
