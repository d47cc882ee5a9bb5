"""Reading a condition: the grammar first, then what each phrase says, then its types.

The tree comes from `condition.lark`; phrases are told apart here, because whether
"2031-01-01" is a date or "20%" a share does not depend on where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias, cast
from zoneinfo import ZoneInfo

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput

from minutebook.text.duration import Duration, parse_duration
from minutebook.text.expression import (
    And,
    Call,
    Compare,
    Condition,
    Expression,
    Mention,
    Not,
    Number,
    Operand,
    Operator,
    Or,
    Ordered,
    Sentence,
    Side,
    Signature,
    Timed,
    Type,
)
from minutebook.text.numbers import Money, parse_count, parse_fraction, parse_money, shorten
from minutebook.text.problem import Problem
from minutebook.text.suggest import nearest
from minutebook.text.when import When, parse_when

LONGEST: Final = 1_000
DEEPEST: Final = 30
_FORMS: Final = 'write tests joined by and, or, not: "paid(ann) >= 13bn USD and before 2031-01-01"'
_SIDES: Final = ("before", "after", "from", "until", "by", "at")
_DATE: Final = re.compile(r"[0-9]{4}(?:-\S*)?")
_AMOUNT: Final = re.compile(r"-?(?:[0-9]|US\$|[€£$]|[A-Z]{3} *-?[0-9]).*")
_ALIKE: Final[Mapping[Type, frozenset[Type]]] = {
    # A bare number beside money is in the currency of the book, and a count may be a share of 1.
    "money": frozenset({"money", "number"}),
    "number": frozenset({"number"}),
    "share": frozenset({"share"}),
    "truth": frozenset(),
}


SentenceReader: TypeAlias = Callable[[str], "tuple[object, tuple[Mention, ...]] | Problem"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions may name: tests and measures by name, and how a plain sentence is read."""

    calls: Mapping[str, Signature]
    sentence: SentenceReader


class _Refused(Exception):  # noqa: N818 - carries a problem out of the walk; never leaves here
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@cache
def _grammar() -> Lark:
    return Lark.open("condition.lark", rel_to=__file__, parser="lalr", propagate_positions=True)


def parse_condition(
    written: str, vocabulary: Vocabulary, zone: ZoneInfo, currency: str | None = None
) -> tuple[Condition, tuple[Mention, ...]] | Problem:
    """Read a condition; typed in full, so that evaluating it cannot fail.

    Amounts without a currency are in `currency`. The names that it mentions come with it, for
    whoever knows which names there are.
    """
    if len(written) > LONGEST:
        message = f"a condition of {len(written):,} characters is too long"
        return Problem("MB160", message, f"write at most {LONGEST:,} characters")
    try:
        tree = _grammar().parse(written)
    except UnexpectedInput as error:
        return _syntax(written, error)
    reader = _Reader(written, vocabulary, zone, currency)
    try:
        expression = reader.expression(cast("Tree[Token]", tree.children[0]), 0)
    except _Refused as refused:
        return refused.problem
    return Condition(written, expression), tuple(reader.mentions)


def _syntax(written: str, error: UnexpectedInput) -> Problem:
    at = error.pos_in_stream
    start = len(written) if at is None or at < 0 else at
    token = getattr(error, "token", None)
    if isinstance(error, UnexpectedCharacters):
        message = f"{shorten(written[start : start + 1])} cannot stand in a condition"
        return Problem("MB160", message, _FORMS, start, start + 1)
    if token is None or not str(token):
        return Problem("MB160", "the condition breaks off", _FORMS, start)
    message = f"{shorten(str(token))} cannot stand here"
    return Problem("MB160", message, _FORMS, start, start + len(str(token)))


@dataclass(slots=True)
class _Phrase:
    """Words, or a quoted text, and where they stand."""

    text: str
    start: int
    end: int
    quoted: bool = False


@dataclass(slots=True)
class _Reader:
    written: str
    vocabulary: Vocabulary
    zone: ZoneInfo
    currency: str | None
    mentions: list[Mention] = field(default_factory=list)

    def expression(self, tree: Tree[Token], depth: int) -> Expression:
        if depth > DEEPEST:
            self._refuse("MB160", "brackets are nested too deeply", "name parts as norms", tree)
        parts = [c for c in tree.children if isinstance(c, Tree)]
        match tree.data:
            case "conjunction" | "disjunction":
                kind = And if tree.data == "conjunction" else Or
                read = tuple(self.expression(part, depth + 1) for part in parts)
                return read[0] if len(read) == 1 else kind(read)
            case "negated":
                return Not(self.expression(parts[0], depth + 1))
        return self._comparison(tree, parts)

    def _comparison(self, tree: Tree[Token], parts: list[Tree[Token]]) -> Expression:
        if len(parts) == 1:
            return self._test(parts[0])
        left, right = (self._operand(part) for part in parts)
        operator = next(str(c) for c in tree.children if isinstance(c, Token))
        if not _comparable(left, right):
            message = f"{_what(left)} and {_what(right)} cannot be compared"
            self._refuse("MB161", message, "compare money with money, a share with 20%", tree)
        return Compare(left, cast("Operator", operator), right)

    # -- what one side says

    def _test(self, tree: Tree[Token]) -> Expression:
        if tree.data == "call":
            call = self._call(tree)
            if call.type != "truth":
                message = f"{shorten(self._part(tree))} is {_what(call)}, not a test"
                self._refuse("MB161", message, f"compare it: {self._part(tree)} >= 1", tree)
            return call
        phrase = self._phrase(tree)
        if not phrase.quoted:
            timed = self._timed(phrase) or self._ordered(phrase)
            if timed is not None:
                return timed
        return self._sentence(phrase)

    def _sentence(self, phrase: _Phrase) -> Sentence:
        found = self.vocabulary.sentence(phrase.text)
        if isinstance(found, Problem):
            raise _Refused(found.shifted(phrase.start))
        meaning, mentions = found
        self.mentions.extend(
            Mention(m.name, m.kind, m.start + phrase.start, m.end + phrase.start) for m in mentions
        )
        return Sentence(phrase.text, meaning)

    def _operand(self, tree: Tree[Token]) -> Operand:
        if tree.data == "call":
            call = self._call(tree)
            if call.type == "truth":
                message = f"{shorten(self._part(tree))} is a test: it is true or not"
                self._refuse("MB161", message, "write it by itself, without a comparison", tree)
            return call
        phrase = self._phrase(tree)
        number = self._number(phrase.text)
        if isinstance(number, Problem):
            raise _Refused(_within(number.shifted(phrase.start), phrase))
        return number

    def _number(self, text: str) -> Number | Problem:
        if "%" in text or "/" in text:
            share = parse_fraction(text)
            return share if isinstance(share, Problem) else Number(share, "share")
        if _AMOUNT.fullmatch(text) is None:
            hint = "write 13bn USD, 20%, 1,000 or a measure such as paid(ann)"
            return Problem("MB161", f"{shorten(text)} is not an amount", hint)
        count = parse_count(text)
        if not isinstance(count, Problem):
            return Number(count, "number")
        money = parse_money(text, self.currency)
        if isinstance(money, Money):
            return Number(money.amount, "money", money.currency)
        return money

    def _call(self, tree: Tree[Token]) -> Call:
        name, *rest = (cast("Tree[Token]", c) for c in tree.children if c is not None)
        phrase = self._phrase(name)
        signature = self.vocabulary.calls.get(phrase.text)
        if signature is None:
            known = tuple(self.vocabulary.calls)
            guess = nearest(phrase.text, known)
            hint = f'did you mean "{guess}"?' if guess else f"one of: {', '.join(sorted(known))}"
            message = f"{shorten(phrase.text)} is not a test or a measure"
            raise _Refused(Problem("MB162", message, hint, phrase.start, phrase.end))
        args = [self._phrase(cast("Tree[Token]", a.children[0])) for a in rest]
        least = len(signature.args) - signature.optional
        if not least <= len(args) <= len(signature.args):
            wanted = ", ".join(kind.upper() for kind in signature.args)
            hint = f"write {phrase.text}({wanted})"
            self._refuse("MB162", f'"{phrase.text}" takes {len(signature.args)}', hint, tree)
        says, kinds = said(signature, len(args))
        texts = tuple(self._argument(a, k) for a, k in zip(args, kinds, strict=False))
        return Call(phrase.text, texts, says.format(*texts), signature.type)

    def _argument(self, phrase: _Phrase, kind: str) -> str:
        if kind == "duration":
            found = parse_duration(phrase.text)
            if isinstance(found, Problem):
                raise _Refused(_within(found.shifted(phrase.start), phrase))
        else:
            self.mentions.append(Mention(phrase.text, kind, phrase.start, phrase.end))
        return phrase.text

    # -- dates

    def _timed(self, phrase: _Phrase) -> Timed | None:
        words = phrase.text.split(" ")
        window = words[0] == "within"
        side = words[-2] if len(words) > 1 else ""
        if side not in _SIDES or (len(words) == 3 and not window):
            return None
        if len(words) == 2 and not window:
            anchor = self._anchor(words[1], phrase)
            return Timed(cast("Side", side), anchor, None, False, phrase.text)
        if side not in ("before", "after"):
            return None
        written = " ".join(words[1:-2] if window else words[:-2])
        distance = parse_duration(written)
        if isinstance(distance, Problem):
            at = phrase.start + (len("within ") if window else 0)
            raise _Refused(_within(distance.shifted(at), phrase))
        anchor = self._anchor(words[-1], phrase)
        return Timed(cast("Side", side), anchor, distance, window, phrase.text)

    def _ordered(self, phrase: _Phrase) -> Timed | Ordered | None:
        words = phrase.text.split(" ")
        if len(words) == 3 and words[1] in _SIDES:
            self._mention(words[0], phrase.start)
            return Ordered(words[0], cast("Side", words[1]), self._anchor(words[2], phrase))
        if len(words) == 4 and words[2] in ("before", "after"):
            distance: Duration | Problem = parse_duration(" ".join(words[:2]))
            if isinstance(distance, Duration):
                side = cast("Side", words[2])
                return Timed(side, self._anchor(words[3], phrase), distance, False, phrase.text)
        return None

    def _anchor(self, word: str, phrase: _Phrase) -> When | str:
        start = phrase.end - len(word)
        if _DATE.fullmatch(word):
            when = parse_when(word, self.zone)
            if isinstance(when, Problem):
                raise _Refused(_within(when.shifted(start), phrase))
            return when
        self._mention(word, start)
        return word

    def _mention(self, name: str, start: int) -> None:
        self.mentions.append(Mention(name, "any", start, start + len(name)))

    # -- places

    def _phrase(self, tree: Tree[Token]) -> _Phrase:
        tokens = [cast("Token", child) for child in tree.children]
        start, end = tokens[0].start_pos or 0, tokens[-1].end_pos or 0
        if tree.data == "quoted":
            return _Phrase(str(tokens[0])[1:-1], start + 1, end - 1, quoted=True)
        return _Phrase(" ".join(self.written[start:end].split()), start, end)

    def _part(self, tree: Tree[Token]) -> str:
        return self.written[tree.meta.start_pos : tree.meta.end_pos]

    def _refuse(self, code: str, message: str, hint: str, tree: Tree[Token]) -> None:
        raise _Refused(Problem(code, message, hint, tree.meta.start_pos, tree.meta.end_pos))


def said(signature: Signature, count: int) -> tuple[str, tuple[str, ...]]:
    """The plain English and the kinds of a test or measure with so many arguments."""
    if count < len(signature.args):
        return signature.says, signature.args
    return signature.says_all or signature.says, signature.args_all or signature.args


def _within(problem: Problem, phrase: _Phrase) -> Problem:
    """Let a problem without an end of its own end with the phrase."""
    end = phrase.end if problem.end is None else problem.end
    return Problem(problem.code, problem.message, problem.hint, problem.start, end)


def _comparable(left: Operand, right: Operand) -> bool:
    """Whether two sides are of one kind; a bare number may stand for money."""
    if isinstance(left, Number) and isinstance(right, Call):
        left, right = right, left
    if isinstance(right, Number):
        return right.type in _ALIKE[left.type]
    return left.type == right.type


def _what(operand: Operand) -> str:
    words = {"money": "an amount of money", "number": "a number", "share": "a share"}
    return words.get(operand.type, "a test")
