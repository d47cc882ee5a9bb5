"""Deeds and goals: one grammar for effects, the judge, "who can", plans and forks.

A deed is a verb with named arguments ("remove altman from openai-inc/ceo"); a goal is a test
on the state ("altman holds openai-inc/ceo"). Both are read from templates, so the grammar is
the table below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from minutebook.records.verbs import CONDUCT, RULINGS
from minutebook.records.words import quote
from minutebook.text.numbers import parse_count, parse_quantity
from minutebook.text.problem import Problem
from minutebook.text.suggest import nearest

ANY = "any"
"""In a pattern: matches whatever stands there."""


_PARTIES = frozenset({"party", "from", "to", "with", "for"})
CONCERNED = "the party concerned"
"""In a norm: whoever the deed names that is judged, or voted on."""
ELECTORS = f"the electors of {CONCERNED}"
"""In a norm about removals: who elects to the seat of whoever the deed names."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What an act does or tries to do: a verb and its arguments, in the order of its template."""

    verb: str
    args: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The argument of that name, or None."""
        for key, value in self.args:
            if key == name:
                return value
        return None

    @property
    def concerns(self) -> frozenset[str]:
        """The parties that it names: whom it removes or appoints, with whom it deals."""
        return frozenset(value for name, value in self.args if name in _PARTIES)

    def __str__(self) -> str:
        return _say(DEED_TEMPLATES[self.verb], self.args)


@dataclass(frozen=True, slots=True)
class Goal:
    """A test on the state, with its arguments."""

    test: str
    args: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The argument of that name, or None."""
        for key, value in self.args:
            if key == name:
                return value
        return None

    def __str__(self) -> str:
        return _say(GOAL_TEMPLATES[self.test], self.args)


# Templates: {name:type}, [optional part]. Types name record kinds for the check of references;
# `text` and numbers refer to nothing.
DEED_TEMPLATES: dict[str, str] = {
    "appoint": "appoint {party:party} to {post:post} [as {interim:interim}] "
    "[as nominee of {nominator:party}]",
    "elect": "elect {party:party} to {post:post} [as {interim:interim}]",
    "remove": "remove {party:party} from {post:post}",
    "resign": "resign from {post:post}",
    "suspend from": "suspend {party:party} from {post:post}",
    "reinstate": "reinstate {party:party} to {post:post}",
    "seats": "set {post:body} to {count:size} seats",
    "issue": "issue {units:quantity} {instrument:instrument} to {party:party}",
    "transfer": "transfer {units:quantity} {instrument:instrument} from {from:party} to {to:party}",
    "cancel": "cancel {units:quantity} {instrument:instrument} of {party:party}",
    "adopt": "adopt {document:document}",
    "repeal": "repeal {document:document}",
    "amend": "amend {document:document}",
    "sign": "sign {document:document}",
    "determine": "determine {fact:fact}",
    "call": "call {post:body}",
    "challenge": "challenge {post:body}",
    "announce": "announce {subject:any}",
    "register": "register {act:act}",
    "ratify": "ratify {act:act}",
    "annul": "annul {act:act}",
    "find": "find {act:act} {standing:finding}",
    "decide": "decide {matter:text}",
    "vote": "vote [for {for:party}] in {post:body} [on {deed:deed}]",
    **RULINGS,
    **CONDUCT,
}

GOAL_TEMPLATES: dict[str, str] = {
    "holds": "{party:party} holds {post:post}",
    "has a seat": "{party:party} has a seat in {post:body}",
    "has no seat": "{party:party} has no seat in {post:body}",
    "members": "{post:body} has {count:count} members",
    "seats": "{post:body} has {count:count} seats",
    "vacant": "{post:post} is vacant",
    "suspended": "{party:party} is suspended from {post:post}",
    "units": "{party:party} holds {units:quantity} {instrument:instrument}",
    "determined": "{fact:fact} is determined",
    "in force": "{document:document} is in force",
    "standing": "{act:act} is {standing:standing}",
}

_STANDINGS = ("valid", "voidable", "void", "undetermined")
_PLACE = re.compile(r"\{(\w+):(\w+)\}")
_NAME = r"[^\s]+"
_COUNTED_OBJECT = re.compile(r"[0-9]\S*\s+(.+)")
_PATTERNS = {
    "text": r".+?",
    "deed": r".+",
    "count": r"[0-9][0-9,_]*",
    "size": r"(?:[0-9][0-9,_]*|any)",
    "quantity": r"(?:[0-9]\S*|any)",
    "interim": r"interim",
    "money": r"(?:[0-9]\S*|any|unknown)(?: [A-Z]{3})?",
    "standing": "|".join(_STANDINGS),
    "finding": "valid|voidable|void|any",
}


def _regex(template: str, party: str = _NAME) -> re.Pattern[str]:
    out = []
    patterns = {"party": party, **_PATTERNS}
    for part in re.split(r"(\[[^\]]*\])", template):
        optional = part.startswith("[")
        body = part.strip("[]") if optional else part
        body = _PLACE.sub(lambda m: f"\0{m[1]}:{m[2]}\0", body)
        pieces = body.split("\0")
        for index, piece in enumerate(pieces):
            if index % 2:
                name, kind = piece.split(":")
                pieces[index] = f"(?P<{name}>{patterns.get(kind, _NAME)})"
            else:
                pieces[index] = re.escape(piece).replace(r"\ ", r"\s+")
        joined = "".join(pieces)
        if optional:
            joined = rf"(?:\s*{joined})?"
        out.append(joined)
    return re.compile("".join(out).replace(r"\s+(?:\s*", r"(?:\s+") + r"\s*")


def _kinds(template: str) -> dict[str, str]:
    return dict(_PLACE.findall(template))


_DEEDS = {verb: (_regex(t), _kinds(t)) for verb, t in DEED_TEMPLATES.items()}
_GOALS = {test: (_regex(t), _kinds(t)) for test, t in GOAL_TEMPLATES.items()}
_GOALS_OF_DEEDS = {
    test: (_regex(t, f"{CONCERNED}|{_NAME}"), _kinds(t)) for test, t in GOAL_TEMPLATES.items()
}
_VERBS: dict[str, list[str]] = {}
"""The verbs that a first word can be of: a person is suspended, and a ruling."""
for _verb, _template in DEED_TEMPLATES.items():
    _VERBS.setdefault(_template.split()[0], []).append(_verb)


@dataclass(frozen=True, slots=True)
class Reference:
    """A name inside a deed or goal: what it must name, and where it stands in the text."""

    name: str
    kind: str
    start: int
    end: int

    def shifted(self, by: int) -> Reference:
        """The same name, in a longer text."""
        return Reference(self.name, self.kind, self.start + by, self.end + by)


@cache
def _parts(template: str) -> tuple[tuple[frozenset[str], str], ...]:
    """The parts of a template: the arguments without which one is left out, and its format."""
    out = []
    for part in re.split(r"(\[[^\]]*\])", template):
        needs = frozenset(name for name, _ in _PLACE.findall(part) if part.startswith("["))
        if part.strip():
            out.append((needs, _PLACE.sub(r"{\1}", part.strip("[]")).strip()))
    return tuple(out)


@cache
def _form(template: str, given: tuple[str, ...]) -> str:
    """The format of a sentence with these arguments."""
    return " ".join(form for needs, form in _parts(template) if needs.issubset(given))


def _say(template: str, args: tuple[tuple[str, str], ...]) -> str:
    return _form(template, tuple([name for name, _ in args])).format_map(dict(args))


def _match(
    text: str, pattern: re.Pattern[str], kinds: dict[str, str]
) -> tuple[tuple[tuple[str, str], ...], tuple[Reference, ...]] | Problem | None:
    match = pattern.fullmatch(text)
    if match is None:
        return None
    args = tuple((name, value) for name, value in match.groupdict().items() if value is not None)
    for name, value in args:
        if kinds[name] == "deed":
            inner = parse_deed(value)
            if isinstance(inner, Problem):
                return inner.shifted(match.start(name))
            moved = tuple(r.shifted(match.start(name)) for r in inner[1])
            return args, moved
        problem = _number_problem(kinds[name], value)
        if problem is not None:
            return replace(problem, start=match.start(name), end=match.end(name))
    references = tuple(
        Reference(value, kinds[name], match.start(name), match.end(name))
        for name, value in args
        if kinds[name] not in _PATTERNS and value not in (ANY, CONCERNED)
    )
    return args, references


def _number_problem(kind: str, value: str) -> Problem | None:
    """Say what is wrong with a number inside a deed or goal."""
    if kind in ("count", "size") and value != ANY:
        number = parse_count(value)
        return number if isinstance(number, Problem) else None
    if kind == "quantity" and value != ANY:
        quantity = parse_quantity(value)
        return quantity if isinstance(quantity, Problem) else None
    if kind == "money" and value != ANY:
        amount = parse_quantity(_without_currency(value))
        return amount if isinstance(amount, Problem) else None
    return None


def _without_currency(amount: str) -> str:
    """The number of an amount; a currency after it is that of the book."""
    number, _, currency = amount.rpartition(" ")
    return number if number and currency.isupper() else amount


@lru_cache(maxsize=65536)
def parse_deed(text: str) -> tuple[Deed, tuple[Reference, ...]] | Problem:
    """Read a deed: "appoint murati to openai-inc/ceo as interim"."""
    text = text.strip()
    first = text.split(maxsplit=1)[0] if text else ""
    verbs = _VERBS.get(first, ())
    for verb in verbs:
        found = _match(text, *_DEEDS[verb])
        if isinstance(found, Problem):
            return found
        if found is not None:
            return Deed(verb, found[0]), found[1]
    if verbs:
        return Problem("MB222", f"{quote(text)} is not a deed", f"write {_forms(verbs)}")
    guess = _verb_meant(text)
    hint = f"a deed begins with one of: {', '.join(_VERBS)}"
    if guess:
        hint = f"did you mean {_forms(_VERBS[guess])}?"
    if text == ANY:
        hint = "for any deed at all leave the key out"
    return Problem("MB222", f"{quote(text)} is not a deed", hint)


_WORDS_LOOKED_AT = 20
_SYNONYMS = {
    "dismiss": "remove", "expel": "remove", "fire": "remove", "oust": "remove", "sack": "remove",
    "nominate": "appoint", "name": "appoint", "install": "appoint", "resolve": "decide",
    "sue": "bring", "give": "transfer", "allot": "issue",
}  # fmt: skip
"""Verbs that people write for those of the grammar."""


def _verb_meant(text: str) -> str | None:
    """The verb of a deed that was not understood: among its words, else one like the first."""
    words = [word.strip(".,").lower() for word in text.split()[:_WORDS_LOOKED_AT]]
    for word in words:
        for stem in (word, *(word.removesuffix(end) for end in ("s", "d", "es", "ed", "ing"))):
            found = _SYNONYMS.get(stem, stem)
            if found in _VERBS:
                return found
    return nearest(words[0], list(_VERBS)) if words else None


def _forms(verbs: Iterable[str]) -> str:
    """How the deeds of some verbs are written."""
    return " or ".join(f'"{plain(DEED_TEMPLATES[verb])}"' for verb in verbs)


# Goals that end in fixed words come before those that a name could swallow.
_GOALS_IN_ORDER = (
    *("members", "seats", "has no seat", "has a seat", "vacant", "suspended"),
    *("determined", "in force", "standing", "units", "holds"),
)


@lru_cache(maxsize=4096)
def parse_goal(
    text: str, *, of_deeds: bool = False
) -> tuple[Goal, tuple[Reference, ...]] | Problem:
    """Read a goal: "altman holds openai-inc/ceo", "openai-inc/board has 6 members".

    In a condition `of_deeds` it may speak of the party concerned.
    """
    text = text.strip()
    goals = _GOALS_OF_DEEDS if of_deeds else _GOALS
    for test in _GOALS_IN_ORDER:
        found = _match(text, *goals[test])
        if isinstance(found, Problem):
            return found
        if found is not None:
            return Goal(test, found[0]), found[1]
    forms = ", ".join(f'"{plain(t)}"' for t in GOAL_TEMPLATES.values())
    return Problem("MB223", f"{quote(text)} is not a goal", f"write one of: {forms}")


def plain(template: str) -> str:
    """The template as a person reads it: "remove PARTY from POST"."""
    return _PLACE.sub(lambda m: m[1].upper() if m[2] != "interim" else m[1], template)


def family(verb: str) -> str:
    """The verb under which powers speak of a deed: electing is one way to appoint."""
    return "appoint" if verb == "elect" else verb


def matches(pattern: Deed, deed: Deed) -> bool:
    """Whether a deed falls under a pattern (same verb family, each argument equal or `any`)."""
    if family(pattern.verb) != family(deed.verb):
        return False
    return all(_covers(name, value, deed.get(name)) for name, value in pattern.args)


def shared(pattern: Deed) -> tuple[str, str] | None:
    """An argument that every deed under a pattern has word for word; None if it asks for none."""
    for name, value in pattern.args:
        if name in ("deed", "object", "field") or value == ANY:
            continue
        if name != "matter" or ANY not in value.split():
            return name, value
    return None


def _covers(name: str, pattern: str, value: str | None) -> bool:
    """Whether an argument falls under a pattern; what is about a part is about the whole."""
    if pattern in (ANY, value):
        return True
    if name == "deed" and value is not None:
        return _covers_deed(pattern, value)
    if name == "matter" and value is not None:
        return _covers_words(pattern, value)
    if name not in ("object", "field") or value is None:
        return False
    if name == "object":
        # "100 shares" are shares, unless the pattern counts too.
        counted = _COUNTED_OBJECT.fullmatch(value)
        if counted is not None and _COUNTED_OBJECT.fullmatch(pattern) is None:
            value = counted[1]
    return f"{value}/".startswith(f"{pattern}/")


def _covers_words(pattern: str, value: str) -> bool:
    """Whether a matter in words falls under one in which `any` stands for some of them."""
    words = (r"\S+(?: \S+)*" if word == ANY else re.escape(word) for word in pattern.split())
    return ANY in pattern.split() and re.fullmatch(" ".join(words), value) is not None


def _covers_deed(pattern: str, value: str) -> bool:
    """Whether a deed that a deed is about falls under the one that a pattern is about."""
    inner, told = parse_deed(pattern), parse_deed(value)
    if isinstance(inner, Problem) or isinstance(told, Problem):
        return False
    return matches(inner[0], told[0])
