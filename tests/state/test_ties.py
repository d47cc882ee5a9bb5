"""Ties for the last seat: lots, casting votes, length of service, and a book that is silent."""

from __future__ import annotations

import pytest
from tests.state.cases import act, judged
from tests.state.test_elections import elected, election, standings

TIE = "cy: 50\ndee: 70\neve: 50"
SILENT = "how a tie in org/meeting is broken"


def tied(how: str, *lines: str, votes: str = TIE, seats: int = 2, more: str = "") -> str:
    written = election("plurality", votes, *lines, seats=seats)
    return written.replace("    quorum: none\n", f"    quorum: none\n    ties: {how}\n{more}", 1)


def test_a_tie_that_no_rule_breaks_is_open_and_says_so() -> None:
    found = judged(election("plurality", TIE, seats=2)).effects
    assert [e.standing for e in found] == ["undetermined", "valid", "undetermined"]
    assert found[0].missing == (SILENT,)
    assert "cy and eve tie for the last seat" in str(found[0].why)


def test_a_tie_that_matters_to_nobody_is_not_asked_about() -> None:
    """Three seats hold all three; one seat goes to the first, whatever the others tie for."""
    for seats in (1, 3):
        assert not any(e.missing for e in judged(election("plurality", TIE, seats=seats)).effects)
    assert elected(election("plurality", TIE.replace("50", "51", 1), seats=2)) == ["cy", "dee"]


@pytest.mark.parametrize("how", ["run-off", "not elected"])
def test_who_ties_is_not_elected_where_the_rule_says_so(how: str) -> None:
    assert standings(tied(how)) == {"cy": "void", "dee": "valid", "eve": "void"}
    # Level with one who may have more: beaten or tied, which is the same here.
    votes = "cy: 50\ndee: 70\neve: 50..60"
    assert standings(tied(how, votes=votes))["cy"] == "void"
    assert standings(tied("by lot", votes=votes))["cy"] == "undetermined"


def test_the_lot_falls_on_whom_the_record_says() -> None:
    assert elected(tied("by lot", "tie broken for: eve")) == ["dee", "eve"]
    assert elected(tied("by lot", "tie broken for: cy")) == ["cy", "dee"]
    found = judged(tied("by lot")).effects
    assert found[0].missing == ("on whom of cy and eve the lot fell",)
    # A lot without a rule that lets it decide settles nothing.
    drawn = judged(election("plurality", TIE, "tie broken for: eve", seats=2)).effects
    assert drawn[2].missing == (SILENT,)
    # Nor does a lot for one who did not tie.
    assert elected(tied("by lot", "tie broken for: dee")) == ["dee"]


def test_three_tie_for_two_seats() -> None:
    votes = "cy: 50\ndee: 50\neve: 50"
    both = tied("by lot", "tie broken for: [cy, eve]", votes=votes)
    assert standings(both) == {"cy": "valid", "dee": "void", "eve": "valid"}
    one = tied("by lot", "tie broken for: cy", votes=votes)
    assert standings(one)["eve"] == "undetermined"


def test_the_chair_breaks_a_tie_in_an_election() -> None:
    votes = "cy: [ann]\ndee: [bo]"
    chair = "    casting vote: ann\n"
    written = tied("casting vote", votes=votes, seats=1, more=chair)
    written = written.replace("units: 60", "units: 40")
    assert standings(written) == {"cy": "valid", "dee": "void"}  # as the chair voted
    silent = written.replace("    ties: casting vote\n", "")
    assert standings(silent) == {"cy": "valid", "dee": "void"}  # the casting vote is the rule
    told = written.replace("    form: meeting\n", "    form: meeting\n    tie broken for: dee\n")
    assert standings(told) == {"cy": "void", "dee": "valid"}
    found = judged(written.replace(chair, "")).effects[0]
    assert found.missing == ("who has the casting vote in org/meeting",)


def test_who_has_served_longer_wins() -> None:
    """Whoever sits at the moment, before who does not; of two who sit, who came first."""
    first = act("first", "by: org/meeting", "form: meeting", "for: [ann, bo]",
                "effect: appoint eve to org/council", date="2015-01-01")  # fmt: skip
    second = act("second", "by: org/meeting", "form: meeting", "for: [ann, bo]",
                 "effect: appoint cy to org/council", date="2017-01-01")  # fmt: skip
    council = (
        "  - body: org/council\n    seats: 5\n    appointed by: org/meeting\n"
        "    term: 2 years\n    holdover: yes\n"
    )
    written = tied("longer-serving").replace("to org/board]", "to org/council]")
    written = written.replace("elect cy to org/board", "elect cy to org/council")
    written = written.replace("elect dee to org/board", "elect dee to org/council")
    written = written.replace("form: meeting", "form: meeting\n    to elect: 2", 1) + council
    assert elected(written + first + second) == ["dee", "eve"]
    assert elected(written + first.replace("eve", "cy") + second.replace("cy", "eve")) == [
        "cy", "dee",
    ]  # fmt: skip
    assert elected(written + second) == ["cy", "dee"]
    found = judged(written).effects[0]
    assert found.missing == ("which of cy and eve has served longer",)
