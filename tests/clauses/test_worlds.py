"""What is told of one world, of four, and of hundreds: alike stands together, nothing is picked."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from minutebook.answers import Found, Why, World, ask, narrowed
from minutebook.answers.memory import Memo
from minutebook.cli import main

HEAD = """book: {title: T, currency: USD, timezone: UTC}
readings:
READINGS
records:
  - {entity: ann, date: 2020-01-01}
  - {entity: ben, date: 2020-01-01}
  - {event: listing}
"""


def text_of(count: int) -> str:
    """A book in which that many open numbers each decide whether one norm binds."""
    reads = "\n".join(f"  r{n}: {{low: {{says: few}}, high: {{says: many}}}}" for n in range(count))
    norms = "".join(
        f"  - {{instrument: ann/i{n}, of: ann}}\n"
        f"  - {{holding: h{n}, holder: ben, of: ann/i{n}, date: 2020-01-01,"
        f" units: {{reading: r{n}, low: 1, high: 9}}}}\n"
        f"  - {{document: d{n}, date: 2020-01-01, norms: [{{must not: ann, id: n{n}, do: sell x,"
        f' when: "units(ben, ann/i{n}) >= 5 and happened(listing)", consequence: void}}]}}\n'
        for n in range(count)
    )
    head = HEAD.replace("readings:\nREADINGS\n", f"readings:\n{reads}\n" if count else "")
    return head + norms


def run(path: Path, count: int, *words: str) -> str:
    (path / "book.yaml").write_text(text_of(count), "utf-8")
    name, *rest = words
    result = CliRunner().invoke(main, [name, str(path), *rest, "--at", "2021-01-01"])
    assert result.exit_code == 0, result.output
    return str(result.output)


@pytest.mark.parametrize(("count", "headings"), [(0, 0), (2, 4)])
def test_few_worlds_are_told_one_by_one(count: int, headings: int, tmp_path: Path) -> None:
    shown = run(tmp_path, count, "follow", "listing")
    assert sum(line.startswith("if ") for line in shown.splitlines()) == headings
    assert "worlds differ" not in shown


def test_hundreds_of_worlds_fit_on_a_page_and_hide_nothing(tmp_path: Path) -> None:
    shown = run(tmp_path, 8, "follow", "listing")
    assert len(shown.splitlines()) < 80
    assert "256 worlds differ" in shown
    for n in range(8):
        assert f"r{n}" in shown
        assert f"n{n} in force" in shown
    worlds = json.loads(run(tmp_path, 8, "follow", "listing", "--json"))["worlds"]
    assert len(worlds) == 256


def test_answers_that_are_alike_stand_together(tmp_path: Path) -> None:
    found = text_of(1).replace("high: {says: many}", "mid: {says: some}, high: {says: many}")
    found = found.replace("high: 9}", "mid: 7, high: 9}").replace(" and happened(listing)", "")
    (tmp_path / "book.yaml").write_text(found, "utf-8")
    words = ["may", str(tmp_path), "ann", "sell x", "--at", "2021-01-01"]
    shown = CliRunner().invoke(main, words).output
    assert "if r0 = low\npermitted" in shown
    assert "if r0 = mid\nor r0 = high\nforbidden" in shown


def test_payments_part_no_more_courses_than_norms_do() -> None:
    words = ["follow", "openai", "determine agi", "--by", "openai-inc/board", "--at", "2024-01-01"]
    result = CliRunner().invoke(main, [*words, "--amount", "100bn", "--json"])
    answer = json.loads(result.output)
    plain = json.loads(CliRunner().invoke(main, [*words, "--json"]).output)
    assert len(answer["courses"]) == len(plain["courses"]) == 4 < len(answer["worlds"])
    met = {world["readings"]["agi-scope"] for world in answer["worlds"]}
    assert met == {one["agi-scope"] for c in answer["courses"] for one in c["readings"]}
    for course in answer["courses"]:
        (readings,) = course["readings"]
        amounts = {
            None if paid is None else paid["microsoft"]
            for world in answer["worlds"]
            if readings.items() <= world["readings"].items()
            for paid in (world["value"]["payouts_before"],)
        }
        told = course["paid"]["microsoft"]["before"]
        numbers = [Fraction(a) for a in amounts if a is not None]
        assert (told["least"], told["most"]) == (str(min(numbers)), str(max(numbers)))
        assert told["determined"] is (None not in amounts)
    changes = [course["paid"]["microsoft"]["change"] for course in answer["courses"]]
    assert [(c["least"], c["most"]) for c in changes] == [("0", "0"), *[(None, None)] * 3]


def test_an_answer_looked_at_in_part_is_as_if_only_that_part_was_asked() -> None:
    def question(world: World) -> Found[tuple[str, str]]:
        a = world.choose("a", ("x", "y"), "x", "reading")
        b = world.choose("b", ("p", "q"), "p", "reading") if a == "x" else "p"
        return Found((a, b), Why("so"))

    whole = ask(question, memo=Memo())
    part = narrowed(whole, lambda value: value[0])
    assert [(dict(w.readings), w.value) for w in part.worlds] == [
        ({"a": "x"}, "x"),
        ({"a": "y"}, "y"),
    ]
    assert part.hinges == ("a",)
