"""What conditions measure: what was paid, earned, held and owed by a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutebook.records import nouns
from minutebook.state.conduct import conduct, is_party
from minutebook.state.deals import best_price, price
from minutebook.state.holdings import share_held
from minutebook.state.owed import owed
from minutebook.state.stages import LIVE
from minutebook.text.expression import Call
from minutebook.text.numbers import UNKNOWN, Quantity, exactly, parse_quantity
from minutebook.text.problem import Problem

if TYPE_CHECKING:
    from minutebook.state.reading import Reader


def measured(reader: Reader, call: Call) -> Quantity:
    """An amount, exact, between bounds, or unknown."""
    if call.name == "price":
        stated = price(reader.deed) if reader.deed is not None else None
        return UNKNOWN if stated is None else stated
    first = call.args[0]
    second = call.args[1] if len(call.args) > 1 else None
    match call.name:
        case "paid":
            return _payments(reader, to=first, by=None)
        case "paid by":
            return _payments(reader, to=second, by=first)
        case "profit":
            return _profit(reader, first)
        case "units":
            return reader.state.units(first, second or "", reader.point)
        case "share":
            return share_held(reader.state, first, second or "", reader.point)
        case "lowest price" | "highest price":
            return best_price(reader, call)
        case "owed":
            return _owed(reader, first)
    event = reader.state.book.get(first, nouns.Event)
    if event is None or event.count is None or not reader.happened(first):
        return UNKNOWN
    return reader.state.pick(event.count)


def _payments(reader: Reader, to: str | None, by: str | None) -> Quantity:
    total = exactly(0)
    for one in reader.lives.done("pay"):
        if to is not None and one.deed.get("to") != to:
            continue
        if by is not None and not is_party(reader.state, by, one.by, reader.point):
            continue
        if reader.past(one):
            total = total.plus(_amount(one.deed.get("amount") or ""))
    return total


def _owed(reader: Reader, norm: str) -> Quantity:
    """What is owed by a norm at this moment, with interest; nothing while it does not bind."""
    total = exactly(0)
    for bound, life in zip(reader.lives.by_id.get(norm, ()),
                           reader.lives.named(norm, reader.asker) or (), strict=False):  # fmt: skip
        for one in life.instances or (life,):
            if one.at(reader.at) in LIVE:
                due = owed(reader.lives, bound.norm, bound.deed, one.due, reader.at)
                total = total.plus(UNKNOWN if due is None else due)
    return total


def _profit(reader: Reader, entity: str) -> Quantity:
    """The profit told of so far; where nothing is told it is not known."""
    total: Quantity | None = None
    for event in conduct(reader.state).profits.get(entity, ()):
        if event.profit is not None and reader.happened(event.id):
            made = reader.state.pick(event.profit)
            total = made if total is None else total.plus(made)
    return UNKNOWN if total is None else total


def _amount(written: str) -> Quantity:
    number, _, currency = written.rpartition(" ")
    found = parse_quantity(number if number and currency.isupper() else written)
    return UNKNOWN if isinstance(found, Problem) else found
