"""Ratification, waiver, annulment, findings: what later acts make of an act, as books and verdicts.

Each book has a defect and what came of it; the verdict is asked for as known before and after.
"""

from __future__ import annotations

import pytest
from tests.state.books import book, moment
from tests.state.cases import act, people, text

from minutebook.answers import Answer, Found, World, ask
from minutebook.records.nouns import Document
from minutebook.state.state import State
from minutebook.state.verdict import Verdict

PEOPLE = people("a", "b", "c", "d", "e")
BOARD = """\
  - entity: court
  - body: org/board
    seats: 5
    members: [a, b, c]
    decides: majority of members present
    quorum: 3
    appointed by: org/board
  - post: org/ceo
    appointed by: org/board
"""
COURT = """\
  - document: court-act
    rank: statute
    norms:
      - {can: court, do: find any any}
      - {can: court, do: annul any, reaches: back}
      - {can: court, do: suspend any}
      - {can: court, do: overturn any}
"""
SHORT = act("appoint-d", "by: org/board", "form: meeting", "for: [a, b]", "absent: [c]",
            "others: absent", "effect: appoint d to org/board", date="2024-01-10")  # fmt: skip
LATER = act("make-ceo", "by: org/board", "form: meeting", "for: [a, d]", "against: [b]",
            "absent: [c]", "effect: appoint e to org/ceo", date="2024-02-10")  # fmt: skip
MEND = act("mend", "by: org/board", "form: meeting", "for: [a, b, c]", "absent: [d]",
           "effect: ratify appoint-d", date="2024-03-10")  # fmt: skip
ASIDE = act("judgment", "by: court", "effect: annul mend", date="2024-06-10")


def asked(
    written: str, name: str, known: str | None = None, at: str = "2100-01-01"
) -> Answer[Verdict]:
    """What the judge says of an act as known by a day."""
    found = book(written)
    until = None if known is None else moment(found, known)

    def question(world: World) -> Found[Verdict]:
        state = State(found, moment(found, at), until, world)
        judged = state.verdict(name)
        return Found(judged, judged.why, judged.missing)

    return ask(question)


def stands(written: str, name: str, known: str | None = None) -> str | None:
    """How an act stands, which must be so in every world."""
    found = asked(written, name, known)
    assert found.value is not None, found.worlds
    return found.value.standing


def sits(written: str, post: str, at: str, known: str | None = None) -> list[str]:
    """Who holds a post or sits on a body, in the first world."""
    found = book(written)
    until = None if known is None else moment(found, known)
    seats = State(found, moment(found, at), until, World({})).seats(post)
    return sorted(o.holder or "?" for o in seats.occupants)


HARD = text(PEOPLE, BOARD, COURT, SHORT, LATER, MEND, ASIDE)


@pytest.mark.parametrize(
    ("known", "standing"),
    [("2024-02-20", "void"), ("2024-03-20", "valid"), ("2024-06-20", "void"), (None, "void")],
)
def test_a_want_of_quorum_is_ratified_and_the_ratification_set_aside(
    known: str | None, standing: str
) -> None:
    """Who was appointed without a quorum votes; that vote stands and falls with the cure."""
    assert stands(HARD, "appoint-d", known) == standing
    assert stands(HARD, "make-ceo", known) == standing
    expected = ["a", "b", "c", "d"] if standing == "valid" else ["a", "b", "c"]
    assert sits(HARD, "org/board", "2024-02-01", known) == expected


def test_the_ratification_itself_was_good_until_it_was_set_aside() -> None:
    assert stands(HARD, "mend", "2024-03-20") == "valid"
    found = asked(HARD, "mend").value
    assert found is not None
    effect = found.effects[0]
    assert (effect.standing, effect.first, effect.takes_effect.kind) == ("void", "valid", "none")
    assert [str(t) for t in effect.turns] == ["annulled by judgment, back to the act"]


def test_nothing_ratifies_itself() -> None:
    """Without the vote of the one it seats there is no quorum to ratify, so there is none."""
    mend = MEND.replace("[a, b, c]", "[a, b, d]").replace("absent: [d]", "absent: [c]")
    written = text(PEOPLE, BOARD, SHORT, mend)
    assert stands(written, "mend") == "void"
    assert stands(written, "appoint-d") == "void"


def test_two_defective_appointees_cannot_ratify_each_other() -> None:
    """Each ratification has its quorum only if the other one holds."""
    other = SHORT.replace("appoint-d", "appoint-e").replace("appoint d", "appoint e")
    first = act("mend-d", "by: org/board", "form: meeting", "for: [a, b, e]", "absent: [c, d]",
                "effect: ratify appoint-d", date="2024-03-10")  # fmt: skip
    second = act("mend-e", "by: org/board", "form: meeting", "for: [a, b, d]", "absent: [c, e]",
                 "effect: ratify appoint-e", date="2024-03-11")  # fmt: skip
    written = text(PEOPLE, BOARD, SHORT, other, first, second)
    assert stands(written, "mend-d") == "void"
    assert stands(written, "mend-e") == "void"
    assert sits(written, "org/board", "2024-04-01") == ["a", "b", "c"]


def test_a_chain_of_cures_mends_one_after_the_other() -> None:
    """d was mended with a good quorum; so d's presence gave the quorum that mended e."""
    other = SHORT.replace("appoint-d", "appoint-e").replace("appoint d", "appoint e")
    second = act("mend-e", "by: org/board", "form: meeting", "for: [a, b, d]", "absent: [c, e]",
                 "effect: ratify appoint-e", date="2024-03-11")  # fmt: skip
    written = text(PEOPLE, BOARD, SHORT, other, MEND, second)
    assert stands(written, "mend-e") == "valid"
    assert stands(written, "appoint-e") == "valid"
    assert sits(written, "org/board", "2024-02-01") == ["a", "b", "c", "d", "e"]


def test_only_who_could_have_done_it_ratifies() -> None:
    mend = act("mend", "by: e", "effect: ratify appoint-d", date="2024-03-10")
    written = text(PEOPLE, BOARD, SHORT, mend)
    assert stands(written, "mend") == "void"
    assert stands(written, "appoint-d") == "void"


def test_a_norm_may_let_another_ratify_and_from_then_on_only() -> None:
    norm = "  - document: charter\n    of: org\n    rank: charter\n    norms:\n" \
        "      - {can: e, do: ratify any, reaches: from then}\n"  # fmt: skip
    mend = act("mend", "by: e", "effect: ratify appoint-d", date="2024-03-10")
    written = text(PEOPLE, BOARD, norm, SHORT, LATER, mend)
    assert stands(written, "appoint-d") == "valid"
    assert stands(written, "make-ceo") == "void"
    assert sits(written, "org/board", "2024-02-01") == ["a", "b", "c"]
    assert sits(written, "org/board", "2024-03-11") == ["a", "b", "c", "d"]


def test_what_had_nothing_to_act_on_is_not_ratified() -> None:
    """e did not sit: no consent mends that; a full board has no room either."""
    leave = act("leave", "by: e", "effect: resign from org/board", date="2024-01-10")
    full = BOARD.replace("seats: 5", "seats: 3")
    assert stands(text(PEOPLE, full, SHORT, MEND), "mend") == "void"
    mend = act("mend", "by: e", "effect: ratify leave", date="2024-03-10")
    assert stands(text(PEOPLE, BOARD, leave, mend), "mend") == "void"


def test_what_nobody_could_do_is_not_for_want_of_consent() -> None:
    """Until the certificate is filed nobody can issue preferred stock; ratifying comes too late."""
    paper = """\
  - instrument: org/preferred
    of: org
  - document: certificate
    of: org
    rank: charter
  - document: law
    rank: statute
    norms:
      - {can: org/board, do: issue any org/preferred to any}
      - cannot: anyone
        do: issue any org/preferred to any
        unless: certificate is in force
      - {can: org/board, do: adopt certificate}
"""
    issue = act("issue", "by: org/board", "form: meeting", "for: [a, b, c]",
                "effect: issue 100 org/preferred to e", date="2024-01-10")  # fmt: skip
    file = act("file", "by: org/board", "form: meeting", "for: [a, b, c]",
               "effect: adopt certificate", date="2024-02-01")  # fmt: skip
    mend = MEND.replace("appoint-d", "issue")
    written = text(PEOPLE, BOARD, paper, issue, file, mend)
    assert stands(written, "file") == "valid"
    assert stands(written, "mend") == "void"
    statute = paper + "      - {can: org/board, do: ratify any, from: 2014-04-01}\n"
    written = text(PEOPLE, BOARD, statute, issue, file, mend)
    assert stands(written, "mend") == "valid"
    assert stands(written, "issue") == "valid"
    early = mend.replace("2024-03-10", "2024-01-20")
    assert stands(text(PEOPLE, BOARD, statute, issue, file, early), "mend") == "void"


@pytest.mark.parametrize(("day", "standing"), [("2024-07-08", "valid"), ("2024-07-09", "void")])
def test_a_ratification_can_be_challenged_for_so_many_days(day: str, standing: str) -> None:
    """120 days from 10 March 2024 end with 8 July 2024."""
    court = COURT.replace("do: annul any, reaches: back", "do: annul any, reaches: back, "
                          "within: 120 days")  # fmt: skip
    aside = ASIDE.replace("2024-06-10", day)
    written = text(PEOPLE, BOARD, court, SHORT, MEND, aside)
    assert stands(written, "judgment") == standing
    assert stands(written, "appoint-d") == ("void" if standing == "valid" else "valid")


def test_an_act_is_annulled_by_who_could_undo_it_from_then_on() -> None:
    good = SHORT.replace("for: [a, b]", "for: [a, b, c]").replace("    absent: [c]\n", "")
    aside = act("aside", "by: org/board", "form: meeting", "for: [a, b, c]", "against: [d]",
                "effect: annul appoint-d", date="2024-06-10")  # fmt: skip
    written = text(PEOPLE, BOARD, good, aside)
    assert stands(written, "aside") == "valid"
    assert sits(written, "org/board", "2024-05-01") == ["a", "b", "c", "d"]
    assert sits(written, "org/board", "2024-07-01") == ["a", "b", "c"]
    found = asked(written, "appoint-d").value
    assert found is not None
    assert str(found.effects[0].takes_effect) == "from 2024-01-10 until 2024-06-10"


def test_where_no_rule_says_how_far_an_annulment_reaches_that_is_open() -> None:
    good = SHORT.replace("for: [a, b]", "for: [a, b, c]").replace("    absent: [c]\n", "")
    court = COURT.replace(", reaches: back", "")
    written = text(PEOPLE, BOARD, court, good, ASIDE.replace("annul mend", "annul appoint-d"))
    found = asked(written, "appoint-d")
    assert found.hinges == ("reach of judgment",)
    assert {w.value.standing for w in found.worlds if w.value} == {"valid", "void"}


def test_an_annulled_removal_gives_the_post_back() -> None:
    """Removed, replaced, and the removal declared void: the successor was never validly there."""
    posts = """\
  - entity: court
  - body: org/board
    seats: 3
    members: [a, b, c]
    decides: majority of members present
    quorum: 2
  - post: org/ceo
    holder: d
    appointed by: org/board
"""
    remove = act("remove", "by: org/board", "form: meeting", "for: [a, b]", "against: [c]",
                 "effect: remove d from org/ceo", date="2024-01-10")  # fmt: skip
    new = act("new", "by: a", "effect: appoint e to org/ceo", date="2024-01-11")
    find = act("find", "by: court", "effect: find remove void", date="2024-02-10")
    written = text(PEOPLE, posts, COURT, remove, find)
    assert sits(written, "org/ceo", "2024-01-20", "2024-01-20") == []
    assert sits(written, "org/ceo", "2024-01-20") == ["d"]
    assert stands(text(PEOPLE, posts, COURT, remove, new, find), "new") == "void"


def test_a_finding_without_jurisdiction_changes_nothing() -> None:
    good = SHORT.replace("for: [a, b]", "for: [a, b, c]").replace("    absent: [c]\n", "")
    find = act("finding", "by: e", "effect: find appoint-d void", date="2024-02-10")
    written = text(PEOPLE, BOARD, COURT, good, find)
    assert stands(written, "finding") == "void"
    assert stands(written, "appoint-d") == "valid"


def test_a_finding_reversed_on_appeal_never_was() -> None:
    find = act("finding", "by: court", "effect: find appoint-d valid", date="2024-02-10")
    appeal = act("appeal", "by: court", "effect: overturn finding", date="2024-08-10")
    written = text(PEOPLE, BOARD, COURT, SHORT, find, appeal)
    assert stands(written, "appoint-d", "2024-03-01") == "valid"
    assert stands(written, "appoint-d") == "void"
    assert sits(written, "org/board", "2024-05-01") == ["a", "b", "c"]


def test_a_stay_suspends_until_it_is_lifted() -> None:
    good = SHORT.replace("for: [a, b]", "for: [a, b, c]").replace("    absent: [c]\n", "")
    stay = act("stay", "by: court", "effect: suspend appoint-d", date="2024-02-10")
    lift = act("lift", "by: court", "effect: overturn stay", date="2024-05-10")
    court = COURT.replace("do: overturn any", "do: overturn any, reaches: from then")
    written = text(PEOPLE, BOARD, court, good, stay, lift)
    four = ["a", "b", "c", "d"]
    assert sits(written, "org/board", "2024-02-01") == four
    assert sits(written, "org/board", "2024-03-01") == ["a", "b", "c"]
    assert sits(written, "org/board", "2024-06-01") == four


VOIDABLE = """\
  - document: charter
    of: org
    rank: charter
    parties: [a, b, e]
    norms:
      - must not: org/board
        id: no-e
        do: appoint d to org/board
        consequence: voidable
        counterparty: [e]
        within: 30 days
"""
GOOD = SHORT.replace("for: [a, b]", "for: [a, b, c]").replace("    absent: [c]\n", "")


def test_a_voidable_act_applies_until_whom_it_wrongs_sets_it_aside() -> None:
    aside = act("aside", "by: e", "effect: annul appoint-d", date="2024-02-01")
    written = text(PEOPLE, BOARD, VOIDABLE, GOOD, aside)
    assert stands(written, "appoint-d", "2024-01-20") == "voidable"
    assert sits(written, "org/board", "2024-01-20", "2024-01-20") == ["a", "b", "c", "d"]
    assert stands(written, "appoint-d") == "void"
    assert sits(written, "org/board", "2024-01-20") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("who", "day"), [("b", "2024-02-01"), ("e", "2024-02-10"), ("court", "2024-02-01")]
)
def test_nobody_else_and_nobody_too_late_sets_it_aside(who: str, day: str) -> None:
    """30 days from 10 January 2024 end with 9 February 2024."""
    aside = act("aside", f"by: {who}", "effect: annul appoint-d", date=day)
    written = text(PEOPLE, BOARD, VOIDABLE, GOOD, aside)
    assert stands(written, "aside") == "void"
    assert stands(written, "appoint-d") == "voidable"


def test_who_a_norm_protects_waives_its_breach() -> None:
    waive = act("waiver", "by: e", "effect: waive no-e for appoint-d", date="2024-01-20")
    written = text(PEOPLE, BOARD, VOIDABLE, GOOD, waive)
    assert stands(written, "appoint-d", "2024-01-15") == "voidable"
    assert stands(written, "appoint-d") == "valid"
    other = waive.replace("by: e", "by: b")
    assert stands(text(PEOPLE, BOARD, VOIDABLE, GOOD, other), "appoint-d") == "voidable"


def test_the_challenge_says_who_and_until_when() -> None:
    found = asked(text(PEOPLE, BOARD, VOIDABLE, GOOD), "appoint-d").value
    assert found is not None
    challenge = found.effects[0].challenge
    assert challenge is not None
    assert challenge.by == ("e",)
    assert challenge.until is not None
    assert challenge.until.latest == moment(book(text()), "2024-02-10")


def test_acquiescence_is_for_a_court_to_determine() -> None:
    """The power to set aside ends with the determination, and with nothing less."""
    court = """\
  - fact: acquiesced
    determined by: court
  - document: court-act
    rank: statute
    norms:
      - can: court
        do: annul any
        reaches: back
        unless: acquiesced is determined
"""
    aside = ASIDE.replace("annul mend", "annul appoint-d")
    sat = act("sat-by", "by: court", "effect: determine acquiesced", date="2024-05-10")
    assert stands(text(PEOPLE, BOARD, court, GOOD, aside), "appoint-d") == "void"
    assert stands(text(PEOPLE, BOARD, court, GOOD, sat, aside), "appoint-d") == "valid"


def test_two_later_acts_of_one_day_make_an_order_hinge_where_they_differ() -> None:
    one = act("one", "by: court", "effect: find appoint-d valid", date="2024-06-10")
    two = act("two", "by: court", "effect: find appoint-d void", date="2024-06-10")
    written = text(PEOPLE, BOARD, COURT, SHORT, one, two)
    found = asked(written, "appoint-d")
    assert found.hinges == ("order of one and two",)
    same = text(PEOPLE, BOARD, COURT, SHORT, one, two.replace("void", "valid"))
    assert asked(same, "appoint-d").hinges == ()
    told = text(PEOPLE, BOARD, COURT, SHORT, one, two + "    after: [one]\n")
    assert stands(told, "appoint-d") == "void"


def test_an_unrelated_act_changes_nothing() -> None:
    other = act("other", "by: a", "effect: decide lunch", date="2024-03-01")
    assert stands(HARD + other, "appoint-d") == stands(HARD, "appoint-d")
    assert stands(HARD + other, "make-ceo", "2024-04-01") == "valid"


def test_units_and_documents_follow_their_acts() -> None:
    """Stock issued without authority, ratified, the ratification ended from then on."""
    paper = """\
  - instrument: org/shares
    of: org
    authorised: 150
  - document: rules
    of: org
    rank: bylaw
  - document: law
    rank: statute
    norms:
      - {can: org/board, do: issue any org/shares to any}
      - {can: org/board, do: adopt rules}
      - {can: org/board, do: ratify any, reaches: from then}
      - {can: court, do: annul any, reaches: from then}
"""
    issue = act("issue", "by: org/ceo", "effect: [issue 100 org/shares to e, adopt rules]",
                date="2024-01-10")  # fmt: skip
    written = text(PEOPLE, BOARD.replace("org/ceo\n", "org/ceo\n    holder: d\n"), paper, issue,
                   MEND.replace("appoint-d", "issue"))  # fmt: skip
    aside = ASIDE.replace("annul mend", "annul issue")

    def has(book_text: str, at: str) -> tuple[object, bool]:
        loaded = book(book_text)
        state = State(loaded, moment(loaded, at), None, World({}))
        document = loaded.records["rules"]
        assert isinstance(document, Document)
        return (
            state.units("e", "org/shares").exact,
            state.document_state(document, state.now) == "in force",
        )

    assert has(written, "2024-02-01") == (0, False)
    assert has(written, "2024-04-01") == (100, True)
    assert has(written + aside, "2024-04-01") == (100, True)
    assert has(written + aside, "2024-07-01") == (0, False)


JUDGES = """\
  - entity: upper
  - fact: cause
    determined by: org/board
  - document: charter
    of: org
    rank: charter
    norms:
      - {can: court, do: remove any from org/board, when: cause is determined}
      - {can: court, do: overturn cause}
      - {can: upper, do: uphold cause}
"""
CAUSE = act("cause-found", "by: org/board", "form: meeting", "for: [a, b, c]",
            "effect: determine cause", date="2024-01-10")  # fmt: skip
REMOVE = act("remove-c", "by: court", "effect: remove c from org/board", date="2024-09-10")


def test_cause_is_determined_by_an_act_and_by_nothing_less() -> None:
    bare = text(PEOPLE, BOARD.replace("    appointed by: org/board\n  - post", "  - post"), JUDGES,
                REMOVE)  # fmt: skip
    assert stands(bare, "remove-c") != "valid"
    assert stands(bare + CAUSE, "remove-c") == "valid"
    short = CAUSE.replace("[a, b, c]", "[a, b]") + "    others: absent\n"
    assert stands(bare + short, "remove-c") != "valid"


def test_somebody_else_may_overrule_a_determination() -> None:
    overruled = act("overruled", "by: court", "effect: overturn cause", date="2024-03-10")
    restored = act("restored", "by: upper", "effect: uphold cause", date="2024-06-10")
    board = BOARD.replace("    appointed by: org/board\n  - post", "  - post")
    written = text(PEOPLE, board, JUDGES, CAUSE, overruled)
    assert stands(written + REMOVE, "remove-c") != "valid"
    assert stands(written + restored + REMOVE, "remove-c") == "valid"


TRICK = """\
sources:
  before: {title: Earlier cases, date: 1992-07-28}
  after: {title: The leading case, date: 2025-03-14}
"""
CASES = """\
  - fact: deceived
    since: 2023-12-31
    determined by: court
  - document: earlier-cases
    rank: statute
    src: before:1
    norms:
      - cannot: org/board
        id: trick-void
        do: appoint any to org/board
        when: deceived is determined
  - document: leading-case
    rank: statute
    src: after:1
    norms:
      - must not: org/board
        id: trick-voidable
        do: appoint any to org/board
        when: deceived is determined
        consequence: voidable
        counterparty: [e]
        replaces: trick-void
"""


@pytest.mark.parametrize(
    ("known", "standing"),
    [("2024-05-01", "valid"), ("2024-12-01", "void"), ("2025-04-01", "voidable")],
)
def test_case_law_and_findings_of_fact_reach_back_once_known(known: str, standing: str) -> None:
    """Before the finding nothing is known of a trick; then it is void, later cases say voidable.

    As Klaassen v. Allegro (Del. 2014) overruled cases by which such board action was void.
    """
    found = act("finding", "by: court", "effect: determine deceived", date="2024-10-10")
    written = text(PEOPLE, BOARD, CASES, GOOD, found).replace("records:\n", TRICK + "records:\n", 1)
    assert stands(written, "appoint-d", known) == standing


def test_without_a_date_a_fact_is_so_only_from_its_determination_on() -> None:
    found = act("finding", "by: court", "effect: determine deceived", date="2024-10-10")
    late = CASES.replace("    since: 2023-12-31\n", "")
    written = text(PEOPLE, BOARD, late, GOOD, found).replace("records:\n", TRICK + "records:\n", 1)
    assert stands(written, "appoint-d", "2024-12-01") == "valid"
