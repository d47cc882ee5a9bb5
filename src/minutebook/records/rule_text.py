"""Rules of decision in words: "majority of seats", "at least 2/3 of votes cast in preferred"."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from minutebook.records.rule_advice import FORMS, MAJORITY, UNANIMITY, advice
from minutebook.records.rules import (
    AllOf,
    AnyOf,
    Base,
    Consent,
    Cumulative,
    Impossible,
    Limit,
    Measure,
    Narrowing,
    NoObjection,
    Number,
    Opposed,
    Plurality,
    Population,
    Quorate,
    Rule,
    Share,
)
from minutebook.records.words import quote
from minutebook.text.numbers import parse_count, parse_fraction
from minutebook.text.problem import Problem

POPULATIONS: dict[str, tuple[Measure, Population]] = {
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

_NAMES = "|".join(sorted(map(re.escape, POPULATIONS), key=len, reverse=True))
_GROUPS = r"(?:\s+in\s+(?P<groups>[^\s,]+(?:\s\+\s[^\s,]+)*))?"
_SHARE = re.compile(
    r"(?:(?P<majority>majority|a majority)|(?P<all>all)|"
    r"(?:(?P<cmp>more than|at least)\s+)?(?P<amount>[\d.,_/ ]*\d\s*%?))"
    rf"\s*(?:of\s+)?(?:the\s+)?(?P<disinterested>disinterested\s+)?(?P<population>{_NAMES}){_GROUPS}"
)
_OPPOSED = re.compile(
    r"(?P<cmp>at most|no more than|fewer than|less than)\s+(?P<number>[\d.,_/]*\d)"
    rf"(?:\s+(?P<measure>members|votes|capital))?\s+against{_GROUPS}"
)
_VOTES_FOR = re.compile(
    r"(?:(?P<cmp>more than|at least)\s+)?(?P<number>[\d.,_]*\d)\s+votes"
    rf"(?P<for>\s+(?:for|in favour))?{_GROUPS}"
)
_CONSENT = re.compile(r"consent of (?P<of>\S+)")
_NO_OBJECTION = re.compile(r"no objection of (?P<of>\S+)")
_NUMBER = re.compile(r"(?:(?P<cmp>more than|at least)\s+)?(?P<number>\d+)(?: for| in favour)?")

NO_QUORUM = Number(Fraction(0), False, "heads", "seats")
"""`none`: nobody need be there."""


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> Rule | Problem:
    """Read a rule of decision in words.

    "majority" is more than one half; a bare fraction is at least it; "A and B" needs both,
    "A or B" either; "none" needs nobody. What can be read in two ways is refused: "unanimous"
    and "majority" without a base, "and" beside "or".
    """
    words = " ".join(text.split())
    protected = words.replace("present and entitled", "present\0and\0entitled")
    both, either = protected.split(" and "), protected.split(" or ")
    if len(both) > 1 and len(either) > 1:
        hint = "write {any of: [RULE, {all of: [RULE, RULE]}]}, or the other way round"
        return Problem("MB221", '"and" beside "or" can be read in two ways', hint)
    if len(both) == len(either) == 1:
        return _single(words)
    rules: list[Rule] = []
    for part in both if len(both) > 1 else either:
        rule = _single(part.replace("\0", " "))
        if isinstance(rule, Problem):
            return rule
        rules.append(rule)
    return (AllOf if len(both) > 1 else AnyOf)(tuple(rules))


def _single(words: str) -> Rule | Problem:
    if words == "plurality":
        return Plurality()
    if words == "cumulative":
        return Cumulative()
    if words == "a quorum":
        return Quorate()
    if words in ("impossible", "not possible"):
        return Impossible()
    if words == "none":
        return NO_QUORUM
    if words in ("unanimous", "unanimity", "unanimously"):
        return Problem("MB221", f'"{words}" does not say of whom', UNANIMITY)
    if words in ("majority", "a majority", "simple majority"):
        return Problem("MB221", f'"{words}" does not say of what', MAJORITY)
    if match := _CONSENT.fullmatch(words):
        return Consent(match["of"])
    if match := _NO_OBJECTION.fullmatch(words):
        return NoObjection(match["of"])
    if match := _OPPOSED.fullmatch(words):
        return _opposed(match)
    if match := _SHARE.fullmatch(words):
        return _share(match)
    if match := _VOTES_FOR.fullmatch(words):
        return _votes_for(match)
    if match := _NUMBER.fullmatch(words):
        return Number(Fraction(match["number"]), match["cmp"] == "more than", "heads", "seats")
    hint = advice(words, lambda rule: not isinstance(parse_rule(rule), Problem))
    return Problem("MB221", f"{quote(words)} is not a rule of decision", hint)


def _share(match: re.Match[str]) -> Rule | Problem:
    measure, population = POPULATIONS[match["population"]]
    part = _part(match["groups"], disinterested=match["disinterested"] is not None)
    if match["majority"]:
        return Share(Fraction(1, 2), True, Base(measure, population, part))
    if match["all"]:
        return Share(Fraction(1), False, Base(measure, population, part))
    more_than = match["cmp"] == "more than"
    amount = match["amount"].strip()
    number = parse_count(amount)
    if isinstance(number, Fraction) and number.denominator == 1 and "." not in amount:
        return Number(number, more_than, measure, population, part)
    fraction = parse_fraction(amount)
    if isinstance(fraction, Problem):
        return Problem("MB221", f"{quote(amount)} is neither a share nor a number", FORMS)
    if not 0 <= fraction <= 1:
        hint = "write for example 2/3 or 75%; a number of members is a whole number"
        return Problem("MB221", f"a share of {amount} does not lie between 0 and 1", hint)
    return Share(fraction, more_than, Base(measure, population, part))


def _votes_for(match: re.Match[str]) -> Rule | Problem:
    """Read a number of votes in favour; without "for", of a quorum, those present."""
    number = parse_count(match["number"])
    if isinstance(number, Problem):
        return number.shifted(match.start("number"))
    population: Population = "cast" if match["for"] else "present"
    part = _part(match["groups"], disinterested=False)
    return Number(number, match["cmp"] == "more than", "votes", population, part)


def _part(groups: str | None, *, disinterested: bool) -> Narrowing | None:
    if groups is None and not disinterested:
        return None
    return Narrowing(tuple(groups.split(" + ")) if groups else None, disinterested)


def _opposed(match: re.Match[str]) -> Rule | Problem:
    number = parse_fraction(match["number"])
    if isinstance(number, Problem):
        return Problem("MB221", f"{quote(match['number'])} is not a number", FORMS)
    measure: Measure = "heads"
    if match["measure"] in ("votes", "capital"):
        measure = "votes" if match["measure"] == "votes" else "capital"
    base = Base(measure, "cast", _part(match["groups"], disinterested=False))
    return Opposed(number, match["cmp"] in ("fewer than", "less than"), base)


LIMIT_FORM = 'write for example "20% of outstanding votes", "20% of capital" or "100 votes"'
_VOTES = re.compile(r"(?P<number>[\d.,_/]*\d)(?: votes?)?")


@lru_cache(maxsize=1024)
def parse_limit(text: str) -> Limit | Problem:
    """Read up to where votes count: "20% of outstanding votes", "100 votes".

    It reads units, never votes: a limit on a share of the votes cast would move with them.
    """
    words = " ".join(text.split())
    if match := _VOTES.fullmatch(words):
        number = parse_fraction(match["number"])
        return number if isinstance(number, Problem) else Limit(number)
    match = _SHARE.fullmatch(words)
    if match is None or not match["amount"] or match["cmp"] or match["disinterested"]:
        return Problem("MB224", f"{quote(words)} is not a limit on votes", LIMIT_FORM)
    share = _share(match)
    if isinstance(share, Problem):
        return share
    population = POPULATIONS[match["population"]][1]
    if not isinstance(share, Share) or population not in ("outstanding", "in office"):
        message = f"a limit of {words} would move with the votes that it limits"
        return Problem("MB224", message, LIMIT_FORM)
    return Limit(share.fraction, share.base)


def say_limit(limit: Limit) -> str:
    """Say a limit in words; `parse_limit` reads them back."""
    if limit.base is None:
        return f"{limit.amount} votes"
    return f"{limit.amount} of {_say_base(limit.base)}"


def say_rule(rule: Rule) -> str:
    """Say a rule in words.

    `parse_rule` reads them back, but for rules composed of composed ones, whose parts stand in
    parentheses here and as keys and values in a book.
    """
    match rule:
        case Share(fraction, more_than, base):
            if fraction == Fraction(1, 2) and more_than:
                return f"majority of {_say_base(base)}"
            if fraction == 1:
                return f"all of {_say_base(base)}"
            compare = "more than" if more_than else "at least"
            return f"{compare} {fraction} of {_say_base(base)}"
        case Number() if rule == NO_QUORUM:
            return "none"
        case Number(number, more_than, "votes", "cast", part) if not (
            part is not None and part.disinterested
        ):
            compare = "more than" if more_than else "at least"
            return f"{compare} {number} votes for{_say_groups(part)}"
        case Number(number, more_than):
            compare = "more than" if more_than else "at least"
            return f"{compare} {number} of {_say_base(rule.base)}"
        case Opposed(most, fewer_than, base):
            what = "members" if base.measure == "heads" else base.measure
            compare = "fewer than" if fewer_than else "at most"
            return f"{compare} {most} {what} against{_say_groups(base.part)}"
        case NoObjection(of):
            return f"no objection of {of}"
        case Cumulative():
            return "cumulative"
        case Consent(of):
            return f"consent of {of}"
        case AllOf(rules):
            return " and ".join(map(_say_part, rules))
        case AnyOf(rules):
            return " or ".join(map(_say_part, rules))
        case Plurality():
            return "plurality"
        case Quorate():
            return "a quorum"
        case Impossible():
            return "impossible"


def _say_part(rule: Rule) -> str:
    said = say_rule(rule)
    return f"({said})" if isinstance(rule, AllOf | AnyOf) else said


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


def _say_base(base: Base) -> str:
    said = _SAID.get((base.measure, base.population), f"{base.measure} {base.population}")
    if base.part is not None and base.part.disinterested:
        said = f"disinterested {said}"
    return f"{said}{_say_groups(base.part)}"


def _say_groups(part: Narrowing | None) -> str:
    return f" in {' + '.join(part.groups)}" if part is not None and part.groups else ""
