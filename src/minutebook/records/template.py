"""The files of a new book: small, commented, and without a mistake to begin from."""

from __future__ import annotations

import json
from typing import Final

from minutebook.records.files import MAIN


def new_book(title: str, zone: str = "UTC") -> dict[str, str]:
    """Give the files of a new book, by name: an association with a board of three.

    `zone` is an IANA time zone. The book checks clean and shows the basics: an organisation, its
    board and chair, a vote, a message, a source and a test.
    """
    # A JSON string is a quoted YAML scalar, whatever the title contains.
    head = _HEAD.format(
        title=json.dumps(_printable(title), ensure_ascii=False),
        zone=json.dumps(_printable(zone), ensure_ascii=False),
    )
    return {MAIN: head, "records.yaml": _RECORDS}


def _printable(text: str) -> str:
    """Leave out what a book may not contain: characters that cannot be seen."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable()) or "A book"


_HEAD: Final = """\
# A minute book: who controls an organisation, and what was decided.
# `minutebook check .` says what is wrong with it, `minutebook show .` who holds which post.

book:
  title: {title}
  timezone: {zone}            # dates without an offset are meant there

include: [records.yaml]

# Where facts are read. A record cites SOURCE:PLACE.
sources:
  minutes:
    title: Minutes of the board
    by: the secretary
    date: 2024-03-05

# What no document at hand settles. Answers that rest on a reading show every alternative.
readings:
  board-rule:
    asks: By which majority does the board decide?
    adopted: of-those-present          # what a view of one world shows; it settles nothing
    of-those-present: {{says: More than half of the members who are present., src: minutes:1}}
    of-all-seats: {{says: More than half of all seats.}}
"""

_RECORDS: Final = """\
# Each record begins with its kind and its id: letters, digits, - _ . and / between parts.
records:
  - entity: garden-club
    name: The Garden Club
    kind: association
    date: 2019                         # a date may be as vague as what is known

  - person: ada
    name: Ada Berg
  - person: ben
    name: Ben Cole
  - person: cleo
    name: Cleo Diaz

  - body: garden-club/board
    seats: 3
    members: [ada, ben, cleo]          # who sits on it when the book begins
    quorum: 2
    decides:                           # the rule hangs on the reading above
      reading: board-rule
      of-those-present: majority of members present
      of-all-seats: majority of seats
    src: minutes:1

  - post: garden-club/chair
    appointed by: garden-club/board    # whoever fills a post can empty it too
    holder: ada                        # who holds it when the book begins

  # An act is an attempt. What it achieved is for the judge to say, so no record says it.
  - meeting: march-meeting
    of: garden-club/board
    date: 2024-03-04T18:00
    attended: [ada, ben, cleo]
    src: minutes:1

  - act: new-chair
    date: 2024-03-04T18:40
    by: garden-club/board
    meeting: march-meeting
    form: meeting
    for: [ben, cleo]
    against: ada
    effect: [remove ada from garden-club/chair, appoint ben to garden-club/chair]
    reported: carried                  # what was announced, beside what the judge finds
    src: minutes:2

  # Messages say who knew what, and when.
  - message: notice-to-members
    date: 1 hour after new-chair
    from: cleo
    to: public
    about: new-chair
    via: notice board
    src: minutes:3
    status: inferred                   # stated, inferred, assumed or disputed

  # A test: the book fails its check when this does not hold.
  - assert: garden-club/board has 3 members
    date: 2024-03-05
"""
