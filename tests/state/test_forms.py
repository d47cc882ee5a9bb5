"""How a body decides: at a meeting, by written consent, with proxies, with the one concerned."""

from __future__ import annotations

import pytest
from tests.state.cases import act, board, effect, people, standing, text, worlds

P = people("a", "b", "c", "d", "e")


def vote(rules: tuple[str, ...], *lines: str, deed: str = "decide x", more: str = "") -> str:
    return text(P, board("a, b, c, d", *rules), more,
                act("try", "by: org/board", f"effect: {deed}", *lines))  # fmt: skip


MEETING = ("decides: majority of members present", "quorum: majority of members in office")
CONSENT = (*MEETING, "without meeting: all of members in office")
MINIMUM = (*MEETING, "without meeting: at least 3 of members in office")


def test_written_consent_of_all_needs_all() -> None:
    assert standing(vote(CONSENT, "form: without meeting", "for: [a, b, c, d]")) == "valid"
    assert (
        standing(vote(CONSENT, "form: without meeting", "for: [a, b, c]", "against: d")) == "void"
    )
    unsigned = effect(vote(CONSENT, "form: without meeting", "for: [a, b, c]"))
    assert unsigned.standing == "undetermined"
    assert unsigned.missing == ("how d voted",)


def test_written_consent_by_the_minimum_votes_of_all() -> None:
    assert standing(vote(MINIMUM, "form: without meeting", "for: [a, b, c]")) == "valid"
    two = vote(MINIMUM, "form: without meeting", "for: [a, b]", "others: absent")
    assert standing(two) == "void"


def test_votes_that_fail_without_a_meeting_may_carry_at_one() -> None:
    found = effect(vote(CONSENT, "form: without meeting", "for: [a, b, c]", "others: absent"))
    assert found.standing == "void"
    assert found.cure is not None
    assert (found.cure.form, found.cure.needs) == ("meeting", 0)


def test_whether_a_body_acts_without_a_meeting_may_be_unsaid() -> None:
    found = effect(vote(MEETING, "form: without meeting", "for: [a, b, c, d]"))
    assert found.standing == "undetermined"
    assert found.missing == ("whether and how org/board acts without a meeting",)


def test_a_form_that_is_not_told_is_a_hinge_where_it_decides() -> None:
    answer = worlds(vote(CONSENT, "for: [a, b, c]", "others: absent"))
    assert answer.hinges == ("form of try",)
    assert {w.value.standing for w in answer.worlds if w.value} == {"valid", "void"}


def test_impossible_without_a_meeting() -> None:
    rules = (*MEETING, "without meeting: impossible")
    assert standing(vote(rules, "form: without meeting", "for: [a, b, c, d]")) == "void"


def meeting(attended: str) -> str:
    return f"  - meeting: m\n    of: org/board\n    date: 2020-01-01\n    attended: [{attended}]\n"


def test_presence_is_read_from_the_record_of_the_meeting() -> None:
    three = vote(MEETING, "meeting: m", "for: [a, b]", more=meeting("a, b, c"))
    assert standing(three) == "valid"  # two of three present
    none = vote(MEETING, "meeting: m", "for: [a, b]", more=meeting("a, b"))
    assert standing(none) == "void"  # two of four are no quorum
    four = effect(vote(MEETING, "meeting: m", "for: [a, b]", more=meeting("a, b, c, d")))
    assert four.standing == "undetermined"  # two of four are no majority yet
    assert four.missing == ("how c voted", "how d voted")


TARGET = ("decides: majority of members in office", "quorum: majority of members in office",
          "appointed by: org/board")  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("yes", "void"), ("no", "void"), ("not counted", "valid")],
)
def test_the_one_concerned_may_stay_in_the_base_or_leave_it(rule: str, expected: str) -> None:
    """Two of four consent; without the one concerned it is two of three."""
    written = vote((*TARGET, f"target votes: {rule}"), "form: meeting", "for: [a, b]",
                   "others: against", deed="remove d from org/board")  # fmt: skip
    assert standing(written) == expected


def test_the_one_concerned_may_vote_or_not() -> None:
    own = ("form: meeting", "for: [a, b, d]", "against: c")
    deed = "remove d from org/board"
    assert standing(vote((*TARGET, "target votes: yes"), *own, deed=deed)) == "valid"
    assert standing(vote((*TARGET, "target votes: no"), *own, deed=deed)) == "void"


def test_whether_the_one_concerned_votes_is_a_hinge_only_where_it_decides() -> None:
    deed = "remove d from org/board"
    turning = worlds(vote(TARGET, "form: meeting", "for: [a, b, d]", "against: c", deed=deed))
    assert turning.hinges == ("target votes in org/board",)
    clear = worlds(vote(TARGET, "form: meeting", "for: [a, b, c]", "against: d", deed=deed))
    assert clear.hinges == ()


def removal_by_holders(*rules: str) -> str:
    """Three hold 40, 35 and 25 shares; the first votes to keep a seat, two to take it."""
    holdings = "".join(
        f"  - holding: h{who}\n    holder: {who}\n    of: org/shares\n    units: {units}\n"
        for who, units in (("a", 40), ("b", 35), ("c", 25))
    )
    more = "".join(f"    {rule}\n" for rule in rules)
    holders = (
        "  - body: org/holders\n    holders of: org/shares\n"
        f"    decides: at least 2/3 of votes outstanding\n{more}"
    )
    return text(P, "  - instrument: org/shares\n    of: org\n    votes: 1\n", holdings, holders,
                board("a, d", "appointed by: org/holders"),
                act("try", "by: org/holders", "form: meeting", "for: [b, c]", "against: a",
                    "effect: remove a from org/board"))  # fmt: skip


def test_a_shareholder_votes_their_own_shares_on_their_own_removal() -> None:
    """60 of 100 are too few; of the other 60 they would be all. Silence takes no share's vote."""
    answer = worlds(removal_by_holders())
    assert answer.hinges == ()
    assert "target votes in org/holders" not in answer.choices
    assert standing(removal_by_holders()) == "void"


def test_a_document_may_take_the_vote_of_a_shareholder_whom_it_is_about() -> None:
    assert standing(removal_by_holders('target votes: "yes"')) == "void"
    assert standing(removal_by_holders("target votes: not counted")) == "valid"


PROXY = ("form: meeting", "for: [a, b]", "against: c", "proxies: {d: a}")


def test_a_proxy_counts_where_proxies_are_allowed() -> None:
    whole = ("decides: at least 3 of members in office", "quorum: 3 in office")
    assert standing(vote((*whole, "proxies: allowed"), *PROXY)) == "valid"
    found = effect(vote((*whole, "proxies: not allowed"), *PROXY))
    assert found.standing == "void"
    assert "the proxy of d does not count" in str(found.why)
    assert worlds(vote(whole, *PROXY)).hinges == ("proxies in org/board",)


def test_somebody_who_votes_themselves_is_not_represented() -> None:
    whole = ("decides: at least 3 of members in office", "quorum: 3 in office", "proxies: allowed")
    own = ("form: meeting", "for: [a, b]", "against: [c, d]", "proxies: {d: a}")
    assert standing(vote(whole, *own)) == "void"


def test_a_person_who_does_not_do_it_has_not_done_it() -> None:
    post = "  - post: org/chair\n    appointed by: e\n"
    lines = ("by: e", "against: e", "effect: appoint a to org/chair")
    assert standing(text(P, post, act("try", *lines))) == "void"


def test_what_was_decided_is_undone_only_by_the_rule_for_that() -> None:
    """Robert's Rules (12th ed.) 35:2: to rescind takes two thirds, or a majority of all members."""
    first = act("first", "by: org/board", "form: meeting", "for: [ann, bo]", "others: absent",
                "effect: decide the piano", date="2019-01-01")  # fmt: skip
    rules = (
        "  - document: rules\n    of: org\n    rank: bylaw\n    norms:\n"
        "      - {can: org/board, do: annul any, by: 2/3 of votes cast or majority in office}\n"
    )
    for votes, expected in (
        (("for: [ann, bo]", "against: cy", "others: absent"), "valid"),
        (("for: [ann, bo, cy]", "against: [dee, eve]"), "valid"),
        (("for: ann", "others: abstain"), "valid"),
        (("for: [ann, bo]", "against: [cy, dee]", "others: absent"), "void"),
    ):
        written = text(
            people("ann", "bo", "cy", "dee", "eve"),
            board("ann, bo, cy, dee, eve", "decides: majority of votes cast", "quorum: none"),
            first, act("try", "by: org/board", "form: meeting", "effect: annul first", *votes),
        )  # fmt: skip
        assert standing(written + rules) == expected, votes
