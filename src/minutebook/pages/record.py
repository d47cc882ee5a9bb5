"""The record: acts in order, each with what the judge says of it and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from minutebook.answers import Memo, Why
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.html import Cell, cell
from minutebook.pages.library import SECONDS, Opened
from minutebook.pages.overview import date_text
from minutebook.pages.parts import Bar, bar, script_data
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.svg import Variants
from minutebook.records import Book, nouns
from minutebook.state.state import State
from minutebook.state.verdict import Effect, Verdict
from minutebook.text.render import visible
from minutebook.views.check import end_of_log
from minutebook.views.log import in_order
from minutebook.views.replay import Key, Part, Replay, replay, replay_all, with_hinges

MOST_ACTS = 200
MOST_ACTS_OF_A_FILE = 2_000


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a why-tree with its links to the book's text."""

    says: str
    rule: str | None
    src: tuple[tuple[str, str], ...]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One effect of an act in words."""

    deed: str
    standing: str
    mark: str
    carried: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judgment:
    """What the judge says of an act under some readings."""

    shown: Cell
    standing: str
    badge: str
    effects: tuple[Told, ...]
    why: Reason


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the page shows it."""

    id: str
    title: str
    when: str
    place: tuple[str, str]
    reported: str | None
    note: str | None
    src: tuple[tuple[str, str], ...]
    judgments: tuple[Judgment, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the page shows; `left_out` acts are earlier than those shown."""

    at: datetime
    acts: tuple[Act, ...]
    left_out: int
    bar: Bar
    data: Mapping[str, Any]
    hinges_known: bool


def record(opened: Opened, address: Address, *, every_world: bool = False) -> Record:
    """The record at an address, in one world or in every one; may raise `OutOfTimeError`."""
    book = opened.book
    at = address.at or end_of_log(book)
    key = ("record", at, address.known, tuple(address.readings.items()), every_world)

    most = MOST_ACTS_OF_A_FILE if every_world or opened.unhurried else MOST_ACTS

    def work(memo: Memo) -> tuple[Replay, int, bool]:
        return _work_out(book, at, address, memo, every_world, most)

    seconds = None if every_world else SECONDS
    found, left_out, known = opened.work_out(key, address.known, work, seconds)
    variants = Variants(found, 0)
    acts = tuple(_act(book, variants, key[1]) for key in found.cases)
    data = script_data(book, variants, [words.moment(book, at)])
    return Record(at, acts, left_out, bar(book, found), data, known)


def _work_out(
    book: Book, at: datetime, address: Address, memo: Memo, every_world: bool, most: int
) -> tuple[Replay, int, bool]:
    plain = replay(book, {("order", ""): _order}, [at], address.known, address.readings, memo)
    order = plain.value(("order", ""), 0)
    shown: dict[Key, Part] = {("verdict", a): partial(_verdict, a) for a in order[-most:]}
    left_out = max(0, len(order) - most)
    if every_world:
        return (
            replay_all(book, shown, [at], address.known, address.readings, memo), left_out, True
        )  # fmt: skip
    found = replay(book, shown, [at], address.known, address.readings, memo)
    try:
        return with_hinges(book, found, shown, address.known, memo), left_out, True
    except OutOfTimeError:
        return found, left_out, False


def _order(state: State) -> tuple[str, ...]:
    return tuple(act.id for act in in_order(state))


def _verdict(act: str, state: State) -> Verdict:
    return state.verdict(act)


def place_of(book: Book, span: Any) -> tuple[str, str]:
    """Where something stands in the book: in words, and the anchor in its text."""
    return f"{visible(span.file)}:{span.line}", anchor(book, span.file, span.line)


def anchor(book: Book, file: str, line: int) -> str:
    """The anchor of a line in the book's text: files are numbered, so no name is in it."""
    files = list(book.files)
    return f"f{files.index(file)}-{line}" if file in files else ""


def cites(book: Book, found: Any) -> tuple[tuple[str, str], ...]:
    """Places in sources, each with the anchor of the line that cites it."""
    return tuple((str(c), anchor(book, c.span.file, c.span.line)) for c in found)


def _act(book: Book, variants: Variants, id_: str) -> Act:
    act = book.records[id_]
    assert isinstance(act, nouns.Act)
    key = ("verdict", id_)
    return Act(
        id_,
        words.title(book, act),
        date_text(book, act),
        place_of(book, act.span),
        act.reported,
        act.note,
        cites(book, act.src),
        tuple(
            _judgment(book, variants, key, place, value)
            for place, value in enumerate(variants.replay.values[key])
        ),
    )


def _judgment(book: Book, variants: Variants, key: Key, place: int, value: Verdict) -> Judgment:
    standing = value.standing
    badge = f"{words.MARKS[standing]} {standing or 'claims no power'}"
    if value.carried is False:
        badge = f"{words.MARKS['void']} not carried"
    return Judgment(
        cell(variants, key, frozenset({place}), ""),
        standing or "none",
        badge,
        tuple(_told(book, e) for e in value.effects),
        reason(book, value.why),
    )


def together(lines: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """What is said under the same name in one place, each thing once."""
    found: dict[str, list[str]] = {}
    for name, text in lines:
        told = found.setdefault(name, [])
        if text not in told:
            told.append(text)
    return found


def _told(book: Book, effect: Effect) -> Told:
    found: list[tuple[str, str]] = []
    if effect.takes_effect.kind != "undetermined":
        found.append(("takes effect", words.takes(book, effect.takes_effect)))
    if effect.toward_third_parties != effect.takes_effect:
        found.append(("toward third parties", words.takes(book, effect.toward_third_parties)))
    if effect.pivotal:
        found.append(("each pivotal", ", ".join(words.name(book, p) for p in effect.pivotal)))
    found += [("in breach of", breach) for breach in effect.breaches]
    if effect.challenge is not None:
        who = ", ".join(words.name(book, p) for p in effect.challenge.by)
        until = effect.challenge.until
        found.append(("open to challenge by", who + (f" until {until.written}" if until else "")))
        if effect.challenge.barred_by is not None:
            found.append(("challenge barred by", effect.challenge.barred_by))
    if effect.cures:
        found.append(("what it lacks", "; or ".join(str(cure) for cure in effect.cures[:3])))
    found += [("not determined without", missing) for missing in effect.missing]
    return Told(
        words.deed(book, str(effect.deed)),
        effect.standing,
        words.MARKS[effect.standing],
        words.CARRIED[effect.carried],
        tuple((name, visible("; ".join(texts))) for name, texts in together(found).items()),
    )


def reason(book: Book, why: Why) -> Reason:
    """A why-tree with its links."""
    return Reason(
        visible(why.says),
        None if why.rule is None else visible(why.rule),
        cites(book, why.src),
        tuple(reason(book, w) for w in why.because),
    )
