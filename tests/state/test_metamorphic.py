"""What must not matter does not: names, files, neighbours, weeks, which of two equal classes."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.state.books import book, moment
from tests.state.cases import act, people, text
from tests.state.random_charters import at, charters, written
from tests.state.reference_terms import Charter, Move

from minutebook.answers import Answer, Found, Why, World, ask
from minutebook.records import Book, load_texts
from minutebook.state.state import State

SETTINGS = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEAD, RECORDS = "book: {title: Random, timezone: UTC}\n", "records:\n"
IDS = re.compile(
    r"\b(org|court|ann|bob|cy|dot|eve|fay|gus|hal|aud|cause|charter|mandate|lent|m\d)\b(?!:)"
)

Outcome = tuple[tuple[str | None, ...], frozenset[str | None], str | None]


def outcomes(
    loaded: Book,
    when: datetime,
    charter: Charter,
    *,
    prefix: str = "",
    known: datetime | None = None,
) -> Answer[Outcome]:
    """How every act stands, who sits on the board, and who leads, in every world."""
    names = [f"{prefix}{m.name}" for m in charter.moves if m.kind != "die"]

    def question(world: World) -> Found[Outcome]:
        state = State(loaded, when, known, world)
        standings = tuple(state.verdict(n).standing for n in names if n in state.index.acts)
        board = frozenset(o.holder for o in state.seats(f"{prefix}org/board").occupants)
        chief = state.holder(f"{prefix}org/ceo")
        return Found((standings, board, chief.holder if chief else None), Why("played"))

    return ask(question, limit=500)


def end(charter: Charter) -> datetime:
    return datetime.fromisoformat(f"{at(charter.moves[-1].minute)}:30+00:00")


def values(answer: Answer[Outcome]) -> set[Outcome | None]:
    return {w.value for w in answer.worlds}


def plain(charter: Charter) -> set[Outcome | None]:
    return values(outcomes(book(written(charter)), end(charter), charter))


def renamed(written_text: str) -> str:
    """The same book, in which everybody and everything has a name that begins with z."""
    body = written_text.split(RECORDS, 1)[1]
    kinds = "entity|person|body|post|fact|document|act|event"
    body = re.sub(rf"- ({kinds}): (\S+)", r"- \1: z\2", body)
    keys = re.compile(r"^( {4}\S.*?: |.*?norms: )(.*)$")
    lines = []
    for line in body.splitlines():
        found = keys.match(line)
        if found and not found[1].strip().startswith(("date", "rank", "kind", "form", "until")):
            line = found[1] + IDS.sub(r"z\1", found[2])
        lines.append(line)
    return "\n".join(lines) + "\n"


def back(value: Outcome | None) -> Outcome:
    assert value is not None
    standings, board, chief = value
    return standings, frozenset(b and b[1:] for b in board), chief and chief[1:]


@SETTINGS
@given(charters())
def test_other_names_change_nothing_but_the_names(charter: Charter) -> None:
    other = book(HEAD + RECORDS + renamed(written(charter)))
    found = outcomes(other, end(charter), charter, prefix="z")
    assert {back(v) for v in values(found)} == plain(charter)


@SETTINGS
@given(charters(), charters())
def test_another_organisation_in_the_same_book_changes_nothing(one: Charter, two: Charter) -> None:
    both = book(written(one) + renamed(written(two)))
    assert values(outcomes(both, end(one), one)) == plain(one)
    found = outcomes(both, end(two), two, prefix="z")
    assert {back(v) for v in values(found)} == plain(two)


@SETTINGS
@given(charters(), st.randoms(use_true_random=False))
def test_the_order_of_records_and_of_files_does_not_matter(
    charter: Charter, shuffle: random.Random
) -> None:
    records = ["  - " + r for r in written(charter).split(RECORDS, 1)[1].split("  - ")[1:]]
    records = rejoined(records)
    shuffle.shuffle(records)
    cut = shuffle.randrange(1, len(records))
    texts = {"book.yaml": HEAD + "include: [z.yaml, a.yaml]\n",
             "a.yaml": RECORDS + "".join(records[:cut]),
             "z.yaml": RECORDS + "".join(records[cut:])}  # fmt: skip
    loaded = load_texts({name: t.encode() for name, t in texts.items()})
    assert not loaded.errors
    assert values(outcomes(loaded, end(charter), charter)) == plain(charter)


def rejoined(parts: list[str]) -> list[str]:
    """Records as they were, where the text of one held what looks like the begin of another."""
    out: list[str] = []
    for part in parts:
        if out and not re.match(r"  - \w+: ", part):
            out[-1] += part
        else:
            out.append(part)
    return out


DATES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


@SETTINGS
@given(charters(), st.integers(1, 60))
def test_a_story_told_some_weeks_later_ends_alike(charter: Charter, weeks: int) -> None:
    """Nothing here counts in months, so no calendar has a say."""
    more = timedelta(weeks=weeks)

    def later(found: re.Match[str]) -> str:
        return (datetime.fromisoformat(found[0]) + more).strftime("%Y-%m-%dT%H:%M")

    moved = book(DATES.sub(later, written(charter)))
    assert values(outcomes(moved, end(charter) + more, charter)) == plain(charter)


@SETTINGS
@given(charters(), st.data())
def test_an_earlier_date_sees_nothing_of_what_came_later(
    charter: Charter, data: st.DataObject
) -> None:
    """As known then: what a court annuls later reaches back once it is known."""
    seen = data.draw(st.integers(1, len(charter.moves)))
    part = replace(charter, moves=charter.moves[:seen])
    asked = outcomes(book(written(charter)), end(part), part, known=end(part))
    assert values(asked) == plain(part)


@SETTINGS
@given(charters())
def test_to_ratify_what_is_valid_changes_nothing(charter: Charter) -> None:
    """Whoever ratifies, and whether they can."""
    first = next((m for m in charter.moves if m.kind in ("seat", "hire")), None)
    assume(first is not None)
    assert first is not None
    before = plain(charter)
    names = [m.name for m in charter.moves if m.kind != "die"]
    assume(all(v is not None and v[0][names.index(first.name)] == "valid" for v in before))
    last = charter.moves[-1].minute + 5
    mend = Move("m9", last, "annul", "ann", "board", frozenset({"ann", "bob"}), target=first.name)
    longer = written(replace(charter, moves=(*charter.moves, mend)))
    ratified = longer.replace(f"effect: annul {first.name}", f"effect: ratify {first.name}", 1)
    assume(ratified.count("effect: ratify") == 1)
    assume(not any(m.kind == "annul" for m in charter.moves))
    found = outcomes(book(ratified), end(charter) + timedelta(minutes=6), charter)
    calm = outcomes(book(written(charter)), end(charter) + timedelta(minutes=6), charter)
    assert values(found) == values(calm)


holders = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 4), st.sampled_from(["for", "against"])),
    min_size=1,
    max_size=4,
    unique_by=lambda h: h[0],
)
RULES = ("majority of votes cast", "at least 2/3 of outstanding votes", "majority of holders",
         "majority of capital and at least 1/2 of holders present")  # fmt: skip


@SETTINGS
@given(holders, st.sampled_from(RULES), st.data())
def test_units_of_one_class_or_of_two_equal_ones_are_as_much(
    held: list[tuple[str, int, str]], rule: str, data: st.DataObject
) -> None:
    def company(*, split: bool) -> str:
        lines = []
        for name, units, _ in held:
            parts = [units]
            if split and units > 1:
                first = data.draw(st.integers(1, units - 1))
                parts = [first, units - first]
            lines += [
                f"  - {{holding: h{name}{n}, holder: {name}, of: class-{n}, units: {part}}}\n"
                for n, part in enumerate(parts)
            ]
        votes = [f"{c}: [{', '.join(n for n, _, v in held if v == c)}]"
                 for c in {v for _, _, v in held}]  # fmt: skip
        return text(
            people("a", "b", "c", "d"),
            *(f"  - instrument: class-{n}\n    of: org\n    capital: 1\n" for n in range(2)),
            "  - body: org/meeting\n    holders of: [class-0, class-1]\n    quorum: none\n"
            f"    decides: {rule}\n",
            *lines,
            act("try", "by: org/meeting", "form: meeting", *votes, "effect: decide x"),
        )

    def standing(written_text: str) -> str | None:
        loaded = book(written_text)
        state = State(loaded, moment(loaded, "2021-01-01"), None, World({}))
        return state.verdict("try").standing

    assert standing(company(split=True)) == standing(company(split=False))
