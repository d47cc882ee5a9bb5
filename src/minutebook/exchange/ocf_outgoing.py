"""A package of another format while it is written from a book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from minutebook.exchange.left_out import Leaving
from minutebook.exchange.ocf_classes import COMMENT
from minutebook.exchange.ocf_convertibles import SALE
from minutebook.exchange.ocf_draft import plain
from minutebook.records import money, nouns
from minutebook.records.key import Key
from minutebook.records.money_kinds import INSTRUMENT_TERMS, MONEY_KINDS
from minutebook.records.values import Unknown, Value
from minutebook.state.state import State
from minutebook.text.when import When

PLACES: Final = 10
COMMENTED: Final = (
    "participates",
    "cap includes preference",
    "cap includes dividends",
    "dividend",
    "dividend accrues",
    "dividend on conversion",
    "exercise",
    "unvested in a sale",
)
Object = dict[str, Any]


@dataclass(slots=True)
class Outgoing:
    """The package while it is written, of one organisation in one world."""

    state: State
    entity: nouns.Entity
    left_out: Leaving = field(default_factory=Leaving)
    classes: list[Object] = field(default_factory=list)
    transactions: list[Object] = field(default_factory=list)
    holders: dict[str, None] = field(default_factory=dict)

    @property
    def date(self) -> str:
        """The date of the package."""
        return self.state.at.astimezone(self.state.book.zone).date().isoformat()

    def pick(self, record: nouns.Noun, key: str, value: Any) -> Any:
        """What a field says in this world; that it hangs on a reading is left out."""
        if isinstance(value, Value):
            self.left_out.out(
                f"{record.id}: {key}", f"hangs on {value.reading}; written as adopted"
            )
        found = self.state.pick(value)
        return None if isinstance(found, Unknown) else found

    def numeric(self, number: Fraction, what: str) -> str | None:
        """A number of the format: a decimal of at most ten places."""
        if (number * 10**PLACES).denominator != 1:
            self.left_out.out(what, f"{number} is no decimal of ten places")
            return None
        return plain(number)

    def monetary(self, number: Fraction | None, what: str) -> Object | None:
        """An amount of the format."""
        written = None if number is None else self.numeric(number, what)
        if written is None:
            return None
        if self.state.book.currency is None:
            self.left_out.out(what, "the book counts in no currency; write one in its head")
            return None
        return {"amount": written, "currency": self.state.book.currency}

    def lacks(self, what: str, needs: str) -> None:
        """Note an object that is not written, since the format requires what nothing tells."""
        says = f"not written: the format requires {needs}, and the book does not tell it"
        self.left_out.out(what, says)


def put(made: Object, key: str, value: Any) -> None:
    """Set what is told."""
    if value is not None:
        made[key] = value


def day_of(draft: Outgoing, moment: When) -> str | None:
    """The day of a moment, if it is exact enough to be one."""
    first, last = moment.earliest, moment.latest
    if first is None or last is None or (last - first).days > 1:
        return None
    return first.astimezone(draft.state.book.zone).date().isoformat()


def comment_terms(draft: Outgoing, made: Object, instrument: nouns.Instrument) -> None:
    """Tell in comments what the format has no key for."""
    comments = _commented(draft, instrument, COMMENTED, INSTRUMENT_TERMS)
    for key in ("must convert", "dividend from", "anti-dilution"):
        if getattr(instrument, INSTRUMENT_TERMS[key].attribute or key) is not None:
            draft.left_out.out(f"{instrument.id}: {key}", "the format has no place for it")
    if comments:
        made["comments"] = comments


def comment_sale(draft: Outgoing, made: Object, convertible: money.Convertible) -> None:
    """Tell in comments what a SAFE or note gets in a sale."""
    if convertible.in_a_sale is not None:
        own = MONEY_KINDS["convertible"].own
        made["comments"] = _commented(draft, convertible, SALE, own)


def _commented(
    draft: Outgoing, record: nouns.Noun, wanted: Sequence[str], keys: Mapping[str, Key]
) -> list[str]:
    comments = []
    for key in wanted:
        value = getattr(record, keys[key].attribute or key)
        picked = None if value is None else draft.pick(record, key, value)
        if picked is not None:
            words = {True: "yes", False: "no"}.get(picked) if isinstance(picked, bool) else None
            comments.append(f"{COMMENT}{key}: {words or picked}")
    return comments
