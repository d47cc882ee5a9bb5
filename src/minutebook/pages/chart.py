"""The chart of a structure: organisations as cards in layers, and what joins them.

Votes and economics are apart: a holding that carries votes is a full line, one of money a
broken one, each with its own label. A chart holds every step; its layout is that of the union
of all dates and worlds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from minutebook.pages.buttons import NO_BUTTONS, Buttons
from minutebook.pages.cards import PAD, SMALL, WIDE, Block, Card, Cards
from minutebook.pages.grid import Box
from minutebook.pages.joins import Bundle, joins
from minutebook.pages.layered import Placed, layered
from minutebook.pages.svg import Variants, esc, svg, tag
from minutebook.records import Book, nouns
from minutebook.views.replay import Key, Replay

ROOM = 840.0
MARGIN = 3.0
_LABEL = 160.0
_STRAIGHT = 10.0
PAPERS = "/papers"
_FEW = 30
_NARROWER = (ROOM * 0.8, ROOM * 0.6)


@dataclass(slots=True)
class Chart:
    """A chart of a book, laid out once; `draw` shows it at a step.

    `buttons` are the parties on it that can be pressed; `still` holds one step only.
    """

    book: Book
    replay: Replay
    buttons: Buttons = NO_BUTTONS
    still: bool = False
    cards: dict[str, Card] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    placed: Placed | None = None
    variants: Variants = field(init=False)

    def __post_init__(self) -> None:
        self.variants = Variants(self.replay, 0, self.still)
        self._make_cards()
        self.bundles = joins(self.book, self.variants, self._home, frozenset(self.cards))
        boxes = [Box(c.id, c.width, c.height) for c in self.cards.values()]
        links = [b.link for b in self.bundles]
        self.placed = layered(boxes, links, ROOM)
        # Rows are broken by the width of their boxes; the lines between them may need more.
        # A large chart is wider anyway, and takes long to lay out again.
        for room in _NARROWER if len(boxes) <= _FEW else ():
            if self.placed.width <= ROOM:
                break
            self.placed = min(self.placed, layered(boxes, links, room), key=_width)

    # -- what is on it

    def _home(self, party: str | None) -> str | None:
        return home_of(self.book, party)

    def _make_cards(self) -> None:
        cards = Cards(self.book, self.variants, self.buttons)
        loose: list[nouns.Document] = []
        papers: dict[str, list[nouns.Document]] = {}
        for document in self.book.of(nouns.Document):
            if ("document", document.id) not in self.replay.values:
                continue
            owner = self._home(document.of or (document.parties[0] if document.parties else None))
            if owner is None:
                loose.append(document)
            else:
                papers.setdefault(owner, []).append(document)
        for entity in self.book.of(nouns.Entity):
            if ("exists", entity.id) not in self.replay.values:
                continue
            self.cards[entity.id] = self._entity(cards, entity, papers.get(entity.id, ()))
        for owner in dict.fromkeys(self._owners()):
            if owner not in self.cards and owner in self.book.records:
                self.cards[owner] = self._bare(cards, self.book.records[owner])
        if loose:
            card = Card(PAPERS, WIDE, "Documents", "papers")
            card.blocks = [cards.title("Documents", "", WIDE - 2 * PAD), _space(6)]
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
        posts = [p for p in posts if ("post", p.id) in self.replay.values]
        groups = [g for g in self.book.of(nouns.Group) if self._home(g.id) == entity.id]
        groups = [g for g in groups if ("group", g.id) in self.replay.values]
        full = bodies or posts or groups or papers
        card = Card(entity.id, WIDE if full else SMALL, entity.label, "organisation")
        room = card.width - 2 * PAD
        heading = cards.party if entity.id in self.buttons.parties else cards.heading
        card.blocks.append(heading(entity.id, entity.kind or "", room))
        for body in bodies:
            card.blocks.extend(cards.body(body, room))
        card.blocks.extend(cards.offices(posts, entity.id, room))
        card.blocks.extend(cards.group(g, room) for g in groups)
        if papers:
            card.blocks.append(cards.rule_above(papers))
            card.blocks.extend(cards.papers(papers, room))
        key = ("exists", entity.id)
        seen = self.variants.where(key, lambda v: v != "no")
        card.wrap_in = lambda inner: self.variants.group(key, seen, inner)
        return card

    def _bare(self, cards: Cards, record: nouns.Noun) -> Card:
        kind = "person" if isinstance(record, nouns.Person) else "party"
        card = Card(record.id, SMALL, record.label, kind)
        heading = cards.party if record.id in self.buttons.parties else cards.heading
        card.blocks = [heading(record.id, "", SMALL - 2 * PAD)]
        return card

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
        for bundle in self.bundles:
            points, corner = self.placed.links[bundle.id], self.placed.labels[bundle.id]
            shapes.append(bundle.draw(self.variants, points, corner))
        for id_, (x, y) in self.placed.boxes.items():
            shapes.append(self.cards[id_].draw(x, y))
        shift = tag("g", *shapes, transform=f"translate({MARGIN:g} {MARGIN:g})")
        role = "group" if self.buttons.parties else "img"
        return svg([_ARROWS, shift], wide, tall, label, role=role)


def home_of(book: Book, party: str | None) -> str | None:
    """The card that a record is drawn on: the organisation it belongs to, or its own."""
    record = book.records.get(party or "")
    if isinstance(record, nouns.Body | nouns.Post | nouns.Group) and record.of is not None:
        return home_of(book, record.of)
    if isinstance(record, nouns.Post) and record.in_ is not None:
        return home_of(book, record.in_)
    if isinstance(record, nouns.Instrument):
        return home_of(book, record.of)
    return None if record is None else record.id


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


def _width(placed: Placed) -> float:
    return placed.width


def _space(height: float) -> Block:
    return Block(height, lambda x, y: "")
