"""One thing has one value at one instant, unless two sources say so: what breaks that rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from datetime import datetime
from fractions import Fraction

from minutebook.records import nouns
from minutebook.records.draft import Draft
from minutebook.records.norm_checks import check_norms
from minutebook.records.nouns import Act, Holding
from minutebook.records.rivals import at_one_instant, one_source, same_holding
from minutebook.records.words import quote
from minutebook.text.when import When


def contradictions(draft: Draft) -> None:
    """Report what the records of a book say of one thing at one instant and cannot both mean."""
    _holdings(draft)
    _acts(draft)
    _wholes(draft)
    check_norms(draft)


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
                # A body has many seats, and may be filled with many at once; of several candidates
                # the votes say who is elected.
                rivals = len(record.candidates) > 1
                one = isinstance(draft.records.get(post), nouns.Post) and not rivals
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
