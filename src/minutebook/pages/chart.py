"""The chart of a structure: organisations as cards in layers, and what joins them.

Votes and economics are apart: a holding that carries votes is a full line, one of money a
broken one, each with its own label. A chart holds every step; its layout is that of the union
of all dates and worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from minutebook.pages import words
from minutebook.pages.cards import FINE, PAD, SMALL, WIDE, Block, Card, Cards
from minutebook.pages.layered import Box, Link, Placed, layered
from minutebook.pages.measure import width, wrap
from minutebook.pages.svg import Variants, esc, lines, svg, tag
from minutebook.records import Book, nouns
from minutebook.views.replay import Key, Replay
from minutebook.views.structure import PostAt, Stake

ROOM = 840.0
MARGIN = 3.0
_LABEL = 160.0
_STRAIGHT = 10.0
PAPERS = "/papers"


@dataclass(slots=True)
class _Line:
    """A line between two cards: its label under each set of values of a part."""

    id: str
    source: str
    target: str
    kind: str
    key: Key | None
    labels: dict[frozenset[int], tuple[str, ...]]

    @property
    def link(self) -> Link:
        texts = list(self.labels.values())
        wide = max((width(t, FINE.size) for text in texts for t in text), default=0.0)
        tall = max((len(text) for text in texts), default=0) * FINE.leading
        return Link(self.id, self.source, self.target, wide + 10, tall + 4)


@dataclass(slots=True)
class Chart:
    """A chart of a book, laid out once; `draw` shows it at a step."""

    book: Book
    replay: Replay
    cards: dict[str, Card] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)
    placed: Placed | None = None
    variants: Variants = field(init=False)

    def __post_init__(self) -> None:
        self.variants = Variants(self.replay, 0)
        self._make_cards()
        self._make_lines()
        boxes = [Box(c.id, c.width, c.height) for c in self.cards.values()]
        self.placed = layered(boxes, [line.link for line in self.lines], ROOM)

    # -- what is on it

    def _home(self, party: str | None) -> str | None:
        """The card that a record is drawn on."""
        record = self.book.records.get(party or "")
        if isinstance(record, nouns.Body | nouns.Post | nouns.Group) and record.of is not None:
            return self._home(record.of)
        if isinstance(record, nouns.Post) and record.in_ is not None:
            return self._home(record.in_)
        if isinstance(record, nouns.Instrument):
            return self._home(record.of)
        return None if record is None else record.id

    def _make_cards(self) -> None:
        cards = Cards(self.book, self.variants)
        loose: list[nouns.Document] = []
        papers: dict[str, list[nouns.Document]] = {}
        for document in self.book.of(nouns.Document):
            if document.id in self.book.laws:
                continue
            owner = self._home(document.of or (document.parties[0] if document.parties else None))
            if owner is None:
                loose.append(document)
            else:
                papers.setdefault(owner, []).append(document)
        for entity in self.book.of(nouns.Entity):
            self.cards[entity.id] = self._entity(cards, entity, papers.get(entity.id, ()))
        for owner in dict.fromkeys(self._owners()):
            if owner not in self.cards and owner in self.book.records:
                self.cards[owner] = self._bare(cards, self.book.records[owner])
        if loose:
            card = Card(PAPERS, WIDE, "Documents", "papers")
            card.blocks = [cards.heading("Documents", "", WIDE - 2 * PAD), _space(6)]
            card.blocks += cards.papers(loose, WIDE - 2 * PAD)
            key = min((("document", d.id) for d in loose), key=self._begins)
            there = self.variants.where(key, lambda v: v != "not yet in force")
            card.wrap_in = lambda inner: self.variants.group(key, there, inner)
            self.cards[PAPERS] = card

    def _begins(self, key: Key) -> int:
        """The first step at which a document is there."""
        steps = range(len(self.replay.steps))
        return next(
            (n for n in steps if self.replay.value(key, n) != "not yet in force"), len(steps)
        )

    def _owners(self) -> list[str]:
        """Those who join something and have no organisation's card."""
        found: list[str] = []
        for kind, id_ in self.replay.values:
            if kind == "holding":
                found.append(id_.split(" of ")[0])
            if kind in ("post", "body"):
                home = self._home(id_)
                found.extend([home] if home is not None else [])
            if kind == "group" and self._home(id_) == id_:
                found.append(id_)
        return [home for id_ in found if (home := self._home(id_)) is not None]

    def _entity(self, cards: Cards, entity: nouns.Entity, papers: Sequence[nouns.Document]) -> Card:
        bodies = [b for b in self.book.of(nouns.Body) if self._home(b.id) == entity.id]
        bodies = [b for b in bodies if ("body", b.id) in self.replay.values]
        posts = [p for p in self.book.of(nouns.Post) if self._home(p.id) == entity.id]
        posts = [p for p in posts if not (p.in_ and p.kind == "seat")]
        groups = [g for g in self.book.of(nouns.Group) if self._home(g.id) == entity.id]
        full = bodies or posts or groups or papers
        card = Card(entity.id, WIDE if full else SMALL, entity.label, "organisation")
        room = card.width - 2 * PAD
        card.blocks.append(cards.heading(entity.label, entity.kind or "", room))
        for body in bodies:
            card.blocks.extend(cards.body(body, room))
        card.blocks.extend(cards.offices(posts, entity.id, room))
        card.blocks.extend(cards.group(g, room) for g in groups)
        if papers:
            card.blocks.append(cards.rule())
            card.blocks.extend(cards.papers(papers, room))
        key = ("exists", entity.id)
        seen = self.variants.where(key, lambda v: v != "no")
        card.wrap_in = lambda inner: self.variants.group(key, seen, inner)
        return card

    def _bare(self, cards: Cards, record: nouns.Noun) -> Card:
        kind = "person" if isinstance(record, nouns.Person) else "party"
        card = Card(record.id, SMALL, record.label, kind)
        card.blocks = [cards.heading(record.label, "", SMALL - 2 * PAD)]
        return card

    # -- what joins it

    def _make_lines(self) -> None:
        for key in self.replay.values:
            if key[0] == "holding":
                self._holding(key)
            elif key[0] == "post":
                self._held_by(key)
            elif key[0] == "appoints":
                self._appointed(key)

    def _add(
        self,
        kind: str,
        source: str | None,
        target: str | None,
        key: Key,
        labels: dict[frozenset[int], str],
    ) -> None:
        if source is None or target is None or source == target:
            return
        if source not in self.cards or target not in self.cards:
            return
        wrapped = {seen: wrap(text, _LABEL, FINE.size, most=4) for seen, text in labels.items()}
        number = len(self.lines)
        self.lines.append(_Line(f"{kind}{number}", source, target, kind, key, wrapped))

    def _holding(self, key: Key) -> None:
        stakes = [v for v in self.replay.values[key] if v is not None]
        if not stakes:
            return
        source, target = self._home(stakes[0].holder), self._home(stakes[0].instrument)
        voting = self.variants.where(key, lambda v: v is not None and v.votes != 0)
        if voting:
            self._add("votes", source, target, key, self._labels(key, voting, votes=True))
        if not all(v.votes != 0 and v.capital == 0 for v in stakes):
            every = self.variants.where(key, lambda v: v is not None)
            self._add("money", source, target, key, self._labels(key, every, votes=False))

    def _labels(self, key: Key, seen: frozenset[int], votes: bool) -> dict[frozenset[int], str]:
        found: dict[str, set[int]] = {}
        for place in seen:
            text = self._stake(self.replay.values[key][place], votes)
            found.setdefault(text, set()).add(place)
        return {frozenset(places): text for text, places in found.items()}

    def _stake(self, stake: Stake, votes: bool) -> str:
        much = words.quantity(stake.units) + " units"
        if stake.share is not None:
            much = words.share(stake.share)
        elif stake.units is None or (stake.units.exact is None and stake.units.low is None):
            much = "share not known"
        unsure = "" if stake.certain else " ?"
        if votes:
            each = "votes not known" if stake.votes is None else ""
            if stake.votes is not None and stake.votes != 1:
                each = f"{words.quantity_of(stake.votes)} votes each"
            return f"votes: {much}{', ' + each if each else ''}{unsure}"
        kind = words.name(self.book, stake.instrument)
        return f"money: {much} of {kind}{', no vote' if stake.votes == 0 else ''}{unsure}"

    def _held_by(self, key: Key) -> None:
        """An organisation in a post of another one directs it."""
        holders = {v.shown.holder for v in self.replay.values[key]}
        for holder in sorted(h for h in holders if h is not None):
            if isinstance(self.book.records.get(holder), nouns.Entity):
                seen = self.variants.where(key, partial(_holds, holder))
                label = f"acts as {words.name(self.book, key[1])}"
                self._add("directs", holder, self._home(key[1]), key, {seen: label})

    def _appointed(self, key: Key) -> None:
        for appointer in self.replay.values[key]:
            home = self._home(appointer)
            if home is not None and home != self._home(key[1]):
                seen = self.variants.equal(key, appointer)
                label = f"fills {words.name(self.book, key[1])}"
                self._add("appoints", home, self._home(key[1]), key, {seen: label})

    # -- drawing

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        assert self.placed is not None
        return self.placed.width + 2 * MARGIN, self.placed.height + 2 * MARGIN

    def draw(self, step: int, label: str) -> str:
        """The chart at a step, as an SVG element with a name."""
        assert self.placed is not None
        self.variants.step = step
        wide, tall = self.size
        shapes = [tag("title", esc(label))]
        shapes.extend(self._line(line) for line in self.lines)
        for id_, (x, y) in self.placed.boxes.items():
            shapes.append(self.cards[id_].draw(x, y))
        shift = tag("g", *shapes, transform=f"translate({MARGIN:g} {MARGIN:g})")
        return svg([_ARROWS, shift], wide, tall, label)

    def _line(self, line: _Line) -> str:
        assert self.placed is not None
        points = self.placed.links[line.id]
        seen = frozenset(n for places in line.labels for n in places)
        path = tag("path", class_=f"line {line.kind}", d=_curve(points), marker_end="url(#arrow)")
        out = [path]
        x, y = self.placed.labels[line.id]
        link = line.link
        for places, text in line.labels.items():
            wide = max(width(t, FINE.size) for t in text) + 10
            left = x + (link.label_width - wide) / 2
            ground = tag("rect", class_="ground", x=left, y=y, width=wide,
                         height=len(text) * FINE.leading + 4, rx=3)  # fmt: skip
            middle = left + wide / 2
            shown = lines(text, middle, y + 2, FINE, "middle")
            assert line.key is not None
            out.append(self.variants.group(line.key, places, ground, shown))
        assert line.key is not None
        return self.variants.group(line.key, seen, *out)


_ARROWS = tag(
    "defs",
    tag(
        "marker",
        tag("path", class_="arrow", d="M0 0L9 4.5L0 9z"),
        id="arrow",
        viewBox="0 0 9 9",
        refX=8,
        refY=4.5,
        markerWidth=9,
        markerHeight=9,
        markerUnits="userSpaceOnUse",
        orient="auto",
    ),
)


def _curve(points: Sequence[tuple[float, float]]) -> str:
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


def _holds(holder: str, post: PostAt) -> bool:
    return post.shown.holder == holder


def _space(height: float) -> Block:
    return Block(height, lambda x, y: "")
