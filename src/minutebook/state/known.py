"""What was known of a book by a date."""

from __future__ import annotations

from datetime import datetime

from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.nouns import Noun
from minutebook.text.when import When


def is_known(book: Book, record: Noun, known: datetime | None) -> bool:
    """Whether a record was known by then.

    A record is known from its `known`, else from its earliest source's date but never before
    its own, else from its own date. Names (people, organisations, bodies, posts, instruments)
    are no news; they are always known, and so is law that came with the software.
    """
    if known is None or record.id in book.laws:
        return True
    if isinstance(record, nouns.Entity | nouns.Person | nouns.Group | nouns.Body | nouns.Post
                  | nouns.Instrument | nouns.Assertion):  # fmt: skip
        return True
    if record.known is not None:
        return record.known.happened_by(known) is True
    own = record.date if isinstance(record.date, When) else None
    dates = [book.sources[c.source].date for c in record.src if c.source in book.sources]
    if record.src and any(d is not None for d in dates):
        by_source = any(d is not None and d.happened_by(known) is True for d in dates)
        return by_source and (own is None or own.happened_by(known) is not False)
    return own is None or own.happened_by(known) is True
