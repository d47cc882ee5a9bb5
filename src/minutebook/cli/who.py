"""who: the coalitions that can do something, and those that can stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import click
from rich.console import Console
from rich.padding import Padding

from minutebook.answers import Answer
from minutebook.cli.ask import answer_over
from minutebook.cli.options import Asked, asked, book_argument, over_option, question_options
from minutebook.cli.options import record as find_record
from minutebook.cli.output import (
    print_answer_footer,
    table,
    text,
    tree,
    world_name,
)
from minutebook.power.coalitions import Part
from minutebook.power.control import Control, Member, Step
from minutebook.records import Book, nouns
from minutebook.text.compose import compose
from minutebook.text.nodes import Mapping, Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.say import say_when
from minutebook.text.when import When, instant
from minutebook.views.questions import QuestionError
from minutebook.views.who import (
    IN_DIGITS,
    control_json,
    counted,
    headline,
    names,
    pattern,
    percent,
    read_aim,
    remarks,
    said_by_pattern,
    symmetric,
    too_many,
    uncertain,
    who,
    wrong_blocs,
)

SayWhen: TypeAlias = Callable[[When], str]
IN_FULL = 4
"""Worlds that are shown in full."""

FEW = 20
"""Coalitions that are listed one by one."""
SOME = 5
"""Coalitions that are shown of more."""


@click.command("who")
@book_argument
@click.argument("aim", metavar="DEED|GOAL")
@click.option("--coalition", metavar="IDS", help="Ask of these in particular: ann, staff: 400.")
@click.option(
    "--steps", type=click.IntRange(0), metavar="N",
    help="How many acts may go before the last one; 0: today. Default: in the end.",
)  # fmt: skip
@click.option("--within", metavar="LENGTH", help="By when it must be reached: 48h, 3 days.")
@click.option("--blocs", metavar="FILE", help="YAML of BLOC: [IDS]; indices over blocs too.")
@over_option
@question_options
def who_command(
    book: str,
    aim: str,
    coalition: str | None,
    steps: int | None,
    within: str | None,
    blocs: str | None,
    over_: str | None,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say who can do a deed or reach a goal, who can stop it, and how much each counts.

    "remove altman from openai-inc/ceo", "altman holds openai-inc/ceo".
    """
    question = asked(book, at, known, readings, as_json)
    members = read_coalition(question.book, coalition) if coalition else None
    grouped = read_blocs(question.book, blocs) if blocs is not None else None
    try:
        parsed = read_aim(question.book, aim)
    except QuestionError as error:
        raise click.UsageError(str(error)) from error

    def at_moment(at: datetime) -> Answer[Control]:
        return who(
            question.book,
            parsed,
            steps=steps,
            coalition=members,
            blocs=grouped,
            within=within,
            at=at,
            known=question.known,
            readings=question.fixed,
        )

    title = f"Who can: {parsed}" + ("" if over_ is not None else f", {_date(question)}")
    answer_over(
        question,
        over_,
        at_moment,
        control_json,
        lambda out, answer: _print(out, title, answer, _say(question)),
    )


def _undated(question: Asked) -> bool:
    """Whether nobody named a moment: neither who asks nor the book."""
    return question.default_at and all(record.date is None for record in question.book)


def _date(question: Asked) -> str:
    """The moment asked of; where none was named, which one was taken."""
    if _undated(question):
        return "the book having no dates"
    when = say_when(instant(question.at), question.book.zone)
    return f"{when} (the last date of the book)" if question.default_at else when


def _say(question: Asked) -> SayWhen:
    """How to say a moment: nothing of a present that nobody dated."""
    present = instant(question.at) if _undated(question) else None
    zone = question.book.zone
    return lambda when: "" if when == present else say_when(when, zone)


def _print(out: Console, title: str, answer: Answer[Control], say: SayWhen) -> None:
    out.print(text(title, "bold"))
    print_worlds(out, answer, say)
    out.print()
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def read_coalition(book: Book, written: str) -> list[Member]:
    """Ids with commas, and after a group how many of it: `ann, staff: 400`."""
    found: list[Member] = []
    for item in filter(None, (part.strip() for part in written.split(","))):
        name, colon, number = (part.strip() for part in item.partition(":"))
        found.append(_member(book, name, number if colon else None, "--coalition"))
        says = too_many(book, found[-1])
        if says is not None:
            raise click.UsageError(f"--coalition: {says}")
    return found


def _member(book: Book, name: str, number: str | None, option: str) -> Member:
    """Somebody by id; with a number, so many of a group."""
    record = find_record(book, name, option)
    if number is None:
        return name
    if not number.isdecimal():
        raise click.UsageError(f"{option}: write how many of {name}, for example {name}: 3")
    if not isinstance(record, nouns.Group):
        raise click.UsageError(f"{option}: '{name}' is not a group; write {name} alone")
    return Part(name, int(number))


def read_blocs(book: Book, place: str) -> dict[str, list[Member]]:
    """The blocs of a file: strict YAML of BLOC: [IDS], and GROUP: NUMBER for some of a group."""
    try:
        content = Path(place).read_bytes()
    except OSError as error:
        raise click.UsageError(f"--blocs: {place} cannot be read: {error.strerror}") from error
    root, diagnostics = compose(content, place)
    if diagnostics:
        raise click.UsageError(f"--blocs: {diagnostics[0].message}")
    if not isinstance(root, Mapping):
        raise click.UsageError("--blocs: write BLOC: [ID, ID] pairs")
    found = {key.text: list(_bloc(book, key.text, node)) for key, node in root.entries}
    says = wrong_blocs(book, found)
    if says is not None:
        raise click.UsageError(f"--blocs: {says}")
    return found


def _bloc(book: Book, name: str, node: Node) -> Iterator[Member]:
    for item in node.items if isinstance(node, SequenceNode) else [node]:
        pairs = item.entries if isinstance(item, Mapping) else [(item, None)]
        for key, some in pairs:
            if not isinstance(key, Scalar) or not isinstance(some, Scalar | None):
                raise click.UsageError(f"--blocs: {name} lists ids")
            yield _member(book, key.text, None if some is None else some.text, "--blocs")


def print_worlds(out: Console, answer: Answer[Control], say: SayWhen) -> None:
    """Each world in full if they are few; else the first, and of the others who can."""
    shown = answer.worlds if len(answer.worlds) <= IN_FULL else (answer.adopted,)
    for world in shown:
        out.print()
        out.print(text(world_name(world.readings), "bold"))
        if world.value is not None:
            print_control(out, world.value, say)
    if len(answer.worlds) <= IN_FULL:
        return
    rows: dict[str, list[str]] = {}
    for world in answer.worlds:
        if world.value is not None and world.value != answer.adopted.value:
            rows.setdefault(headline(world.value), []).append(world_name(world.readings))
    out.print()
    made = table("otherwise", "if", "worlds")
    for says, worlds in rows.items():
        made.add_row(text(says), text(worlds[0]), text(str(len(worlds))))
    out.print(made)


def print_control(out: Console, control: Control, say: SayWhen) -> None:
    """Who can, in one world."""
    out.print(text(f"  {headline(control)}"))
    if control.minimal_coalitions and not control.reached:
        _print_coalitions(out, control)
        _print_stages(out, control, say)
        _print_power(out, control)
    if control.asked is not None:
        _print_asked(out, control, say)
    elif control.plan:
        _print_plan(out, control.plan, say)
    for says in remarks(control):
        out.print(_hanging(says))


def _print_coalitions(out: Console, control: Control) -> None:
    count, blocking = control.minimal_coalitions_count, control.blocking_count
    listed = control.minimal_coalitions or ()
    of_them = counted(listed, count, cut=control.minimal_coalitions_cut)
    out.print(text(f"  minimal coalitions: {of_them}"))
    shown = () if said_by_pattern(listed) else listed[: FEW if len(listed) <= FEW else SOME]
    for coalition in shown:
        out.print(Padding(text(names(coalition)), (0, 0, 0, 4), expand=False))
    if len(shown) < len(listed) and shown:
        all_of_them = f"the first {len(listed):,}" if control.minimal_coalitions_cut else "all"
        out.print(text(f"    ... {all_of_them} with --json"))
    if control.blocking:
        of_them = counted(control.blocking, blocking, cut=control.blocking_cut)
        smallest = f"  minimal blocking coalitions: {of_them}, for example "
        out.print(_hanging(f"{smallest}{names(control.blocking[0])}"))
    if control.vetoers:
        out.print(_hanging(f"  each can veto: {', '.join(control.vetoers)}"))
    if control.dummies:
        out.print(_hanging(f"  no say: {', '.join(control.dummies)}"))
    for name, coalitions in control.organs.items():
        ways = "; or ".join(names(c) for c in coalitions) or "nobody"
        out.print(_hanging(f"  {name} consents by: {ways}"))


def _print_stages(out: Console, control: Control, say: SayWhen) -> None:
    """Who gets there at once, and who from when on."""
    for stage in control.stages:
        when = "at once" if stage.start is None else f"from {say(stage.start)}"
        out.print(_hanging(f"{when}: {pattern(stage.coalitions)}"))


def _hanging(words: str) -> Padding:
    """A line whose continuation is set further in."""
    said = text(words.strip())
    return Padding(said, (0, 0, 0, 2), expand=False)


def _print_power(out: Console, control: Control) -> None:
    for title, shares in (("party", control.power), ("bloc", control.blocs)):
        if not shares:
            continue
        out.print()
        made = table(title, "swings", "Banzhaf", "normalised", "Shapley-Shubik")
        for party, share in symmetric(shares, control.players):
            if not share.shapley_shubik and not share.banzhaf:
                continue
            swings = "-" if share.swings is None else _swings(share.swings)
            values = (share.banzhaf, share.banzhaf_normalised, share.shapley_shubik)
            made.add_row(
                text(party),
                text(swings),
                *(text("-" if v is None else percent(v)) for v in values),
            )
        out.print(made)
        doubt = uncertain(control)
        if doubt is not None:
            out.print(text(f"  {doubt}"))


def _swings(count: int) -> str:
    return str(count) if count < IN_DIGITS else f"{Decimal(count):.4e}"


def _print_asked(out: Console, control: Control, say: SayWhen) -> None:
    found = control.asked
    assert found is not None
    who_ = names(found.members)
    says = {True: "can", False: "cannot", None: "may or may not (not determined)"}[found.can]
    out.print()
    out.print(text(f"  {who_}: {says}"))
    for name, coalitions in found.through.items():
        ways = "; or ".join(names(c) for c in coalitions)
        out.print(text(f"    {name} counts if its own people consent: {ways}"))
    if found.can is not True:
        if found.needs is None:
            out.print(text("    nobody's consent would be enough"))
        else:
            out.print(text(f"    {found.needs} missing, for example {names(found.lacks)}"))
    if found.plan:
        _print_plan(out, found.plan, say)


def _stay_away(people: tuple[str, ...]) -> str:
    return f"{', '.join(people)} {'stays' if len(people) == 1 else 'stay'} away"


def _print_plan(out: Console, plan: tuple[Step, ...], say: SayWhen) -> None:
    out.print()
    for place, step in enumerate(plan, start=1):
        lead = f"  {place}. " if len(plan) > 1 else "  "
        out.print(text(f"{lead}{step.by}: {'; '.join(map(str, step.deeds))}"))
        if when := say(step.when):
            out.print(text(f"     {when}", "dim"))
        where = f"  [{', '.join(str(c) for c in step.src)}]" if step.src else ""
        out.print(text(f"     with the consent of {names(step.consenting)}"))
        if step.away:
            out.print(text(f"     {_stay_away(step.away)}, without a vote on it"))
        line = text(f"     {step.rule}", "dim")
        line.append(where, style="cyan")
        out.print(line)
