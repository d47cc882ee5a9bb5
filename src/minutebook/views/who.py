"""Who can, asked of a book: the answer as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Any

from minutebook.answers import Answer, Found
from minutebook.power.aims import Aim
from minutebook.power.coalitions import Part
from minutebook.power.control import Asked, Coalition, Control, Member, Planned, Share, Stage, Step
from minutebook.power.results import Quality
from minutebook.power.who import who as who_can
from minutebook.records import Book, nouns
from minutebook.records.deeds import (
    DEED_TEMPLATES,
    GOAL_TEMPLATES,
    parse_deed,
    parse_goal,
    plain,
)
from minutebook.records.sentences import REFERENCE_KINDS
from minutebook.records.validators import KIND_NAMES
from minutebook.records.words import either, quote
from minutebook.state.state import State
from minutebook.text.duration import parse_duration
from minutebook.text.numbers import Quantity
from minutebook.text.problem import Problem
from minutebook.text.suggest import nearest
from minutebook.views.json import cites_json, when_json
from minutebook.views.questions import QuestionError, in_worlds, moment

Json = Any
NAMED = 24
"""Names that are written out in a line."""
OTHER_WORDS = {
    "fire": "remove", "dismiss": "remove", "sack": "remove", "oust": "remove", "replace": "remove",
    "name": "appoint", "install": "appoint", "reinstate": "appoint", "nominate": "appoint",
    "change": "amend", "rewrite": "amend", "approve": "adopt", "cancel": "annul",
    "enlarge": "seats", "expand": "seats",
}  # fmt: skip
"""Verbs that people may write for one that the books know."""
WHY_PLANNED: Mapping[Planned, str] = {
    "acts": "several acts: each changes the base of the next, so they are planned",
    "time": "some have to wait until a term ends or a rule changes, so it is planned by dates",
    "presence": "not monotone: somebody's consent or presence can turn carried into not carried",
}
IN_DIGITS = 10**15
"""From here on a count is rounded in words; JSON has it in full."""
NO_GOAL = "MB223"
MOST_ASKED = ("remove", "appoint", "amend", "determine")


def member_json(member: Member) -> Json:
    """A person by id; members of a symmetric group as their number."""
    if isinstance(member, Part):
        return {"group": str(member.group), "count": member.count}
    return member


def coalition_json(coalition: Coalition) -> list[Json]:
    """A coalition: its members in order."""
    return [member_json(m) for m in coalition]


def _coalitions(found: tuple[Coalition, ...] | None) -> list[Json] | None:
    return None if found is None else [coalition_json(c) for c in found]


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def share_json(share: Share) -> dict[str, Json]:
    """How much one party counts."""
    return {
        "swings": share.swings,
        "banzhaf": _fraction(share.banzhaf),
        "banzhaf_normalised": _fraction(share.banzhaf_normalised),
        "shapley_shubik": _fraction(share.shapley_shubik),
    }


def step_json(step: Step) -> dict[str, Json]:
    """One act of a plan."""
    return {
        "by": step.by,
        "deeds": [str(d) for d in step.deeds],
        "consenting": coalition_json(step.consenting),
        "away": list(step.away),
        "when": when_json(step.when),
        "form": step.form,
        "rule": step.rule,
        "src": cites_json(step.src),
    }


def stage_json(stage: Stage) -> dict[str, Json]:
    """Who gets there from a moment on and not before; null is at once."""
    return {
        "from": None if stage.start is None else when_json(stage.start),
        "minimal_coalitions": _coalitions(stage.coalitions),
    }


def asked_json(asked: Asked | None) -> Json:
    """What was asked of one coalition."""
    if asked is None:
        return None
    return {
        "members": coalition_json(asked.members),
        "can": asked.can,
        "needs": asked.needs,
        "lacks": coalition_json(asked.lacks),
        "through": {name: _coalitions(found) for name, found in asked.through.items()},
        "plan": [step_json(s) for s in asked.plan],
    }


def control_json(control: Control) -> dict[str, Json]:
    """Who can, in one world; null where it is not determined."""
    power = control.power
    return {
        "aim": control.aim,
        "reached": control.reached,
        "players": dict(control.players),
        "minimal_coalitions": _coalitions(control.minimal_coalitions),
        "minimal_coalitions_count": control.minimal_coalitions_count,
        "minimal_coalitions_cut": control.minimal_coalitions_cut,
        "blocking": _coalitions(control.blocking),
        "blocking_count": control.blocking_count,
        "blocking_cut": control.blocking_cut,
        "vetoers": None if control.vetoers is None else list(control.vetoers),
        "dummies": None if control.dummies is None else list(control.dummies),
        "power": None if power is None else {p: share_json(s) for p, s in power.items()},
        "power_quality": {"quality": control.quality.value, "error": str(control.error)},
        "blocs": None
        if control.blocs is None
        else {p: share_json(s) for p, s in control.blocs.items()},
        "monotone": control.monotone,
        "planned": list(control.planned),
        "stages": [stage_json(s) for s in control.stages],
        "terms_untold": list(control.untold),
        "others_if": list(control.others_if),
        "at_most": _coalitions(control.at_most),
        "bounded": control.bounded,
        "organisations": {n: _coalitions(found) for n, found in control.organs.items()},
        "coalition": asked_json(control.asked),
        "plan": [step_json(s) for s in control.plan],
    }


# -- asked of a book


def who(
    book: Book,
    aim: str | Aim,
    *,
    steps: int | None = None,
    coalition: Sequence[Member] | None = None,
    blocs: Mapping[str, Sequence[Member]] | None = None,
    within: str | None = None,
    at: datetime | str | None = None,
    known: datetime | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Answer[Control]:
    """Who can do a deed or reach a goal, in every world that differs.

    `coalition` asks of these in particular: ids, and `Part("staff", 400)` for so many of a
    counted group (a name alone is all of it). `steps` 0 asks for today, None for the end;
    `within` is a length of time ("48h"). See `minutebook.power.who.who`.

    Raises
    ------
    QuestionError : an aim, a name, a date or a length of time does not read.
    """
    wanted = read_aim(book, aim) if isinstance(aim, str) else aim
    listed = [*(coalition or ()), *(m for members in (blocs or {}).values() for m in members)]
    for name in map(_id, listed):
        if name not in book.records:
            raise QuestionError(f"no record is called '{name}'")
    for says in filter(None, (too_many(book, member) for member in listed)):
        raise QuestionError(says)
    mistake = wrong_blocs(book, blocs or {})
    if mistake is not None:
        raise QuestionError(mistake)
    until = None if within is None else end_of(book, moment(book, at), within)

    def question(state: State) -> Found[Control]:
        return who_can(state, wanted, steps=steps, members=coalition, blocs=blocs, until=until)

    return in_worlds(book, question, at, known, readings)


def too_many(book: Book, member: Member) -> str | None:
    """What is wrong with a part of a group that has not so many members."""
    group = book.get(_id(member), nouns.Group)
    if not isinstance(member, Part) or group is None or not isinstance(group.count, Quantity):
        return None
    if group.count.at_least(member.count) is not False:
        return None
    return f"{group.id} has not so many members: {member.count}"


def wrong_blocs(book: Book, blocs: Mapping[str, Sequence[Member]]) -> str | None:
    """What is wrong with blocs: who stands in two, or in none though one has their name."""
    found: dict[str, list[tuple[str, Member]]] = {}
    for bloc, members in blocs.items():
        for member in members:
            found.setdefault(_id(member), []).append((bloc, member))
    for name, places in found.items():
        parts = [member for _, member in places if isinstance(member, Part)]
        if len(places) > 1 and len(parts) < len(places):
            return f"{name} stands in {places[0][0]} and in {places[1][0]}"
        says = too_many(book, Part(name, sum(part.count for part in parts)))
        if says is not None:
            return says
    taken = next((bloc for bloc in blocs if bloc in book.records and bloc not in found), None)
    return None if taken is None else f"a bloc cannot have the name of {taken}, who is in none"


def _id(member: Member) -> str:
    return str(member.group) if isinstance(member, Part) else member


def read_aim(book: Book, written: str) -> Aim:
    """A deed or a goal from its text."""
    first = written.split(maxsplit=1)[0] if written.strip() else ""
    verbs = {t.split()[0] for t in DEED_TEMPLATES.values()}
    parsed = parse_deed(written) if first in verbs else parse_goal(written)
    if isinstance(parsed, Problem):
        if first in verbs or parsed.code != NO_GOAL:
            raise QuestionError(f"{parsed.message}; {parsed.hint}")
        raise QuestionError(_neither(written, first))
    aim, references = parsed
    for reference in references:
        found = book.records.get(reference.name)
        if found is None:
            guess = nearest(reference.name, tuple(book.records))
            hint = f"; did you mean '{guess}'?" if guess else ""
            raise QuestionError(f"no record is called '{reference.name}'{hint}")
        kinds = REFERENCE_KINDS[reference.kind]
        if kinds and KIND_NAMES[type(found)] not in kinds:
            raise QuestionError(f"'{reference.name}' is not {either(kinds)}")
    return aim


def _neither(written: str, first: str) -> str:
    """What to write instead of something that is neither a deed nor a goal."""
    guess = OTHER_WORDS.get(first) or nearest(first, tuple(DEED_TEMPLATES))
    meant = f'; did you mean "{plain(DEED_TEMPLATES[guess])}"?' if guess else ""
    deeds = ", ".join(f'"{plain(DEED_TEMPLATES[verb])}"' for verb in MOST_ASKED)
    goals = ", ".join(f'"{plain(t)}"' for t in GOAL_TEMPLATES.values())
    return (
        f"{quote(written)} is neither a deed nor a goal{meant}"
        f"\na deed is something to do: {deeds}, and others"
        f"\na goal is something to be so: {goals}"
    )


def end_of(book: Book, start: datetime, within: str) -> datetime:
    """The moment at which a length of time has run."""
    found = parse_duration(within)
    if isinstance(found, Problem):
        raise QuestionError(f"{found.message}; {found.hint}")
    return found.after(start, book.zone)


# -- in words


def headline(control: Control) -> str:
    """Who can, in one line: "any 4 of these 6"."""
    if control.reached:
        return "it is so already"
    if control.minimal_coalitions is None:
        assert control.at_most is not None
        if not control.at_most:
            return "not determined"
        if control.at_most == ((),):
            return "not determined: nothing says who has the power"
        return f"not determined; at most {pattern(control.at_most)}"
    if not control.minimal_coalitions:
        return "nobody can in so few acts" if control.bounded else "nobody can"
    if control.minimal_coalitions == ((),):
        return "nobody's consent is needed"
    if control.minimal_coalitions_cut:
        return f"any of {number(control.minimal_coalitions_count)} minimal coalitions"
    others = "nobody else in so few acts" if control.bounded else "nobody else can"
    if control.others_if:
        others = f"at most {pattern(control.at_most or ())}, which depends on what is missing"
    return f"{pattern(control.minimal_coalitions)}; {others}"


def pattern(coalitions: tuple[Coalition, ...]) -> str:
    """Minimal coalitions in words, short where they are alike."""
    if len(coalitions) == 1:
        only = coalitions[0]
        return f"{names(only)} {'alone' if len(only) == 1 else 'together'}"
    people = sorted({m for c in coalitions for m in c if isinstance(m, str)})
    if any_so_many(coalitions):
        k = len(coalitions[0])
        if k == 1 and len(people) <= NAMED:
            return " or ".join(people)
        return f"any {k} of these {len(people)}: {names(people)}"
    if len(coalitions) <= 4:
        return "; or ".join(names(c) for c in coalitions)
    groups = sorted({str(m.group) for c in coalitions for m in c if isinstance(m, Part)})
    kinds = "kinds of " if groups else ""
    return f"{len(coalitions)} {kinds}minimal coalitions among {names([*people, *groups])}"


def counted(listed: tuple[Coalition, ...], count: int | None, *, cut: bool) -> str:
    """How many coalitions there are: their kinds, and with the members of groups told apart.

    `listed` are the kinds (of which some were left out if `cut`), `count` all.
    """
    if count == len(listed) or not any(isinstance(m, Part) for c in listed for m in c):
        return number(count)
    kinds = (
        f"{'more than ' if cut else ''}{len(listed):,} {'kind' if len(listed) == 1 else 'kinds'}"
    )
    return f"{kinds}; with the members of groups told apart, {number(count)}"


def remarks(control: Control) -> list[str]:
    """What to know of an answer: why it is planned, and what was not looked into."""
    said = [WHY_PLANNED[reason] for reason in control.planned]
    if control.untold:
        places = ", ".join(control.untold)
        said.append(f"when the terms in {places} end is not told: nobody waits for it")
    if control.bounded:
        said.append("longer chains of acts were not looked into")
    return said


def number(count: int | None) -> str:
    """A count to read; None: more than were counted."""
    if count is None:
        return "too many to count"
    return f"{count:,}" if count < IN_DIGITS else f"about {Decimal(count):.4e}"


def any_so_many(coalitions: tuple[Coalition, ...]) -> bool:
    """Whether the coalitions are all sets of one size of the same persons."""
    if any(isinstance(m, Part) for c in coalitions for m in c):
        return False
    people = {m for c in coalitions for m in c}
    sizes = {len(c) for c in coalitions}
    return len(sizes) == 1 and len(coalitions) == comb(len(people), sizes.pop())


def said_by_pattern(coalitions: tuple[Coalition, ...]) -> bool:
    """Whether the line about the coalitions says them all."""
    return len(coalitions) <= 4 or any_so_many(coalitions)


def names(members: Iterable[Member]) -> str:
    """Members in words, with commas; of many, the first few."""
    said = [f"{m.count} of {m.group}" if isinstance(m, Part) else m for m in members]
    if len(said) <= NAMED:
        return ", ".join(said)
    return f"{', '.join(said[:3])} and {len(said) - 3} more"


def percent(value: Fraction) -> str:
    """A fraction to read: exact if short, else as a percentage."""
    if len(str(value)) <= 12:
        return str(value)
    return f"{float(value):.6%}"


def symmetric(power: Mapping[str, Share], players: Mapping[str, int]) -> list[tuple[str, Share]]:
    """Parties with their shares; those who count alike in one row, those who count nothing last."""
    rows: dict[Share, list[str]] = {}
    for party, share in power.items():
        name = party if players.get(party, 1) == 1 else f"each of {players[party]} {party}"
        rows.setdefault(share, []).append(name)
    ranked = sorted(rows.items(), key=lambda r: -(r[0].shapley_shubik or r[0].banzhaf or 0))
    return [(names(found), share) for share, found in ranked]


def uncertain(control: Control) -> str | None:
    """How far the indices can be trusted, if they are not exact."""
    shares = (control.power or {}).values()
    if any(share.shapley_shubik is None for share in shares):
        return "indices are out of reach: so many persons in bodies that overlap are not counted"
    if any(share.banzhaf_normalised is None for share in shares):
        return "of so many persons, Banzhaf indices have more digits than are read"
    if control.quality is Quality.EXACT:
        return None
    return f"indices are {control.quality.value}, within {float(control.error):.1e}"
