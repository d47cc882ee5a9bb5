"""What nobody can do is not the same as what nothing is said of."""

from __future__ import annotations

from tests.state.cases import act, board, effect, people, standing, text, worlds

ABC = people("a", "b", "c")
OUT = act("try", "by: org/board", "form: meeting", "for: [a, b]", "effect: remove c from org/board")


def seats(*more: str) -> str:
    return board("a, b, c", "decides: majority of members in office", *more)


def test_where_nothing_says_who_removes_it_is_open() -> None:
    assert standing(text(ABC, seats(), OUT)) == "undetermined"


def test_whom_nobody_removes_stays() -> None:
    found = effect(text(ABC, seats("appointed by: org/board", "removed by: nobody"), OUT))
    assert found.standing == "void"
    assert "it is nobody's" in str(found.why)
    assert found.cures == ()


def test_who_appoints_removes_where_it_is_not_said_that_nobody_does() -> None:
    assert standing(text(ABC, seats("appointed by: org/board"), OUT)) == "valid"


def test_a_statute_goes_before_what_the_body_says_of_itself() -> None:
    law = (
        "  - document: act-of-law\n    rank: statute\n    norms:\n"
        "      - {can: org/board, do: remove any from org/board, force: mandatory}\n"
    )
    assert standing(text(ABC, seats("removed by: nobody"), law, OUT)) == "valid"


def test_nobody_appoints_to_a_body_that_is_closed() -> None:
    written = text(
        people("d"),
        ABC,
        seats("seats: 4", "appointed by: none"),
        act(
            "try",
            "by: org/board",
            "for: [a, b, c]",
            "form: meeting",
            "effect: appoint d to org/board",
        ),
    )
    assert standing(written) == "void"


def test_what_nobody_can_determine_is_not_open() -> None:
    def written(by: str) -> str:
        fact = f"  - fact: agi\n{by}"
        return text(
            ABC,
            seats(),
            fact,
            act("try", "by: org/board", "form: meeting", "for: [a, b, c]", "effect: determine agi"),
        )

    assert standing(written("    determined by: nobody\n")) == "void"
    assert standing(written("")) == "undetermined"
    assert standing(written("    determined by: org/board\n")) == "valid"


def test_an_entrenched_clause_is_beyond_everybody_below_its_rank() -> None:
    def written(whom: str) -> str:
        norms = f"      - {{can: {whom}, do: amend charter}}\n"
        power = (
            "  - document: bylaws\n    rank: bylaw\n    norms:\n"
            "      - {can: org/board, do: amend charter}\n"
        )
        charter = f"  - document: charter\n    rank: charter\n    norms:\n{norms}"
        return text(
            ABC,
            seats(),
            charter,
            power,
            act("try", "by: org/board", "form: meeting", "for: [a, b, c]", "effect: amend charter"),
        )

    assert standing(written("nobody")) == "void"
    assert standing(written("org/board")) == "valid"


def test_a_reading_may_have_nobody_in_one_alternative() -> None:
    readings = "readings:\n  who:\n    them: {says: They do.}\n    closed: {says: Nobody does.}\n"
    body = seats("appointed by: org/board", "removed by: {reading: who, them: a, closed: nobody}")
    whole = text(ABC, body, OUT.replace("by: org/board", "by: a").replace("    for: [a, b]\n", ""))
    answer = worlds(whole.replace("records:", readings + "records:"))
    assert {w.value.standing for w in answer.worlds if w.value} == {"valid", "void"}
