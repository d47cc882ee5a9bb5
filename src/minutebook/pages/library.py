"""The books that a server shows: opened when asked for, read again when their files change.

A stranger's book must not bring the viewer down: what is too large is not read, and a page
that takes too long says so instead of going on.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import EllipsisType
from typing import Any, Final, TypeVar, cast

from minutebook.answers import Memo
from minutebook.pages.patience import OutOfTimeError, in_time
from minutebook.records import Book
from minutebook.views.open import open_book, place_of

T = TypeVar("T")

MOST_BYTES: Final = 20_000_000
MOST_RECORDS: Final = 50_000
PAGE_SECONDS: Final = 10.0
"""What a page may take; then it is abandoned."""
SECONDS: Final = 7.0
"""What a question may take, so that time is left to draw what was found."""
_REMEMBERED: Final = 64


class TooLargeError(Exception):
    """A book is larger than the viewer reads; the message says by what measure."""


class _Timed(dict[Any, Any]):
    """A part of a memo that stops a question when its time is up.

    Every slot, every state and every open choice is looked up in a memo first, so a long
    question passes here often. Time is up for the thread that asks, and for no other.
    """

    until = threading.local()

    def get(self, key: Hashable, default: Any = None) -> Any:
        """Look up, unless time is up."""
        until = getattr(self.until, "moment", None)
        if until is not None and time.monotonic() > until:
            raise OutOfTimeError
        return super().get(key, default)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """A stretch of a question that may take so long; less, where the page has less time left."""
    before = getattr(_Timed.until, "moment", None)
    if before is not None:
        _Timed.until.moment = min(before, time.monotonic() + seconds)
    try:
        yield
    finally:
        _Timed.until.moment = before


def timed_memo() -> Memo:
    """A memo that stops a question when the time of the page is up."""
    return Memo(entries=_Timed(), settled=_Timed(), choices=_Timed(), indexes=_Timed())


@dataclass(slots=True)
class Opened:
    """A book as it was read at one time, with what has been worked out from it.

    `unhurried` is for files, which may take as long as they take: no question is stopped.
    """

    name: str
    book: Book
    stamp: Hashable
    lock: threading.RLock = field(default_factory=threading.RLock)
    memos: OrderedDict[datetime | None, Memo] = field(default_factory=OrderedDict)
    pages: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    unhurried: bool = False

    def memo(self, known: datetime | None) -> Memo:
        """The memory that questions about one known-date share."""
        if known not in self.memos:
            self.memos[known] = timed_memo()
            while len(self.memos) > _REMEMBERED:
                self.memos.popitem(last=False)
        return self.memos[known]

    def in_time(self, work: Callable[[Opened], T], seconds: float | None = None) -> T:
        """What some work with this book gives, in the time of a page; else `OutOfTimeError`.

        Work that does not end by itself is abandoned, and with it the slots that it remembered;
        questions that were answered stay answered, so asking again gets further.
        """
        limit = PAGE_SECONDS if seconds is None else seconds
        return in_time(lambda: work(self), limit, self._forget)

    def _forget(self) -> None:
        self.memos = OrderedDict()
        self.pages = OrderedDict(self.pages.copy())
        self.lock = threading.RLock()

    def work_out(
        self, key: Hashable, known: datetime | None, question: Callable[[Memo], T],
        seconds: float | EllipsisType | None = ...,
        *,
        afresh: bool = False,
    ) -> T:  # fmt: skip
        """The answer to a question about the book, worked out once, or `OutOfTimeError`.

        What was worked out until time ran out is kept, so that asking again gets further;
        except `afresh`, with a memory of its own: then nothing that other questions met is named.
        `seconds` None sets no limit; where they are not given it is that of a page.
        """
        if self.unhurried:
            seconds = None
        elif isinstance(seconds, EllipsisType):
            seconds = SECONDS
        until = None if seconds is None else time.monotonic() + seconds
        lock, pages = self.lock, self.pages
        if not lock.acquire(timeout=-1 if seconds is None else seconds):
            raise OutOfTimeError
        try:
            if key in pages:
                pages.move_to_end(key)
                return cast("T", pages[key])
            memo = timed_memo() if afresh else self.memo(known)
            _Timed.until.moment = until
            try:
                found = question(memo)
            finally:
                _Timed.until.moment = None
            pages[key] = found
            while len(pages) > _REMEMBERED:
                pages.popitem(last=False)
            return found
        finally:
            lock.release()


class Library:
    """The books on the shelf, by the name that their addresses carry."""

    def __init__(self, places: tuple[str, ...]) -> None:
        self.places: dict[str, Path] = {}
        self._opened: dict[str, Opened] = {}
        self._lock = threading.Lock()
        for place in places:
            self.places[self._name(place)] = place_of(place)

    def _name(self, place: str) -> str:
        stem = Path(place).resolve().stem if Path(place).exists() else place
        plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "book"
        name, number = plain, 2
        while name in self.places:
            name, number = f"{plain}-{number}", number + 1
        return name

    def open(self, name: str) -> Opened | None:
        """The book of that name as its files are now, or None if there is none.

        Raises
        ------
        TooLargeError : the book exceeds what the viewer reads.
        """
        place = self.places.get(name)
        if place is None:
            return None
        with self._lock:
            found = self._opened.get(name)
            if found is None or found.stamp != stamp(place):
                before = stamp(place)
                found = Opened(name, read(place), before)
                self._opened[name] = found
            return found


def stamp(place: Path) -> Hashable:
    """What changes when a file of a book is saved: names, sizes and times of its files."""
    files = sorted(place.rglob("*.yaml")) if place.is_dir() else [place]
    found = []
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(found)


def read(place: Path) -> Book:
    """Read a book that is not too large for the viewer.

    Raises
    ------
    TooLargeError : more bytes or records than the viewer reads.
    """
    size = sum(entry[2] for entry in cast("tuple[tuple[str, int, int], ...]", stamp(place)))
    if size > MOST_BYTES:
        says = f"its files hold {size:,} bytes; pages are made of up to {MOST_BYTES:,}"
        raise TooLargeError(says)
    book = open_book(place)
    if len(book.records) > MOST_RECORDS:
        says = f"it holds {len(book.records):,} records; pages are made of up to {MOST_RECORDS:,}"
        raise TooLargeError(says)
    return book
