"""Text with positions: strict YAML, dates, exact numbers, diagnostics and careful edits.

Nothing here knows a kind of record. What a user got wrong comes back as a value: a `Problem`
of one scalar, a `Diagnostic` of a file. `codes.CODES` explains each code in one line.
"""

from minutebook.text.codes import CODES
from minutebook.text.compose import compose
from minutebook.text.diagnostics import Diagnostic, Severity
from minutebook.text.duration import Duration, parse_duration
from minutebook.text.lines import line_starts, position, split_lines
from minutebook.text.nodes import Mapping, Node, Plain, Scalar, Sequence, plain
from minutebook.text.numbers import (
    UNKNOWN,
    Money,
    Quantity,
    exact_json,
    exactly,
    parse_count,
    parse_exact_json,
    parse_fraction,
    parse_money,
    parse_quantity,
)
from minutebook.text.problem import Problem
from minutebook.text.render import render, to_json, visible
from minutebook.text.say import say_duration, say_fraction, say_money, say_number, say_when
from minutebook.text.span import Span
from minutebook.text.splice import Edit, append_record, apply, digest, splice_file
from minutebook.text.suggest import nearest
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
    "UNKNOWN",
    "Diagnostic",
    "Duration",
    "Edit",
    "Interval",
    "Mapping",
    "Money",
    "Node",
    "Plain",
    "Problem",
    "Quantity",
    "Relative",
    "Scalar",
    "Sequence",
    "Severity",
    "Span",
    "When",
    "append_record",
    "apply",
    "as_json",
    "at_argument",
    "compose",
    "digest",
    "exact_json",
    "exactly",
    "instant",
    "line_starts",
    "nearest",
    "parse_count",
    "parse_duration",
    "parse_exact_json",
    "parse_fraction",
    "parse_moment",
    "parse_money",
    "parse_quantity",
    "parse_when",
    "plain",
    "position",
    "render",
    "say_duration",
    "say_fraction",
    "say_money",
    "say_number",
    "say_when",
    "splice_file",
    "split_lines",
    "to_json",
    "visible",
]
