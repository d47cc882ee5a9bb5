"""show and log: views of one world."""

from __future__ import annotations

from dataclasses import replace

import click
from rich.console import Console

from minutebook.cli.options import (
    Asked,
    asked,
    book_argument,
    over_option,
    question_options,
    stretch,
)
from minutebook.cli.output import (
    MARK,
    console,
    print_depends,
    print_json,
    print_world,
    quantity_words,
    standing,
    table,
    text,
    tree,
)
from minutebook.records import Book, nouns
from minutebook.records.norms import DELAYING
from minutebook.state.dates import BEGINNING
from minutebook.state.life import LIVE
from minutebook.state.verdict import Effect
from minutebook.text.say import say_fraction, say_when
from minutebook.text.when import When, instant
from minutebook.views.check import end_of_log
from minutebook.views.law import say_norm
from minutebook.views.log import Log, Logged, log, log_json
from minutebook.views.over import norm_moments, over
from minutebook.views.show import BodyShown, LifeShown, Show, held_by, show, show_json, when_text


@click.command("show")
@book_argument
@question_options
@over_option
def show_command(
    book: str,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
    over_: str | None,
) -> None:
    """Show who holds which post, who sits where, who owns what, which norms hold."""
    question = asked(book, at, known, readings, as_json)
    if over_ is not None:
        _show_over(question, over_)
        return
    found = show(question.book, question.at, question.known, question.fixed)
    if question.json:
        print_json(show_json(found))
        return
    print_show(console(), question.book, found)


def _show_over(question: Asked, written: str) -> None:
    start, end = stretch(question.book, written)
    found = over(
        question.book,
        start,
        end,
        lambda t: show(question.book, t, question.known, question.fixed).shown,
        more=norm_moments(question.book, end, question.known),
    )
    if question.json:
        shows = [
            {
                "from": when_text(s.start),
                "to": when_text(s.end),
                **show_json(show(question.book, s.start, question.known, question.fixed)),
            }
            for s in found
        ]
        print_json({"over": shows})
        return
    out = console()
    made = table("from", "post or body", "held by")
    before: dict[str, str] = {}
    for part in found:
        rows = {
            **{n: held_by(p) for n, p in part.value.posts.items()},
            **{n: ", ".join(_members(b)) or "nobody" for n, b in part.value.bodies.items()},
        }
        when = say_when(instant(part.start), question.book.zone)
        for name, holder in rows.items():
            if before.get(name) != holder:
                made.add_row(text(when), text(name), text(holder))
                when = ""
        before = rows
    out.print(made)


def print_show(out: Console, book: Book, found: Show) -> None:
    """The state as tables."""
    out.print(text(f"{book.title} at {say_when(instant(found.at), book.zone)}", "bold"))
    if found.known is not None:
        out.print(text(f"as known {say_when(instant(found.known), book.zone)}"))
    out.print()
    if found.shown.posts:
        made = table("post", "held by", "since")
        for name, post in found.shown.posts.items():
            since = "" if post.since is None else say_when(post.since, book.zone)
            held = held_by(post)
            if post.holding_over:
                held += " (holding over)"
            if post.on_the_register not in (None, post.holder):
                held += f"; on the register: {post.on_the_register}"
            if post.in_fact:
                held += f"; in fact: {', '.join(post.in_fact)}"
            made.add_row(text(name), text(held), text(since))
        out.print(made)
        out.print()
    if found.shown.bodies:
        made = table("body", "seats", "members")
        for name, body in found.shown.bodies.items():
            seats = "not known" if body.seats is None else str(body.seats)
            shown = ", ".join(_members(body)) or "nobody"
            if body.in_fact:
                shown += f"; in fact: {', '.join(body.in_fact)}"
            made.add_row(text(name), text(seats), text(shown))
        out.print(made)
        out.print()
    _print_holdings(out, found)
    _print_norms(out, book, found)
    _print_deadlines(out, book, found)
    print_world(out, found.readings)
    print_depends(out, found.depends)


def _print_deadlines(out: Console, book: Book, found: Show) -> None:
    """What is still owed, by whom, until when, and since when it is late."""
    if not found.deadlines:
        return
    made = table("still owed", "by", "to", "until", "")
    for owed in found.deadlines:
        late = {True: f"late since {owed.until.written}", False: "", None: "perhaps late"}
        until = owed.until.written if not owed.until.exact else say_when(owed.until, book.zone)
        made.add_row(text(f"{owed.says} ({owed.norm})"), text(owed.by or "not said"),
                     text(", ".join(owed.to)), text(until), text(late[owed.late]))  # fmt: skip
    out.print(made)
    out.print()


def _members(body: BodyShown) -> list[str]:
    marks = {"holding over": body.holding_over, "suspended": body.suspended}
    return [m + "".join(f" ({w})" for w, those in marks.items() if m in those)
            for m in body.members]  # fmt: skip


def _print_norms(out: Console, book: Book, found: Show) -> None:
    """Each norm with its stage, since when, by when, and what it says where."""
    if not found.shown.norms:
        return
    clauses = {n.id: (n, d) for d in book.of(nouns.Document) for n in d.norms}
    made = table("norm", "state", "since", "by when", "what it says")
    for name, state in found.shown.norms.items():
        life = found.shown.lives.get(name)
        norm, document = clauses[name]
        says = norm.says or f"{norm.holder} {norm.modality} {norm.deed or ''}".strip()
        if norm.modality in DELAYING and norm.says is None:
            says = say_norm(norm)
        cites = ", ".join(f"{c.source}:{c.locator}" if c.locator else c.source
                          for c in norm.src or document.src)  # fmt: skip
        words = (f"{says} [{cites}]" if cites else says,)
        if life is None:
            made.add_row(*map(text, (name, state, "", "", *words)))
            continue
        made.add_row(*map(text, (name, *_life_words(book, life), *words)))
        for one in life.instances:
            made.add_row(*map(text, (f"  {one.upon}", *_life_words(book, one), "")))
    out.print(made)
    out.print()


def _life_words(book: Book, life: LifeShown) -> tuple[str, str, str]:
    """A stage, since when, and by when it is due, in words."""
    stage = f"{life.stage} (overdue)" if life.late else life.stage
    since = "" if life.since is None else _day(book, life.since)
    open_ = life.due is not None and life.stage in LIVE
    if life.owed is not None:
        stage += f", {quantity_words(life.owed)} owed"
    return stage, since, _day(book, instant(life.due)) if open_ and life.due else ""


def _day(book: Book, when: When) -> str:
    """The day of a moment, as far as it is known."""
    if when.latest is None or when.latest == BEGINNING:
        return ""
    if not when.exact:
        return when.written
    return when.latest.astimezone(book.zone).date().isoformat()


def _print_holdings(out: Console, found: Show) -> None:
    if not found.shown.holdings:
        return
    made = table("holder", "instrument", "units", "share")
    for h in found.shown.holdings:
        share = "" if h.share is None else say_fraction(h.share)
        made.add_row(text(h.holder), text(h.instrument), text(quantity_words(h.units)), text(share))
    out.print(made)
    out.print()


@click.command("log")
@book_argument
@question_options
@over_option
@click.option("--why", is_flag=True, help="Print the reasons of each verdict.")
def log_command(
    book: str,
    at: str | None,
    known: str | None,
    readings: tuple[str, ...],
    as_json: bool,
    over_: str | None,
    why: bool,
) -> None:
    """List the acts in order, each with what the judge says of it.

    With --over, only those that happened, or may have happened, in that stretch.
    """
    question = asked(book, at, known, readings, as_json)
    if over_ is not None:
        start, end = stretch(question.book, over_)
        question = replace(question, at=end)
    elif question.default_at:
        question = replace(question, at=end_of_log(question.book))
    found = log(question.book, question.at, question.known, question.fixed)
    if over_ is not None:
        found = replace(
            found, acts=tuple(a for a in found.acts if a.when.happened_by(start) is not True)
        )
    if question.json:
        print_json(log_json(found, question.book))
        return
    print_log(console(), question.book, found, why=why)


def print_log(out: Console, book: Book, found: Log, *, why: bool = False) -> None:
    """The acts as a table, or one by one with their reasons."""
    out.print(text(f"{book.title}: acts until {say_when(instant(found.at), book.zone)}", "bold"))
    out.print()
    if not found.acts:
        until = "by then" if found.known is None else "by then, as far as was known"
        out.print(text(f"no act {until}"))
    for act in found.acts:
        line = text(f"{say_when(act.when, book.zone)}  ")
        line.append(act.act, style="bold")
        if act.verdict.effects:
            line.append("  ").append_text(standing(act.verdict.standing))
        out.print(line)
        _print_logged(out, book, found, act)
        if why:
            out.print(tree(act.verdict.why))
    out.print()
    print_world(out, found.readings)


def _print_logged(out: Console, book: Book, found: Log, act: Logged) -> None:
    """What is worth a line below an act."""
    for effect in act.verdict.effects:
        if effect.standing != act.verdict.standing or effect.carried is False:
            says = f"{effect.deed}: {effect.standing}, carried: {MARK[effect.carried]}"
            out.print(text(f"    {says}"))
    for line in dict.fromkeys(_in_the_light(e) for e in act.verdict.effects if e.turns):
        out.print(text(f"    {line}"))
    for effect in act.verdict.effects:
        waits = effect.takes_effect
        if waits.kind == "pending" or (waits.kind == "none" and waits.on is not None):
            out.print(text(f"    {effect.deed}: takes effect {waits}"))
        if effect.toward_third_parties != effect.takes_effect:
            says = f"{effect.deed}, toward third parties: {effect.toward_third_parties}"
            out.print(text(f"    {says}"))
    for post, names in act.after.items():
        starts = (_later_start(act, e) for e in act.verdict.effects if e.deed.get("post") == post)
        since = next((f"from {say_when(s, book.zone)}" for s in starts if s is not None), "then")
        out.print(text(f"    {post} {since}: {_names(names)}"))
    if act.verdict.pivotal:
        out.print(text(f"    each pivotal: {', '.join(act.verdict.pivotal)}"))
    for breach in dict.fromkeys(b for e in act.verdict.effects for b in e.breaches):
        out.print(text(f"    in breach of {breach}"))
    for late in act.verdict.late:
        out.print(text(f"    late: {late}"))
    if act.verdict.missing:
        out.print(text(f"    not determined without: {'; '.join(act.verdict.missing)}", "dim"))
    if act.reported is not None and act.verdict.standing != "valid":
        out.print(text(f"    reported: {act.reported}", "dim"))
    if found.hinges(act.act):
        out.print(text(f"    hinges on: {'; '.join(found.hinges(act.act))}", "dim"))


def _later_start(act: Logged, effect: Effect) -> When | None:
    """From when an effect holds that begins later than its act, by a norm or by the act itself."""
    start = effect.takes_effect.start
    if effect.takes_effect.kind != "from" or start is None:
        return None
    return start if act.when.before(start) else None


def _in_the_light(effect: Effect) -> str:
    """What later acts made of an effect: "void until ratified by mend, back to the act"."""
    said = "; ".join(str(t) for t in effect.turns)
    return f"{effect.first} by itself; {said}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names) or "vacant"
