"""What a meeting lacks, at random: each way to mend it is recorded, and the decision is judged.

Of meetings that were held, and of those still to come, whose record follows the advice: notice at
the last moment for it, waivers, agreement to short notice, calls, proposals, hearings, attendance.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.state.applied import DONE, Written, asked
from tests.state.books import book
from tests.state.cases import act, people, text
from tests.state.test_cures_applied import works

from minutebook.law import LIBRARY
from minutebook.records import load_texts
from minutebook.views.json import answer_json, effect_json
from minutebook.views.questions import judge

SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = ("a", "b", "c", "d")
HELD = "2024-05-13T18:00"
DEED = "remove d from org/ceo"
RULES = (
    "{{notice: org/board, at least: {days} days{via}, consequence: void}}",
    "{{notice: org/board, at least: {hours}h, consequence: void}}",
    "{{notice: org/board, at least: {days} clear days, at most: 9 days, consequence: void}}",
    "{{waiver: org/board, ways: [{ways}]{via}}}",
    "{{short notice: org/board, by: at least 2/3 of members in office}}",
    "{{business: org/board, value: as notified, consequence: void}}",
    "{{can: any member of org/board, do: call org/board, consequence: void}}",
    "{{can: any member of org/board, do: call org/board, by: at least 2 in office,"
    " consequence: void}}",
    "{{can: a, do: call org/board, consequence: void}}",
    "{{hearing: org/board, do: remove any from org/ceo, consequence: void}}",
    "{{proposal: org/board, by: at least 2 in office, consequence: void}}",
    "{{notice: org/board, do: remove any from org/ceo, at least: {days} days,"
    " counterparty: organisation, consequence: void}}",
)  # fmt: skip


@st.composite
def rules(draw: st.DrawFn) -> str:
    chosen = draw(st.lists(st.sampled_from(RULES), unique_by=lambda r: r.split(",")[0], min_size=1,
                           max_size=5))  # fmt: skip
    ways = draw(st.sampled_from(["before", "after", "attendance", "before, after",
                                 "before, after, attendance"]))  # fmt: skip
    via = draw(st.sampled_from(["", ", via: [writing]"]))
    filled = [
        r.format(days=draw(st.integers(1, 6)), hours=draw(st.sampled_from([24, 72])), ways=ways,
                 via=via)
        for r in chosen
    ]  # fmt: skip
    return f"[{', '.join(filled)}]"


@st.composite
def meetings(draw: st.DrawFn, *, ahead: bool) -> str:
    """An organisation, its rules, and a meeting on the thirteenth of May."""
    caller = draw(st.sampled_from(NAMES))
    lines = [f"called by: {caller}"] if draw(st.integers(0, 3)) else []
    if not ahead and draw(st.booleans()):
        there = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=2))
        lines.append(f"attended: [{', '.join(there)}]")
    missed = draw(st.none() | st.sampled_from(NAMES))
    if missed is not None and not ahead:
        lines.append(f"not notified: {missed}")
    sent = ""
    for number in range(draw(st.integers(0, 2))):
        to = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
        day = draw(st.integers(1, 7 if ahead else 13))
        via = draw(st.sampled_from(["", "    via: writing\n", "    via: phone\n"]))
        business = draw(st.sampled_from(["", f"    business: {DEED}\n"]))
        sent += (f"  - message: n{number}\n    from: {caller}\n    to: [{', '.join(to)}]\n{via}"
                 f"{business}    date: 2024-05-{day:02}T09:00\n    notice of: m\n")  # fmt: skip
    more = "".join(f"    {line}\n" for line in lines)
    quorum = draw(st.sampled_from(["none", "2 in office", "3 in office"]))
    return text(
        people(*NAMES), "  - post: org/ceo\n    holder: d\n    removed by: org/board\n",
        f"  - body: org/board\n    members: [{', '.join(NAMES)}]\n    quorum: {quorum}\n"
        "    decides: majority of members present\n    target votes: yes\n",
        f"  - document: rules\n    of: org\n    rank: bylaw\n    norms: {draw(rules())}\n",
        f"  - meeting: m\n    of: org/board\n    date: {HELD}\n{more}", sent,
    )  # fmt: skip


@SETTINGS
@given(meetings(ahead=False), st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
def test_what_mends_a_meeting_that_was_held_mends_it(held: str, ayes: list[str]) -> None:
    voted = act("try", "by: org/board", "meeting: m", f"for: [{', '.join(ayes)}]",
                "others: abstain", f"effect: {DEED}", date="2024-05-13T18:30")  # fmt: skip
    works({"book.yaml": (held + voted).encode()}, "2024-06-01")


@SETTINGS
@given(meetings(ahead=True), st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
def test_who_does_what_a_meeting_still_lacks_decides_there(coming: str, ayes: list[str]) -> None:
    now = "2024-05-08T12:00"
    answer = judge(book(coming), DEED, by="org/board", for_=ayes, meeting="m", at=now)
    for world in json.loads(json.dumps(answer_json(answer, effect_json)))["worlds"]:
        for cure in world["value"]["cures"]:
            met = {**world["readings"], **cure["given"]}
            assert done(coming, cure, ayes, met, now) <= set(DONE), (cure, coming)


def done(
    coming: str, cure: dict[str, Any], ayes: list[str], met: dict[str, str], now: str
) -> set[str]:
    """How the decision stands that was taken as the cure says."""
    made = Written({"book.yaml": coming.encode()})
    voters = list(dict.fromkeys([*ayes, *cure["among"][: cure["needs"]]]))
    record = {"act": "try", "by": "org/board", "meeting": "m", "for": voters, "others": "absent",
              "date": HELD, "effect": DEED}  # fmt: skip
    made.add(record)
    meeting = made.record("meeting", "m")
    meeting["attended"] = voters
    made.steps(record, cure["steps"], now)
    meeting["attended"] = list(dict.fromkeys(meeting["attended"]))
    loaded = load_texts(made.texts(), LIBRARY)
    assert not loaded.errors, [str(d) for d in loaded.errors]
    worlds = asked(loaded, "try", "2024-06-01", met)["worlds"]
    return {w["value"]["standing"] for w in worlds}
