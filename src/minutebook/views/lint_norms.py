"""Norms that a higher rank displaces: they stand in a document, and something else holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from minutebook.records import nouns
from minutebook.records.deeds import Deed, matches
from minutebook.records.nouns import Force
from minutebook.records.rule_text import say_rule
from minutebook.records.rules import Rule
from minutebook.state.index import Bound
from minutebook.state.ladder import SHORT_FORM_RANK, asks_no_more, force_of, rank_of
from minutebook.state.state import State
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.span import Span

_ASPECTS: Final = ("decides", "quorum", "without meeting", "proxies", "target votes")
_Said: TypeAlias = Rule | str


@dataclass(frozen=True, slots=True)
class _Line:
    """What a document, or a short form, says of one body on one aspect or deed."""

    name: str
    about: str
    holder: str
    deed: Deed | None
    said: _Said | None
    rank: int
    force: Force
    span: Span


def displaced_norms(state: State) -> Iterator[Diagnostic]:
    """Norms in force whose words have no effect beside those of a higher rank."""
    lines = [*_norms(state), *_short_forms(state)]
    for low in lines:
        for high in lines:
            if high.rank < low.rank and high.holder == low.holder and _covers(high, low):
                reason = _reason(high, low)
                if reason is not None:
                    message = f"{low.name} has no effect: {high.name} {reason}"
                    hint = "remove it, or write what the higher document leaves open"
                    yield Diagnostic("MB305", "warning", low.span, message, hint, (high.span,))
                    break


def _norms(state: State) -> Iterator[_Line]:
    for modality in (*_ASPECTS, "can", "cannot"):
        for bound in state.index.norms.get(modality, ()):
            plain = bound.norm.when is None and bound.norm.unless is None
            if bound.holder is None or bound.document.rank == "contract" or not plain:
                continue
            if state.norm_state(bound, state.now) == "in force":
                yield _line(state, bound)


def _line(state: State, bound: Bound) -> _Line:
    norm = bound.norm
    said = state.pick(norm.by) or state.pick(norm.value)
    assert bound.holder is not None
    return _Line(norm.id, norm.modality, bound.holder, bound.deed, said, rank_of(bound.document),
                 force_of(norm, bound.document), norm.span)  # fmt: skip


def _short_forms(state: State) -> Iterator[_Line]:
    """What bodies say of themselves, which has the rank of a bylaw."""
    for body in state.book.of(nouns.Body):
        values: tuple[tuple[str, _Said | None], ...] = (
            ("decides", state.pick(body.decides)),
            ("quorum", state.pick(body.quorum)),
            ("without meeting", state.pick(body.without_meeting)),
            ("proxies", state.pick(body.proxies)),
            ("target votes", state.pick(body.target_votes)),
        )
        for aspect, said in values:
            if said is not None:
                name = f"{body.id}, '{aspect}'"
                yield _Line(
                    name, aspect, body.id, None, said, SHORT_FORM_RANK, "default", body.span
                )


def _covers(high: _Line, low: _Line) -> bool:
    """Whether the higher norm speaks of all that the lower one speaks of."""
    if (high.about, low.about) != ("cannot", "can") and high.about != low.about:
        return False
    if high.deed is None:
        return low.deed is None or high.about in _ASPECTS or high.about == "cannot"
    return low.deed is not None and matches(high.deed, low.deed)


def _reason(high: _Line, low: _Line) -> str | None:
    """Why the lower norm has no effect; None if it has one."""
    if (high.about, low.about) == ("cannot", "can"):
        return "takes that power away" if high.force == "mandatory" else None
    if high.about in ("can", "cannot") or high.said is None or low.said == high.said:
        return None
    if high.force == "mandatory":
        return f"says {_say(high.said)}, and cannot be changed"
    if isinstance(high.said, str) or isinstance(low.said, str) or low.said is None:
        return None
    if high.force == "floor" and asks_no_more(low.said, high.said):
        return f"asks for {say_rule(high.said)} at least"
    if high.force == "ceiling" and asks_no_more(high.said, low.said):
        return f"asks for {say_rule(high.said)} at most"
    return None


def _say(said: _Said) -> str:
    return said if isinstance(said, str) else say_rule(said)
