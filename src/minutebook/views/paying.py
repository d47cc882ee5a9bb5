"""Who gets what, asked of a book in every world: the entry for Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from minutebook.answers import Answer
from minutebook.payout.book import PAYABLE, Payouts
from minutebook.payout.book import pay as paid_in
from minutebook.records import Book, money, nouns
from minutebook.views.questions import QuestionError, in_worlds


def payable(book: Book) -> tuple[str, ...]:
    """What can be asked what it pays: claims, funds and their deals, rounds, and organisations
    with classes of interest.
    """
    kinds: tuple[type[nouns.Noun], ...] = (money.Claim, money.Fund, money.Deal, money.Round)
    found = [r.id for kind in kinds for r in book.of(kind)]
    issued = {i.of for i in book.of(nouns.Instrument)}
    found += [e.id for e in book.of(nouns.Entity) if e.id in issued]
    return tuple(found)


def pay(
    book: Book,
    subject: str,
    amount: Fraction | int | None = None,
    *,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Answer[Payouts]:
    """Who is paid what by a claim, a fund, a deal, a round or an exit, in every world.

    `amount` is an exact number of the book's money; a round has none.

    Raises
    ------
    QuestionError : the subject pays nothing, an amount is missing, or a date does not read.
    """
    record = book.records.get(subject)
    if not isinstance(record, PAYABLE):
        raise QuestionError(f"'{subject}' is no claim, organisation, fund, deal or round")
    if amount is None and not isinstance(record, money.Round):
        raise QuestionError(f"say of which amount '{subject}' is asked")
    wanted = None if amount is None else Fraction(amount)
    return in_worlds(book, lambda state: paid_in(state, subject, wanted), at, known, readings)
