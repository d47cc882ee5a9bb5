"""Terms of money that contradict each other, or leave open what somebody is paid.

What hangs on readings is checked in every world of the record's own readings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, Final

from minutebook.records.draft import Draft
from minutebook.records.fund_checks import check_fund
from minutebook.records.instruments import AS_CONVERTED
from minutebook.records.money import (
    CarveOut,
    Claim,
    Convertible,
    Fund,
    Round,
    Shares,
    Tier,
    Until,
)
from minutebook.records.money_worlds import World, ask, dated, pick, worlds
from minutebook.records.nouns import Instrument
from minutebook.records.values import Unknown
from minutebook.records.words import quote
from minutebook.text.say import say_number
from minutebook.text.span import Span

PREFERRED: Final[Mapping[str, str]] = {
    "preference": "preference",
    "participates": "participates",
    "cap": "cap",
    "cap includes preference": "cap_includes_preference",
    "cap includes dividends": "cap_includes_dividends",
    "seniority": "seniority",
    "converts to": "converts_to",
    "anti-dilution": "anti_dilution",
    "must convert": "must_convert",
    "dividend": "dividend",
}
"""The keys that make a class preferred, with their attributes."""


def is_preferred(instrument: Instrument) -> bool:
    """Whether a class has a term that only preferred classes have."""
    return any(getattr(instrument, name) is not None for name in PREFERRED.values())


def only_votes(instrument: Instrument) -> bool:
    """Whether what a class converts into is told only for its votes: money is not asked about."""
    terms = set(PREFERRED.values()) - {"converts_to", "ratio"}
    silent = all(getattr(instrument, name) is None for name in terms)
    return instrument.votes == AS_CONVERTED and silent


def check_money(draft: Draft) -> None:
    """Report terms that contradict each other, and questions that they leave open."""
    for record in draft.records.values():
        check = _CHECKS.get(type(record))
        if check is None:
            continue
        before = len(draft.ctx.diagnostics)
        for world in worlds(record):
            check(draft, record, world)
            if len(draft.ctx.diagnostics) > before:
                break  # another world would only tell the same mistake again
    _ranks(draft)


# -- claims on profit


def _claim(draft: Draft, record: Claim, world: World) -> None:
    tiers = [t for t in pick(record.tiers, world) if pick(t.applies, world)]
    _names(draft, tiers)
    open_end: Tier | None = None
    reached: tuple[Fraction, Tier] | None = None
    for tier in tiers:
        until = pick(tier.until, world)
        if open_end is not None:
            message = f"tier {quote(tier.id)} never begins: {quote(open_end.id)} has no end"
            hint = f'give "{open_end.id}" an "until:", or say with "applies:" when it applies'
            draft.ctx.report("MB282", tier.span, message, hint, also=(open_end.span,))
            return
        _shares(draft, tier, world)
        if until is None:
            open_end = tier
            continue
        _waits(draft, record, tier, until, world)
        if until.counts == "pool" and until.growth is None and until.amount is not None:
            if reached is not None and until.amount <= reached[0]:
                earlier = reached[1]
                message = f"tiers {quote(earlier.id)} and {quote(tier.id)} overlap: "
                message += "the later one ends before it begins"
                hint = "put them in the order in which they end, each from where the last ended"
                draft.ctx.report("MB282", tier.span, message, hint, also=(earlier.span,))
            reached = until.amount, tier
    for reversion in record.reversions:
        _invested(draft, record, reversion.span, pick(reversion.when, world), world)


def _names(draft: Draft, tiers: list[Tier]) -> None:
    seen: dict[str, Tier] = {}
    for tier in tiers:
        earlier = seen.setdefault(tier.id, tier)
        if earlier is not tier:
            message = f"two tiers are called {quote(tier.id)}"
            hint = "give each tier a name of its own: it is the reason of what it pays"
            draft.ctx.report("MB213", tier.span, message, hint, also=(earlier.span,))


def _known_shares(tier: Tier, world: World) -> Mapping[str, Fraction] | None:
    """The shares that are known; None if all are unknown."""
    shares: Shares = pick(tier.shares, world)
    if isinstance(shares, Unknown):
        return None
    picked: dict[str, Any] = {party: pick(share, world) for party, share in shares.items()}
    return {party: n for party, n in picked.items() if not isinstance(n, Unknown)}


def _shares(draft: Draft, tier: Tier, world: World) -> None:
    whole = sum((_known_shares(tier, world) or {}).values(), Fraction(0))
    if whole > 1:
        message = f"the shares of tier {quote(tier.id)} add up to {say_number(whole * 100)} %"
        hint = "the shares of each next unit add up to 100 % or less"
        draft.ctx.report("MB281", tier.span, message, hint)


def _waits(draft: Draft, claim: Claim, tier: Tier, until: Until, world: World) -> None:
    """A tier that ends with what a party has received pays that party something."""
    _invested(draft, claim, tier.span, until, world)
    party = until.party
    if party is None:
        return
    shares: Shares = pick(tier.shares, world)
    if isinstance(shares, Unknown) or pick(tier.rest_to, world) == party:
        return
    if pick(shares.get(party, Fraction(0)), world) == 0:
        message = f"tier {quote(tier.id)} ends when {party} has received enough, and pays {party} "
        message += "nothing"
        hint = f'give {party} a share, or another "until:"'
        draft.ctx.report("MB282", tier.span, message, hint)


def _invested(draft: Draft, claim: Claim, place: Span, until: Until | None, world: World) -> None:
    if until is None or until.times is None or not draft.reads(claim, "invested"):
        return
    if until.party not in claim.invested:
        message = f"what did {until.party} invest? {quote(until.written)} counts it"
        hint = f'add "invested: {{{until.party}: 13bn}}" to the claim, or write an amount'
        draft.ctx.report("MB283", place, message, hint)


# -- instruments


def _instrument(draft: Draft, record: Instrument, world: World) -> None:
    terms: dict[str, Any] = {f.name: pick(getattr(record, f.name), world) for f in fields(record)}
    name, reads = quote(record.id), draft.reads
    if record.strike is not None:
        if record.exercise is None and reads(record, "exercise"):
            question = f"is the strike of {name} settled net, or paid in cash?"
            ask(draft, record, "strike", question, "write exercise: net, or exercise: cash")
        if is_preferred(record):
            key = next(k for k, a in PREFERRED.items() if getattr(record, a) is not None)
            message = f"{name} has a strike, and {quote(key)} like a preferred class"
            hint = "keep one: options have no preference"
            draft.ctx.report("MB284", draft.place(record, key), message, hint)
        return
    if not is_preferred(record) or only_votes(record):
        return
    for key, attribute, question, hint in _QUESTIONS:
        if terms[attribute] is None and reads(record, key):
            ask(draft, record, "", question.format(name), hint)
    _participation(draft, record, terms)
    _dividends(draft, record, terms)
    _anti_dilution(draft, record, terms)


_QUESTIONS: Final = (
    (
        "participates",
        "participates",
        "does {} share what is left after its preference?",
        "write participates: no, participates: yes, or participates: capped",
    ),
    ("preference", "preference", "how much is {} paid first?", "write preference: 1x, or 0x"),
    ("issue price", "issue_price", "what was paid for each unit of {}?", "write issue price: 1.00"),
    (
        "converts to",
        "converts_to",
        "can {} be converted, and into what?",
        "write converts to: INSTRUMENT, or converts to: nothing",
    ),
)


def _participation(draft: Draft, record: Instrument, terms: Mapping[str, Any]) -> None:
    name, how, cap = quote(record.id), terms["participates"], terms["cap"]
    if how == "capped":
        if cap is None and draft.reads(record, "cap"):
            question = f"up to what does {name} share what is left?"
            ask(draft, record, "participates", question, "write cap: 2x")
        if terms["cap_includes_preference"] is None and draft.reads(
            record, "cap includes preference"
        ):
            said = f"{say_number(cap)}x " if isinstance(cap, Fraction) else ""
            question = f"does the {said}cap of {name} include the preference?"
            hint = "write cap includes preference: yes, or no"
            ask(draft, record, "cap" if cap is not None else "participates", question, hint)
    elif cap is not None and how is not None:
        message = f"{name} has a cap, and its participation is not capped"
        hint = "write participates: capped, or remove the cap"
        draft.ctx.report("MB284", draft.place(record, "cap"), message, hint)
    first = terms["preference"] if terms["cap_includes_preference"] else None
    if isinstance(cap, Fraction) and isinstance(first, Fraction) and cap < first:
        message = f"the cap of {name} lies below the preference that it includes"
        hint = "correct one of the two multiples"
        draft.ctx.report("MB284", draft.place(record, "cap"), message, hint)
    if how in ("yes", "capped") and terms["converts_to"] == "" and terms["ratio"] is None:
        question = f"{name} shares what is left and cannot convert: as how many common units?"
        ask(draft, record, "participates", question, "write ratio: 1, or what the terms give")


def _anti_dilution(draft: Draft, record: Instrument, terms: Mapping[str, Any]) -> None:
    name = quote(record.id)
    if terms["anti_dilution"] == "weighted average":
        question = f"over which shares is the weighted average of {name} taken?"
        hint = "write anti-dilution: broad-based weighted average, for all shares and options"
        ask(draft, record, "anti-dilution", question, hint)
    if terms["anti_dilution"] is not None and terms["converts_to"] == "":
        message = f"{name} has a conversion price to adjust, and cannot convert"
        hint = "write what it converts to, or remove anti-dilution"
        draft.ctx.report("MB284", draft.place(record, "anti-dilution"), message, hint)


def _dividends(draft: Draft, record: Instrument, terms: Mapping[str, Any]) -> None:
    if record.dividend is None:
        return
    name = quote(record.id)
    if terms["dividend_accrues"] is None:
        question = f"is the dividend of {name} simple or compounded?"
        hint = "write dividend accrues: simple, or compounded"
        ask(draft, record, "dividend", question, hint)
    if record.dividend_from is None and record.date is None:
        question = f"since when does the dividend of {name} accrue?"
        ask(draft, record, "dividend", question, "write dividend from: 2020-01-01")
    elif record.day_count is None and dated(record.dividend_from or record.date):
        question = f"how do days become years for the dividend of {name}?"
        ask(draft, record, "dividend", question, "write day count: actual/365, or another")
    if terms["dividend_on_conversion"] is None and terms["converts_to"]:
        question = f"are accrued dividends of {name} lost when it converts, or still paid?"
        hint = "write dividend on conversion: forfeited, or paid"
        ask(draft, record, "dividend", question, hint)
    if terms["participates"] == "capped" and terms["cap_includes_dividends"] is None:
        question = f"do accrued dividends of {name} count towards its cap?"
        ask(draft, record, "cap", question, "write cap includes dividends: yes, or no")


def _ranks(draft: Draft) -> None:
    """Of several preferences of one organisation each says its rank."""
    by_issuer: dict[str, list[Instrument]] = {}
    for record in draft.records.values():
        if isinstance(record, Instrument) and is_preferred(record) and record.strike is None:
            if only_votes(record):
                continue
            by_issuer.setdefault(record.of, []).append(record)
    for classes in by_issuer.values():
        silent = [c for c in classes if c.seniority is None and draft.reads(c, "seniority")]
        if len(classes) > 1:
            for one in silent:
                question = f"in which rank is the preference of {quote(one.id)} paid?"
                hint = "write seniority: 1 for the first; equal ranks share in proportion"
                ask(draft, one, "", question, hint)


# -- carve-outs, convertibles, rounds


def _carve_out(draft: Draft, record: CarveOut, world: World) -> None:
    name = quote(record.id)
    if record.amount is None and record.share is None and draft.reads(record, "amount", "share"):
        ask(draft, record, "", f"how much is {name}?", "write amount: 1m, or share: 5%")
    if record.amount is not None and record.share is not None:
        message, hint = f"{name} is an amount and a share", "keep one of the two"
        draft.ctx.report("MB284", draft.place(record, "share"), message, hint)
    if record.share is not None and record.base is None and draft.reads(record, "base"):
        question = f"is {name} a share of the exit value, or of what is left after debt?"
        hint = "write base: exit value, or base: after debt"
        ask(draft, record, "share", question, hint)


def _convertible(draft: Draft, record: Convertible, world: World) -> None:
    name = quote(record.id)
    if record.cap is not None and record.cap_basis is None and draft.reads(record, "cap basis"):
        question = f"is the cap of {name} pre-money or post-money?"
        hint = "write cap basis: post-money, or cap basis: pre-money"
        ask(draft, record, "cap", question, hint)
    _in_a_sale(draft, record, world)
    if record.interest is None:
        return
    if record.accrues is None and draft.reads(record, "accrues"):
        question = f"is the interest of {name} simple or compounded?"
        ask(draft, record, "interest", question, "write accrues: simple, or accrues: compounded")
    if record.date is None and draft.reads(record, "date"):
        question = f"since when does the interest of {name} accrue?"
        ask(draft, record, "interest", question, "write date: 2023-01-01")
    if record.day_count is None and dated(record.date):
        question = f"how do days become years for the interest of {name}?"
        ask(draft, record, "interest", question, "write day count: actual/365, or another")


def _in_a_sale(draft: Draft, record: Convertible, world: World) -> None:
    name, how = quote(record.id), pick(record.in_a_sale, world)
    if how is None:
        return
    unranked = how != "converted" and pick(record.ranks_with, world) is None
    if unranked and draft.reads(record, "ranks with"):
        question = f"is {name} repaid beside the debts, or beside the preferences?"
        ask(draft, record, "in a sale", question, "write ranks with: debt, or preferred")
    discount = pick(record.discount, world)
    silent = pick(record.discount_in_a_sale, world) is None
    if how != "repaid" and discount and silent and draft.reads(record, "discount in a sale"):
        question = f"may {name} convert at the price of a sale less its discount?"
        hint = "write discount in a sale: yes, or no if only a round gives the discount"
        ask(draft, record, "discount", question, hint)


def _round(draft: Draft, record: Round, world: World) -> None:
    if record.pool is None:
        return
    name = quote(record.id)
    if record.pool_base is None and draft.reads(record, "pool base"):
        question = f"is the pool of {name} a share of the company before or after the new money?"
        hint = "write pool base: pre-money, or pool base: post-money"
        ask(draft, record, "pool", question, hint)
    if record.pool_in_price is None and draft.reads(record, "pool in price"):
        question = f"is the pool increase of {name} in the pre-money valuation?"
        hint = "write pool in price: yes, or no if the new investors bear it too"
        ask(draft, record, "pool", question, hint)
    for convertible in (draft.records.get(one) for one in record.converts):
        if not isinstance(convertible, Convertible) or convertible.cap_counts_pool is not None:
            continue
        if pick(convertible.cap_basis, world) == "pre-money":
            question = f"is the cap of {quote(convertible.id)} divided by shares that include the "
            question += "pool increase?"
            hint = "write cap counts pool: yes, or no"
            ask(draft, convertible, "cap", question, hint)


_CHECKS: Final[Mapping[type, Callable[[Draft, Any, World], None]]] = {
    Claim: _claim,
    Instrument: _instrument,
    CarveOut: _carve_out,
    Convertible: _convertible,
    Round: _round,
    Fund: check_fund,
}
