"""Constitutions and treaties whose votes are published: peoples, parliaments, councils, states.

Each book says the rule as its text has it; the acts are votes whose outcome is known, or lie one
vote to either side of the boundary.
"""

from __future__ import annotations

import pytest
from tests.state.books import book, filled, standing, verdict

from minutebook.records import Book

DOUBLE_MAJORITY = """
book: {title: People and cantons, timezone: Europe/Zurich}
records:
  - entity: union
  - group: voters
    count: 5506000
  - body: union/people
    members: [voters]
    decides: majority of votes cast
    quorum: none
  - {group: whole, count: 20}
  - {entity: half-1}
  - {entity: half-2}
  - {entity: half-3}
  - {entity: half-4}
  - {entity: half-5}
  - {entity: half-6}
  - body: union/cantons
    members: [whole, half-1, half-2, half-3, half-4, half-5, half-6]
    votes: {half-1: 1/2, half-2: 1/2, half-3: 1/2, half-4: 1/2, half-5: 1/2, half-6: 1/2}
    decides: majority of votes cast
    quorum: none
  - body: union/sovereign
    members: []
    decides: consent of union/people and consent of union/cantons
    quorum: none
  - {document: amendment, of: union, rank: charter}
  - document: constitution
    of: union
    rank: charter
    norms:
      - {can: union/sovereign, do: adopt amendment}
      - {can: union/people, do: consent to adopt amendment}
      - {can: union/cantons, do: consent to adopt amendment}
  - act: people
    date: 2020-11-29T12:00
    by: union/people
    form: meeting
    for: {people}
    against: 1261673
    others: absent
    effect: consent to adopt amendment
  - act: cantons
    date: 2020-11-29T12:00
    by: union/cantons
    form: meeting
    for: {cantons}
    against: {against}
    effect: consent to adopt amendment
  - act: vote
    date: 2020-11-29T18:00
    by: union/sovereign
    form: meeting
    effect: adopt amendment
"""


@pytest.mark.parametrize(
    ("people", "cantons", "against", "expected"),
    [
        ("1299173", "8.5", "14.5", "void"),  # a majority of the people alone
        ("1299173", "11.5", "11.5", "void"),  # a tie of the cantons rejects
        ("1299173", "12", "11", "valid"),
        ("1261673", "12", "11", "void"),  # a tie of the people too
    ],
)
def test_people_and_cantons_must_both_accept(
    people: str, cantons: str, against: str, expected: str
) -> None:
    """Swiss Constitution, arts. 142 and 195: six cantons have half a vote each. On 29 November 2020
    50.7 % of the people and eight and a half of 23 cantons said yes; it was not adopted.
    """
    text = DOUBLE_MAJORITY.replace("for: {cantons}", f"for: {cantons}")
    assert standing(filled(text, people=people, against=against), "vote") == expected


CONFIDENCE = """
book: {title: A bill and a motion of censure, timezone: Europe/Paris}
records:
  - entity: republic
  - person: premier
  - {group: deputies, count: 573}
  - body: republic/assembly
    seats: 577
    members: [deputies]
    decides: majority of votes cast
    quorum: none
  - post: republic/prime-minister
    holder: premier
  - {document: pension-act, of: republic, rank: statute}
  - document: constitution
    of: republic
    rank: charter
    norms:
      - {can: republic/prime-minister, do: adopt any}
      - {takes effect: republic/prime-minister, do: adopt any, at least: 24h}
      - can: republic/assembly
        id: censure
        do: annul any
        by: majority of members in office
        within: 24 hours
        reaches: back
      - can: republic/assembly
        do: remove any from republic/prime-minister
        by: majority of members in office
      - {proposal: republic/assembly, do: annul any, by: at least 1/10 in office,
         consequence: void}
  - act: commitment
    date: 2023-03-16T15:15
    by: republic/prime-minister
    effect: adopt pension-act
  - act: motion
    date: 2023-03-20T18:45
    brought: {filed}
    proposed by: {signed}
    by: republic/assembly
    form: meeting
    for: {ayes}
    others: not voting
    effect: [annul commitment, remove premier from republic/prime-minister]
"""


@pytest.mark.parametrize(
    ("ayes", "filed", "signed", "act"),
    [
        ("278", "2023-03-17T15:00", "91", "valid"),  # as it was: nine votes short
        ("286", "2023-03-17T15:00", "91", "valid"),
        ("287", "2023-03-17T15:00", "91", "void"),  # of 573 in office
        ("287", "2023-03-17T15:15", "58", "void"),  # at the end of the time, a tenth signed
        ("287", "2023-03-17T15:16", "91", "valid"),  # filed too late
        ("287", "2023-03-17T15:00", "57", "valid"),  # too few signed
    ],
)
def test_a_bill_is_adopted_unless_a_motion_filed_in_time_is_carried(
    ayes: str, filed: str, signed: str, act: str
) -> None:
    """French Constitution, art. 49(2) and (3): filed within 24 hours, signed by a tenth, carried by
    a majority of the members. On 20 March 2023 the motion had 278 votes of the 287 it needed.
    """
    found = filled(CONFIDENCE, ayes=ayes, filed=filed, signed=signed)
    assert standing(found, "commitment") == act


def test_the_reasons_tell_the_end_of_the_time_in_the_clocks_of_the_book() -> None:
    found = filled(CONFIDENCE, ayes="287", filed="2023-03-18T09:00", signed="91")
    late = verdict(found, "motion").value
    assert late is not None
    said = [why.says for why in late.effects[0].why.because]
    assert "too late: the time to annul commitment ran until 2023-03-17 15:15" in said
    assert "proposed by 91 of them: enough" in said


SECURITY = """
book: {title: A council of fifteen, timezone: America/New_York}
records:
  - entity: nations
  - {entity: p1}
  - {entity: p2}
  - {entity: p3}
  - {entity: p4}
  - {entity: p5}
  - {group: elected, count: 10}
  - body: nations/council
    seats: 15
    members: [p1, p2, p3, p4, p5, elected]
    quorum: none
  - {body: nations/assembly, members: []}
  - document: charter
    of: nations
    rank: treaty
    norms:
      - {can: nations/council, do: call nations/assembly, by: at least 9 in office}
      - can: nations/council
        do: decide any
        by:
          all of:
            - at least 9 in office
            - no objection of p1
            - no objection of p2
            - no objection of p3
            - no objection of p4
            - no objection of p5
      - cannot: p3
        do: vote in nations/council on decide to settle the dispute of any
        counts in: base
  - act: try
    date: 2022-02-27T18:00
    by: nations/council
    form: meeting
    votes of others: {votes}
    effect: {deed}
"""


@pytest.mark.parametrize(
    ("deed", "votes", "expected"),
    [
        # 17 March 2011 (resolution 1973): two permanent members and three others abstain
        ("decide a no-fly zone", "{for: 10, abstain: 5}", "valid"),
        ("decide a no-fly zone", "{for: 8, abstain: 7}", "void"),
        # 15 March 2014: thirteen for, one permanent member against, one abstains
        ("decide on a vote", "{against: [p3], abstain: [p2], others: for}", "void"),
        # 27 February 2022 (resolution 2623): to call the assembly is procedure, where none vetoes
        ("call nations/assembly", "{against: [p3], abstain: 3, others: for}", "valid"),
        # a party to the dispute abstains: its vote against is none, that of another is one
        (
            "decide to settle the dispute of p3",
            "{against: [p3], abstain: [p2], others: for}",
            "valid",
        ),
        (
            "decide to settle the dispute of p3",
            "{against: [p3, p5], abstain: [p2], others: for}",
            "void",
        ),
    ],
)
def test_nine_votes_and_no_permanent_member_against(deed: str, votes: str, expected: str) -> None:
    """Charter of the United Nations, art. 27; that who abstains does not veto is practice (Namibia,
    ICJ Reports 1971, p. 16).
    """
    assert standing(filled(SECURITY, deed=deed, votes=votes), "try") == expected


ARTICLE_SEVEN = """
book: {title: A parliament calls on the council, timezone: Europe/Brussels}
readings:
  votes-cast:
    asks: Are abstentions votes cast?
    leave-out: {says: only votes for and against are cast}
    count: {says: an abstention is a vote}
records:
  - entity: union
  - {group: meps, count: 750}
  - body: union/parliament
    seats: 751
    members: [meps]
    quorum: at least 1/3 of seats
  - document: treaty
    of: union
    rank: treaty
    norms:
      - can: union/parliament
        do: decide to call on the council
        by:
          reading: votes-cast
          leave-out: at least 2/3 of votes cast and majority of seats
          count: at least 2/3 of members present and majority of seats
  - act: call
    date: 2018-09-12T13:00
    by: union/parliament
    form: meeting
    for: {ayes}
    against: {noes}
    abstain: {silent}
    others: absent
    effect: decide to call on the council
"""


@pytest.mark.parametrize(
    ("ayes", "noes", "silent", "left_out", "counted"),
    [
        ("448", "197", "48", "valid", "void"),  # as it was
        ("430", "215", "0", "valid", "valid"),  # exactly two thirds, and 376 at least
        ("429", "215", "0", "void", "void"),
        ("375", "100", "0", "void", "void"),  # no majority of the members
        ("376", "100", "0", "valid", "valid"),
    ],
)
def test_abstentions_decide_whether_a_parliament_called_on_the_council(
    ayes: str, noes: str, silent: str, left_out: str, counted: str
) -> None:
    """TEU, art. 7(1), and TFEU, art. 354(4). The Court left abstentions out (Hungary v Parliament,
    C-650/18, 3 June 2021): 448 of 645 are more than two thirds, 448 of 693 are fewer.
    """
    found = verdict(filled(ARTICLE_SEVEN, ayes=ayes, noes=noes, silent=silent), "call")
    by_reading = {w.readings.get("votes-cast"): w.value for w in found.worlds if w.value}
    if left_out == counted:
        assert found.value is not None
        assert found.value.standing == left_out
    else:
        assert by_reading["leave-out"].standing == left_out
        assert by_reading["count"].standing == counted
        assert list(found.hinges) == ["votes-cast"]


def amendment(*rules: str) -> Book:
    """38 of 50 states ratify over 48 years; five of them take it back."""
    states = [f"s{n}" for n in range(1, 51)]
    days = {s: f"19{72 + n // 6}-05-01" for n, s in enumerate(states[:35])}
    days |= {"s36": "2017-03-22", "s37": "2018-05-30", "s38": "2020-01-27"}
    delivered = ", ".join(f"{state}: {day}" for state, day in days.items())
    norms = "".join(f"      - {rule}\n" for rule in rules)
    return book(f"""
book: {{title: An amendment and its states, timezone: America/New_York}}
readings:
  deadline:
    asks: Did the time in the preamble bind?
    binds: {{says: seven years}}
    does-not: {{says: a preamble does not bind}}
  rescission:
    asks: Can a state take its ratification back?
    can: {{says: until three quarters have ratified}}
    cannot: {{says: never}}
records:
  - entity: union
{"".join(f"  - {{entity: {s}}}" + chr(10) for s in states)}
  - body: union/states
    members: [{", ".join(states)}]
    decides: impossible
    without meeting: at least 3/4 in office
  - {{document: equal-rights, of: union, rank: charter}}
  - document: article-five
    of: union
    rank: treaty
    norms:
      - {{can: union/states, do: adopt equal-rights}}
{norms}
  - act: ratification
    by: union/states
    date: 2020-01-27
    form: without meeting
    circulated: 1972-03-22
    for: [{", ".join(days)}]
    others: absent
    delivered: {{{delivered}}}
    revoked: {{s7: 1973-03-15, s9: 1974-04-23, s5: 1977-02-08, s20: 1978-03-17, s24: 1979-03-05}}
    effect: adopt equal-rights
""")


def test_an_amendment_hinges_on_its_deadline_and_on_who_took_it_back() -> None:
    """The Equal Rights Amendment: 35 states in time, 38 in all, five of which rescinded. Two rules
    on consents in writing hold beside each other: the time, and whether they can be taken back.
    """
    time = ("{written consent: union/states, at most: 7 years, runs from: circulation, "
            "applies: {reading: deadline, binds: yes, does-not: no}}")  # fmt: skip
    for_good = ("{written consent: union/states, revocable: no, "
                "applies: {reading: rescission, cannot: yes, can: no}}")  # fmt: skip
    for rules in ((time, for_good), (for_good, time)):
        found = verdict(amendment(*rules), "ratification")
        carried = [
            (w.readings.get("deadline"), w.readings.get("rescission"))
            for w in found.worlds
            if w.value and w.value.standing == "valid"
        ]
        assert carried == [("does-not", "cannot")]
        assert set(found.hinges) == {"deadline", "rescission"}


def test_what_cannot_be_taken_back_counts_though_somebody_tried() -> None:
    """Companies Act 2006, s. 296(3), has the same of a written resolution."""
    found = verdict(amendment("{written consent: union/states, revocable: no}"), "ratification")
    assert found.value is not None
    assert found.value.standing == "valid"
    assert standing(amendment(), "ratification") == "void"


BILL = """
book: {title: A bill before a president, timezone: America/New_York}
records:
  - entity: union
  - person: president
  - {calendar: federal, weekend: [sunday], holidays: [1926-07-04]}
  - {group: members, count: 531}
  - {body: union/congress, members: [members], decides: majority of votes cast, quorum: none}
  - {post: union/president, holder: president}
  - {document: bill, of: union, rank: statute}
  - event: adjournment
    date: {adjourned}
  - document: article-one
    of: union
    rank: charter
    norms:
      - {can: union/congress, do: adopt any}
      - {can: union/president, do: approve any}
      - {can: union/president, do: annul any, within: 10 business days, reaches: back}
      - takes effect: union/congress
        do: adopt any
        upon: approve any
        deemed after: 10 business days
  - act: passage
    date: 1926-06-24
    by: union/congress
    form: meeting
    for: 300
    others: against
    effect: adopt bill
    only if: done(answer) or not happened(adjournment)
  - act: answer
    date: {day}
    by: union/president
    effect: {answer}
"""


@pytest.mark.parametrize(
    ("adjourned", "day", "answer", "law"),
    [
        ("1926-07-03", "1926-08-01", "decide to keep it", None),  # as it was: the pocket veto
        ("1926-07-10", "1926-08-01", "decide to keep it", "1926-07-06"),  # ten days, a Sunday apart
        ("1926-07-03", "1926-07-01", "approve passage", "1926-07-01"),
        ("1926-07-03", "1926-07-05", "approve passage", "1926-07-05"),  # signed in recess
        ("1926-07-10", "1926-07-05", "annul passage", None),
        ("1926-07-10", "1926-07-06", "annul passage", None),  # the tenth day
        ("1926-07-10", "1926-07-07", "annul passage", "1926-07-06"),  # too late
    ],
)
def test_a_bill_that_is_not_returned_becomes_law_unless_congress_has_adjourned(
    adjourned: str, day: str, answer: str, law: str | None
) -> None:
    """US Constitution, art. I, s. 7; The Pocket Veto Case, 279 U.S. 655 (1929): presented on 24
    June 1926, Congress adjourned on 3 July. That a bill can be signed while Congress is away:
    Edwards v. United States, 286 U.S. 482 (1932).
    """
    text = BILL if answer.startswith("approve") else BILL.replace("done(answer) or ", "")
    value = verdict(filled(text, adjourned=adjourned, day=day, answer=answer), "passage").value
    assert value is not None
    start = value.effects[0].takes_effect.start if value.standing == "valid" else None
    assert (start.written if start else None) == law


SANCTIONS = """
book: {title: A member in breach, timezone: Europe/Brussels}
records:
  - entity: union
  - {entity: a}
  - {entity: b}
  - {entity: c}
  - {entity: d}
  - {entity: e}
  - {fact: breach-by-e, about: e, determined by: union/council}
  - body: union/council
    members: [a, b, c, d, e]
    decides: majority of members in office
    quorum: majority in office
    recused count in: nothing
  - document: treaty
    of: union
    rank: treaty
    norms:
      - {can: union/council, do: determine breach-by-e, by: all disinterested members in office}
      - can: union/council
        do: decide to suspend the votes of e
        by: at least 3/4 of disinterested members in office
        when: determined(breach-by-e)
  - act: determination
    date: 2020-01-01
    by: union/council
    form: meeting
    {votes}
    recused: [e]
    effect: determine breach-by-e
  - act: sanction
    date: 2020-02-01
    by: union/council
    form: meeting
    for: [a, b, c]
    against: [d]
    recused: [e]
    effect: decide to suspend the votes of e
"""


@pytest.mark.parametrize(
    ("votes", "determined", "sanction"),
    [
        ("for: [a, b, c, d]", "valid", "valid"),
        ("for: [a, b, c]\n    absent: [d]", "void", "void"),
        ("for: [a, b, c]\n    against: [d]", "void", "void"),
    ],
)
def test_all_but_the_one_concerned_determine_and_only_then_a_majority_suspends(
    votes: str, determined: str, sanction: str
) -> None:
    """As TEU, art. 7(2) and (3). What a norm lets a body decide only once something is determined
    is not its own affair before, whatever majority it has.
    """
    found = filled(SANCTIONS, votes=votes)
    assert standing(found, "determination") == determined
    assert standing(found, "sanction") == sanction
