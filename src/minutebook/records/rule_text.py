"""Rules of decision in words: "majority of seats", "at least 2/3 of votes cast in preferred"."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Impossible,
    Measure,
    Number,
    Plurality,
    Population,
    Rule,
    Share,
)
from minutebook.text.numbers import parse_fraction
from minutebook.text.problem import Problem

_POPULATIONS: dict[str, tuple[Measure, Population]] = {
    "seats": ("heads", "seats"),
    "authorised seats": ("heads", "seats"),
    "in office": ("heads", "in office"),
    "members": ("heads", "in office"),
    "members in office": ("heads", "in office"),
    "directors in office": ("heads", "in office"),
    "votes in office": ("votes", "in office"),
    "outstanding": ("votes", "outstanding"),
    "outstanding votes": ("votes", "outstanding"),
    "votes outstanding": ("votes", "outstanding"),
    "outstanding capital": ("capital", "outstanding"),
    "capital": ("capital", "outstanding"),
    "holders": ("heads", "outstanding"),
    "present": ("votes", "present"),
    "votes present": ("votes", "present"),
    "members present": ("heads", "present"),
    "directors present": ("heads", "present"),
    "holders present": ("heads", "present"),
    "capital present": ("capital", "present"),
    "capital represented": ("capital", "present"),
    "present and entitled": ("votes", "entitled present"),
    "votes present and entitled": ("votes", "entitled present"),
    "members present and entitled": ("heads", "entitled present"),
    "cast": ("votes", "cast"),
    "votes cast": ("votes", "cast"),
    "members voting": ("heads", "cast"),
    "capital cast": ("capital", "cast"),
}

_NAMES = "|".join(sorted(map(re.escape, _POPULATIONS), key=len, reverse=True))
_SHARE = re.compile(
    r"(?:(?P<majority>majority|a majority)|(?P<all>all)|"
    r"(?:(?P<cmp>more than|at least)\s+)?(?P<amount>[\d.,_/ ]*\d\s*%?))"
    rf"\s*(?:of\s+)?(?:the\s+)?(?P<population>{_NAMES})(?:\s+in\s+(?P<group>[^\s,]+))?"
)
_CONSENT = re.compile(r"consent of (?P<of>\S+)")
_NUMBER = re.compile(r"(?:(?P<cmp>more than|at least)\s+)?(?P<number>\d+)")

FORMS = (
    "write for example 'majority of seats', 'majority of members present', "
    "'more than 1/2 of votes cast', 'at least 2/3 of outstanding votes', '75% of capital present', "
    "'at least 3 in office', 'all in office', 'consent of PARTY', 'plurality' or 'impossible'"
)


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Rule | Problem:
    """Read a rule of decision in words.

    "majority" is more than one half; a bare fraction is at least it; "A and B" needs both,
    "A or B" either. "unanimous" alone is refused: unanimous of whom decides the answer.
    """
    words = " ".join(text.split())
    for joiner, kind in ((" and ", AllOf), (" or ", AnyOf)):
        parts = _split(words, joiner)
        if len(parts) > 1:
            rules: list[Rule] = []
            for part in parts:
                rule = parse_rule(part)
                if isinstance(rule, Problem):
                    return rule
                rules.append(rule)
            return kind(tuple(rules))
    return _single(words)


def _split(words: str, joiner: str) -> list[str]:
    protected = words.replace("present and entitled", "present\0and\0entitled")
    return [part.replace("\0", " ") for part in protected.split(joiner)]


def _single(words: str) -> Rule | Problem:
    if words == "plurality":
        return Plurality()
    if words in ("impossible", "not possible"):
        return Impossible()
    if words in ("unanimous", "unanimity", "unanimously"):
        return Problem(
            "MB221",
            f"'{words}' does not say of whom",
            "write 'all in office', 'all present', 'all votes cast' or 'all seats'",
        )
    if words in ("majority", "a majority", "simple majority"):
        return Problem(
            "MB221",
            f"'{words}' does not say of what",
            "write 'majority of seats', 'majority in office', 'majority of members present' or "
            "'majority of votes cast'",
        )
    if match := _CONSENT.fullmatch(words):
        return Consent(match["of"])
    if match := _SHARE.fullmatch(words):
        return _share(match)
    if match := _NUMBER.fullmatch(words):
        return Number(Fraction(match["number"]), match["cmp"] == "more than", "heads", "seats")
    return Problem("MB221", f"'{words}' is not a rule of decision", FORMS)


def _share(match: re.Match[str]) -> Rule | Problem:
    measure, population = _POPULATIONS[match["population"]]
    group = match["group"]
    if match["majority"]:
        return Share(Fraction(1, 2), True, Base(measure, population, group))
    if match["all"]:
        return Share(Fraction(1), False, Base(measure, population, group))
    more_than = match["cmp"] == "more than"
    amount = match["amount"].strip()
    if amount.replace(",", "").replace("_", "").isdigit():
        number = Fraction(amount.replace(",", "").replace("_", ""))
        return Number(number, more_than, measure, population, group)
    fraction = parse_fraction(amount)
    if isinstance(fraction, Problem):
        return Problem("MB221", f"'{amount}' is not a share", FORMS)
    if not 0 <= fraction <= 1:
        return Problem("MB221", f"a share of {amount} is not between 0 and 1", FORMS)
    return Share(fraction, more_than, Base(measure, population, group))


def say_rule(rule: Rule) -> str:
    """The rule in plain English, in a form that `parse_rule` reads back."""
    match rule:
        case Share(fraction, more_than, base):
            if fraction == Fraction(1, 2) and more_than:
                return f"majority of {_say_base(base.measure, base.population, base.group)}"
            if fraction == 1:
                return f"all of {_say_base(base.measure, base.population, base.group)}"
            compare = "more than" if more_than else "at least"
            return f"{compare} {fraction} of {_say_base(base.measure, base.population, base.group)}"
        case Number(number, more_than, measure, population, group):
            compare = "more than" if more_than else "at least"
            return f"{compare} {number} of {_say_base(measure, population, group)}"
        case Consent(of):
            return f"consent of {of}"
        case AllOf(rules):
            return " and ".join(map(say_rule, rules))
        case AnyOf(rules):
            return " or ".join(map(say_rule, rules))
        case Plurality():
            return "plurality"
        case Impossible():
            return "impossible"


_SAID: dict[tuple[Measure, Population], str] = {
    ("heads", "seats"): "seats",
    ("heads", "in office"): "members in office",
    ("votes", "in office"): "votes in office",
    ("votes", "outstanding"): "outstanding votes",
    ("capital", "outstanding"): "outstanding capital",
    ("heads", "outstanding"): "holders",
    ("votes", "present"): "votes present",
    ("heads", "present"): "members present",
    ("capital", "present"): "capital present",
    ("votes", "entitled present"): "votes present and entitled",
    ("heads", "entitled present"): "members present and entitled",
    ("votes", "cast"): "votes cast",
    ("heads", "cast"): "members voting",
    ("capital", "cast"): "capital cast",
}


def _say_base(measure: Measure, population: Population, group: str | None) -> str:
    said = _SAID.get((measure, population), f"{measure} {population}")
    return f"{said} in {group}" if group else said
