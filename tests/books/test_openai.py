"""The shipped book of OpenAI: it reads clean, says where each fact is read, in our own words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

import minutebook
from minutebook.law import LIBRARY
from minutebook.records import Book, Cite, Value, load, nouns
from minutebook.text import Relative, When

FOLDER = Path(minutebook.__file__).parent / "books" / "openai"

# The five documents that are cited by line, with the number of lines of each.
LINES = {
    "digest": 32,
    "yuanchuan": 272,
    "candylake": 60,
    "economic-observer": 111,
    "the-register": 38,
}
# Where the first document numbers its 21 main nodes and 16 side notes; 68 is a joke.
NODES = {*range(54, 68, 2), *range(70, 112, 2), 40, 42, 114, 116, 118, 120, 122, 124}


@cache
def book() -> Book:
    return load(FOLDER, LIBRARY)


def own_records() -> list[nouns.Noun]:
    return [record for record in book() if record.id not in book().laws]


def own_sources() -> list[nouns.Source]:
    return [s for s in book().sources.values() if not s.span.file.startswith("law/")]


def parts(of: object) -> Iterator[object]:
    """A record and everything written inside it: its tiers, their shares and conditions."""
    yield of
    if isinstance(of, Value):
        inner: Iterable[object] = of.by.values()
    elif isinstance(of, Mapping):
        inner = of.values()
    elif isinstance(of, tuple):
        inner = of
    elif is_dataclass(of) and not isinstance(of, type):
        inner = [getattr(of, field.name) for field in fields(of)]
    else:
        return
    for part in inner:
        yield from parts(part)


def values(record: nouns.Noun) -> Iterator[Value[object]]:
    """What in a record hangs on a reading or on rival claims."""
    return (part for part in parts(record) if isinstance(part, Value))


def cites() -> Iterator[Cite]:
    for record in own_records():
        yield from (part for part in parts(record) if isinstance(part, Cite))
        for value in values(record):
            for claimed in value.src.values():
                yield from claimed
    for reading in book().readings.values():
        for alternative in reading.alternatives.values():
            yield from alternative.src


def test_it_loads_without_a_diagnostic() -> None:
    assert [f"{d.span.file}:{d.span.line} {d.code} {d.message}" for d in book().diagnostics] == []
    assert book().title == "OpenAI, November 2023"
    assert book().zone.key == "America/Los_Angeles"


def test_every_record_says_where_it_is_read() -> None:
    assert [r.id for r in own_records() if not r.src and not r.assumed] == []


def test_every_cited_line_exists() -> None:
    for cite in cites():
        if cite.source in LINES:
            assert cite.locator.isdecimal(), cite
            assert 1 <= int(cite.locator) <= LINES[cite.source], cite
        else:
            assert cite.locator == "", f"{cite}: a page read as excerpt has no lines"


def test_every_source_is_cited_and_described() -> None:
    assert {cite.source for cite in cites()} == {source.id for source in own_sources()}
    for source in own_sources():
        assert source.title, source.id
        assert source.kind, source.id
        assert source.date is not None, source.id
        if source.id not in LINES:
            assert source.kind == "web page, read as excerpt"
            assert source.url, source.id


def test_every_node_of_the_first_document_is_used_but_the_joke() -> None:
    cited = {int(cite.locator) for cite in cites() if cite.source == "yuanchuan"}
    assert sorted(NODES - cited) == []
    assert 68 not in cited


def test_the_words_are_ours() -> None:
    """The documents are Chinese and Russian: a copied sentence would show its script."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            foreign = [c for c in line if c.isalpha() and "LATIN" not in unicodedata.name(c)]
            assert not foreign, f"{path.name}:{number} {''.join(foreign)}"


REQUIRED: dict[type[nouns.Noun], str] = {
    nouns.Entity: "openai-inc openai-global openai-lp microsoft thrive khosla tiger-global sequoia "
    "anthropic",
    nouns.Person: "altman brockman sutskever dangelo mccauley toner murati shear taylor summers "
    "nadella",
    nouns.Group: "openai-staff",
    nouns.Body: "openai-inc/board",
    nouns.Post: "openai-inc/ceo openai-inc/chair openai-inc/president openai-inc/cto",
    nouns.Act: "remove-altman announce-removal return-altman",
    nouns.Document: "open-letter staff-ultimatum",
}


@pytest.mark.parametrize(
    ("noun", "name"), [(noun, name) for noun, names in REQUIRED.items() for name in names.split()]
)
def test_it_has(noun: type[nouns.Noun], name: str) -> None:
    assert book().get(name, noun) is not None


ADOPTED = {
    "board-rule": (
        "majority-of-seats",
        {"majority-of-seats", "majority-of-present", "unanimous-consent", "delaware-stock"},
    ),
    "vacated-seats": ("abolished", {"abolished", "vacant"}),
    "recusal-of-target": ("votes", {"votes", "does-not-vote", "not-counted"}),
    "announcement-time": ("published-12-28", {"published-12-28", "as-written-15-00", "noon"}),
}


@pytest.mark.parametrize("name", ADOPTED)
def test_it_keeps_open(name: str) -> None:
    adopted, alternatives = ADOPTED[name]
    reading = book().readings[name]
    assert reading.adopted == adopted
    assert set(reading.alternatives) == alternatives


def test_every_reading_asks_adopts_and_is_used() -> None:
    used = {value.reading for record in own_records() for value in values(record)}
    for reading in book().readings.values():
        assert reading.asks, reading.id
        assert reading.adopted, reading.id
        assert reading.id in used, f"nothing hangs on {reading.id}"
        assert all(alternative.says for alternative in reading.alternatives.values())


def date_of(name: str) -> When:
    record = book().records[name]
    date = record.date
    if isinstance(date, Value):
        adopted = book().readings[date.reading].adopted
        assert adopted is not None
        date = date.by[adopted]
    if isinstance(date, Relative):
        return date.resolve(date_of(date.anchor))
    assert isinstance(date, When)
    return date


def between(first: str, second: str) -> timedelta:
    start, end = date_of(first), date_of(second)
    assert start.exact
    assert end.exact
    assert start.earliest is not None
    assert end.earliest is not None
    return end.earliest - start.earliest


def test_106_hours_from_the_call_to_the_closing_announcement() -> None:
    assert between("remove-altman", "announce-return") == timedelta(hours=106, minutes=3)
    assert between("remove-altman", "remove-brockman") == timedelta(minutes=23)
    assert between("microsoft-told", "announce-removal") == timedelta(minutes=1)


def test_the_letter_grows_to_97_percent_of_770() -> None:
    staff = book().get("openai-staff", nouns.Group)
    assert staff is not None
    assert not isinstance(staff.count, Value)
    assert staff.count is not None
    shares = []
    for name in ("letter-at-700", "letter-at-743", "letter-at-747"):
        event = book().get(name, nouns.Event)
        assert event is not None
        assert event.out_of == staff.id
        assert "open-letter" in event.about
        assert not isinstance(event.count, Value)
        assert event.count is not None
        signed, all_staff = event.count.exact, staff.count.exact
        assert signed is not None
        assert all_staff is not None
        shares.append(f"{float(signed / all_staff):.2%}")
    assert shares == ["90.91%", "96.49%", "97.01%"]


def test_the_letter_demands_the_ceo_the_president_and_every_director_of_that_day() -> None:
    letter = book().get("open-letter", nouns.Document)
    assert letter is not None
    assert {str(goal) for goal in letter.demands} == {
        "altman holds openai-inc/ceo",
        "brockman holds openai-inc/president",
        "sutskever has no seat in openai-inc/board",
        "dangelo has no seat in openai-inc/board",
        "mccauley has no seat in openai-inc/board",
        "toner has no seat in openai-inc/board",
    }


def test_no_vote_is_invented() -> None:
    """Only the removals have votes in the documents; every other act of the board gives none."""
    told = {"remove-altman", "remove-brockman"}
    for act in book().of(nouns.Act):
        if act.by != "openai-inc/board" or act.id in told:
            continue
        assert act.reported == "carried", act.id
        assert act.more_ballots == ()
        assert not isinstance(act.ballot, Value)
        assert act.ballot.choices == {}, act.id
