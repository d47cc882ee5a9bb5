"""The answers of may and follow on a terminal: worlds that are alike stand together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from rich.console import Console

from minutebook.answers import Answer
from minutebook.clauses import Follows, May
from minutebook.cli.options import Asked
from minutebook.cli.output import (
    print_answer_footer,
    print_world,
    quantity_words,
    table,
    text,
    tree,
    world_name,
)
from minutebook.cli.pay_tables import range_words
from minutebook.text.say import say_when
from minutebook.text.when import instant
from minutebook.views.courses import Course, courses
from minutebook.views.one_world import adopted_readings
from minutebook.views.pay import one_by_one

T = TypeVar("T")

MOST = 6
"""How many different answers are told in full; of more, the one shown and what changes it."""
NAMED = 3
"""How many ways to settle what is open are named for one answer."""


def print_may(out: Console, question: Asked, title: str, answer: Answer[May]) -> None:
    """Whether a party may do a deed: each different answer with what leads to it."""
    out.print(text(title, "bold"))
    kinds: list[tuple[May | None, list[Mapping[str, str]]]] = []
    for world in (answer.adopted, *answer.worlds):
        if all(world.value != value for value, _ in kinds):
            alike = [w.readings for w in answer.worlds if w.value == world.value]
            kinds.append((world.value, alike))
    if len(kinds) > MOST:
        _print_hinges(out, question, answer, _may_words)
    for value, readings in kinds[: 1 if len(kinds) > MOST else None]:
        out.print()
        _heading(out, readings, alone=len(kinds) == 1)
        for line in _may_lines(value):
            out.print(text(line))
    _footer(out, answer)


def print_follows(out: Console, question: Asked, title: str, answer: Answer[Follows]) -> None:
    """What follows: each different course of things with what leads to it, and who is paid what."""
    out.print(text(title, "bold"))
    found = courses(answer, adopted_readings(question.book))
    if len(found) > MOST:
        _print_hinges(out, question, answer, _follows_words)
    for course in found[: 1 if len(found) > MOST else None]:
        out.print()
        _heading(out, course.readings, alone=len(found) == 1)
        _print_course(out, question, course)
    if any(world.value is None for world in answer.worlds):
        out.print()
        _heading(out, [w.readings for w in answer.worlds if w.value is None], alone=not found)
        out.print("not determined")
    _footer(out, answer)


def _heading(out: Console, readings: Sequence[Mapping[str, str]], *, alone: bool) -> None:
    """Which ways to settle what is open lead to what is told below."""
    if alone:
        return
    for i, one in enumerate(readings[:NAMED]):
        out.print(text(f"{'if' if i == 0 else 'or'} {world_name(one)}", "bold"))
    if len(readings) > NAMED:
        out.print(text(f"or in {len(readings) - NAMED} other ways", "bold"))


def _print_hinges(
    out: Console, question: Asked, answer: Answer[T], words: Callable[[T | None], str]
) -> None:
    """Of many answers, what each alternative of each hinge makes of it, all else as shown."""
    print_world(out, {n: answer.readings[n] for n in answer.hinges if n in answer.readings})
    out.print()
    made = table("if", "then")
    rows = one_by_one(answer, adopted_readings(question.book))
    for hinge in dict.fromkeys(row.on for row in rows):
        made.add_row(text(hinge, "bold"))
        for row in (row for row in rows if row.on == hinge):
            mark = " (shown)" if row.shown else ""
            made.add_row(text(f"  {row.alternative}{mark}"), text(words(row.value)))
    out.print(made)
    out.print(text(f"{len(answer.worlds)} worlds differ: settle some with --reading NAME=VALUE, "
                   "or see each with --json", "dim"))  # fmt: skip


# -- may


def _may_words(value: May | None) -> str:
    return "; ".join(line.strip() for line in _may_lines(value))


def _may_lines(value: May | None) -> list[str]:
    if value is None:
        return ["not determined"]
    lines: list[str] = [value.outcome]
    if value.condition:
        word = "only if" if value.outcome == "conditional" else "unless"
        lines.append(f"  {word} {value.condition}")
    if value.norms:
        lines.append(f"  by {', '.join(value.norms)}")
    lines.extend(f"  exception: {e.by} ({e.says})" for e in value.exceptions)
    if value.consequence:
        lines.append(f"  doing it all the same is {_CONSEQUENCES[value.consequence]}")
    return lines


_CONSEQUENCES = {"breach": "a breach", "void": "void", "voidable": "voidable"}


# -- follow


def _follows_words(value: Follows | None) -> str:
    if value is None:
        return "not determined"
    return ", ".join(f"{f.norm} {f.after}" for f in value.fired) or "no norm changes"


def _print_course(out: Console, question: Asked, course: Course) -> None:
    value, zone = course.value, question.book.zone
    for line in _judged_lines(value):
        out.print(text(line))
    made = table("norm", "before", "after", "what it says")
    for f in value.fired:
        made.add_row(text(f.norm), text(f.before), text(f.after), text(f.says))
    out.print(made if value.fired else "no norm changes")
    if value.stays:
        out.print(text(f"stays: {', '.join(value.stays)}"))
    for o in value.options:
        until = f" until {say_when(instant(o.due), zone)}" if o.due else ""
        due = "" if o.owed is None else f": {quantity_words(o.owed)} with interest"
        out.print(text(f"{o.party} {o.modality} {o.deed or ''}{due}{until} ({o.norm})"))
    _print_paid(out, course)


def _print_paid(out: Console, course: Course) -> None:
    """What each party is paid before and after, over everything else that is open."""
    if not course.paid:
        return
    out.print()
    made = table("paid", "before", "after", "change", "hinges on")
    for party, moments in course.paid.items():
        hinges = dict.fromkeys(name for found in moments.values() for name in found.hinges)
        made.add_row(
            text(party), *(text(range_words(found)) for found in moments.values()),
            text(", ".join(hinges)),
        )  # fmt: skip
    out.print(made)


def _judged_lines(value: Follows) -> list[str]:
    """Whether it is within power, and what it changes itself."""
    lines: list[str] = []
    if value.judged is not None and value.judged.by is not None:
        lines.append(f"by {value.judged.by}: {_STANDINGS[value.judged.standing]}")
        if value.judged.breaches:
            lines.append(f"it breaks {', '.join(value.judged.breaches)}")
    lines.extend(f"{c.id}: {c.before} -> {c.after}" for c in value.changes)
    return lines


_STANDINGS = {
    "valid": "within its power",
    "voidable": "voidable",
    "void": "void, beyond its power",
    "undetermined": "whether it can is not determined; supposed that it can",
}


def _footer(out: Console, answer: Answer[Any]) -> None:
    out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)
