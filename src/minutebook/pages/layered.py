"""A layered drawing of boxes and links: rows, few crossings, labels in rows of their own.

The steps are those of Sugiyama, Tagawa and Toda (1981): break circles, give each box a row,
order rows by barycentres, place them. A link passes every row between its ends at a place of
its own, and its label is such a place; so no link runs through a box or a label, and no two
labels meet. Within a row, the places nearest to where the neighbours pull are found exactly by
pooling adjacent violators (Barlow et al. 1972).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutebook.pages.grid import GAP, TRACK, Box, Grid, Link, grid_of

ROW_GAP = 26.0
_SWEEPS = 16
_FAR = 80.0
_MORE = 5.0
_MOST_MORE = 60.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything goes: top left corners of boxes and labels, points of links.

    `free` is room that no link passes: left, top, right, bottom.
    """

    boxes: Mapping[str, tuple[float, float]]
    labels: Mapping[str, tuple[float, float]]
    links: Mapping[str, tuple[tuple[float, float], ...]]
    width: float
    height: float
    free: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


def layered(boxes: Sequence[Box], links: Sequence[Link], room: float) -> Placed:
    """Place boxes in rows no wider than `room` where they allow it.

    Boxes without any link come last, side by side in rows of their own.
    """
    known = {b.id for b in boxes}
    used = [k for k in links if k.source in known and k.target in known and k.source != k.target]
    linked = {end for k in used for end in (k.source, k.target)}
    alone = [b for b in boxes if b.id not in linked]
    grid = grid_of([b for b in boxes if b.id in linked], used, room)
    _order(grid)
    _place(grid)
    _mirror(grid)
    placed = _finish(grid, used)
    return _shelve(placed, alone, max(room, placed.width))


# -- order within rows


def _order(grid: Grid) -> None:
    """Sweep up and down by barycentres; keep the order with the fewest crossings."""
    best = [list(row) for row in grid.rows]
    fewest = _crossings(grid)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        downwards = sweep % 2 == 0
        rows = grid.rows if downwards else grid.rows[::-1]
        near = grid.up if downwards else grid.down
        for before, row in pairwise(rows):
            position = {spot: n for n, spot in enumerate(before)}
            own = {spot: float(n) for n, spot in enumerate(row)}
            row.sort(key=lambda s: _mean([position[t] for t in near.get(s, ())], own[s]))
        found = _crossings(grid)
        if found < fewest:
            fewest, best = found, [list(row) for row in grid.rows]
    grid.rows = best


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _crossings(grid: Grid) -> int:
    """How many pairs of links cross, row by row, by counting inversions."""
    total = 0
    for upper, lower in pairwise(grid.rows):
        position = {spot: n for n, spot in enumerate(lower)}
        ends: list[int] = []
        for spot in upper:
            ends.extend(sorted(position[t] for t in grid.down.get(spot, ())))
        total += _inversions(ends, len(lower))
    return total


def _inversions(values: Sequence[int], size: int) -> int:
    tree = [0] * (size + 1)
    total = 0
    for seen, value in enumerate(values):
        index, lower_or_equal = value + 1, 0
        while index:
            lower_or_equal += tree[index]
            index &= index - 1
        total += seen - lower_or_equal
        index = value + 1
        while index <= size:
            tree[index] += 1
            index += index & -index
    return total


# -- places


def _place(grid: Grid) -> None:
    for row in grid.rows:
        x = 0.0
        for number in row:
            grid.spots[number].x = x
            x += grid.spots[number].width + GAP
    for sweep in range(_SWEEPS):
        rows = grid.rows if sweep % 2 == 0 else grid.rows[::-1]
        for row in rows:
            _settle(grid, row)
    left = min((s.x for s in grid.spots), default=0.0)
    for spot in grid.spots:
        spot.x -= left


def _mirror(grid: Grid) -> None:
    """Turn left and right round if the tallest box of the first row is on the right.

    Whoever sees the left end of a wide chart first then sees the fullest box.
    """
    first = [grid.spots[n] for n in grid.rows[0]] if grid.rows else []
    if not first:
        return
    right = max(s.x + s.width for s in grid.spots)
    if max(first, key=lambda s: s.height).centre > right / 2:
        for spot in grid.spots:
            spot.x = right - spot.x - spot.width
        for row in grid.rows:
            row.reverse()


def _settle(grid: Grid, row: Sequence[int]) -> None:
    """Move a row to where its neighbours pull, keeping order and gaps (least squares)."""
    offset = 0.0
    wanted: list[tuple[float, float]] = []
    offsets: list[float] = []
    for number in row:
        spot = grid.spots[number]
        near = [
            grid.spots[n].centre for n in (*grid.up.get(number, ()), *grid.down.get(number, ()))
        ]
        pull = _mean(near, spot.centre) - spot.width / 2
        # Straight long links are worth more than a box right under its neighbours.
        weight = 4.0 if spot.box is None else 1.0 + len(near)
        wanted.append((pull - offset, weight))
        offsets.append(offset)
        offset += spot.width + (GAP if spot.box is not None else GAP / 2)
    for number, value, base in zip(row, _pooled(wanted), offsets, strict=True):
        grid.spots[number].x = value + base


def _pooled(wanted: Iterable[tuple[float, float]]) -> list[float]:
    """The non-decreasing values closest to those wanted, by weighted least squares."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in wanted:
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, wa, na), (b, wb, nb) = blocks[-2:]
            blocks[-2:] = [((a * wa + b * wb) / (wa + wb), wa + wb, na + nb)]
    return [value for value, _, count in blocks for _ in range(count)]


def _finish(grid: Grid, links: Sequence[Link]) -> Placed:
    """Rows from the top; boxes stand on the lower edge of their row."""
    top = 0.0
    bounds: list[tuple[float, float]] = []
    for number, row in enumerate(grid.rows):
        height = max((grid.spots[s].height for s in row), default=0.0)
        bounds.append((top, top + height))
        last = number >= len(grid.rows) - 2
        top += height if last and not row else height + _gap_below(grid, row)
    row_of = {spot: n for n, row in enumerate(grid.rows) for spot in row}
    boxes: dict[str, tuple[float, float]] = {}
    for number, spot in enumerate(grid.spots):
        if spot.box is not None:
            boxes[spot.box] = (spot.x, bounds[row_of[number]][1] - spot.height)
    labels: dict[str, tuple[float, float]] = {}
    paths: dict[str, tuple[tuple[float, float], ...]] = {}
    ports = _ports(grid)
    for link in links:
        chain = grid.chains[link.id]
        points: list[tuple[float, float]] = []
        for place, number in enumerate(chain):
            spot, (start, end) = grid.spots[number], bounds[row_of[number]]
            if place == 0:
                points.extend([(ports[link.id, "out"], end), (ports[link.id, "out"], end)])
            elif place == len(chain) - 1:
                x = ports[link.id, "in"]
                points.extend([(x, start), (x, end - spot.height)])
            else:
                points.extend([(spot.centre, start), (spot.centre, end)])
                if spot.height:
                    labels[link.id] = (spot.x + TRACK / 2, start)
        paths[link.id] = tuple(points[::-1] if link.id in grid.reversed else points)
    width = max((s.x + s.width for s in grid.spots), default=0.0)
    height = bounds[-1][1] if bounds else 0.0
    return Placed(boxes, labels, paths, width, height, _free(grid, bounds))


def _gap_below(grid: Grid, row: Sequence[int]) -> float:
    """More room where several links go far sideways, so that they part from each other."""
    far = sum(
        abs(grid.spots[a].centre - grid.spots[b].centre) > _FAR
        for a in row
        for b in grid.down.get(a, ())
    )
    return ROW_GAP + min(_MOST_MORE, _MORE * far)


def _ports(grid: Grid) -> dict[tuple[str, str], float]:
    """Where links leave and reach boxes: spread over the edge in the order of their ways."""
    leaving: dict[int, list[tuple[float, str]]] = defaultdict(list)
    coming: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for link, chain in grid.chains.items():
        leaving[chain[0]].append((grid.spots[chain[1]].centre, link))
        coming[chain[-1]].append((grid.spots[chain[-2]].centre, link))
    out: dict[tuple[str, str], float] = {}
    for ends, side in ((leaving, "out"), (coming, "in")):
        for number, found in ends.items():
            spot = grid.spots[number]
            step = spot.width / (len(found) + 1)
            for place, (_, link) in enumerate(sorted(found)):
                out[link, side] = spot.x + step * (place + 1)
    return out


def _shelve(placed: Placed, alone: Sequence[Box], room: float) -> Placed:
    """Put boxes without links where the first row leaves room beside its tallest, else below."""
    boxes = dict(placed.boxes)
    left, top, right, bottom = placed.free
    x, y, tallest = left, top, 0.0
    below: list[Box] = []
    for box in alone:
        if x > left and x + box.width > right:
            x, y, tallest = left, y + tallest + GAP / 2, 0.0
        if x + box.width > right or y + box.height > bottom:
            below.append(box)
            continue
        boxes[box.id] = (x, y)
        tallest = max(tallest, box.height)
        x += box.width + GAP / 2
    x, tallest, widest = 0.0, 0.0, placed.width
    y = placed.height + (ROW_GAP if placed.boxes and below else 0.0)
    for box in below:
        if x and x + box.width > room:
            x, y, tallest = 0.0, y + tallest + GAP / 2, 0.0
        boxes[box.id] = (x, y)
        tallest = max(tallest, box.height)
        widest = max(widest, x + box.width)
        x += box.width + GAP / 2
    return Placed(boxes, placed.labels, placed.links, widest, y + tallest)


def _free(grid: Grid, bounds: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The room of the first row beside its tallest box, the larger side of the two."""
    if not grid.rows or not grid.rows[0]:
        return (0.0, 0.0, 0.0, 0.0)
    row = [grid.spots[n] for n in grid.rows[0]]
    place = max(range(len(row)), key=lambda n: row[n].height)
    tallest = row[place]
    sides = []
    for others, left, right in (
        (row[:place], 0.0, tallest.x - GAP),
        (row[place + 1 :], tallest.x + tallest.width + GAP, max(s.x + s.width for s in grid.spots)),
    ):
        bottom = bounds[0][1] - max((s.height for s in others), default=0.0) - ROW_GAP
        sides.append((left, 0.0, right, bottom))
    return max(sides, key=lambda s: max(0.0, s[2] - s[0]) * max(0.0, s[3]))
