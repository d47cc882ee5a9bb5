"""Who sits where, played forward minute by minute: terms, deaths, causes, delegations, annulments.

Every act has a minute of its own and every vote is told, so there is one history. The reference
plays it from the beginning; an act that a court annuls in time, back to the act, is played as one
that did nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

DAY = 24 * 60
ANNUL_WITHIN = 10
"""Days, counted on the calendar without the first and whatever the hour."""


@dataclass(frozen=True)
class Move:
    """What somebody tries at a minute: a vote of a body by those `ayes`, or an act of a person.

    Kinds: seat, unseat, hire, fire, resign, die, find (a cause), repeal (the mandate), annul.
    """

    name: str
    minute: int
    kind: str
    party: str
    by: str
    ayes: frozenset[str] = frozenset()
    until: int | None = None
    target: str | None = None


@dataclass(frozen=True)
class Charter:
    """A board that fills its seats for a term, and a chief executive whom it hires.

    With `cause` only the auditor dismisses the chief executive, for a cause that the board found;
    with `mandate` a committee hires as well, by a power that is the board's.
    """

    members: tuple[str, ...]
    seats: int
    term: int | None
    holdover: bool
    cause: bool
    mandate: bool
    moves: tuple[Move, ...]


class UnclearError(Exception):
    """The rules leave open what came of it, so that this is no case for one history."""


@dataclass
class Scene:
    """Members with the end of their terms, the chief executive, and what was found or repealed."""

    board: dict[str, int | None]
    chief: str | None = None
    cause: bool = False
    repealed: bool = False
    dead: set[str] = field(default_factory=set)
    firm: set[str] = field(default_factory=set)


def play(charter: Charter, committee: frozenset[str]) -> tuple[dict[str, bool], Scene]:
    """What took effect, and how things stand in the end."""
    minutes = {m.name: m.minute for m in charter.moves}
    annulled = {
        m.target
        for m in charter.moves
        if m.kind == "annul"
        and m.target
        and m.minute // DAY - minutes[m.target] // DAY <= ANNUL_WITHIN
    }
    scene = Scene(dict.fromkeys(charter.members, charter.term))
    took: dict[str, bool] = {}
    for move in sorted(charter.moves, key=lambda m: m.minute):
        leave(charter, scene, move.minute)
        if move.kind == "annul":
            continue
        took[move.name] = move.name not in annulled and can(charter, scene, move, committee)
        if took[move.name]:
            done(charter, scene, move)
    return took, scene


def leave(charter: Charter, scene: Scene, minute: int) -> None:
    """Whose term is over goes, unless they hold over; what an act ends by a date ends then."""
    for member, end in tuple(scene.board.items()):
        firm = not charter.holdover or member in scene.firm
        if end is not None and end <= minute and firm:
            del scene.board[member]


def can(charter: Charter, scene: Scene, move: Move, committee: frozenset[str]) -> bool:
    board = frozenset(scene.board)
    voters = {"board": board, "committee": committee}.get(move.by)
    if voters is not None and not 2 * len(move.ayes & voters) > len(voters):
        return False
    match move.kind:
        case "seat":
            if move.party in scene.dead:
                raise UnclearError
            return again(scene, move) or (
                move.party not in board and room(charter, scene, move.minute)
            )
        case "unseat":
            return move.party in board
        case "resign":
            return move.party in board
        case "hire":
            if move.party in scene.dead:
                raise UnclearError
            if move.by == "committee" and (scene.repealed or not charter.mandate):
                return False
            if scene.chief is None:
                return True
            # Whoever is in office must be one whom the actor could put out.
            return move.by == "board" and not charter.cause and scene.chief != move.party
        case "fire":
            if scene.chief != move.party:
                return False
            return scene.cause if move.by == "auditor" else not charter.cause
        case "repeal":
            return not scene.repealed
    return True


def again(scene: Scene, move: Move) -> bool:
    """Whether who is appointed only holds over, and begins a new term."""
    end = scene.board.get(move.party)
    return end is not None and end <= move.minute


def room(charter: Charter, scene: Scene, minute: int) -> bool:
    """An empty seat, or that of one who only holds over."""
    if len(scene.board) < charter.seats:
        return True
    over = [m for m, end in scene.board.items() if end is not None and end <= minute]
    if len(over) > 1:
        raise UnclearError
    return bool(over)


def done(charter: Charter, scene: Scene, move: Move) -> None:
    match move.kind:
        case "seat":
            if again(scene, move):
                del scene.board[move.party]
            elif len(scene.board) == charter.seats:
                over = [m for m, e in scene.board.items() if e is not None and e <= move.minute]
                del scene.board[over[0]]
            end = None if charter.term is None else move.minute + charter.term
            scene.board[move.party] = move.until if move.until is not None else end
            scene.firm.discard(move.party)
            if move.until is not None:
                scene.firm.add(move.party)
        case "unseat" | "resign":
            del scene.board[move.party]
        case "hire":
            scene.chief = move.party
        case "fire":
            scene.chief = None
        case "die":
            scene.board.pop(move.party, None)
            scene.chief = None if scene.chief == move.party else scene.chief
            scene.dead.add(move.party)
        case "find":
            scene.cause = True
        case "repeal":
            scene.repealed = True
