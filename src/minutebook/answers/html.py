"""Answers as HTML, for notebooks: plain tables and folded reasons, no script and no style sheet.

Every word is escaped: text of a book stays text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from fractions import Fraction
from html import escape
from typing import Any

from minutebook.answers.found import Found, Why

_DEEP = 4
_MANY = 200


def table_html(heads: Iterable[str], rows: Iterable[Iterable[str]], caption: str = "") -> str:
    """A table; the entries of its rows are HTML already, its heads and caption are text."""
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    head = f"<thead><tr>{top}</tr></thead>" if top else ""
    return f"<table>{said}{head}<tbody>{body}</tbody></table>"


def value_html(value: Any, depth: int = 0) -> str:
    """Any value that a question returns: records and mappings as tables, the rest as text."""
    if value is None:
        return "<em>not determined</em>"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | Fraction | datetime) or depth >= _DEEP:
        return escape(str(value))
    if isinstance(value, Why):
        return why_html(value)
    if isinstance(value, Found):
        return found_html(value, depth)
    if is_dataclass(value) and not isinstance(value, type):
        written = getattr(value, "written", None)
        if isinstance(written, str):
            return escape(written)
        shown = [(f.name, getattr(value, f.name)) for f in fields(value) if f.compare]
        return _pairs(((n.replace("_", " "), v) for n, v in shown if v not in ((), {}, "")), depth)
    if isinstance(value, Mapping):
        return _pairs(value.items(), depth)
    if isinstance(value, tuple | list | frozenset | set):
        return _several(tuple(value), depth)
    return escape(str(value))


def _pairs(pairs: Iterable[tuple[Any, Any]], depth: int) -> str:
    rows = [(escape(str(name)), value_html(value, depth + 1)) for name, value in pairs]
    return table_html((), rows) if rows else "none"


def _several(values: tuple[Any, ...], depth: int) -> str:
    if not values:
        return "none"
    if all(isinstance(v, str | int | Fraction) for v in values):
        return escape(", ".join(map(str, values)))
    items = [f"<li>{value_html(v, depth + 1)}</li>" for v in values[:_MANY]]
    if len(values) > _MANY:
        items.append(f"<li>and {len(values) - _MANY} more</li>")
    return f"<ul>{''.join(items)}</ul>"


def why_html(why: Why) -> str:
    """The reasons as a tree that opens."""
    places = f" [{', '.join(map(str, why.src))}]" if why.src else ""
    rule = f" ({why.rule})" if why.rule else ""
    says = escape(f"{why.says}{rule}{places}")
    if not why.because:
        return f"<div>{says}</div>"
    below = "".join(f"<li>{why_html(step)}</li>" for step in why.because)
    return f"<details><summary>{says}</summary><ul>{below}</ul></details>"


def found_html(found: Found[Any], depth: int = 0) -> str:
    """What was found in one world: the value, what is missing, and why."""
    lacking = _missing(found.missing)
    return f"{value_html(found.value, depth)}{lacking}{why_html(found.why)}"


def _missing(missing: tuple[str, ...]) -> str:
    return f"<p>Not determined without: {escape('; '.join(missing))}</p>" if missing else ""


def answer_html(answer: Any) -> str:
    """An `Answer`: its value in each world, what it hinges on, and why in the world shown first."""
    if len(answer.worlds) == 1:
        body = value_html(answer.worlds[0].value)
    else:
        rows = [
            (
                escape("; ".join(f"{n}: {c}" for n, c in world.readings.items())),
                value_html(world.value, 1) + _missing(world.missing),
            )
            for world in answer.worlds[:_MANY]
        ]
        body = table_html(("where", "value"), rows, f"{len(answer.worlds)} worlds")
    hinges = f"<p>Hinges on: {escape(', '.join(answer.hinges))}</p>" if answer.hinges else ""
    return f"<div>{body}{hinges}{_missing(answer.missing)}{why_html(answer.why)}</div>"
