"""The codes of what is lawful in a book and yet a trap, each in one line with what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LINT_CODES: Final[Mapping[str, str]] = {
    "MB301": "Only the holder of a post can complete their own removal.",
    "MB302": "A body that can empty itself, and that nobody else can fill.",
    "MB303": "A threshold that nobody can reach at present.",
    "MB304": "A veto by vacancy: whoever leaves their seats empty stops the body.",
    "MB305": "A norm that a higher rank displaces.",
    "MB306": "A rule that two documents of one rank state differently.",
    "MB307": "Votes that can be bought between the notice of a meeting and the meeting.",
}

LINT_ADVICE: Final[Mapping[str, str]] = {
    "MB301": "Let somebody else register the change, or remove: the body that appoints, or a "
    "second officer.",
    "MB302": "Say who fills the body if it cannot: members, an appointing authority, a court.",
    "MB303": "Fill the seats, lower the threshold, or take the votes in office as its base.",
    "MB304": "Let a quorum fall to those in office once a seat has been empty for some time, or "
    "let somebody else fill it.",
    "MB305": "Remove the norm, or write what the higher document leaves open. Until then the "
    "higher norm holds.",
    "MB306": "Say which yields: `replaces:`, `amends:` or `restates:`, dates, or another rank. "
    "Until then what rests on the rule is a hinge that names both.",
    "MB307": "Give the meeting a `record date:` no later than its notice.",
}
