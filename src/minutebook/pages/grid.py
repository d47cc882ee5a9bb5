"""The rows of a layered drawing: what stands in which row, and where links pass.

Circles are broken first (Sugiyama, Tagawa and Toda 1981); what nothing leads to stands close
above what it leads to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

GAP = 24.0
TRACK = 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a size to be placed."""

    id: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line from one box down to another, with room for a label on its way."""

    id: str
    source: str
    target: str
    label_width: float = 0.0
    label_height: float = 0.0


@dataclass(slots=True)
class Spot:
    """A place in a row: a box, or where a link passes."""

    width: float
    height: float
    box: str | None = None
    link: str | None = None
    x: float = 0.0

    @property
    def centre(self) -> float:
        """Its middle from left to right."""
        return self.x + self.width / 2


@dataclass(slots=True)
class Grid:
    """Spots in rows, their neighbours above and below, and the spots of each link in order."""

    rows: list[list[int]]
    spots: list[Spot]
    up: dict[int, list[int]]
    down: dict[int, list[int]]
    chains: dict[str, list[int]]
    reversed: set[str]


def _acyclic(boxes: Sequence[Box], links: Sequence[Link]) -> set[str]:
    """The links to turn round so that no circle remains: those that lead back in a search."""
    out: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        out[link.source].append(link)
    state: dict[str, int] = {}
    turned: set[str] = set()
    for box in boxes:
        if box.id in state:
            continue
        stack = [(box.id, iter(out[box.id]))]
        state[box.id] = 1
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[name] = 2
                stack.pop()
            elif state.get(following.target) == 1:
                turned.add(following.id)
            elif following.target not in state:
                state[following.target] = 1
                stack.append((following.target, iter(out[following.target])))
    return turned


def _levels(boxes: Sequence[Box], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The row of each box: below all that point to it; what nothing points to, close above."""
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        above[target].append(source)
        below[source].append(target)
    level: dict[str, int] = {}
    waiting = {b.id: len(above[b.id]) for b in boxes}
    ready = [b.id for b in boxes if not waiting[b.id]]
    while ready:
        name = ready.pop()
        level[name] = max((level[s] + 1 for s in above[name]), default=0)
        for target in below[name]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    for box in boxes:
        if not above[box.id] and below[box.id]:
            level[box.id] = min(level[t] for t in below[box.id]) - 1
    return level


def _rows(boxes: Sequence[Box], level: Mapping[str, int], room: float) -> list[list[Box]]:
    """Boxes by row; what does not fit into a row makes another one above it."""
    by_level: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        by_level[level[box.id]].append(box)
    out: list[list[Box]] = []
    for number in sorted(by_level):
        parts: list[list[Box]] = [[]]
        used = 0.0
        # Small ones stay close to what they point to, so that few links pass tall boxes.
        for box in sorted(by_level[number], key=lambda b: b.height):
            if parts[-1] and used + box.width + GAP > room:
                parts.append([])
                used = 0.0
            parts[-1].append(box)
            used += box.width + GAP
        out.extend(reversed(parts))
    return out


def grid_of(boxes: Sequence[Box], links: Sequence[Link], room: float) -> Grid:
    """Boxes in rows, with a spot in each row between for every link that passes it."""
    turned = _acyclic(boxes, links)
    ends = {k.id: (k.target, k.source) if k.id in turned else (k.source, k.target) for k in links}
    rows = _rows(boxes, _levels(boxes, list(ends.values())), room)
    grid = Grid([[] for _ in range(2 * len(rows))], [], {}, {}, {}, turned)
    place: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        for box in row:
            place[box.id] = (
                2 * number,
                _add(grid, 2 * number, Spot(box.width, box.height, box.id)),
            )
    for link in links:
        (first, source), (last, target) = (place[end] for end in ends[link.id])
        chain = [source]
        for row_number in range(first + 1, last):
            has_label = row_number == first + 1 and link.label_width > 0
            spot = (
                Spot(link.label_width + TRACK, link.label_height, link=link.id)
                if has_label
                else Spot(TRACK, 0.0, link=link.id)
            )
            chain.append(_add(grid, row_number, spot))
        chain.append(target)
        for a, b in pairwise(chain):
            grid.down.setdefault(a, []).append(b)
            grid.up.setdefault(b, []).append(a)
        grid.chains[link.id] = chain
    return grid


def _add(grid: Grid, row: int, spot: Spot) -> int:
    grid.spots.append(spot)
    grid.rows[row].append(len(grid.spots) - 1)
    return len(grid.spots) - 1
