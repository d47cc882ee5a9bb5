"""A position of a plan: what the acts so far have left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from minutebook.power.aims import Aim, is_nominee, nominee
from minutebook.power.compile import Compiler
from minutebook.power.frozen import inside
from minutebook.power.holders import about, on_holders
from minutebook.power.moves import room
from minutebook.records import nouns
from minutebook.records.book import Book
from minutebook.records.deeds import Deed
from minutebook.state.state import State


@dataclass(slots=True)
class Position:
    """What the acts so far have left, as a book of its own, and what can be done there.

    `nominees` are the people of the coalition's choice who hold something by now.
    """

    compiler: Compiler
    key: tuple[object, ...]
    nominees: Mapping[str, int]
    after: dict[tuple[object, ...], Position | None] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """The state of the position."""
        return self.compiler.state

    def compile_moves(self, aim: Aim, places: tuple[str, ...]) -> None:
        """Compile everything that any coalition could do first, to know who counts."""
        for place in places:
            for occupancy in self.state.seats(place).occupants:
                if occupancy.post == place and occupancy.holder is not None:
                    for verb in on_holders(self.state):
                        self.compiler.deed(about(verb, occupancy.holder, place))
            self.compiler.deed(Deed("appoint", (("party", nominee(1)), ("post", place))))
        for _ in room(self.compiler, aim, lambda game: True, "may"):
            pass


def _suspended(record: nouns.Body | nouns.Post) -> tuple[str, ...]:
    return tuple(name for name, tenure in record.tenures.items() if tenure.suspended)


def position_of(state: State, book: Book) -> Position:
    """The position that a frozen book of a state is."""
    world = inside(state.world)
    frozen = State(book, state.at, None, world)
    key = tuple(
        (r.id, r.members, r.seats, _suspended(r))
        if isinstance(r, nouns.Body)
        else (r.id, r.holder, _suspended(r))
        for r in book
        if isinstance(r, nouns.Body | nouns.Post)
    )
    nominees = {p.id: 1 for p in book.of(nouns.Person) if is_nominee(p.id)}
    return Position(Compiler(frozen), (state.at, *map(repr, key)), nominees)
