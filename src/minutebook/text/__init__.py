"""Text with positions: strict YAML, dates, exact numbers, diagnostics and careful edits.

Nothing here knows a kind of record. What a user got wrong comes back as a value: a `Problem`
of one scalar, a `Diagnostic` of a file. `codes.CODES` explains each code in one line.
"""

from minutebook.text.codes import CODES
from minutebook.text.compose import compose
from minutebook.text.diagnostics import Diagnostic, Severity
from minutebook.text.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from minutebook.text.numbers import (
    Money,
    exact_json,
    parse_count,
    parse_exact_json,
    parse_fraction,
    parse_money,
)
from minutebook.text.problem import Problem
from minutebook.text.span import Span
from minutebook.text.when import (
    Interval,
    Relative,
    When,
    as_json,
    at_argument,
    instant,
    parse_moment,
    parse_when,
)

__all__ = [
    "CODES",
    "Diagnostic",
    "Interval",
    "Mapping",
    "Money",
    "Node",
    "Plain",
    "Problem",
    "Relative",
    "Scalar",
    "Sequence",
    "Severity",
    "Span",
    "When",
    "as_json",
    "at_argument",
    "compose",
    "exact_json",
    "instant",
    "parse_count",
    "parse_exact_json",
    "parse_fraction",
    "parse_moment",
    "parse_money",
    "parse_when",
    "plain",
]
