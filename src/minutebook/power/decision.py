"""Who decides something: the game surely won and the one that may be, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from minutebook.answers.found import Why
from minutebook.power.games import Game
from minutebook.power.rule_games import View, any_part, names_in, nobody
from minutebook.records.nouns import Form
from minutebook.state.authority import Power


@dataclass(frozen=True, slots=True)
class Decision:
    """Who surely carries something, and who may: the same game unless something is not known.

    `organs` are the organisations and posts that decide through others, each with the game of
    its own people. `monotone` is False where somebody's coming can turn carried into not;
    then `coming` is the game in which even the `recused` come, who may not vote.
    """

    sure: Game
    may: Game
    whys: tuple[Why, ...] = ()
    missing: tuple[str, ...] = ()
    organs: tuple[tuple[str, Game], ...] = ()
    monotone: bool = True
    coming: Game | None = None
    recused: tuple[str, ...] = ()

    def view(self, view: View) -> Game:
        """The game surely won, or the one that may be."""
        return self.sure if view == "sure" else self.may

    @property
    def known(self) -> bool:
        """Whether nothing is left open."""
        return self.sure is self.may

    @property
    def players(self) -> tuple[str, ...]:
        """Everybody who stands in either game."""
        return tuple(dict.fromkeys((*names_in(self.sure), *names_in(self.may))))


@dataclass(frozen=True, slots=True)
class Means:
    """One way to do a deed: the power, who acts, in which form, and who decides that."""

    power: Power
    actor: str
    decision: Decision
    form: Form | None = None


Ways: TypeAlias = tuple[tuple[Means, ...], tuple[Why, ...], tuple[str, ...]]
"""Every way to do a deed; why others are none; what is missing if no power is known."""

_LOST = nobody()
NOBODY = Decision(_LOST, _LOST)


def either(decisions: Iterable[Decision]) -> Decision:
    """Any of them is enough."""
    found = list(decisions)
    if len(found) == 1:
        return found[0]
    if not found:
        return NOBODY
    sure = any_part(d.sure for d in found)
    may = sure if all(d.known for d in found) else any_part(d.may for d in found)
    return Decision(
        sure,
        may,
        tuple(w for d in found for w in d.whys),
        tuple(dict.fromkeys(m for d in found for m in d.missing)),
        tuple({n: (n, g) for d in found for n, g in d.organs}.values()),
        all(d.monotone for d in found),
        any_part(d.coming or d.sure for d in found) if any(d.coming for d in found) else None,
        tuple(dict.fromkeys(n for d in found for n in d.recused)),
    )
