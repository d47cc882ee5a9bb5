"""The JSON beside each page: the same as the command line's `--json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from minutebook.answers import World, ask
from minutebook.knowledge import knew
from minutebook.pages.address import Address
from minutebook.pages.asking import asked_at, goals, read_question, suggestions
from minutebook.pages.knew import subjects
from minutebook.pages.library import Opened
from minutebook.pages.payments import payment_json
from minutebook.power.who import who
from minutebook.state.state import State
from minutebook.text.render import to_json
from minutebook.views.check import check, default_at, end_of_log
from minutebook.views.json import answer_json, knowledge_json
from minutebook.views.log import log, log_json
from minutebook.views.one_world import adopted_readings
from minutebook.views.paying import payable
from minutebook.views.questions import QuestionError
from minutebook.views.show import show, show_json, when_text
from minutebook.views.sources import sources, sources_json
from minutebook.views.structure import steps
from minutebook.views.who import control_json

Twin = Callable[[Opened, Address], Any]


def _overview(opened: Opened, address: Address) -> Any:
    book, at = opened.book, address.at or default_at(opened.book)
    found = opened.work_out(
        ("overview.json", at, address.known, tuple(address.readings.items())),
        address.known,
        lambda memo: show(book, at, address.known, address.readings, memo),
        afresh=True,
    )
    return {**show_json(found), "steps": [when_text(t) for t in steps(book)]}


def _record(opened: Opened, address: Address) -> Any:
    book, at = opened.book, address.at or end_of_log(opened.book)
    found = opened.work_out(
        ("record.json", at, address.known, tuple(address.readings.items())),
        address.known,
        lambda memo: log(book, at, address.known, address.readings, memo),
        afresh=True,
    )
    return log_json(found, book)


def _knew(opened: Opened, address: Address) -> Any:
    book, at = opened.book, address.at or default_at(opened.book)
    every = subjects(book)
    subject = address.select or (every[0] if every else None)
    if subject is None:
        return {"subjects": []}

    def question(world: World) -> Any:
        return knew(State(book, at, address.known, world), subject)

    found = opened.work_out(
        ("knew.json", at, address.known, tuple(address.readings.items()), subject),
        address.known,
        lambda memo: ask(question, address.readings, adopted=adopted_readings(book), memo=memo),
        afresh=True,
    )
    return {"subjects": list(every), "at": when_text(at), **answer_json(found, knowledge_json)}


def _sources(opened: Opened, address: Address) -> Any:
    book, at = opened.book, address.at or default_at(opened.book)
    found = opened.work_out(
        ("sources.json", at, address.known, tuple(address.readings.items())),
        address.known,
        lambda memo: sources(book, at, address.known, address.readings, memo),
        afresh=True,
    )
    return sources_json(found)


def _problems(opened: Opened, address: Address) -> Any:
    book = opened.book
    found = opened.work_out(("check",), None, lambda memo: check(book, memo))
    return {"diagnostics": [to_json(d) for d in found]}


def _text(opened: Opened, address: Address) -> Any:
    return {"digest": opened.book.digest, "files": list(opened.book.files)}


def _can(opened: Opened, address: Address) -> Any:
    book = opened.book
    every = suggestions(book)
    written = address.aim or (every[0] if every else "")
    at = asked_at(book, written, address)
    listed = {"suggestions": list(every), "goals": list(goals(book))}
    try:
        asked = read_question(book, at, written, address)
    except QuestionError as error:
        return {**listed, "mistakes": [str(error)]}
    members, blocs = asked.members or None, dict(asked.blocs) or None

    def question(world: World) -> Any:
        state = State(book, at, address.known, world)
        return who(
            state, asked.aim, steps=asked.steps, members=members, blocs=blocs, until=asked.until
        )

    found = opened.work_out(
        ("can.json", at, address.known, tuple(address.readings.items()), asked),
        address.known,
        lambda memo: ask(question, address.readings, adopted=adopted_readings(book), memo=memo),
        afresh=True,
    )
    return {**listed, "at": when_text(at), **answer_json(found, control_json)}


def _gets(opened: Opened, address: Address) -> Any:
    book = opened.book
    listed = {"listed": list(payable(book))}
    try:
        return {**listed, **payment_json(opened, address)}
    except QuestionError as error:
        return {**listed, "mistakes": [str(error)]}


TWINS: Mapping[str, Twin] = {
    "overview": _overview,
    "can": _can,
    "gets": _gets,
    "record": _record,
    "knew": _knew,
    "sources": _sources,
    "problems": _problems,
    "text": _text,
}
