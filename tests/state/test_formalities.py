"""What rules of procedure ask of a deed for which no meeting is named: said, and not judged."""

from __future__ import annotations

from tests.state.books import book
from tests.state.cases import board, people, text

from minutebook.answers import Answer
from minutebook.records.nouns import Form
from minutebook.state.verdict import Effect
from minutebook.views.questions import judge

RULES = """\
  - document: rules
    of: org
    rank: bylaw
    norms:
      - {can: any member of org/board, do: call org/board, by: at least 2 in office}
      - {notice: org/board, at least: 14 days, via: [post], runs from: sending}
      - {notice: org/board, meetings: regular, value: not needed}
      - {notice: org/board, do: remove any from org/chair, at least: 28 days,
         counterparty: organisation}
      - {business: org/board, value: as notified}
      - {hearing: org/board, do: remove any from org/chair}
      - {proposal: org/board, by: at least 2 in office}
      - {written consent: org/board, at most: 60 days, runs from: first delivery}
      - {notice afterwards: org/board, at most: 10 days}
"""
BOOK = text(
    people("a", "b", "c"),
    board("a, b, c", "decides: majority of members in office", 'target votes: "yes"',
          "without meeting: all in office", "quorum: none"),
    "  - post: org/chair\n    holder: c\n    appointed by: org/board\n", RULES,
)  # fmt: skip
REMOVE = "remove c from org/chair"


Members = tuple[str, ...]
TWO: Members = ("a", "b")


def asked(deed: str, form: Form = "meeting", votes: Members = TWO, movers: Members = ()
          ) -> Answer[Effect]:  # fmt: skip
    return judge(book(BOOK), deed, by="org/board", for_=votes, form=form, proposed_by=movers,
                 at="2024-03-01T10:00")  # fmt: skip


def says(
    deed: str, form: Form = "meeting", votes: Members = TWO, movers: Members = ()
) -> list[str]:
    effect = asked(deed, form, votes, movers).adopted.value
    assert effect is not None
    return [step.says for step in effect.asks]


def test_a_meeting_is_called_notified_and_moved() -> None:
    """Notice sent on 1 March, 14 days at least: the meeting is on 15 March at the soonest."""
    assert says("decide the budget") == [
        "a meeting called by any member of org/board (at least 2 of members in office)",
        "notice of at least 14 days of a meeting to a, b, c via post, stating decide the budget: "
        "sent now, for a meeting from 2024-03-15 on",
        "a proposal by at least 2 of members in office",
    ]


def test_special_notice_and_a_hearing() -> None:
    found = says(REMOVE)
    special = [s for s in found if s.startswith("notice of at least 28 days of a meeting to org")]
    assert "a hearing of c before the vote" in found
    assert special[0].endswith(f"stating {REMOVE}: sent now, for a meeting from 2024-03-29 on")


def test_who_moved_it_is_not_asked_for_again() -> None:
    assert not any("proposal" in s for s in says("decide x", movers=TWO))
    few = asked("decide x", movers=("a",)).worlds
    assert any("a proposal by 1 more of b, c" in c.says for w in few if w.value
               for c in w.value.cures)  # fmt: skip


def test_in_writing_the_last_day_for_consents_and_who_is_told() -> None:
    """60 days after 1 March 2024 is 30 April; 10 days after, 11 March."""
    assert says("decide x", "without meeting")[:2] == [
        "every consent within 60 days of the first: by 2024-04-30, if that is now",
        "notice of it to c within 10 days: by 2024-03-11, if it is done now",
    ]
    everybody = says("decide x", "without meeting", votes=("a", "b", "c"))
    assert not any("notice of it" in s for s in everybody)


def test_nothing_is_asked_where_no_rule_speaks_and_no_question_is_added() -> None:
    plain = BOOK.replace(RULES, "")
    found = judge(book(plain), "decide x", by="org/board", for_=TWO, form="meeting",
                  at="2024-03-01")  # fmt: skip
    assert found.value is not None
    assert found.value.asks == ()
    assert asked("decide x").hinges == ()


def test_what_is_done_at_once_is_told_by_the_clocks_of_the_book() -> None:
    effect = asked("decide x").value
    assert effect is not None
    assert str(effect.takes_effect) == "from 2024-03-01T10:00"
