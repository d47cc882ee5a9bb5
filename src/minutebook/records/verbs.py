"""The verbs of what parties do with and to each other: one table for permissions and duties.

A plain verb takes what it is about, and may say from whom, to whom, with whom and in which field
or territory: "buy compute from oracle", "license model-x to acme in medicine". What it is about
is free text; "compute/training" is a part of "compute". No power is needed to do these things:
whoever does them answers for the norms that they break.
"""

from __future__ import annotations

from typing import Final

PLAIN: Final = (
    "accept",
    "acquire",
    "assign",
    "bring",
    "build",
    "buy",
    "convert",
    "decline",
    "deliver",
    "disclose",
    "exercise",
    "hire",
    "invest",
    "lend",
    "license",
    "merge",
    "offer",
    "pledge",
    "pursue",
    "repay",
    "sell",
    "supply",
    "use",
    "withhold",
)
"""Verbs of the plain form: VERB OBJECT [from|to|with PARTY] [in FIELD] [at PRICE]."""

_PARTIES: Final = (
    "[from {from:party}] [to {to:party}] [with {with:party}] [in {field:text}] [at {price:money}]"
)

CONDUCT: Final[dict[str, str]] = {
    **{verb: f"{verb} {{object:text}} {_PARTIES}" for verb in PLAIN},
    "pay": "pay {amount:money} [to {to:party}] [for {object:text}]",
    "consent": "consent to {deed:deed}",
    "waive": "waive {norm:norm} [for {act:act}]",
    "terminate": "terminate {document:document}",
    "declare": "declare {fact:fact}",
    "contest": "contest {fact:fact}",
    "file": "file {act:act} [with {with:party}]",
}
"""What a party does by itself, with the template of each."""

RIGHTS: Final = ("terminate",)
"""Conduct that is open only to who has the right to it: to end a contract."""

RULINGS: Final[dict[str, str]] = {
    "verify": "verify {fact:fact}",
    "suspend": "suspend {fact:ruled}",
    "uphold": "uphold {fact:ruled}",
    "overturn": "overturn {fact:ruled}",
    "approve": "approve {act:act}",
}
"""What only who has the power can say of a fact that was determined, or of an act: a court."""
