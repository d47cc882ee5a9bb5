"""What joins the cards of a chart: holdings with votes and money apart, posts held, posts filled.

All that joins one card to another runs side by side as one bundle, with its labels in a stack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from minutebook.pages import words
from minutebook.pages.cards import FINE, mark_new
from minutebook.pages.grid import Link
from minutebook.pages.measure import width, wrap
from minutebook.pages.svg import Variants, lines, tag
from minutebook.records import Book, nouns
from minutebook.views.replay import Key
from minutebook.views.structure import PostAt, Stake

Home = Callable[[str | None], str | None]
_LABEL = 164.0
_APART = 7.0
_STRAIGHT = 10.0
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Join:
    """One line between two cards, with its label under each set of values of a part."""

    kind: str
    key: Key
    labels: Mapping[frozenset[int], tuple[str, ...]]

    @property
    def seen(self) -> frozenset[int]:
        """The values under which the line is there."""
        return frozenset(n for places in self.labels for n in places)

    @property
    def width(self) -> float:
        """The widest line of any label."""
        return max(width(t, FINE.size) for text in self.labels.values() for t in text) + 10

    @property
    def height(self) -> float:
        """The tallest label."""
        return max(len(text) for text in self.labels.values()) * FINE.leading + 4


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything that joins one card to another."""

    source: str
    target: str
    joins: tuple[Join, ...]

    @property
    def id(self) -> str:
        """Its name in the layout."""
        return f"{self.source} > {self.target}"

    @property
    def link(self) -> Link:
        """What the layout needs to know of it."""
        wide = max(j.width for j in self.joins)
        return Link(self.id, self.source, self.target, wide, sum(j.height for j in self.joins))

    def draw(
        self,
        variants: Variants,
        points: Sequence[tuple[float, float]],
        corner: tuple[float, float],
    ) -> str:
        """The lines side by side along a way, then the labels with their corner at a place."""
        out = []
        middle = (len(self.joins) - 1) / 2
        for place, join in enumerate(self.joins):
            shift = (place - middle) * _APART
            way = curve([(x + shift, y) for x, y in points])
            path = tag("path", class_=f"line {join.kind}", d=way, marker_end="url(#arrow)")
            out.append(variants.group(join.key, join.seen, path))
        x, y = corner
        centre = x + self.link.label_width / 2
        for join in self.joins:
            for places, text in join.labels.items():
                out.append(variants.group(join.key, places, _label(text, centre, y)))
            y += join.height
        return "".join(out)


def _label(text: Sequence[str], centre: float, y: float) -> str:
    wide = max(width(t, FINE.size) for t in text) + 10
    tall = len(text) * FINE.leading + 4
    ground = tag("rect", class_="ground", x=centre - wide / 2, y=y, width=wide, height=tall, rx=3)
    mark = mark_new(centre - wide / 2 - 4, y + 2 + FINE.leading / 2)
    return ground + mark + lines(text, centre, y + 2, FINE, "middle")


def joins(book: Book, variants: Variants, home: Home, cards: frozenset[str]) -> tuple[Bundle, ...]:
    """Everything that joins cards, by pairs of cards; `home` is the card of a record."""
    found: dict[tuple[str, str], list[Join]] = {}
    filled: dict[tuple[str, str], list[Key]] = {}

    def add(source: str | None, target: str | None, join: Join) -> None:
        if source in cards and target in cards and source != target:
            assert source is not None and target is not None
            found.setdefault((source, target), []).append(join)

    for key, values in variants.replay.values.items():
        target = home(key[1])
        if key[0] == "holding":
            for source, issuer, join in _holding(book, variants, key, home):
                add(source, issuer, join)
        elif key[0] == "post":
            for holder, join in _held(book, variants, key):
                add(home(holder), target, join)
        elif key[0] == "appoints":
            if len(values) == 1:
                source = home(values[0])
                if source is not None and target is not None:
                    filled.setdefault((source, target), []).append(key)
            else:
                for appointer in values:
                    seen = variants.equal(key, appointer)
                    label = f"fills {words.name(book, key[1])}"
                    add(home(appointer), target, _join("appoints", key, {seen: label}))
    for (source, target), keys in filled.items():
        label = f"fills {words.listed([words.name(book, k[1]) for k in keys])}"
        add(source, target, _join("appoints", keys[0], {frozenset({0}): label}))
    return tuple(Bundle(*ends, tuple(several)) for ends, several in found.items())


def _join(kind: str, key: Key, labels: Mapping[frozenset[int], str]) -> Join:
    wrapped = {s: wrap(text, _LABEL, FINE.size, most=_MOST_LINES) for s, text in labels.items()}
    return Join(kind, key, wrapped)


def _holding(
    book: Book, variants: Variants, key: Key, home: Home
) -> list[tuple[str | None, str | None, Join]]:
    stakes = [v for v in variants.replay.values[key] if v is not None]
    if not stakes:
        return []
    ends = home(stakes[0].holder), home(stakes[0].instrument)
    out = []
    voting = variants.where(key, _votes)
    if voting:
        labels = _labels(book, variants, key, voting, votes=True)
        out.append((*ends, _join("votes", key, labels)))
    if not all(v.votes != 0 and v.capital == 0 for v in stakes):
        every = variants.where(key, _is_something)
        labels = _labels(book, variants, key, every, votes=False)
        out.append((*ends, _join("money", key, labels)))
    return out


def _is_something(stake: Stake | None) -> bool:
    return stake is not None


def _votes(stake: Stake | None) -> bool:
    return stake is not None and stake.votes != 0


def _labels(
    book: Book, variants: Variants, key: Key, seen: frozenset[int], *, votes: bool
) -> dict[frozenset[int], str]:
    found: dict[str, set[int]] = {}
    for place in sorted(seen):
        text = stake_label(book, variants.replay.values[key][place], votes=votes)
        found.setdefault(text, set()).add(place)
    return {frozenset(places): text for text, places in found.items()}


def stake_label(book: Book, stake: Stake, *, votes: bool) -> str:
    """What a holding gives its holder: its votes, or its money."""
    units = stake.units
    count = words.quantity(units)
    much = f"{count} unit" if count == "1" else f"{count} units"
    if stake.share is not None:
        much = words.share(stake.share)
    elif units is None or (units.exact is None and units.low is None):
        much = "share not known"
    unsure = "" if stake.certain else " ?"
    if votes:
        each = ", votes not known" if stake.votes is None else ""
        if stake.votes is not None and stake.votes != 1:
            each = f", {words.quantity_of(stake.votes)} votes each"
        return f"votes: {much}{each}{unsure}"
    of = words.name(book, stake.instrument)
    return f"money: {much} of {of}{', no vote' if stake.votes == 0 else ''}{unsure}"


def _held(book: Book, variants: Variants, key: Key) -> list[tuple[str, Join]]:
    """An organisation in a post of another one directs it."""
    holders = {v.shown.holder for v in variants.replay.values[key]}
    out = []
    for holder in sorted(h for h in holders if h is not None):
        if isinstance(book.records.get(holder), nouns.Entity):
            seen = variants.where(key, partial(_holds, holder))
            label = f"acts as {words.name(book, key[1])}"
            out.append((holder, _join("directs", key, {seen: label})))
    return out


def _holds(holder: str, post: PostAt) -> bool:
    return post.shown.holder == holder


def curve(points: Sequence[tuple[float, float]]) -> str:
    """A smooth way through points: straight inside rows, bent only between them."""
    # The last stretch runs straight, so that the arrow points where the line goes.
    x, y = points[0]
    rest = [*points[1:-2], (points[-2][0], points[-2][1] - _STRAIGHT), points[-1]]
    out = [f"M{x:.1f} {y:.1f}"]
    for to_x, to_y in rest:
        if abs(to_x - x) < 0.1:
            out.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            middle = (y + to_y) / 2
            out.append(f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}")
        x, y = to_x, to_y
    return "".join(out)
