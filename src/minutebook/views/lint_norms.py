"""Norms in force that have no effect, or that say differently what another of their rank says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeAlias

from minutebook.records import nouns
from minutebook.records.deeds import Deed
from minutebook.records.rules import Rule
from minutebook.state.authority import covers
from minutebook.state.index import Bound
from minutebook.state.ladder import (
    SHORT_FORM_RANK,
    Limits,
    limits_of,
    rank_name,
    rank_of,
    refusal,
    say,
)
from minutebook.state.state import State
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.span import Span

_ASPECTS: Final = ("decides", "quorum", "without meeting", "proxies", "target votes")
_PROCEDURE: Final = (
    "notice",
    "business",
    "waiver",
    "short notice",
    "quorum lasts",
    "absent votes",
    "hearing",
    "proposal",
    "written consent",
    "notice afterwards",
)
_BARS: Final = ("cannot", "must not")
_Said: TypeAlias = Rule | str


@dataclass(frozen=True, slots=True)
class _Line:
    """What a document, or a short form, says of one holder on one aspect or deed."""

    name: str
    about: str
    holder: str
    deed: Deed | None
    said: _Said | None
    rank: int
    limits: Limits
    span: Span
    document: str | None = None
    form: str | None = None
    despite: tuple[str, ...] = ()


def displaced_norms(state: State) -> Iterator[Diagnostic]:
    """Norms in force whose words have no effect beside those of a higher rank."""
    for low, high, reason in _without_effect(state):
        message = f"{low.name} has no effect: {high.name} {reason}"
        hint = "remove it, or write what the higher document leaves open"
        yield Diagnostic("MB305", "warning", low.span, message, hint, (high.span,))


def invalid_norms(state: State) -> frozenset[str]:
    """The ids of norms in force that are invalid, by norms of a higher rank on the same matter."""
    return frozenset(low.name for low, _, _ in _without_effect(state) if low.document is not None)


def _without_effect(state: State) -> Iterator[tuple[_Line, _Line, str]]:
    """Each norm without effect, with the one that holds in its place and the reason."""
    for lines in _by_holder(state):
        for low in lines:
            for high in lines:
                reason = _reason(state, high, low) if high.rank < low.rank else None
                if reason is not None:
                    yield low, high, reason
                    break


def _by_holder(state: State) -> Iterable[list[_Line]]:
    found: dict[str, list[_Line]] = {}
    for line in (*_norms(state), *_short_forms(state)):
        found.setdefault(line.holder, []).append(line)
    return found.values()


def rules_that_differ(state: State) -> Iterator[Diagnostic]:
    """Norms of one rank, from two documents, that say different things of one matter."""
    for a, b in (pair for lines in _by_holder(state) for pair in combinations(lines, 2)):
        same = (a.rank, a.about, a.deed, a.form) == (b.rank, b.about, b.deed, b.form)
        if not same or a.said is None or b.said is None or a.said == b.said:
            continue
        if a.document is not None and a.document == b.document:
            continue
        message = (
            f"{b.name} says {say(b.said)} and {a.name} says {say(a.said)}: both are of rank "
            f"{rank_name(a.rank)}"
        )
        hint = "say which yields: replaces, amends or restates, dates, or another rank"
        yield Diagnostic("MB306", "warning", b.span, message, hint, (a.span,))


def procedures_that_differ(state: State) -> Iterator[Diagnostic]:
    """Rules of procedure of one rank, from two documents, that say different things of one matter.

    Both hold, the stricter with the other; whoever reads one document alone reads the wrong rule.
    Rules that each name their own means are alternatives.
    """
    for subject in _PROCEDURE:
        held = [b for b in state.index.norms.get(subject, ()) if _plainly_in_force(state, b)]
        for a, b in combinations(held, 2):
            if a.document.id == b.document.id or _matter(a) != _matter(b):
                continue
            if _says(state, a) == _says(state, b) or (a.norm.via and b.norm.via):
                continue
            message = (
                f"{b.norm.id} and {a.norm.id} say different things of {subject} of {a.holder}: "
                f"both are of rank {rank_name(rank_of(a.document))}, and both hold"
            )
            hint = "say it in one of them, or which yields: replaces, amends or restates, dates"
            yield Diagnostic("MB306", "warning", b.norm.span, message, hint, (a.norm.span,))


def _plainly_in_force(state: State, bound: Bound) -> bool:
    norm = bound.norm
    plain = norm.when is None and norm.unless is None and bound.holder is not None
    return (
        plain
        and bound.document.rank != "contract"
        and state.norm_state(bound, state.now) == "in force"
    )


def _matter(bound: Bound) -> tuple[object, ...]:
    """What a rule of procedure is about: two of one matter and rank meet."""
    norm = bound.norm
    return (bound.holder, bound.deed, norm.meetings, norm.counterparty, rank_of(bound.document))


def _says(state: State, bound: Bound) -> tuple[object, ...]:
    norm = bound.norm
    said = (
        state.pick(norm.by),
        state.pick(norm.value),
        norm.at_least,
        norm.at_most,
        norm.runs_from,
    )
    return (*said, frozenset(norm.ways or ()), frozenset(norm.via))


def _norms(state: State) -> Iterator[_Line]:
    for modality in (*_ASPECTS, "can", *_BARS):
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
    return _Line(
        norm.id, norm.modality, bound.holder, bound.deed, said, rank_of(bound.document),
        limits_of(norm, bound.document), norm.span, bound.document.id, norm.form, norm.despite,
    )  # fmt: skip


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
                    name, aspect, body.id, None, said, SHORT_FORM_RANK, Limits("mandatory"),
                    body.span,
                )  # fmt: skip


def _reason(state: State, high: _Line, low: _Line) -> str | None:
    """Why the lower norm has no effect; None if it has one."""
    if not covers(state, high.deed, low.deed):
        return None
    if high.about == "cannot" and low.about == "can":
        return None if high.limits.reaches(low.rank) else "takes that power away"
    if high.about == "can" and low.about in _BARS:
        yields = high.limits.force in ("default", "floor") and high.limits.reaches(low.rank)
        return None if yields else "gives that power, and does not yield to it"
    if (high.about, low.about) not in (("decides", "can"), (high.about, high.about)):
        return None
    if high.said is None or low.said is None or high.about in _BARS:
        return None
    return refusal(high.limits, high.said, low.rank, low.said)
