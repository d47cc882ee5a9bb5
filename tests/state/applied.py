"""Cures as the judge's JSON names them, written into the book as records would tell of them.

Nothing here knows how the judge finds a cure: the book is plain YAML, read without types, and
what is written into it is what the docs say of each kind of record.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from minutebook.law import LIBRARY
from minutebook.records import Book, load_texts
from minutebook.views.json import answer_json, verdict_json
from minutebook.views.questions import verdict

Texts = Mapping[str, bytes]
Record = dict[str, Any]
CHOICES = ("for", "against", "abstain", "not voting", "absent")
OF_THE_VOTE = (*CHOICES, "others", "votes of others", "recused", "proxies", "meeting", "form",
               "proposed by", "delivered", "revoked", "circulated")  # fmt: skip
DONE = ("valid", "voidable")


@dataclass(frozen=True)
class Named:
    """A cure that an answer names: of which effect of which act, in which world."""

    act: str
    place: int
    cure: Mapping[str, Any]
    readings: Mapping[str, str]


class TallyError(Exception):
    """The votes are numbers: nobody's consent can be written among them."""


def asked(book: Book, act: str, at: str | None, readings: Mapping[str, str]) -> Any:
    """The answer about a recorded act, as `minutebook judge --json` prints it."""
    answer = verdict(book, act, at, readings=readings)
    return json.loads(json.dumps(answer_json(answer, verdict_json)))


def named(
    book: Book, act: str, at: str | None = None, readings: Mapping[str, str] | None = None
) -> Iterator[Named]:
    """All cures that the answer about an act names."""
    for world in asked(book, act, at, readings or {})["worlds"]:
        for place, effect in enumerate((world["value"] or {}).get("effects", ())):
            for cure in effect["cures"]:
                yield Named(act, place, cure, {**(readings or {}), **world["readings"]})


def mended(texts: Texts, one: Named, at: str) -> set[str]:
    """How the effect stands once the cure is in the book, in every world that is left."""
    written = Written(texts)
    act, place = written.apply(one, at)
    book = load_texts(written.texts(), LIBRARY)
    assert not book.errors, [str(d) for d in book.errors]
    met = {**one.readings, **one.cure["given"]}
    worlds = asked(book, act, "2200-01-01", met)["worlds"]
    return {w["value"]["effects"][place]["standing"] for w in worlds if w["value"]}


class Written:
    """The records of a book as plain values, to be changed and written out again."""

    def __init__(self, texts: Texts) -> None:
        self.files = {n: yaml.load(t, Loader=yaml.CBaseLoader) for n, t in texts.items()}

    def texts(self) -> dict[str, bytes]:
        return {
            name: yaml.dump(
                json.loads(json.dumps(tree)), sort_keys=False, allow_unicode=True
            ).encode()
            for name, tree in self.files.items()
        }

    def record(self, kind: str, name: str) -> Record:
        for tree in self.files.values():
            for record in tree.get("records") or ():
                if next(iter(record)) == kind and record[kind] == name:
                    return record  # type: ignore[no-any-return]  # plain YAML
        raise LookupError(f"{kind} {name}")

    def add(self, record: Record) -> None:
        first = next(iter(self.files.values()))
        if not first.get("records"):
            first["records"] = []
        first["records"].append(record)

    def apply(self, one: Named, at: str) -> tuple[str, int]:
        """Write a cure into the book; the act to ask about then, and which of its effects."""
        cure, act = one.cure, self.record("act", one.act)
        effects = listed(act["effect"])
        own = cure["deed"] in effects[one.place]
        if not own and cure["deed"].partition(" ")[0] in ("ratify", "waive"):
            self.add(self._anew(cure, act, at, cure["deed"]))
            return one.act, one.place
        if cure["by"] == act.get("by"):
            self._consents(act, cure["among"][: cure["needs"]])
            if cure["form"]:
                act["form"] = cure["form"]
            if cure["form"] == "without meeting":
                act.pop("meeting", None)
            self.steps(act, cure["steps"], at)
            return one.act, one.place
        anew = self._anew(cure, act, act["date"], cure["deed"])
        rest = [e for n, e in enumerate(effects) if n != one.place]
        if not rest:
            act.update(dict.fromkeys(OF_THE_VOTE))
            act.update({k: v for k, v in anew.items() if k not in ("act", "date")})
            for key in [k for k, v in act.items() if v is None]:
                del act[key]
            return one.act, 0
        act["effect"] = rest
        anew["after"] = one.act
        self.add(anew)
        return anew["act"], 0

    def _one_of(self, name: str) -> str:
        """Whom a step names; of any member of a body, the first."""
        body = name.removeprefix("any member of ")
        return name if body == name else listed(self.record("body", body)["members"])[0]

    def _later(self, act: Record, step: Mapping[str, Any], at: str) -> None:
        """The meeting is held at the first time for it instead, with notice of that one now."""
        meeting = self.record("meeting", act["meeting"])
        later = {**meeting, "meeting": "later", "date": step["since"]["earliest"]}
        act.update({"meeting": "later", "date": later["date"]})
        self.add(later)
        caller = (*listed(meeting.get("called by")), *step["who"])[0]
        message = {"message": "again", "from": caller, "to": step["who"],
                   "date": at, "notice of": "later", "business": act["effect"]}  # fmt: skip
        if step["via"]:
            message["via"] = step["via"][0]
        self.add(message)

    def _anew(self, cure: Mapping[str, Any], act: Record, date: Any, deed: str) -> Record:
        """An act of its own that does what the cure says."""
        made: Record = {"act": "the-cure", "date": date, "by": cure["by"], "effect": deed}
        if self._is_body(cure["by"]):
            made["form"] = cure["form"] or "meeting"
            made["others"] = "absent"
            if cure["by"] == act.get("by"):
                # Whoever was against it is taken to be so again.
                made["against"] = [
                    name
                    for name in listed(act.get("against"))
                    if name not in cure["among"] and not name.isdigit()
                ]
            made["for"] = cure["among"][: cure["needs"]]
            made["proposed by"] = cure["among"] or act.get("for")
        return made

    def _is_body(self, name: str) -> bool:
        try:
            self.record("body", name)
        except LookupError:
            return False
        return True

    def _consents(self, act: Record, who: list[str]) -> None:
        if not who:
            return
        places = [act, *claims(act.get("votes of others"))]
        for votes in places:
            for choice in CHOICES:
                if isinstance(votes.get(choice), str) and votes[choice].isdigit():
                    raise TallyError
                if choice in votes:
                    votes[choice] = [n for n in listed(votes[choice]) if n not in who]
            for key in ("proxies", "delivered", "revoked"):
                for name in who:
                    (votes.get(key) or {}).pop(name, None)
        act["for"] = [*listed(act.get("for")), *who]
        if act.get("meeting"):
            meeting = self.record("meeting", act["meeting"])
            if meeting.get("attended"):
                there = listed(meeting["attended"])
                meeting["attended"] = [*there, *(n for n in who if n not in there)]
                for key in ("came", "left"):
                    for name in who:
                        (meeting.get(key) or {}).pop(name, None)

    def steps(self, act: Record, steps: list[Mapping[str, Any]], at: str) -> None:
        """Write what procedure lacked into the book, each at the last moment for it."""
        for number, step in enumerate(steps):
            step = {**step, "who": [self._one_of(name) for name in step["who"]]}
            moment = step["until"] and step["until"]["earliest"]
            message: Record = {"message": f"step-{number}", "from": step["who"][0],
                               "date": moment or at}  # fmt: skip
            if step["via"]:
                message["via"] = step["via"][0]
            match step["kind"]:
                case "waiver" | "short notice":
                    message["waives notice of"] = act["meeting"]
                    message["signed by"] = step["who"][1:]
                    self.add(message)
                case "notice":
                    message["to"] = step["who"]
                    message["notice of"] = act["meeting"]
                    message["business"] = act["effect"]
                    called = listed(self.record("meeting", act["meeting"]).get("called by"))
                    message["from"] = (*called, act["by"].partition("/")[0])[0]
                    self.add(message)
                case "hearing":
                    meeting = self.record("meeting", act["meeting"])
                    meeting["heard"] = [*listed(meeting.get("heard")), *step["who"]]
                case "call":
                    meeting = self.record("meeting", act["meeting"])
                    meeting["called by"] = [*listed(meeting.get("called by")), *step["who"]]
                case "proposal":
                    act["proposed by"] = [*listed(act.get("proposed by")), *step["who"]]
                case "attendance":
                    meeting = self.record("meeting", act["meeting"])
                    meeting["attended"] = [*listed(meeting.get("attended")), *step["who"]]
                case "later meeting":
                    self._later(act, step, at)


def listed(value: Any) -> list[Any]:
    """One or several, as a list; `nobody` is none."""
    if value is None or value == "" or value in ("nobody", "none"):
        return []
    return list(value) if isinstance(value, list) else [value]


def claims(value: Any) -> Iterator[Record]:
    """The votes of each rival claim."""
    if isinstance(value, dict):
        yield from value.get("claims") or (value,)
