"""Conditions with other names in them: of a person in place of the party concerned, of roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from minutebook.records.conditions import TESTS, Guard
from minutebook.records.deeds import Goal
from minutebook.text.condition import said
from minutebook.text.expression import (
    And,
    Call,
    Compare,
    Condition,
    Expression,
    Leaf,
    Not,
    Number,
    Or,
    Reworded,
    Sentence,
)


def renamed(guard: Guard | None, names: Mapping[str, str]) -> Guard | None:
    """The same condition, in which each of those names stands for another."""
    if guard is None or not names:
        return guard
    if isinstance(guard, Goal):
        return _goal(guard, names)
    return Condition(guard.written, mapped(guard.expression, names))


def mapped(expression: Expression, names: Mapping[str, str]) -> Expression:
    """The same expression, in which each of those names stands for another."""
    match expression:
        case Reworded(words, part):
            return Reworded(leaf_with(words, names), mapped(part, names))
        case Not(part):
            return Not(mapped(part, names))
        case And(parts):
            return And(tuple(mapped(part, names) for part in parts))
        case Or(parts):
            return Or(tuple(mapped(part, names) for part in parts))
    return leaf_with(expression, names)


def leaf_with(leaf: Leaf, names: Mapping[str, str]) -> Leaf:
    """The same test of another party."""
    match leaf:
        case Sentence(_, Goal() as goal):
            meant = _goal(goal, names)
            return leaf if meant == goal else Sentence(str(meant), meant)
        case Compare(left, operator, right):
            return Compare(_operand(left, names), operator, _operand(right, names))
        case Call():
            return _call(leaf, names)
    return leaf


def _goal(goal: Goal, names: Mapping[str, str]) -> Goal:
    return replace(goal, args=tuple((key, names.get(value, value)) for key, value in goal.args))


def _operand(operand: Call | Number, names: Mapping[str, str]) -> Call | Number:
    return operand if isinstance(operand, Number) else _call(operand, names)


def _call(call: Call, names: Mapping[str, str]) -> Call:
    args = tuple(names.get(arg, arg) for arg in call.args)
    if args == call.args:
        return call
    says, _ = said(TESTS[call.name], len(args))
    return replace(call, args=args, says=says.format(*args))
