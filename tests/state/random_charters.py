"""Random boards with terms, causes, mandates and annulments, as book text."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import strategies as st
from tests.state.reference_terms import DAY, Charter, Move

NAMES = ("ann", "bob", "cy", "dot", "eve", "fay")
COMMITTEE = frozenset({"gus", "hal"})
BEGIN = datetime(2024, 1, 1)
KINDS = ("seat", "seat", "seat", "unseat", "resign", "hire", "hire", "fire", "die", "find",
         "repeal", "annul")  # fmt: skip
EFFECTS = {
    "seat": "appoint {} to org/board",
    "unseat": "remove {} from org/board",
    "resign": "resign from org/board",
    "hire": "appoint {} to org/ceo",
    "fire": "remove {} from org/ceo",
    "find": "determine cause",
    "repeal": "repeal mandate",
}


@st.composite
def moves(draw: st.DrawFn, number: int, earlier: list[Move]) -> Move:
    kind = draw(st.sampled_from(KINDS))
    # Days apart or together, and each at a minute of its own.
    last = earlier[-1].minute if earlier else 60
    minute = last + draw(st.sampled_from([1, DAY, 5 * DAY, 10 * DAY, 20 * DAY])) + 1
    party = draw(st.sampled_from(NAMES))
    by = {"resign": party, "die": party, "find": "board", "repeal": "board"}.get(kind, "board")
    if kind == "hire":
        by = draw(st.sampled_from(["board", "committee"]))
    if kind == "fire":
        by = draw(st.sampled_from(["board", "auditor"]))
    everybody = (*NAMES, *sorted(COMMITTEE))
    few = draw(st.frozensets(st.sampled_from(everybody), min_size=1, max_size=8))
    ayes = frozenset(everybody) if draw(st.booleans()) else few
    until = None
    if kind == "seat" and draw(st.integers(0, 3)) == 0:
        until = minute + draw(st.sampled_from([3 * DAY, 15 * DAY])) + 17
    target = None
    if kind == "annul":
        targets = [m.name for m in earlier if m.kind in ("seat", "unseat", "hire", "fire")]
        if not targets:
            kind = "find"
        else:
            target, by = draw(st.sampled_from(targets)), "court"
    return Move(f"m{number}", minute, kind, party, by, ayes, until, target)


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    members = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=4))
    made: list[Move] = []
    for number in range(draw(st.integers(1, 7))):
        made.append(draw(moves(number, made)))
    return Charter(
        tuple(members),
        len(members) + draw(st.integers(0, 2)),
        draw(st.sampled_from([None, 4 * DAY, 12 * DAY, 30 * DAY])),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        tuple(made),
    )


def at(minute: int) -> str:
    """A minute as books write it."""
    return (BEGIN + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M")


def written(charter: Charter) -> str:
    """The charter and what was tried under it as a book."""
    people = "".join(f"  - person: {n}\n" for n in (*NAMES, "gus", "hal", "aud"))
    term = f"    term: {charter.term // DAY} days\n" if charter.term else ""
    norms = ["{can: court, do: annul any, reaches: back, within: 10 days}",
             "{can: org/board, do: repeal any}"]  # fmt: skip
    if charter.cause:
        norms.append("{can: aud, do: remove any from org/ceo, when: determined(cause)}")
    mandate = (
        "{can: org/committee, id: lent, do: appoint any to org/ceo, delegated by: org/board}"
        if charter.mandate
        else "{may: org/committee, do: decide lunch}"
    )
    text = (
        "book: {title: Random, timezone: UTC}\nrecords:\n  - entity: org\n  - entity: court\n"
        f"{people}  - body: org/board\n    date: {at(0)}\n    seats: {charter.seats}\n"
        f"    members: [{', '.join(charter.members)}]\n    appointed by: org/board\n"
        "    decides: majority of members in office\n    target votes: yes\n"
        f"    holdover: {'yes' if charter.holdover else 'no'}\n{term}"
        "  - body: org/committee\n    members: [gus, hal]\n"
        "    decides: majority of members in office\n"
        "  - post: org/ceo\n    appointed by: org/board\n"
        "  - fact: cause\n    determined by: org/board\n"
        f"  - document: charter\n    rank: charter\n    of: org\n    norms: [{', '.join(norms)}]\n"
        f"  - document: mandate\n    rank: resolution\n    of: org\n    norms: [{mandate}]\n"
    )
    return text + "".join(act(move) for move in charter.moves)


def act(move: Move) -> str:
    if move.kind == "die":
        return (
            f"  - event: {move.name}\n    kind: death\n    about: {move.party}\n"
            f"    date: {at(move.minute)}\n"
        )
    by = {"board": "org/board", "committee": "org/committee", "auditor": "aud"}
    lines = [f"act: {move.name}", f"date: {at(move.minute)}", f"by: {by.get(move.by, move.by)}"]
    if move.by in ("board", "committee"):
        lines += ["form: meeting", f"for: [{', '.join(sorted(move.ayes))}]", "others: absent"]
    if move.until is not None:
        lines.append(f"until: {at(move.until)}")
    effect = EFFECTS.get(move.kind, "").format(move.party)
    lines.append(f"effect: {effect or f'annul {move.target}'}")
    return "  - " + "\n    ".join(lines) + "\n"
