"""Answers as JSON: exact numbers are strings, moments are ranges, null is not determined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from minutebook.answers import Answer, Why
from minutebook.knowledge import Knowledge
from minutebook.records.values import Cite
from minutebook.state.verdict import Cure, Effect, Step, Takes, Verdict
from minutebook.text.when import When, as_json

T = TypeVar("T")
Json = Any


def when_json(when: When | None) -> Json:
    """A moment: earliest, latest, written; null if there is none."""
    return None if when is None else as_json(when)


def why_json(why: Why) -> Json:
    """The reasons, as a tree."""
    return {
        "says": why.says,
        "rule": why.rule,
        "src": [str(c) for c in why.src],
        "because": [why_json(w) for w in why.because],
    }


def cites_json(cites: Iterable[Cite]) -> list[str]:
    """Places in sources, once each, in order."""
    return list(dict.fromkeys(str(c) for c in cites))


def answer_json(answer: Answer[T], value: Callable[[T], Json]) -> dict[str, Json]:
    """An answer: its worlds, hinges, immaterial readings, what is missing, why, sources."""
    return {
        "worlds": [
            {
                "readings": dict(w.readings),
                "value": None if w.value is None else value(w.value),
                "missing": list(w.missing),
            }
            for w in answer.worlds
        ],
        "hinges": list(answer.hinges),
        "immaterial": list(answer.immaterial),
        "missing": list(answer.missing),
        "fixed": dict(answer.fixed),
        "complete": answer.complete,
        "why": why_json(answer.why),
        "sources": cites_json(answer.sources),
    }


def takes_json(takes: Takes) -> Json:
    """From when an effect holds."""
    return {
        "kind": takes.kind,
        "from": when_json(takes.start),
        "on": takes.on,
        "by": list(takes.by),
        "until": when_json(takes.end),
    }


def cure_json(cure: Cure | None) -> Json:
    """What mends an act."""
    if cure is None:
        return None
    return {
        "says": cure.says,
        "deed": str(cure.deed),
        "by": cure.by,
        "needs": cure.needs,
        "among": list(cure.among),
        "form": cure.form,
        "back_to": when_json(cure.back_to),
        "given": dict(cure.given),
        "steps": [step_json(step) for step in cure.steps],
    }


def step_json(step: Step) -> Json:
    """One thing that procedure asks for: by whom or to whom, and between when."""
    return {
        "kind": step.kind,
        "says": step.says,
        "who": list(step.who),
        "since": when_json(step.since),
        "until": when_json(step.until),
        "via": list(step.via),
    }


def effect_json(effect: Effect) -> dict[str, Json]:
    """What became, or would become, of one effect."""
    challenge = effect.challenge
    return {
        "deed": str(effect.deed),
        "carried": effect.carried,
        "standing": effect.standing,
        "takes_effect": takes_json(effect.takes_effect),
        "toward_third_parties": takes_json(effect.toward_third_parties),
        "breaches": list(effect.breaches),
        "challenge": None
        if challenge is None
        else {
            "by": list(challenge.by),
            "until": when_json(challenge.until),
            "barred_by": challenge.barred_by,
        },
        "first": effect.first,
        "turns": [
            {
                "on": t.on,
                "by": t.by,
                "did": t.verb,
                "reaches_back": t.back,
                "from": when_json(t.when),
            }
            for t in effect.turns
        ],
        "cure": cure_json(effect.cure),
        "cures": [cure_json(c) for c in effect.cures],
        "pivotal": list(effect.pivotal),
        "missing": list(effect.missing),
        "asks": [step_json(step) for step in effect.asks],
    }


def verdict_json(verdict: Verdict) -> dict[str, Json]:
    """What the judge says of an act."""
    return {
        "act": verdict.act,
        "standing": verdict.standing,
        "carried": verdict.carried,
        "effects": [effect_json(e) for e in verdict.effects],
        "pivotal": list(verdict.pivotal),
        "missing": list(verdict.missing),
        "late": list(verdict.late),
    }


def knowledge_json(knowledge: Knowledge) -> dict[str, Json]:
    """Who knew, from when, and the lead over the public, in whole minutes."""
    return {
        "subject": knowledge.subject,
        "announced": when_json(knowledge.announced),
        "parties": {
            party: {
                "first_known": when_json(known.first),
                "how": known.how,
                "record": known.record,
                "lead": {
                    "shortest_minutes": minutes(known.shortest),
                    "longest_minutes": minutes(known.longest),
                },
                "src": cites_json(known.src),
            }
            for party, known in knowledge.parties.items()
        },
    }


def minutes(length: timedelta | None) -> int | str | None:
    """A length of time in minutes: an int, or an exact string if it is not whole."""
    if length is None:
        return None
    seconds = length // timedelta(seconds=1)
    return seconds // 60 if seconds % 60 == 0 else f"{seconds}/60"


def plain(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping as a dict, for output."""
    return dict(mapping)
