"""Small organisations as book text, for tests that read like facts and a verdict."""

from __future__ import annotations

from tests.state.books import book, verdict

from minutebook.answers import Answer
from minutebook.state.verdict import Effect, Verdict

HEAD = "book: {title: Test, timezone: UTC}\nrecords:\n  - entity: org\n"


def people(*names: str) -> str:
    return "".join(f"  - person: {name}\n" for name in names)


def board(members: str, *lines: str) -> str:
    rules = "".join(f"    {line}\n" for line in lines)
    return f"  - body: org/board\n    members: [{members}]\n{rules}"


def act(name: str, *lines: str, date: str = "2020-01-01T12:00") -> str:
    rest = "".join(f"    {line}\n" for line in lines)
    return f"  - act: {name}\n    date: {date}\n{rest}"


def text(*parts: str) -> str:
    return HEAD + "".join(parts)


def judged(written: str, name: str = "try", **fixed: str) -> Verdict:
    """The verdict, which must be the same in every world."""
    answer = verdict(book(written), name, **fixed)
    assert answer.value is not None, (answer.hinges, answer.worlds)
    return answer.value


def worlds(written: str, name: str = "try") -> Answer[Verdict]:
    return verdict(book(written), name)


def effect(written: str, name: str = "try", place: int = 0, **fixed: str) -> Effect:
    return judged(written, name, **fixed).effects[place]


def standing(written: str, name: str = "try", **fixed: str) -> str | None:
    return judged(written, name, **fixed).standing
