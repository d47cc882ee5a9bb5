"""Cards of a chart: an organisation with its bodies, offices, people, groups and papers.

A card is measured before it is drawn: a stack of blocks, each of a known height. It has room
for everything that it shows at any step, so nothing moves as time goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from minutebook.pages import words
from minutebook.pages.buttons import NO_BUTTONS, Buttons
from minutebook.pages.measure import BOLD, width, wrap
from minutebook.pages.svg import Font, Variants, esc, lines, tag
from minutebook.records import Book, nouns
from minutebook.views.replay import Key
from minutebook.views.structure import BodyAt, PostAt

PAD = 14.0
WIDE = 344.0
SMALL = 168.0
MOST_SEATS = 24
HEAD = Font("head", 15, BOLD)
PLAIN = Font("plain", 13)
STRONG = Font("strong", 13, BOLD)
FINE = Font("fine", 12)
AVATAR = 11.0

Draw = Callable[[float, float], str]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a card: how high it is, and how to draw it at a place."""

    height: float
    draw: Draw


@dataclass(slots=True)
class Card:
    """A card to be placed: its size and what draws it with its corner at (x, y)."""

    id: str
    width: float
    title: str
    kind: str
    blocks: list[Block] = field(default_factory=list)
    wrap_in: Callable[[str], str] = field(default=lambda inner: inner)

    @property
    def height(self) -> float:
        """With everything that the card ever shows."""
        return PAD + sum(b.height for b in self.blocks) + PAD - 4

    def draw(self, x: float, y: float) -> str:
        """The card as a group with a name for assistive technology."""
        shapes = [
            tag("title", esc(self.title)),
            tag("rect", class_=f"card {self.kind}", x=x, y=y, width=self.width,
                height=self.height, rx=8),
        ]  # fmt: skip
        top = y + PAD
        for block in self.blocks:
            shapes.append(block.draw(x, top))
            top += block.height
        return self.wrap_in(tag("g", *shapes, data_card=self.id))


def mark_new(x: float, y: float) -> str:
    """A small diamond that shows only beside what is new, so that no colour alone tells it."""
    return tag("path", class_="mark", d=f"M{x:.1f} {y - 4:.1f}l4 4l-4 4l-4 -4z")


def sits(person: str, body: BodyAt) -> bool:
    """Whether somebody is a member of a body."""
    return person in body.members


@dataclass(slots=True)
class Cards:
    """Makes the cards of one book for one step of a replay."""

    book: Book
    variants: Variants
    buttons: Buttons = NO_BUTTONS

    # -- blocks

    def heading(self, party: str, below: str, room: float) -> Block:
        """The name of a party in bold and a fine line below it."""
        return self.title(self.book.records[party].label, below, room)

    def title(self, title: str, below: str, room: float) -> Block:
        """A title in bold and a fine line below it."""
        head = wrap(title, room, HEAD.size, HEAD.weight)
        fine = wrap(below, room, FINE.size) if below else ()
        split = len(head) * HEAD.leading

        def draw(x: float, y: float) -> str:
            return lines(head, x + PAD, y, HEAD) + lines(fine, x + PAD, y + split, FINE)

        return Block(split + len(fine) * FINE.leading, draw)

    def body(self, body: nouns.Body, room: float) -> list[Block]:
        """A body: how full it is, and a fixed place for each who ever sits on it."""
        key = ("body", body.id)
        people = list(dict.fromkeys(m for v in self.variants.replay.values[key] for m in v.members))
        blocks = [self.rule(), self._body_head(body, key, room)]
        if len(people) <= MOST_SEATS:
            blocks.extend(self._seats(key, people, room))
        return blocks

    def rule(self) -> Block:
        """A short line that parts blocks."""

        def draw(x: float, y: float) -> str:
            return tag("path", class_="rule", d=f"M{x + PAD:.1f} {y + 8:.1f}h24")

        return Block(16, draw)

    def rule_above(self, papers: Sequence[nouns.Document]) -> Block:
        """A rule that is seen once one of some documents is there: it parts nothing before."""
        rule = self.rule()

        def draw(x: float, y: float) -> str:
            drawn = rule.draw(x, y)
            return "".join(self.variants.group(k, self._there(k), drawn) for k in keys)

        keys = [("document", d.id) for d in papers]
        return Block(rule.height, draw)

    def _there(self, document: Key) -> frozenset[int]:
        return self.variants.where(document, lambda v: v != "not yet in force")

    def _body_head(self, body: nouns.Body, key: Any, room: float) -> Block:
        title = wrap(words.name(self.book, body.id), room, STRONG.size, STRONG.weight, 2)
        told = {
            value: wrap(self._filled(value), room, FINE.size, most=2)
            for value in self.variants.replay.values[key]
        }
        split = len(title) * STRONG.leading
        below = split + max(map(len, told.values()), default=0) * FINE.leading
        fills = {v: wrap(self._fills(body, v), room, FINE.size, most=2) if v else ()
                 for v in self.variants.replay.values["appoints", body.id]}  # fmt: skip

        def draw(x: float, y: float) -> str:
            parts = [lines(title, x + PAD, y, STRONG)]
            for appointer, text in fills.items():
                seen = self.variants.equal(("appoints", body.id), appointer)
                shown = lines(text, x + PAD, y + below, FINE)
                parts.append(self.variants.group(("appoints", body.id), seen, shown))
            for value, text in told.items():
                seen = self.variants.equal(key, value)
                shown = lines(text, x + PAD, y + split, FINE)
                mark = mark_new(x + PAD - 8, y + split + FINE.leading / 2)
                parts.append(self.variants.group(key, seen, mark, shown))
            return "".join(parts)

        return Block(below + max(map(len, fills.values()), default=0) * FINE.leading + 8, draw)

    def _fills(self, body: nouns.Body, appointer: str) -> str:
        if appointer == body.id:
            return "fills its own seats"
        return f"its seats are filled by {words.name(self.book, appointer)}"

    def _filled(self, value: BodyAt) -> str:
        text = words.seats(value.filled, value.seats)
        return text if value.certain else f"{text} ?"

    def _seats(self, key: Any, people: Sequence[str], room: float) -> list[Block]:
        columns = 2 if room > 250 else 1
        cell = room / columns
        rows = [people[n : n + columns] for n in range(0, len(people), columns)]
        return [self._seat_row(key, row, cell) for row in rows]

    def _seat_row(self, key: Any, people: Sequence[str], cell: float) -> Block:
        names = {
            p: wrap(words.name(self.book, p), cell - 2 * AVATAR - 14, PLAIN.size, most=2)
            for p in people
        }
        height = max(2 * AVATAR, max(len(n) for n in names.values()) * PLAIN.leading) + 8

        def draw(x: float, y: float) -> str:
            out = []
            for place, person in enumerate(people):
                left = x + PAD + place * cell
                seen = self.variants.where(key, partial(sits, person))
                chip = self.person(person, left, y, names[person])
                out.append(self.variants.group(key, seen, chip))
                gone = self.person(person, left, y, names[person], "left")
                out.append(self.variants.group(key, seen, gone, role="gone", class_="ghost"))
            return "".join(out)

        return Block(height, draw)

    def person(self, party: str, x: float, y: float, label: Sequence[str], mark: str = "") -> str:
        """A round mark with initials (square for an organisation) and a name beside it."""
        organisation = not isinstance(self.book.records.get(party), nouns.Person)
        middle = y + AVATAR
        shape = (
            tag("rect", class_="avatar", x=x, y=y, width=2 * AVATAR, height=2 * AVATAR, rx=4)
            if organisation
            else tag("circle", class_="avatar", cx=x + AVATAR, cy=middle, r=AVATAR)
        )
        letters = words.initials(words.name(self.book, party)) or "?"
        size = 10 if width(letters, 10, BOLD) < 2 * AVATAR - 4 else 8
        initials = tag(
            "text",
            esc(letters),
            class_="initials",
            x=x + AVATAR,
            y=middle + size * 0.36,
            text_anchor="middle",
            font_size=size,
        )
        top = middle - len(label) * PLAIN.leading / 2
        named = lines(label, x + 2 * AVATAR + 8, top, PLAIN)
        badge = ""
        if mark:
            first = x + 2 * AVATAR + 8
            for number, line in enumerate(label):
                level = top + number * PLAIN.leading + PLAIN.size * 0.68
                stroke = f"M{first:.1f} {level:.1f}h{width(line, PLAIN.size):.1f}"
                badge += tag("path", class_="struck", d=stroke)
        if mark:
            return mark_new(x - 8, middle) + shape + initials + named + badge
        room = 2 * AVATAR + 16 + max((width(t, PLAIN.size) for t in label), default=0.0)
        title = " ".join(label)
        # What a button is called is what is read on it: the initials stand beside it.
        pressed = self.buttons.around(party, title, (x, y), room, 2 * AVATAR, shape, named)
        return mark_new(x - 8, middle) + pressed + initials

    def party(self, party: str, below: str, room: float) -> Block:
        """A party that is a card of its own and may be pressed: its mark, its name, what it is."""
        label = wrap(words.name(self.book, party), room - 2 * AVATAR - 14, PLAIN.size)
        fine = wrap(below, room, FINE.size) if below else ()
        tall = max(2 * AVATAR, len(label) * PLAIN.leading) + 8

        def draw(x: float, y: float) -> str:
            return self.person(party, x + PAD, y, label) + lines(fine, x + PAD, y + tall, FINE)

        return Block(tall + len(fine) * FINE.leading, draw)

    # -- offices

    def offices(self, posts: Sequence[nouns.Post], home: str, room: float) -> list[Block]:
        """Offices, those together that the same body of this organisation fills."""
        groups: dict[str | None, list[nouns.Post]] = {}
        for post in posts:
            found = self.variants.replay.values["appoints", post.id]
            filler = self.book.get(found[0], nouns.Body) if len(found) == 1 else None
            inside = filler.id if filler is not None and filler.of == home else None
            groups.setdefault(inside, []).append(post)
        blocks: list[Block] = []
        for inside, members in sorted(groups.items(), key=lambda item: item[0] is None):
            says = (
                "offices"
                if inside is None
                else f"offices that {words.name(self.book, inside)} fills"
            )
            if inside is None and len(groups) > 1:
                says = "other offices"
            blocks += [self.rule(), self._caption(says, room)]
            blocks += [self.post(post, room) for post in members]
        return blocks

    def _caption(self, says: str, room: float) -> Block:
        text = wrap(says, room, FINE.size, most=2)

        def draw(x: float, y: float) -> str:
            return lines(text, x + PAD, y, FINE)

        return Block(len(text) * FINE.leading + 6, draw)

    def post(self, post: nouns.Post, room: float) -> Block:
        """An office: its title, who fills it, and who holds it."""
        key = ("post", post.id)
        title_room = room * 0.36
        title = wrap(words.name(self.book, post.id), title_room, FINE.size)
        left = title_room + 12
        held = {
            v: wrap(self._holder(v), room - left - 2 * AVATAR - 8, PLAIN.size)
            for v in dict.fromkeys(self.variants.replay.values[key])
        }
        tall = max((len(h) for h in held.values()), default=1) * PLAIN.leading
        height = max(2 * AVATAR, tall, len(title) * FINE.leading) + 8

        def draw(x: float, y: float) -> str:
            middle = y + AVATAR
            out = [lines(title, x + PAD, middle - len(title) * FINE.leading / 2, FINE)]
            for value, label in held.items():
                seen = self.variants.equal(key, value)
                at = x + PAD + left
                chip = self._held(value, label, at, y)
                out.append(self.variants.group(key, seen, chip))
            return "".join(out)

        return Block(height, draw)

    def _held(self, value: PostAt, label: Sequence[str], x: float, y: float) -> str:
        if value.shown.holder is None:
            empty = mark_new(x - 8, y + AVATAR) + tag(
                "circle", class_="vacant", cx=x + AVATAR, cy=y + AVATAR, r=AVATAR - 1
            )
            top = y + AVATAR - len(label) * PLAIN.leading / 2
            return empty + lines(label, x + 2 * AVATAR + 8, top, Font("plain quiet", PLAIN.size))
        return self.person(value.shown.holder, x, y, label)

    def _holder(self, value: PostAt) -> str:
        shown = value.shown
        text = words.held(self.book, shown)
        if shown.holder is None:
            return text
        if shown.nominee_of:
            text += f" (for {words.name(self.book, shown.nominee_of)})"
        if shown.on_the_register not in (None, shown.holder):
            text += f"; register: {words.name(self.book, shown.on_the_register)}"
        return text if value.certain else f"{text} ?"

    # -- groups and papers

    def group(self, group: nouns.Group, room: float) -> Block:
        """A counted group with its number."""
        key = ("group", group.id)
        # A button needs room for its tick.
        left = PAD + (2 * AVATAR + 8 if group.id in self.buttons.parties else 0)
        room -= left - PAD
        title = wrap(words.name(self.book, group.id), room, PLAIN.size, most=2)
        told = {
            v: wrap(words.people(v), room, FINE.size, most=1)
            for v in dict.fromkeys(self.variants.replay.values[key])
        }
        split = len(title) * PLAIN.leading + 6

        def draw(x: float, y: float) -> str:
            out = [lines(title, x + left, y + 6, PLAIN)]
            for value, text in told.items():
                seen = self.variants.equal(key, value)
                mark = mark_new(x + PAD - 8, y + split + FINE.leading / 2)
                shown = lines(text, x + left, y + split, FINE)
                out.append(self.variants.group(key, seen, mark, shown))
            if left == PAD:
                return "".join(out)
            box = tag("rect", class_="avatar", x=x + PAD, y=y + 6, width=2 * AVATAR,
                      height=2 * AVATAR, rx=4)  # fmt: skip
            name, corner = " ".join(title), (x + PAD, y + 6)
            first, *rest = out
            button = self.buttons.around(group.id, name, corner, room, split + 8, box, first)
            return button + "".join(rest)

        return Block(split + FINE.leading, draw)

    def papers(self, documents: Sequence[nouns.Document], room: float) -> list[Block]:
        """Documents, each once it is there, with its state."""
        return [self._paper(d, room) for d in documents]

    def _paper(self, document: nouns.Document, room: float) -> Block:
        key = ("document", document.id)
        title = wrap(words.name(self.book, document.id), room - 22, PLAIN.size, most=2)
        kind = document.kind or document.rank
        told: Mapping[str, tuple[str, ...]] = {
            v: wrap(kind if v == "in force" else f"{kind}, {v}", room - 22, FINE.size, most=2)
            for v in dict.fromkeys(self.variants.replay.values[key])
            if v != "not yet in force"
        }
        split = len(title) * PLAIN.leading
        tall = max(map(len, told.values()), default=0)

        def draw(x: float, y: float) -> str:
            page = tag("path", class_="page", d=f"M{x + PAD:.1f} {y + 3:.1f}h8l4 4v10h-12z")
            there = self._there(key)
            mark = mark_new(x + PAD - 8, y + PLAIN.leading / 2)
            head = lines(title, x + PAD + 22, y, PLAIN)
            out = [self.variants.group(key, there, mark, page, head)]
            for value, text in told.items():
                seen = self.variants.equal(key, value)
                shown = lines(text, x + PAD + 22, y + split, FINE)
                out.append(self.variants.group(key, seen, shown))
            return "".join(out)

        return Block(split + tall * FINE.leading + 8, draw)
