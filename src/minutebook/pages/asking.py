"""What Who can asks: deeds and goals that a book brings up, and the moment each is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from minutebook.answers import Why
from minutebook.pages.address import Address
from minutebook.power.aims import Aim
from minutebook.power.control import Control
from minutebook.power.who import who
from minutebook.records import Book, nouns
from minutebook.state.state import State
from minutebook.views.check import default_at
from minutebook.views.questions import QuestionError
from minutebook.views.tried import eve, tried
from minutebook.views.who import end_of, read_aim, wrong_blocs

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Answered:
    """Who can, with the reasons; equal if who can is equal."""

    control: Control
    why: Why = field(compare=False)
    missing: tuple[str, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one aim: as of when, how far it may go, by when, of whom, in which blocs."""

    aim: Aim
    at: datetime
    steps: int | None
    until: datetime | None
    members: tuple[str, ...]
    blocs: tuple[tuple[str, tuple[str, ...]], ...]

    def __call__(self, state: State) -> Answered | None:
        """Ask it of a state, which is looked at as of the moment asked about."""
        members = self.members or None
        blocs = dict(self.blocs) or None
        found = who(
            state.moved_to(self.at), self.aim, steps=self.steps, members=members, blocs=blocs,
            until=self.until,
        )  # fmt: skip
        return None if found.value is None else Answered(found.value, found.why, found.missing)


def read_question(book: Book, at: datetime, written: str, address: Address) -> Question:
    """What an address asks of an aim; `QuestionError` says what in it does not read.

    Without `steps` and `within` it asks for one act today.
    """
    aim = read_aim(book, written)
    within = None if address.within is None else end_of(book, at, address.within)
    steps: int | None = 0 if within is None else None
    if address.steps == "end":
        steps = None
    elif address.steps is not None:
        if not address.steps.isdecimal() or int(address.steps) > MOST_STEPS:
            raise QuestionError(f"acts before the last: 0 to {MOST_STEPS}, or “end”")
        steps = int(address.steps)
    return Question(aim, at, steps, within, address.members, tuple(read_blocs(book, address.blocs)))


def read_blocs(book: Book, written: Sequence[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Blocs, each as NAME=ID,ID; `QuestionError` says which does not read."""
    found: dict[str, tuple[str, ...]] = {}
    for one in written:
        name, equals, listed = one.partition("=")
        members = tuple(m.strip() for m in listed.split(",") if m.strip())
        if not equals or not name.strip() or not members:
            raise QuestionError(f"a bloc is written NAME=ID,ID, not “{one}”")
        for member in members:
            if member not in book.records:
                raise QuestionError(f"bloc {name.strip()}: no record is called “{member}”")
        found[name.strip()] = members
    says = wrong_blocs(book, found)
    if says is not None:
        raise QuestionError(says)
    return found.items()


def suggestions(book: Book) -> tuple[str, ...]:
    """What the acts of the record tried to do, each once: questions worth asking again."""
    return tuple(tried(book))


def goals(book: Book) -> tuple[str, ...]:
    """States worth reaching: those in question holding a post."""
    held: list[str] = []
    for act in book.of(nouns.Act):
        for effect in act.effects:
            party, post = effect.get("party"), effect.get("post")
            if party is not None and isinstance(book.records.get(post or ""), nouns.Post):
                held.append(f"{party} holds {post}")
    return tuple(dict.fromkeys(held))


def asked_at(book: Book, written: str, address: Address) -> datetime:
    """The moment that an aim is asked about: the one chosen, else the eve of the deed, else today.

    A deed of the record is done by the end of the book: its people have left, its paper is signed.
    Only just before its first act does it show who could have done it.
    """
    if address.at is not None:
        return address.at
    first = tried(book).get(written)
    moment = None if first is None else eve(book, first)
    return default_at(book) if moment is None else moment
