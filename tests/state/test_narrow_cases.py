"""Narrow cases, each decided by one word of the rules; book text in, verdict out."""

from __future__ import annotations

import pytest
from tests.clauses.books import life, outcome
from tests.state.books import book, by_world, holder, moment, verdict
from tests.state.cases import HEAD, act, board, judged, people, standing, text

from minutebook.answers import World
from minutebook.state.state import State

BOARD = people("ann", "bo", "cy", "dee") + board(
    "ann, bo, cy", "decides: majority of members present", "quorum: 3", "appointed by: org/board"
)


def try_(*lines: str, date: str = "2020-01-01T12:00") -> str:
    return act("try", "by: org/board", "form: meeting", *lines, date=date)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-01-01T11:59", "forbidden"),
        ("2024-01-01T12:00", "permitted"),
        ("2024-01-02T12:00", "permitted"),
    ],
)
def test_a_consent_reaches_no_prohibition_that_came_later(given: str, expected: str) -> None:
    found = book(f"""
        book: {{title: Consent, timezone: UTC}}
        records:
          - {{entity: ann, date: 2020-01-01}}
          - {{entity: ben, date: 2020-01-01}}
          - {{act: consents, date: {given}, by: ben, effect: consent to buy compute}}
          - document: exclusivity
            date: 2024-01-01T12:00
            norms:
              - {{must not: ann, id: no, do: buy compute, counterparty: ben}}
        """)
    assert outcome(found, "ann", "buy compute", "2024-06-01")[0] == expected


def test_an_effect_that_is_open_leaves_one_that_does_not_rest_on_it() -> None:
    """Nothing says who fills the seat, and ann sits whether it is filled or not."""
    written = text(
        people("ann", "bo", "cy", "dee"),
        board("ann, bo, cy", "seats: 4", "decides: majority of seats", "removed by: org/board",
              "target votes: yes"),
        try_("for: [ann, bo, cy]",
             "effect: [appoint dee to org/board, remove ann from org/board]"),
    )  # fmt: skip
    first, second = judged(written).effects
    assert (first.standing, second.standing) == ("undetermined", "valid")


def test_rule_and_quorum_are_met_together_or_not_at_all() -> None:
    """With two more there is a quorum, and then ann has no majority."""
    for against, expected in (("0..2", "void"), ("0..1", "void")):
        written = text(BOARD, try_("for: ann", f"against: {against}", "others: absent",
                                   "effect: decide the budget"))  # fmt: skip
        assert standing(written) == expected


def test_whether_the_only_member_votes_on_their_own_seat() -> None:
    written = text(
        people("ann"),
        board("ann", "seats: 1", "decides: majority of seats", "appointed by: org/board"),
        try_("for: ann", "effect: remove ann from org/board"),
    )
    found = by_world(verdict(book(written), "try"))
    assert set(found.values()) == {"valid", "void"}
    for worlds, value in found.items():
        votes = dict(worlds)["target votes in org/board"]
        assert value == ("valid" if votes == "yes" else "void")


CLAIMS = HEAD.replace(
    "records:",
    """sources:
  early: {title: Minutes, date: 2020-02-01}
  late: {title: A letter, date: 2020-06-01}
  undated: {title: A note}
records:""",
)


@pytest.mark.parametrize(
    ("other", "known", "expected"),
    [
        ("late", "2020-03-01", {"valid"}),
        ("late", "2020-07-01", {"valid", "void"}),
        ("undated", "2020-03-01", {"valid", "void"}),
    ],
)
def test_what_a_source_claims_is_not_known_before_it(
    other: str, known: str, expected: set[str]
) -> None:
    found = book(CLAIMS + BOARD + try_(
        "for: [ann]", "absent: []", "src: early", "effect: decide the budget",
        f"votes of others: {{claims: [{{for: [bo], against: [cy], src: early}},"
        f" {{against: [bo, cy], src: {other}}}]}}",
    ))  # fmt: skip
    when = moment(found, "2021-01-01")
    seen = set()
    for chosen in ("early", other):
        world = World({}, None, {"try: votes of others": chosen})
        seen.add(State(found, when, moment(found, known), world).verdict("try").standing)
    assert seen == expected


@pytest.mark.parametrize(
    ("goal", "deed"),
    [
        ("dee holds org/ceo", "appoint dee to org/ceo"),
        ("dee has a seat in org/board", "appoint dee to org/board/chair"),
        ("org/board has 4 members", "appoint dee to org/board/chair"),
    ],
)
def test_a_norm_wakes_at_the_moment_of_an_appointment(goal: str, deed: str) -> None:
    found = book(text(
        people("ann", "bo", "cy", "dee"),
        board("ann, bo, cy", "seats: 4", "decides: majority of seats"),
        "  - post: org/ceo\n    appointed by: org/board\n",
        "  - post: org/board/chair\n    in: org/board\n    appointed by: org/board\n",
        "  - document: d\n    date: 2019-01-01\n    norms:\n"
        f'      - {{may: ann, id: it, do: use x, when: "{goal}"}}\n',
        try_("for: [ann, bo, cy]", f"effect: {deed}"),
    ))  # fmt: skip
    steps = [(s.stage, s.at.latest) for s in life(found, "it", "2021-01-01").steps]
    assert steps[-1] == ("in force", moment(found, "2020-01-01T12:00"))
    assert life(found, "it", "2020-01-01T11:59").stage == "armed"


SHARES = """\
  - instrument: share
    of: org
  - body: org/meeting
    holders of: share
    decides: majority of votes cast
    quorum: none
    suspended count in: nothing
    appointed by: nobody
"""


def holdings(**units: str) -> str:
    return "".join(
        f"  - {{holding: {name}-shares, holder: {name}, of: share, units: {held}}}\n"
        for name, held in units.items()
    )


def norms(*lines: str) -> str:
    body = "".join(f"      - {line}\n" for line in lines)
    return f"  - document: charter\n    of: org\n    rank: charter\n    norms:\n{body}"


def meeting(*lines: str) -> str:
    return act("try", "by: org/meeting", "form: meeting", *lines)


def test_a_matter_of_the_body_is_one_of_each_named_seat() -> None:
    """A norm on removals from the board speaks of the removal from one seat of it."""
    written = text(
        people("ann", "bo"), SHARES, holdings(ann="60", bo="40"),
        "  - body: org/board\n    seats: 1\n    removed by: org/meeting\n",
        "  - post: org/board/one\n    in: org/board\n    holder: ann\n",
        norms("{cannot: ann, do: vote in org/meeting on remove any from org/board}"),
        meeting("for: bo", "against: ann", "effect: remove ann from org/board/one"),
    )  # fmt: skip
    assert standing(written) == "valid"


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("ann", "valid"),
        ("org/chair", "valid"),
        ("any member of org/board", "valid"),
        ("family", "valid"),
        ("any holder of share", "void"),
        ("cy", "void"),
    ],
)
def test_whose_votes_are_taken_away(holder: str, expected: str) -> None:
    """Ann, who chairs the board of which she is a member, has most of the votes."""
    written = text(
        people("ann", "bo", "cy"), SHARES, holdings(ann="60", bo="40"),
        "  - {group: family, members: [ann, cy]}\n",
        "  - body: org/board\n    members: [ann]\n",
        "  - {post: org/chair, holder: ann}\n",
        norms(f"{{cannot: {holder}, do: vote in org/meeting}}"),
        meeting("for: bo", "against: ann", "effect: decide the budget"),
    )  # fmt: skip
    assert standing(written) == expected


@pytest.mark.parametrize("holder", ["dee", "org/chair"])
def test_whoever_holds_an_office_votes_for_others(holder: str) -> None:
    written = text(
        people("ann", "bo", "dee"), SHARES, holdings(ann="60", bo="40"),
        "  - {group: family, members: [ann]}\n",
        "  - {post: org/chair, holder: dee}\n",
        norms(f"{{can: {holder}, do: vote for family in org/meeting, irrevocable: yes}}"),
        meeting("for: dee", "against: [ann, bo]", "effect: decide the budget"),
    )  # fmt: skip
    assert standing(written) == "valid"


def test_a_named_seat_that_goes_with_its_holder_is_one_seat_less() -> None:
    seats = "".join(
        f"  - {{post: org/board/{name}, in: org/board, holder: {name}}}\n"
        for name in ("ann", "bo", "cy")
    )
    found = book(text(
        people("ann", "bo", "cy"),
        board("", "seats: 3", "decides: majority of seats", "vacated seats: abolished",
              "removed by: org/board", "target votes: no").replace("    members: []\n", ""),
        seats,
        try_("for: [ann, bo]", "effect: remove cy from org/board/cy"),
    ))  # fmt: skip
    state = State(found, moment(found, "2021-01-01"), None, World({}, None, {}))
    seated = state.seats("org/board")
    assert (seated.seats, len(seated.occupants)) == (2, 2)


@pytest.mark.parametrize(
    ("others", "count_in", "expected"),
    [
        # Who is recused is not counted as for, whatever all others did.
        ("for", "everything", "void"),
        # Who stayed away makes no quorum either.
        ("absent", "quorum", "void"),
    ],
)
def test_what_the_recused_did_of_whom_nothing_is_told(
    others: str, count_in: str, expected: str
) -> None:
    written = text(
        people("ann", "bo", "cy"),
        board("ann, bo, cy", "decides: at least 2 members present", "quorum: 3",
              f"recused count in: {count_in}"),
        try_("for: [ann, cy]" if others == "absent" else "for: ann",
             *(() if others == "absent" else ("against: cy",)),
             f"others: {others}", "recused: bo", "effect: decide the budget"),
    )  # fmt: skip
    assert standing(written) == expected


def test_a_single_vote_elects_whom_nobody_opposes() -> None:
    written = text(
        people("ann", "bo"), SHARES.replace("majority of votes cast", "plurality"),
        holdings(ann="1", bo="40"),
        "  - body: org/board\n    seats: 1\n    appointed by: org/meeting\n",
        meeting("candidates: {bo: {ann: 1}}", "effect: elect bo to org/board"),
    )  # fmt: skip
    assert standing(written) == "valid"


@pytest.mark.parametrize(
    ("ann", "expected"), [("10..20", "valid"), ("0..20", "undetermined"), ("0", "void")]
)
def test_whoever_holds_anything_is_one_holder(ann: str, expected: str) -> None:
    """Ann and cy are two of three holders if ann holds anything."""
    written = text(
        people("ann", "bo", "cy"), SHARES.replace("majority of votes cast", "majority of holders"),
        holdings(ann=ann, bo="5", cy="5"),
        meeting("for: [ann, cy]", "against: bo", "effect: decide the budget"),
    )  # fmt: skip
    assert standing(written) == expected


def test_what_waits_for_the_approval_of_another_act() -> None:
    found = book(text(
        people("ann", "bo", "cy"), "  - entity: ministry\n",
        board("ann, bo, cy", "decides: majority of seats"),
        "  - post: org/ceo\n    appointed by: org/board\n"
        "  - document: register-act\n    rank: statute\n    norms:\n"
        "      - {can: ministry, do: approve any}\n"
        "      - {takes effect: org/board, do: appoint cy to org/ceo, upon: approve permit}\n",
        act("permit", "by: org/board", "for: [ann, bo]", "effect: decide the permit"),
        try_("for: [ann, bo]", "effect: appoint cy to org/ceo", date="2020-02-01T12:00"),
        act("own", "by: ministry", "effect: approve try", date="2020-03-01T12:00"),
        act("other", "by: ministry", "effect: approve permit", date="2020-04-01T12:00"),
    ))  # fmt: skip
    assert [holder(found, "org/ceo", at).value for at in ("2020-03-15", "2020-04-15")] == [
        "vacant", "cy"
    ]  # fmt: skip
