"""Who can: the coalitions that can do a deed or reach a goal, and those that can stop it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from minutebook.answers import Memo
from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.asking import Answered, asked_at, goals, read_question, suggestions
from minutebook.pages.coalition import coalition_chart
from minutebook.pages.html import Cell, cell
from minutebook.pages.library import SECONDS, Opened
from minutebook.pages.measure import wrap
from minutebook.pages.parts import Bar, bar, script_data
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.record import Reason, cites, reason
from minutebook.pages.svg import Font, Markup, Variants, lines, markup, svg, tag
from minutebook.power.coalitions import Part
from minutebook.power.control import Asked, Coalition, Control, Share, Step
from minutebook.records import Book
from minutebook.text.render import visible
from minutebook.text.say import say_when
from minutebook.views.questions import QuestionError
from minutebook.views.replay import Key, Replay, replay, replay_all, with_hinges
from minutebook.views.replay import Part as Ask
from minutebook.views.who import any_so_many, remarks

_LISTED = 12
SITE_AIMS = 24
_NAME, _BAR, _ROW = 190.0, 300.0, 34.0
_PLAIN, _FINE = Font("plain", 13), Font("fine", 12)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may join a coalition."""

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a plan."""

    title: str
    consenting: str
    when: str
    rule: str
    src: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """How much one party counts."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Who can, under some readings. `sets` are the minimal coalitions for the script."""

    shown: Cell
    headline: str
    coalitions: tuple[str, ...]
    more: str
    blocking: tuple[str, ...]
    more_blocking: str
    vetoers: str
    dummies: str
    chart: Markup
    rows: tuple[Row, ...]
    blocs: tuple[Row, ...]
    plan: tuple[Act, ...]
    asked: str
    asked_plan: tuple[Act, ...]
    notes: tuple[str, ...]
    people: tuple[Person, ...]
    why: Reason
    missing: tuple[str, ...]
    sets: str
    blocks: str


@dataclass(frozen=True, slots=True)
class Asking:
    """An aim with what was found of it, as of when, and the chart on which to build a coalition."""

    aim: str
    title: str
    at_text: str
    worlds: tuple[World, ...]
    people: Markup

    @property
    def anchor(self) -> str:
        """Where it stands on its page."""
        return words.plain(self.aim)


@dataclass(frozen=True, slots=True)
class Can:
    """Everything that the page shows; `suggested` and `goals` are aims that the record brings up.

    `left_out` are aims of a site that it does not ask.
    """

    at: datetime
    aim: str
    problem: str
    suggested: tuple[tuple[str, str], ...]
    goals: tuple[tuple[str, str], ...]
    questions: tuple[Asking, ...]
    bar: Bar
    data: Mapping[str, Any]
    hinges_known: bool
    blocs: str
    left_out: int


def found_controls(opened: Opened, address: Address) -> Iterable[tuple[str, Control]]:
    """Each aim that the page asks, with what was found in the world it shows first."""
    found, _, _ = _worked_out(opened, address, every_world=False)
    for key in found.cases:
        value = found.value(key, 0)
        if value is not None:
            yield key[1], value.control


def who_can(opened: Opened, address: Address, *, every_world: bool = False) -> Can:
    """Who can do what the address asks, else the first suggestion; may raise `OutOfTimeError`."""
    book = opened.book
    every = suggestions(book)
    written = address.aim or (every[0] if every else "")
    at = asked_at(book, written, address)
    found, known, problem = _worked_out(opened, address, every_world=every_world)
    variants = Variants(found, 0)
    shown = tuple(_question(opened, variants, key, address) for key in found.cases)
    listed = tuple((one, words.deed(book, one)) for one in every)
    wanted = tuple((one, words.deed(book, one)) for one in goals(book))
    data = script_data(book, variants, [words.moment(book, at)])
    left_out = max(0, len(every) - SITE_AIMS) if every_world else 0
    return Can(at, written, problem, listed, wanted, shown, bar(book, found), data, known,
               "; ".join(address.blocs), left_out)  # fmt: skip


def _worked_out(opened: Opened, address: Address, *, every_world: bool) -> tuple[Replay, bool, str]:
    """The controls of each aim, whether their hinges are known, and what does not read."""
    book = opened.book
    every = suggestions(book)
    written = address.aim or (every[0] if every else "")
    at = asked_at(book, written, address)
    asked = every[:SITE_AIMS] if every_world else ((written,) if written else ())
    questions: dict[Key, Ask] = {}
    problem = ""
    for one in asked:
        try:
            moment = asked_at(book, one, address)
            questions["can", one] = read_question(book, moment, one, address)
        except QuestionError as error:
            problem = str(error)
    key = ("can", at, address.known, tuple(address.readings.items()), tuple(questions.values()),
           every_world)  # fmt: skip

    def work(memo: Memo) -> tuple[Replay, bool]:
        return _work_out(book, at, address, memo, questions, every_world)

    found, known = opened.work_out(key, address.known, work, None if every_world else SECONDS)
    return found, known, problem


def _work_out(
    book: Book, at: datetime, address: Address, memo: Memo, shown: Mapping[Key, Ask], every: bool
) -> tuple[Replay, bool]:
    if every:
        return replay_all(book, shown, [at], address.known, address.readings, memo), True
    found = replay(book, shown, [at], address.known, address.readings, memo)
    try:
        return with_hinges(book, found, shown, address.known, memo), True
    except OutOfTimeError:
        return found, False


def _question(opened: Opened, variants: Variants, key: Key, address: Address) -> Asking:
    book = opened.book
    worlds = tuple(
        _world(book, value, cell(variants, key, frozenset({place}), ""), address.members)
        for place, value in enumerate(variants.replay.values[key])
        if value is not None
    )
    at, title = asked_at(book, key[1], address), words.deed(book, key[1])
    players = tuple(dict.fromkeys(p.id for w in worlds for p in w.people))
    drawn = _people(opened, address, at, players, title) if players else ""
    return Asking(key[1], title, words.moment(book, at), worlds, markup(drawn))


def _people(
    opened: Opened, address: Address, at: datetime, players: tuple[str, ...], title: str
) -> str:
    """The chart of those who count; none if time ran out, for the list of them suffices."""
    readings = tuple(address.readings.items())

    def draw(memo: Memo) -> str:
        return coalition_chart(
            opened.book, at, address.known, address.readings, players, address.members,
            f"Who counts: {title}", memo,
        )  # fmt: skip

    key = ("people", at, address.known, readings, players, address.members, title)
    try:
        return opened.work_out(key, address.known, draw, SECONDS / 4)
    except OutOfTimeError:
        return ""


def _world(book: Book, answer: Answered, shown: Cell, members: Sequence[str]) -> World:
    found = answer.control
    # The empty coalition says that nobody is needed, which is no coalition to list.
    coalitions = tuple(filter(None, found.minimal_coalitions or found.at_most or ()))
    blocking = tuple(filter(None, found.blocking or ())) if found.minimal_coalitions != () else ()
    people = tuple(
        Person(p, words.name(book, p), p in members)
        for p in sorted(found.players)
        if p in book.records
    )
    notes = []
    for stage in found.stages:
        when = "At once" if stage.start is None else f"From {say_when(stage.start, book.zone)}"
        some = "; or ".join(coalition_text(book, c) for c in stage.coalitions[:_LISTED])
        left = len(stage.coalitions) - _LISTED
        notes.append(f"{when}: {some}{f'; and {left:,} more' if left > 0 else ''}.")
    notes += [f"{says[0].upper()}{says[1:]}." for says in remarks(found)]
    if found.error:
        notes.append(f"The indices are certain to {float(found.error):.2g}.")
    return World(
        shown,
        _headline(book, found),
        tuple(coalition_text(book, c) for c in coalitions[:_LISTED]),
        _more(found.minimal_coalitions_count, coalitions),
        tuple(coalition_text(book, c) for c in blocking[:_LISTED]),
        _more(found.blocking_count, blocking),
        _listed(book, found.vetoers),
        _listed(book, found.dummies),
        markup(_chart(book, found)),
        tuple(_rows(book, found.power)),
        tuple(_rows(book, found.blocs)),
        tuple(_act(book, step) for step in found.plan),
        "" if found.asked is None else _asked(book, found.asked),
        () if found.asked is None else tuple(_act(book, step) for step in found.asked.plan),
        tuple(notes),
        people,
        reason(book, answer.why),
        tuple(map(visible, answer.missing)),
        _sets(coalitions, cut=found.minimal_coalitions_cut) if found.minimal_coalitions else "",
        _sets(blocking, cut=found.blocking_cut),
    )


def _sets(coalitions: Sequence[Coalition], *, cut: bool) -> str:
    """Minimal coalitions of named people, for the script: ids with blanks, sets with bars.

    Empty where a group counts by heads or some are not listed: then the server is asked.
    """
    if cut or any(isinstance(m, Part) for c in coalitions for m in c):
        return ""
    return "|".join(" ".join(str(m) for m in c) for c in coalitions)


def _more(count: int | None, listed: Sequence[Coalition]) -> str:
    """How many coalitions are not written out; empty if none."""
    left = (count or len(listed)) - _LISTED
    return f"{left:,}" if left > 0 else ""


def _headline(book: Book, found: Control) -> str:
    if found.reached:
        return "It is so already."
    if found.minimal_coalitions is None:
        if not found.at_most:
            return "This is not determined."
        if () in found.at_most:
            return "This is not determined: the book does not tell whose consent it takes."
        return "This is not determined. At most these could:"
    if not found.minimal_coalitions:
        return "Nobody can."
    if found.minimal_coalitions == ((),):
        return "Nobody’s consent is needed."
    count = found.minimal_coalitions_count
    if count == 1:
        return f"{coalition_text(book, found.minimal_coalitions[0])}, and nobody without them."
    if any_so_many(found.minimal_coalitions):
        people = {m for c in found.minimal_coalitions for m in c}
        return f"Any {len(found.minimal_coalitions[0])} of these {len(people)} can."
    several = "Many" if count is None else f"{count:,}"
    sizes = {sum(m.count if isinstance(m, Part) else 1 for m in c)
             for c in found.minimal_coalitions}  # fmt: skip
    each = f" of {min(sizes)}" if len(sizes) == 1 else f" of {min(sizes)} to {max(sizes)}"
    return f"{several} smallest coalitions{each} can."


def coalition_text(book: Book, coalition: Coalition) -> str:
    """A coalition by names."""
    said = [
        f"{m.count:,} of {words.name(book, str(m.group))}"
        if isinstance(m, Part)
        else words.name(book, m)
        for m in coalition
    ]
    return words.listed([visible(s) for s in said]) if said else "nobody"


def _listed(book: Book, parties: Iterable[str] | None) -> str:
    return ", ".join(visible(words.name(book, p)) for p in parties or ())


def _act(book: Book, step: Step) -> Act:
    done = "; ".join(words.deed(book, str(d)) for d in step.deeds)
    return Act(
        visible(f"{words.name(book, step.by)}: {done}"),
        coalition_text(book, step.consenting),
        say_when(step.when, book.zone),
        visible(step.rule),
        cites(book, step.src),
    )


def _asked(book: Book, asked: Asked) -> str:
    who_ = coalition_text(book, asked.members)
    if asked.can:
        return f"{who_}: they can."
    word = "they cannot" if asked.can is False else "it is not determined whether they can"
    if asked.needs is None:
        return f"{who_}: {word}; nobody’s consent would be enough."
    return f"{who_}: {word}; {coalition_text(book, asked.lacks)} would do."


# -- how much each counts


def _rows(book: Book, power: Mapping[str, Share] | None) -> Iterable[Row]:
    for party, share in (power or {}).items():
        values = (share.banzhaf, share.banzhaf_normalised, share.shapley_shubik)
        yield Row(visible(words.name(book, party)), tuple(map(_value, values)))


def _value(value: Fraction | None) -> str:
    if value is None:
        return "not worked out"
    exact = f" ({value})" if value.denominator < 1000 else ""
    return f"{float(value) * 100:.2f} %{exact}"


def _chart(book: Book, found: Control) -> str:
    """Bars of the Shapley-Shubik index, or of the normalised Banzhaf index where it is missing."""
    shares = list((found.power or {}).items())[:40]
    if not shares:
        return ""
    out = []
    for number, (party, share) in enumerate(shares):
        value = share.shapley_shubik
        value = share.banzhaf_normalised if value is None else value
        middle = number * _ROW + _ROW / 2
        name = wrap(words.name(book, party), _NAME - 16, _PLAIN.size, most=2)
        out.append(lines(name, 0, middle - len(name) * _PLAIN.leading / 2, _PLAIN))
        long = 0.0 if value is None else float(value) * _BAR
        out.append(tag("rect", class_="bar", x=_NAME, y=middle - 7, width=max(long, 1.0), height=14,
                       rx=2))  # fmt: skip
        text = "" if value is None else f"{float(value) * 100:.1f} %"
        out.append(lines((text,), _NAME + long + 8, middle - _FINE.leading / 2, _FINE))
    wide, tall = _NAME + _BAR + 70, len(shares) * _ROW
    return svg(out, wide, tall, "How much each counts: as in the table")
