"""The votes of an act: who chose what, one key at a time, joined into ballots."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from minutebook.records.ballots import HINT, Part, ballot_of, parse_part
from minutebook.records.context import INVALID, SCALAR, Context, FieldType, Schema
from minutebook.records.fields import (
    HOLDERS,
    PARTY,
    FractionType,
    ListOf,
    MapOf,
    OneOf,
    QuantityType,
    Ref,
    use_key,
)
from minutebook.records.nouns import Ballot, Choice, Support
from minutebook.records.values import Value
from minutebook.records.words import quote
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.numbers import Quantity
from minutebook.text.problem import Problem

CHOICES: Final[tuple[Choice, ...]] = ("for", "against", "abstain", "not voting", "absent")


class ChoiceType(FieldType):
    """The voters who made one choice, or their number."""

    says = "the voters, as a list, with numbers of votes, or how many there were"
    hint = "write [altman, brockman], [altman, 60 of smith, 5 others], or a number"

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    def _read(self, ctx: Context, node: Node) -> Any:
        if isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        items = node.items if isinstance(node, SequenceNode) else (node,)
        told = [(item, _part(ctx, item)) for item in items]
        if all(part is None for _, part in told):
            return self._named(ctx, node)
        parts = [(item, part) for item, part in told if isinstance(part, Part)]
        names = [_VOTER.read(ctx, item) for item, part in told if part is None]
        if INVALID in names or any(part is INVALID for _, part in told):
            return INVALID
        counts = Counter([*names, *(part.of for _, part in parts)])
        again = next((item for item, part in parts if counts[part.of] > 1), None)
        if again is not None:
            return _told_twice(ctx, again, f'"{self.choice}" tells two numbers of the same votes')
        return ballot_of(self.choice, names, [part for _, part in parts])

    def _named(self, ctx: Context, node: Node) -> Any:
        found = _voters(ctx, node)
        if found is INVALID:
            return INVALID
        if isinstance(found, Quantity):
            return Ballot({}, {self.choice: found})
        twice = next((name for name, n in Counter(found).items() if n > 1), None)
        if twice is not None:
            message = f'{quote(twice)} stands twice under "{self.choice}"'
            return _told_twice(ctx, node, message)
        return Ballot(dict.fromkeys(found, self.choice))

    def _schema(self) -> Schema:
        return _VOTERS.schema()


_VOTER = Ref(HOLDERS)
_VOTERS = ListOf(_VOTER)
"""Parties, and the bodies and posts whose own consent a rule asks for."""
_QUANTITY = QuantityType()
_COUNT_WORDS = ("at least ", "at most ", "more than ", "less than ")


def _part(ctx: Context, node: Node) -> Any:
    """Read an entry that tells a number of votes; None if it is something else."""
    part = parse_part(node.text) if isinstance(node, Scalar) else None
    if part is None:
        return None
    assert isinstance(node, Scalar)
    if isinstance(part, Problem):
        return ctx.problem(node, part)
    if part.of is not None:
        ctx.use(part.of, (*HOLDERS, "instrument"), node, part.start)
    return part


def _told_twice(ctx: Context, node: Node, message: str) -> Any:
    hint = "name each voter once, with all their votes, or with a number of them"
    ctx.report("MB252", node, message, hint)
    return INVALID


def _voters(ctx: Context, node: Node) -> Any:
    """Read the names of voters, or how many there were."""
    if isinstance(node, Scalar) and (
        node.text[:1].isdigit() or node.text.startswith(_COUNT_WORDS) or node.text == "unknown"
    ):
        return _QUANTITY.read(ctx, node)
    return _VOTERS.read(ctx, node)


class ProxiesType(FieldType):
    """Who votes for whom: the one who gives the proxy, then the one who holds it."""

    says = "GIVER: HOLDER pairs"
    hint = "write {toner: dangelo} where dangelo votes for toner"

    def __init__(self) -> None:
        self.pairs = MapOf(Ref(PARTY), use_key(*PARTY), hint=self.hint)

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        return Ballot({}, {}, self.pairs.read(ctx, node))

    def _schema(self) -> Schema:
        return {"type": "object", "additionalProperties": dict(SCALAR)}


class RecusedType(FieldType):
    """Who took no part in a matter because they have an interest in it."""

    says = "those who are recused, as a list"
    hint = "write [altman, brockman]"

    def _read(self, ctx: Context, node: Node) -> Any:
        found = _VOTERS.read(ctx, node)
        return INVALID if found is INVALID else Ballot({}, recused=tuple(found))

    def _schema(self) -> Schema:
        return _VOTERS.schema()


class CandidatesType(FieldType):
    """Candidates, each with a number of votes, who voted for them, or VOTER: VOTES pairs."""

    says = "CANDIDATE: VOTES pairs, the votes as a number, as voters, or as VOTER: VOTES pairs"
    hint = "write {toner: 40, dangelo: [altman, brockman], murati: {altman: 300}}"

    def __init__(self) -> None:
        self.by_voter = MapOf(FractionType(unknown=False), use_key(*PARTY), hint=self.hint)

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        out: dict[str, Support] = {}
        for key, item in node.entries:
            ctx.use(key.text, PARTY, key)
            if isinstance(item, MappingNode):
                given = self.by_voter.read(ctx, item)
                found = INVALID if given is INVALID else Support(None, given)
            else:
                voters = _voters(ctx, item)
                found = voters if voters is INVALID else _support(voters)
            if found is INVALID:
                return INVALID
            out[key.text] = found
        return out

    def _schema(self) -> Schema:
        one = {"anyOf": [_VOTERS.schema(), self.by_voter.schema()]}
        return {"type": "object", "additionalProperties": one}


def _support(voters: Any) -> Support:
    if isinstance(voters, Quantity):
        return Support(voters)
    return Support(None, dict.fromkeys(voters))


class OthersType(OneOf):
    """How all other voters chose."""

    def __init__(self) -> None:
        super().__init__(CHOICES)

    def _parse(self, ctx: Context, node: Scalar) -> Any:
        choice = super()._parse(ctx, node)
        return INVALID if choice is INVALID else Ballot({}, {}, {}, choice)


class BallotType(FieldType):
    """A whole vote as keys and values: for, against, ..., others, proxies."""

    says = "votes: for, against, abstain, not voting, absent, others, recused, proxies"
    hint = "write {for: [toner], others: not voting}"

    def __init__(self) -> None:
        self.parts: dict[str, FieldType] = {
            **{choice: ChoiceType(choice) for choice in CHOICES},
            "others": OthersType(),
            "recused": RecusedType(),
            "proxies": ProxiesType(),
        }

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        parts: list[tuple[Scalar, Ballot]] = []
        for key, item in node.entries:
            reader = self.parts.get(key.text)
            if reader is None:
                ctx.unknown_key(key, "vote", tuple(self.parts))
                continue
            part = reader.read(ctx, item)
            if part is not INVALID:
                parts.append((key, part))
        return join_ballots(ctx, parts)

    def _schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {name: part.schema() for name, part in self.parts.items()},
            "additionalProperties": False,
        }


def join_ballots(ctx: Context, parts: list[tuple[Scalar, Ballot]]) -> Ballot:
    """Join the parts of one vote, each with its key; a voter named under two is reported."""
    whole = Ballot({})
    for key, part in parts:
        _report_second_choice(ctx, key, whole, part)
        whole = whole.joined(part)
    return whole


def _report_second_choice(ctx: Context, key: Scalar, before: Ballot, part: Ballot) -> None:
    """Report whoever is given two choices, or the same votes that are told by two numbers."""
    choices = before.choices
    both = [voter for voter, choice in part.choices.items() if choices.get(voter, choice) != choice]
    if both:
        first, second = choices[both[0]], part.choices[both[0]]
        message = f'{quote(both[0])} stands under "{first}" and under "{second}"'
        hint = f"keep one of them; where the votes were split, write how many: 60 of {both[0]}"
        ctx.report("MB252", key, message, hint)
        return
    wholly = [*(choices.keys() & part.split.keys()), *(before.split.keys() & part.choices.keys())]
    if wholly:
        message = f"{quote(min(wholly))} votes here with all votes and there with a number of them"
        ctx.report("MB252", key, message, HINT)
        return
    twice = [choice for choice in part.tally if choice in before.tally]
    if twice:
        message = f'how many chose "{twice[0]}" is told twice'
        ctx.report("MB252", key, message, "keep one of the two numbers")


def assemble_act(ctx: Context, node: MappingNode, values: dict[str, Any]) -> None:
    """Join the votes that are plain into one ballot; those that hang on a reading stay apart."""
    plain: list[tuple[Scalar, Ballot]] = []
    open_parts: list[tuple[Scalar, Value[Ballot]]] = []
    for key, _ in node.entries:
        part = values.pop(key.text, None) if key.text in BALLOT_KEYS else None
        if isinstance(part, Ballot):
            plain.append((key, part))
        elif isinstance(part, Value):
            open_parts.append((key, part))
    ballot = join_ballots(ctx, plain)
    for key, value in open_parts:
        for alternative in value.by.values():
            _report_second_choice(ctx, key, ballot, alternative)
    values["ballot"] = ballot
    values["more_ballots"] = tuple(value for _, value in open_parts)
    deeds = values.pop("effect", ())
    values["effects"] = tuple(deed for deed, _ in deeds)
    values["effect_spans"] = tuple(span for _, span in deeds)


BALLOT_KEYS: Final = frozenset((*CHOICES, "others", "recused", "proxies", "votes of others"))
