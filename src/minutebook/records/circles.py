"""Circles that no book can mean: containment, amendment, delegation, dates.

Circles of ownership and of appointment are legal: two companies may hold each other's shares,
two bodies may fill each other's seats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from minutebook.records import nouns
from minutebook.records.draft import Draft
from minutebook.records.nouns import Noun
from minutebook.records.values import Value
from minutebook.records.words import listed
from minutebook.text.when import Relative

Step = Callable[[Noun], Iterable[str]]


def circles(draft: Draft) -> None:
    """Report each circle once."""
    for edges, keys, code, what, hint in (
        (
            _edges(draft, _amends),
            ("amends", "restates"),
            "MB242",
            "these amend each other",
            _AMENDS,
        ),
        (
            _edges(draft, _delegation),
            ("delegated from",),
            "MB243",
            "these draw their power from each other",
            "some document must come first: remove one of the two",
        ),
        (
            _edges(draft, _drawn_from),
            ("drawn from",),
            "MB241",
            "these are drawn from each other",
            "some body must be filled first: remove one of the two",
        ),
        (
            _inside(draft),
            ("of", "members"),
            "MB241",
            "these contain each other",
            "a part cannot contain the whole: remove one of the two",
        ),
    ):
        for circle in _find(edges):
            _report(draft, circle, keys, code, what, hint)
    _dates(draft)


_AMENDS = "a later document amends an earlier one: remove one of the two"


def _dates(draft: Draft) -> None:
    """A date told by a date that is told by the first tells nothing; nor can both come first."""
    found = _find(_edges(draft, _anchor))
    for circle in found:
        hint = "give one of them a date of its own"
        _report(draft, circle, ("date",), "MB244", "these are dated by each other", hint)
    if not found:
        for circle in _find(_order(draft)):
            what, hint = "each of these comes after the next", 'remove one "after", or a date'
            _report(draft, circle, ("after", "date"), "MB244", what, hint)


def _drawn_from(record: Noun) -> Iterable[str]:
    parent = record.drawn_from if isinstance(record, nouns.Body) else None
    return () if parent is None else (parent,)


def _report(
    draft: Draft, circle: list[str], keys: tuple[str, ...], code: str, what: str, hint: str
) -> None:
    shown = listed([*circle, circle[0]]).replace(", ", " -> ")
    first, *rest = (draft.place(draft.records[name], *keys) for name in circle)
    draft.ctx.report(code, first, f"{what}: {shown}", hint, also=tuple(rest))


def _edges(draft: Draft, step: Step) -> dict[str, tuple[str, ...]]:
    edges: dict[str, tuple[str, ...]] = {}
    for name, record in draft.records.items():
        to = tuple(other for other in step(record) if other in draft.records)
        if to:
            edges[name] = to
    return edges


def _amends(record: Noun) -> Iterable[str]:
    if not isinstance(record, nouns.Document):
        return ()
    return [name for name in (record.amends, record.restates) if name]


def _delegation(record: Noun) -> Iterable[str]:
    if isinstance(record, nouns.Document) and record.delegated_from:
        return (record.delegated_from,)
    return ()


def _inside(draft: Draft) -> Mapping[str, tuple[str, ...]]:
    """From each group to the groups that it lies in, by its own word or by theirs."""
    inside: dict[str, list[str]] = {}
    groups = {n: r for n, r in draft.records.items() if isinstance(r, nouns.Group)}
    for name, group in groups.items():
        if group.of in groups:
            inside.setdefault(name, []).append(group.of)
        for member in group.members:
            if member in groups:
                inside.setdefault(member, []).append(name)
    return {name: tuple(around) for name, around in inside.items()}


def _anchor(record: Noun) -> Iterable[str]:
    """What a date is told by; in a circle of alternatives, too, some world finds no date."""
    dates = record.date.by.values() if isinstance(record.date, Value) else (record.date,)
    return [date.anchor for date in dates if isinstance(date, Relative)]


def _order(draft: Draft) -> Mapping[str, tuple[str, ...]]:
    """From each record to those that surely came before it."""
    before: dict[str, list[str]] = {}
    for name, record in draft.records.items():
        earlier = [other for other in record.after if other in draft.records]
        if earlier:
            before.setdefault(name, []).extend(earlier)
        date = record.date
        if not isinstance(date, Relative) or date.anchor not in draft.records:
            continue
        if date.earliest is not None and date.earliest.total_seconds() >= 0:
            before.setdefault(name, []).append(date.anchor)
        elif date.latest is not None and date.latest.total_seconds() <= 0:
            before.setdefault(date.anchor, []).append(name)
    return {name: tuple(dict.fromkeys(others)) for name, others in before.items()}


def _find(edges: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Give circles, one for each group of records that lie on circles together at most.

    A depth-first search without recursion, since a chain may be as long as the book.
    """
    found: list[list[str]] = []
    circled: set[str] = set()
    done: set[str] = set()
    for start in edges:
        path: dict[str, None] = {}
        stack = [(start, iter(edges[start]))] if start not in done else []
        path.update(dict.fromkeys(name for name, _ in stack))
        while stack:
            name, onward = stack[-1]
            step = next(onward, None)
            if step is None:
                stack.pop()
                path.pop(name)
                done.add(name)
            elif step in path:
                steps = list(path) if step not in circled else []
                circle = steps[steps.index(step) :] if steps else [step]
                if circled.isdisjoint(circle):
                    circled.update(circle)
                    found.append(circle)
            elif step not in done and step in edges:
                path[step] = None
                stack.append((step, iter(edges[step])))
    return found
