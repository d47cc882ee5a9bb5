"""Verdicts on the command line: one world in full, several as one table."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from minutebook.answers import Answer
from minutebook.cli.output import (
    MARK,
    print_answer_footer,
    standing,
    table,
    text,
    tree,
    world_name,
)
from minutebook.state.verdict import Effect, Verdict

IN_FULL = 2
"""So many worlds are told one after the other; more make a table."""

COLUMNS = 3
"""So many open questions have a column each; with more, a world is named in one column."""

CURES = 3
"""So many ways to mend an effect are shown, the cheapest first."""


def print_verdict(out: Console, act: str, answer: Answer[Verdict]) -> None:
    """What a recorded act did, in each reading."""
    _print(
        out,
        act,
        [(w.readings, () if w.value is None else w.value.effects) for w in answer.worlds],
    )
    late = dict.fromkeys(one for w in answer.worlds if w.value for one in w.value.late)
    for one in late:
        out.print(text(f"late: {one}"))
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def print_effects(out: Console, title: str, answer: Answer[Effect]) -> None:
    """What a deed would do, in each reading."""
    _print(out, title, [(w.readings, () if w.value is None else (w.value,)) for w in answer.worlds])
    out.print(tree(answer.why))
    print_answer_footer(out, answer)


def _print(
    out: Console, title: str, worlds: list[tuple[Mapping[str, str], tuple[Effect, ...]]]
) -> None:
    out.print(text(title, "bold"))
    if len(worlds) > IN_FULL:
        out.print()
        _print_table(out, worlds)
        out.print()
        return
    for readings, effects in worlds:
        out.print()
        out.print(text(world_name(readings), "bold"))
        for effect in effects:
            _print_effect(out, effect)
    out.print()


def _print_table(out: Console, worlds: list[tuple[Mapping[str, str], tuple[Effect, ...]]]) -> None:
    """A line for each world and effect, with a column for each open question if they are few."""
    deeds = {str(effect.deed): None for _, effects in worlds for effect in effects}
    if len(deeds) == 1:
        out.print(text(f"  {next(iter(deeds))}"))
        out.print()
    on = list(dict.fromkeys(name for readings, _ in worlds for name in readings))
    apart = len(on) <= COLUMNS
    heads = [*(on if apart else ["if"]), *(["deed"] if len(deeds) > 1 else [])]
    made = table(*heads, "standing", "what follows, or what it lacks")
    for readings, effects in worlds:
        world = [readings.get(name, "-") for name in on] if apart else [world_name(readings)]
        for effect in effects:
            cells = [*world, *([str(effect.deed)] if len(deeds) > 1 else [])]
            follows = "; ".join(_details(effect)) or f"carried: {MARK[effect.carried]}"
            made.add_row(*map(text, cells), standing(effect.standing), text(follows))
            world = ["" for _ in world]
    out.print(made)


def _print_effect(out: Console, effect: Effect) -> None:
    line = text(f"  {effect.deed}: ")
    line.append_text(standing(effect.standing))
    line.append_text(Text(f" (carried: {MARK[effect.carried]})"))
    out.print(line)
    for detail in (*_details(effect), *_mended(effect)):
        out.print(text(f"    {detail}"))


def _mended(effect: Effect) -> list[str]:
    """What could mend an act later, and back to when."""
    says = []
    for cure in [c for c in effect.cures if c.deed != effect.deed][:CURES]:
        back = f"back to {cure.back_to.written}" if cure.back_to is not None else "from then on"
        says.append(f"mended by: {cure}, {back}")
    return says


def _details(effect: Effect) -> list[str]:
    """What follows from an effect, what it breaks, and what it lacks, in words."""
    says = []
    if effect.takes_effect.kind in ("from", "pending") or effect.takes_effect.on is not None:
        says.append(f"takes effect {effect.takes_effect}")
    if effect.toward_third_parties != effect.takes_effect:
        says.append(f"toward third parties: {effect.toward_third_parties}")
    if effect.turns:
        says.append(f"by itself {effect.first}; {'; '.join(str(t) for t in effect.turns)}")
    if effect.pivotal:
        says.append(f"each pivotal: {', '.join(effect.pivotal)}")
    lacks = [cure for cure in effect.cures if cure.deed == effect.deed]
    says += [f"lacks: {cure}" for cure in lacks[:CURES]]
    says += [f"also takes (not judged here): {step.says}" for step in effect.asks]
    if effect.challenge is not None:
        until = effect.challenge.until
        until_when = f" until {until.written}" if until is not None else ""
        who = " or ".join(effect.challenge.by) or "nobody whom the book names"
        says.append(f"can be set aside by {who}{until_when}")
        if effect.challenge.barred_by is not None:
            says[-1] = f"could be set aside by {who}: barred by {effect.challenge.barred_by}"
    says += [f"in breach of {breach}" for breach in effect.breaches]
    if effect.missing:
        says.append(f"not determined without: {'; '.join(effect.missing)}")
    return says
