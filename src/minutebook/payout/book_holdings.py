"""Whose units count in a sale, and for whom a holder on the register holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from minutebook.payout.book_conversion import holders
from minutebook.payout.plan import Clause, Missing, exact_units
from minutebook.records import nouns
from minutebook.state.holdings import last_holdings
from minutebook.state.state import State
from minutebook.text.say import say_number


def counted(
    state: State, instrument: nouns.Instrument
) -> tuple[Mapping[str, Fraction], Mapping[str, str]]:
    """Holder -> units paid in a sale, and holder -> what is said of them where that needs words.

    Raises:
        Missing: If somebody's units, or how many of them have vested, are not known, or the book
            does not say what becomes of those that have not.
    """
    units = holders(state, instrument)
    said: dict[str, str] = {}
    stated = {h.holder: h for h in last_holdings(state, instrument.id, state.now)}
    for holder, count in list(units.items()):
        holding = stated.get(holder)
        words = []
        if holding is not None and holding.for_ is not None:
            words.append(f"paid to the holder on the register, who holds for {holding.for_}")
        vested = None if holding is None else state.pick(holding.vested)
        if vested is None:
            if instrument.strike is not None:
                words.append("counted in full: the book does not say what has vested")
        elif holding is not None:
            of = f"{instrument.id} {holder} holds"
            ripe = exact_units(vested, f"how many units of {of} have vested")
            units[holder], vesting = _paid(state, instrument, holding, count, ripe)
            words += vesting
        if words:
            said[holder] = "; ".join(words)
    return {holder: count for holder, count in units.items() if count}, said


def _paid(
    state: State,
    instrument: nouns.Instrument,
    holding: nouns.Holding,
    count: Fraction,
    vested: Fraction,
) -> tuple[Fraction, list[str]]:
    """The units of a holding that a sale pays, once so many of them have vested."""
    if vested >= count:
        return count, []
    stated = state.pick(holding.units)
    if stated is None or stated.exact != count:
        raise Missing(f"how many units of {instrument.id} {holding.holder} holds have vested")
    how = state.pick(instrument.unvested_in_a_sale)
    if how is None:
        raise Missing(
            f"whether the units of {instrument.id} that have not vested are paid in a sale "
            "(write unvested in a sale: counted, or left out)"
        )
    rest = say_number(count - vested)
    if how == "counted":
        return count, [f"{rest} that have not vested are counted"]
    return vested, [f"{rest} that have not vested are left out"]


def clauses_by_holder(
    instrument: nouns.Instrument, clause: Clause, said: Mapping[str, str]
) -> dict[str, Clause]:
    """The clause of an instrument for each holder of whom something is said."""
    return {
        f"{holder} {instrument.id}": replace(
            clause, says="; ".join(filter(None, (clause.says, words)))
        )
        for holder, words in said.items()
    }
