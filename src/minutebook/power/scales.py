"""Rules over classes of which nothing tells how large they are beside each other.

Whatever their sizes, a share that is met in each class is met in all of them together, and one that
is met in none is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from minutebook.records.rules import AllOf, AnyOf, Base, Narrowing, Plurality, Rule, Share
from minutebook.state.voters import Voter


def class_by_class(rule: Rule, voters: Sequence[Voter], *, each: bool) -> Rule:
    """The rule asked of `each` class alone, or of any, where the classes cannot be added up."""
    unscaled = {v.group for v in voters if v.unscaled and v.group is not None}
    if not unscaled:
        return rule
    match rule:
        case AllOf(rules):
            return AllOf(tuple(class_by_class(r, voters, each=each) for r in rules))
        case AnyOf(rules):
            return AnyOf(tuple(class_by_class(r, voters, each=each) for r in rules))
        case Plurality(measure):
            half = Share(Fraction(1, 2), True, Base(measure, "cast"))
            return class_by_class(half, voters, each=each)
        case Share(_, _, base) if base.measure != "heads":
            part = base.part
            groups = {v.group for v in voters if part is None or v.is_in(part)}
            told = tuple(sorted(g for g in groups - unscaled if g is not None))
            apart = [(g,) for g in sorted(g for g in groups & unscaled if g is not None)]
            scales = [*apart, told] if told else apart
            if len(scales) < 2:
                return rule
            only = part is not None and part.disinterested
            asked = (replace(base, part=Narrowing(scale, only)) for scale in scales)
            parts = tuple(replace(rule, base=one) for one in asked)
            return AllOf(parts) if each else AnyOf(parts)
    return rule
