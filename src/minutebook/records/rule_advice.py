"""What to write instead of a rule of decision that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

FORMS: Final = (
    'write for example "majority of seats", "at least 2/3 of outstanding votes", '
    '"at least 3 in office", "all in office", "consent of PARTY", "no objection of PARTY", '
    '"fewer than 4 against", "plurality", "cumulative", "impossible" or "none"'
)
MAJORITY: Final = (
    'write "majority of seats", "majority in office", "majority of members present" or '
    '"majority of votes cast"'
)
UNANIMITY: Final = 'write "all in office", "all present", "all votes cast" or "all seats"'

_SHARES: Final = {
    "half": "1/2",
    "third": "1/3",
    "quarter": "1/4",
    "two thirds": "2/3",
    "three quarters": "3/4",
    "three fourths": "3/4",
    "two fifths": "2/5",
    "three fifths": "3/5",
    "four fifths": "4/5",
    "nine tenths": "9/10",
}
_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MAJORITIES: Final = ("absolute", "clear", "ordinary", "overall", "qualified", "special")
_BASES: Final = (
    '"seats", "members in office", "members present", "members voting", "votes cast", '
    '"votes present", "outstanding votes" or "capital"'
)
_OF_WHAT = re.compile(
    r"(?:majority|all|(?:more than |at least )?[\d.,/]+ ?%?) of (?:the )?(?P<base>.+)"
)
_BARE = re.compile(r"(?:(?:more than|at least) )?[\d.,]+(?:/\d+|\s*%)")
_SO_MANY_OF = re.compile(r"((?:more than |at least )?\d+) (?:out )?of \d+")


_QUOTES = "“”‘’«»„"
_HALF_AND_ONE = re.compile(r"50 ?% ?\+ ?(?:1|one)(?: vote| share)?|half plus one")
_COMPARED = re.compile(r"(>=|>|≥) ?(.+)")
_COMPARISONS = {">": "more than", ">=": "at least", "≥": "at least"}


def advice(words: str, reads: Callable[[str], bool]) -> str:
    """How a rule that was not understood is written: the rule itself where it can be told.

    Parameters
    ----------
    words : the rule as it was written, with single spaces.
    reads : whether a rule can be read.
    """
    lower = words.lower()
    if lower[:1] in _QUOTES:
        return f"write it without these quotes: {lower.strip(''.join(_QUOTES))}"
    if _HALF_AND_ONE.fullmatch(lower):
        return MAJORITY
    if match := _COMPARED.fullmatch(lower):
        lower = f"{_COMPARISONS[match[1]]} {match[2]}"
        words = lower
        return f'write "{lower}"' if reads(lower) else f'write for example "{lower} of votes cast"'
    if lower in (f"{kind} majority" for kind in _MAJORITIES):
        return MAJORITY
    plain = _in_figures(lower)
    if _BARE.fullmatch(plain):
        return f'say of what: "{plain} of seats", "{plain} of members present", ...'
    if match := _SO_MANY_OF.fullmatch(plain):
        plain = match[1]
    found = next((form for form in (plain, lower) if form != words and reads(form)), None)
    if found is not None:
        return f'write "{found}"'
    if match := _OF_WHAT.fullmatch(plain):
        return f'"{match["base"]}" does not say of what: write {_BASES}'
    return FORMS


def _in_figures(words: str) -> str:
    """Numbers in figures, and no "majority" where a share says how large it is."""
    for said, share in _SHARES.items():
        pattern = rf"\b(?:an? |one[ -])?{said.replace(' ', '[ -]')}\b"
        words = re.sub(pattern, share, words)
    for number, said in enumerate(_NUMBERS, start=2):
        words = re.sub(rf"\b{said}\b", str(number), words)
    return re.sub(r"^(?:an? )?(.*\d\s*%?)[ -](?:super)?majority\b", r"\1", words)
