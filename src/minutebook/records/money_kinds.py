"""The kinds of record that say who gets what, and the economic terms of instruments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from minutebook.records import money, nouns
from minutebook.records.fields import (
    PARTY,
    CountType,
    FractionType,
    ListOf,
    OneOf,
    QuantityType,
    Ref,
    Text,
    WhenType,
    YesNo,
)
from minutebook.records.key import Key
from minutebook.records.money_fields import (
    REVERSIONS,
    TIERS,
    FlowsType,
    MoneyType,
    TimesType,
    TriggerType,
    amounts_of,
)
from minutebook.records.open_field import Open

TEXT, YES, WHEN, COUNT = Text(), YesNo(), WhenType(), CountType()
MONEY, TIMES = MoneyType(), TimesType()
SHARE, NUMBER = FractionType(most=1), FractionType()
ACCRUES = OneOf(("simple", "compounded"))
DAY_COUNT = Key(
    OneOf(("actual/365", "actual/360", "30/360", "completed years")),
    "how days become years, where dates are exact days",
    "day_count",
)
OF = Key(Ref(("entity",)), "the organisation", required=True)
PARTIES = ListOf(Ref(PARTY))


class MoneyKind(NamedTuple):
    """A kind of record: what it is, its class, its keys."""

    says: str
    noun: Callable[..., nouns.Noun]
    own: Mapping[str, Key]


INSTRUMENT_TERMS: Final[Mapping[str, Key]] = {
    "issue price": Key(Open(MONEY), "what was paid for each unit at issue", "issue_price"),
    "preference": Key(Open(TIMES), "what it is paid first: times its issue price"),
    "participates": Key(
        Open(OneOf(("no", "yes", "capped"))), "whether it then shares what is left, with common"
    ),
    "cap": Key(Open(TIMES), "for a capped class: the most it gets, times its issue price"),
    "cap includes preference": Key(
        Open(YES), "whether the preference counts towards the cap", "cap_includes_preference"
    ),
    "cap includes dividends": Key(
        Open(YES), "whether accrued dividends count towards it", "cap_includes_dividends"
    ),
    "seniority": Key(Open(COUNT), "its rank among preferences: 1 is paid first"),
    "converts to": Key(
        Open(Ref(("instrument",), {"nothing": ""})), "what it converts into", "converts_to"
    ),
    "ratio": Key(Open(NUMBER), "how many units of that for each of its own; else 1"),
    "anti-dilution": Key(
        Open(OneOf(("broad-based weighted average", "weighted average", "full ratchet"))),
        "what a class issued later at a lower price does to its conversion price",
        "anti_dilution",
    ),
    "must convert": Key(Open(TriggerType()), "from when on it must convert", "must_convert"),
    "dividend": Key(Open(NUMBER), "cumulative dividend a year, as a share of the issue price"),
    "dividend accrues": Key(Open(ACCRUES), "simple or compounded", "dividend_accrues"),
    "dividend from": Key(WHEN, "since when it accrues", "dividend_from"),
    "dividend on conversion": Key(
        Open(OneOf(("forfeited", "paid"))),
        "what becomes of accrued dividends when it converts",
        "dividend_on_conversion",
    ),
    "day count": DAY_COUNT,
    "strike": Key(Open(MONEY), "for an option or warrant: what a unit costs"),
    "exercise": Key(Open(OneOf(("net", "cash"))), "how the strike is settled"),
    "unvested in a sale": Key(
        Open(OneOf(("counted", "left out"))),
        "whether units that have not vested are paid in a sale, or lapse without payment",
        "unvested_in_a_sale",
    ),
}

MONEY_KINDS: Final[Mapping[str, MoneyKind]] = {
    "claim": MoneyKind(
        "who shares a pool of profit, tier by tier",
        money.Claim,
        {
            "of": OF,
            "measure": Key(TEXT, "what the amount measures: cumulative profit"),
            "parties": Key(PARTIES, "the parties in the order shown, paid or not"),
            "invested": Key(
                amounts_of("write {microsoft: 13bn}"), "what each party put in, for multiples of it"
            ),
            "tiers": Key(Open(TIERS), "tiers in order; the first not ended pays", required=True),
            "reversions": Key(REVERSIONS, "interests that pass to somebody else for good"),
            "losses carried forward": Key(
                Open(YES), "whether later profit makes a loss good first", "losses_carried"
            ),
        },
    ),
    "debt": MoneyKind(
        "what an organisation owes, paid before all equity",
        money.Debt,
        {
            "of": OF,
            "creditor": Key(Ref(PARTY), "to whom it is owed", required=True),
            "amount": Key(Open(MONEY), "what is due", required=True),
            "seniority": Key(COUNT, "its rank among debts: 1 is paid first"),
        },
    ),
    "carve-out": MoneyKind(
        "what is set aside from an exit, after debt and before all holders",
        money.CarveOut,
        {
            "of": OF,
            "to": Key(Ref(PARTY), "who gets it", required=True),
            "amount": Key(Open(MONEY), "a fixed amount"),
            "share": Key(Open(SHARE), "or a share of the proceeds"),
            "base": Key(Open(OneOf(("exit value", "after debt"))), "of which proceeds"),
            "above": Key(Open(MONEY), "only on proceeds beyond this"),
        },
    ),
    "convertible": MoneyKind(
        "a simple agreement for future equity, or with interest a convertible note",
        money.Convertible,
        {
            "of": OF,
            "holder": Key(Ref(PARTY), "who holds it", required=True),
            "amount": Key(Open(MONEY), "purchase amount, or principal", required=True),
            "cap": Key(Open(MONEY), "valuation cap"),
            "cap basis": Key(
                Open(OneOf(("post-money", "pre-money"))), "what the cap is divided by", "cap_basis"
            ),
            "cap counts pool": Key(
                Open(YES),
                "whether a pre-money cap is divided by shares that include the pool increase",
                "cap_counts_pool",
            ),
            "discount": Key(Open(SHARE), "what is taken off the price of the round"),
            "most favoured nation": Key(
                YES, "whether its holder may take over better terms issued later", "most_favoured"
            ),
            "interest": Key(Open(NUMBER), "interest a year; makes it a note"),
            "accrues": Key(ACCRUES, "simple or compounded"),
            "day count": DAY_COUNT,
            "in a sale": Key(
                Open(OneOf(("repaid", "converted", "repaid or converted"))),
                "what it gets in a sale before it converts; of the two, what is worth more",
                "in_a_sale",
            ),
            "repayment": Key(
                Open(TIMES), "what is repaid then: times its amount, and interest; else 1x"
            ),
            "ranks with": Key(
                Open(OneOf(("debt", "preferred"))),
                "whether it is repaid beside the debts, or beside the preferences",
                "ranks_with",
            ),
            "seniority": Key(COUNT, "its rank among them: 1 is paid first"),
            "discount in a sale": Key(
                Open(YES),
                "whether it may convert at the price of the sale less its discount",
                "discount_in_a_sale",
            ),
        },
    ),
    "round": MoneyKind(
        "a priced financing round",
        money.Round,
        {
            "of": OF,
            "pre-money": Key(Open(MONEY), "the pre-money valuation", "pre_money", required=True),
            "investments": Key(
                amounts_of("write {fund-one: 5m}"), "the new money, by investor", required=True
            ),
            "converts": Key(ListOf(Ref(("convertible",))), "the convertibles that convert in it"),
            "unissued pool": Key(
                Open(QuantityType()), "options reserved and not granted before it", "unissued_pool"
            ),
            "pool": Key(Open(SHARE), "the unissued pool after it, as a share"),
            "pool base": Key(
                Open(OneOf(("post-money", "pre-money"))),
                "of which shares: after the round, or before the new money",
                "pool_base",
            ),
            "pool in price": Key(
                Open(YES),
                "whether the increase counts when the price is set, so that only those before bear "
                "it",
                "pool_in_price",
            ),
            "anti-dilution in price": Key(
                Open(YES),
                "whether what protected classes gain by it counts when the price is set, so that "
                "only those before bear it; else the price is set first",
                "protection_in_price",
            ),
            "shares": Key(OneOf(("whole", "exact")), "whether issues are rounded down"),
            "price places": Key(
                COUNT, "decimal places of prices for each share; else exact", "price_places"
            ),
        },
    ),
    "fund": MoneyKind(
        "a fund, with what was paid in and out and how proceeds are shared",
        money.Fund,
        {
            "investors": Key(Ref(PARTY), "the limited partners", required=True),
            "manager": Key(Ref(PARTY), "who takes the carry", required=True),
            "carry": Key(Open(SHARE), "the manager's share of profit", required=True),
            "hurdle": Key(Open(NUMBER), "the preferred return a year"),
            "accrues": Key(Open(ACCRUES), "how the preferred return accrues"),
            "day count": DAY_COUNT,
            "catch-up": Key(
                Open(SHARE),
                "the manager's share after the hurdle until it has its carry of all profit",
                "catch_up",
            ),
            "pays first": Key(
                Open(OneOf(("capital", "return"))), "what a distribution pays first", "pays_first"
            ),
            "contributions": Key(FlowsType(), "what was paid in, by date"),
            "distributions": Key(FlowsType(), "what was paid out, by date"),
            "waterfall": Key(
                Open(OneOf(("whole fund", "deal by deal"))),
                "whether carry is paid on the fund as a whole, or on each deal",
            ),
            "earlier losses": Key(
                Open(OneOf(("made good", "left"))),
                "deal by deal: whether later profit first returns what closed deals have lost",
                "earlier_losses",
            ),
            "clawback": Key(
                Open(OneOf(("none", "gross of tax", "net of tax"))),
                "whether the manager gives back, at the end, carry beyond that of the whole fund",
            ),
            "kept after tax": Key(
                Open(SHARE),
                "net of tax: the share of its carry that the manager kept, the most it gives back",
                "kept_after_tax",
            ),
        },
    ),
    "deal": MoneyKind(
        "one investment of a fund, with what was drawn for it and what came back",
        money.Deal,
        {
            "of": Key(Ref(("fund",)), "the fund", required=True),
            "contributions": Key(FlowsType(), "what was drawn for it, by date", required=True),
            "proceeds": Key(FlowsType(), "what came back, by date, before it is shared"),
            "closed": Key(WHEN, "when it was wound up; without it, it is still held"),
        },
    ),
}
