"""What conditions may speak of: the book's own nouns, as tests and measures.

One table, `TESTS`, gives each test and measure with its arguments, its type and its plain
English; every goal of `deeds` is a test too, bare or in quotes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from minutebook.records.deeds import CONCERNED, Goal, Reference, parse_deed, parse_goal
from minutebook.text.condition import Vocabulary, parse_condition
from minutebook.text.duration import Duration, parse_duration
from minutebook.text.expression import (
    Call,
    Compare,
    Condition,
    Leaf,
    Mention,
    Sentence,
    Signature,
)
from minutebook.text.problem import Problem
from minutebook.text.when import When, parse_when

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Guard: TypeAlias = Goal | Condition
"""What a norm may hang on: one plain goal, or a condition made of several tests."""

STATES: Final = ("armed", "triggered", "in force", "fulfilled", "breached", "ended", "excepted",
                 "late")  # fmt: skip
"""How a norm may stand; each is a test of the same name."""

ANSWERS: Final = ("consented", "declined", "accepted", "offered", "lapsed")
"""Tests on what somebody answered to the very deed that is asked about."""

TESTS: Final[Mapping[str, Signature]] = {
    "determined": Signature(
        ("fact", "party"),
        "truth",
        "{0} is determined",
        1,
        "there is a finding of {0} about {1}",
        ("matter", "party"),
    ),
    "declared": Signature(("fact",), "truth", "{0} has been declared"),
    "verified": Signature(("fact",), "truth", "{0} has been verified"),
    "contested": Signature(("fact",), "truth", "{0} is contested"),
    "happened": Signature(("any",), "truth", "{0} has happened"),
    "done": Signature(("act",), "truth", "{0} has been done"),
    **{state: Signature(("norm",), "truth", f"{{0}} is {state}") for state in STATES},
    "breached": Signature(("norm",), "truth", "{0} has been breached"),
    "late": Signature(("norm",), "truth", "{0} is overdue"),
    "consented": Signature(
        ("party", "deed"), "truth", "{0} has consented", 1, 'the consent of {0} to "{1}"'
    ),
    "declined": Signature(
        ("party", "duration"), "truth", "{0} has declined", 1, "{0} has declined in the last {1}"
    ),
    "accepted": Signature(
        ("party", "duration"), "truth", "{0} has accepted", 1, "{0} has accepted in the last {1}"
    ),
    "offered": Signature(("party",), "truth", "it was offered to {0} first"),
    "lapsed": Signature(
        ("party", "duration", "duration"),
        "truth",
        "{0} let {1} pass after the offer",
        1,
        "{0} let {1} pass after the offer, at most {2} ago",
    ),
    "by": Signature(("party",), "truth", "it is by {0}"),
    "from": Signature(("party",), "truth", "it is from {0}"),
    "to": Signature(("party",), "truth", "it is to {0}"),
    "with": Signature(("party",), "truth", "it is with {0}"),
    "about": Signature(("text",), "truth", "it is about {0}"),
    "is": Signature(("party", "party"), "truth", "{0} is {1}"),
    "belongs to": Signature(("party", "group"), "truth", "{0} belongs to {1}"),
    "elected by a class": Signature(
        ("party", "body"), "truth", "{0} sits in a seat of {1} that a class elects by itself"
    ),
    "price": Signature((), "money", "the price"),
    "lowest price": Signature(
        ("party", "deed"), "money", 'the lowest price at which {0} did "{1}"'
    ),
    "highest price": Signature(
        ("party", "deed"), "money", 'the highest price at which {0} did "{1}"'
    ),
    "owed": Signature(("norm",), "money", "what is owed by {0}"),
    "paid": Signature(("party",), "money", "what {0} has been paid"),
    "paid by": Signature(
        ("party", "party"), "money", "what {0} has paid", 1, "what {0} has paid to {1}"
    ),
    "profit": Signature(("entity",), "money", "the profit of {0}"),
    "units": Signature(("party", "instrument"), "number", "the units of {1} that {0} holds"),
    "share": Signature(("party", "instrument"), "share", "the share of {1} that {0} holds"),
    "count": Signature(("event",), "number", "the count of {0}"),
}

_ABOUT_THE_DEED: Final = frozenset({*ANSWERS, "by", "from", "to", "with", "about", "price"})


def speaks_of_the_deed(guard: Guard | None) -> bool:
    """Whether a condition depends on the deed that is asked about."""
    if not isinstance(guard, Condition):
        return False
    return names_the_party(guard) or any(
        call.name in _ABOUT_THE_DEED for leaf in guard.leaves for call in calls(leaf)
    )


def names_the_party(guard: Guard | None) -> bool:
    """Whether a condition speaks of the party whom a deed names, and so asks for such a deed."""
    return isinstance(guard, Condition) and any(map(of_the_party, guard.leaves))


def of_the_party(leaf: Leaf) -> bool:
    """Whether a test speaks of the party concerned."""
    if isinstance(leaf, Sentence):
        goal = leaf.meaning
        return isinstance(goal, Goal) and any(value == CONCERNED for _, value in goal.args)
    return any(CONCERNED in call.args for call in calls(leaf))


def calls(leaf: Leaf) -> tuple[Call, ...]:
    """The tests and measures that a test names."""
    sides = (leaf.left, leaf.right) if isinstance(leaf, Compare) else (leaf,)
    return tuple(side for side in sides if isinstance(side, Call))


def _sentence(text: str) -> tuple[object, tuple[Mention, ...]] | Problem:
    found = parse_goal(text, of_deeds=True)
    if isinstance(found, Problem):
        return found
    goal, references = found
    return goal, tuple(Mention(r.name, r.kind, r.start, r.end) for r in references)


VOCABULARY: Final = Vocabulary(TESTS, _sentence)


def parse_guard(
    written: str, zone: ZoneInfo, currency: str | None = None
) -> tuple[Guard, tuple[Reference, ...]] | Problem:
    """Read a condition; one that is a plain goal is given as that goal."""
    goal = parse_goal(written)
    if not isinstance(goal, Problem) and "(" not in written:
        return goal
    found = parse_condition(written, VOCABULARY, zone, currency)
    if isinstance(found, Problem):
        return found
    condition, mentions = found
    references: list[Reference] = []
    for mention in mentions:
        if mention.kind == "deed":
            inner = parse_deed(mention.name)
            if isinstance(inner, Problem):
                return inner.shifted(mention.start)
            references.extend(
                Reference(r.name, r.kind, r.start + mention.start, r.end + mention.start)
                for r in inner[1]
            )
        elif mention.kind == "party" and mention.name == CONCERNED:
            continue
        elif mention.kind not in ("text", "matter"):
            references.append(Reference(mention.name, mention.kind, mention.start, mention.end))
    expression = condition.expression
    if names_the_party(condition):
        return condition, tuple(references)
    if isinstance(expression, Sentence) and isinstance(expression.meaning, Goal):
        return expression.meaning, tuple(references)
    return condition, tuple(references)


@dataclass(frozen=True, slots=True)
class Due:
    """By when: a distance from the trigger or from a record, or a date."""

    written: str
    distance: Duration | None = None
    anchor: When | str | None = None


def parse_due(written: str, zone: ZoneInfo) -> tuple[Due, tuple[Reference, ...]] | Problem:
    """Read `30 days`, `14 clear days after closing`, `2025-12-31`, `by 2025-12-31`."""
    text = written.removeprefix("by ")
    if text[:4].isdigit():
        when = parse_when(text, zone)
        return when if isinstance(when, Problem) else (Due(written, None, when), ())
    length, after, anchor = written.partition(" after ")
    distance = parse_duration(length, business=True)
    if isinstance(distance, Problem):
        return distance
    if not after:
        return Due(written, distance), ()
    start = len(length) + len(after)
    if anchor[:4].isdigit():
        when = parse_when(anchor, zone)
        return when.shifted(start) if isinstance(when, Problem) else (
            Due(written, distance, when), ())  # fmt: skip
    return Due(written, distance, anchor), (Reference(anchor, "any", start, len(written)),)


def any_of(guards: tuple[Guard, ...]) -> Guard | None:
    """Several exceptions in order, as one condition."""
    from minutebook.text.expression import Or

    if len(guards) < 2:
        return guards[0] if guards else None
    parts: tuple[Any, ...] = tuple(
        g.expression if isinstance(g, Condition) else Sentence(str(g), g) for g in guards
    )
    return Condition(" or ".join(str(g) for g in guards), Or(parts))
