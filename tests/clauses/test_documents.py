"""Five other documents: what each kind of clause does over time."""

from __future__ import annotations

from tests.clauses.books import book, follow, life, may, outcome, stages
from tests.state.books import verdict

SHAREHOLDERS = """
book: {title: Millstone, currency: EUR, timezone: Europe/Paris}
records:
  - entity: mill
  - entity: founder
  - entity: fund
  - entity: buyer
  - entity: later-buyer
  - instrument: mill/shares
    of: mill
  - {holding: h1, holder: founder, of: mill/shares, units: 60, date: 2020-01-01}
  - {holding: h2, holder: fund, of: mill/shares, units: 40, date: 2020-01-01}
  - document: agreement
    date: 2020-01-01
    parties: [founder, fund, mill]
    norms:
      - must not: founder
        id: first-refusal
        do: sell shares to any
        unless: [to(fund), declined(fund), "lapsed(fund, 30 days)"]
        counterparty: fund
        ends when: happened(listing)
      - may: fund
        id: accept-offer
        do: accept shares
        when: done(offer)
        due: 30 days after offer
      - must: founder
        id: tag-along
        do: buy shares from fund
        when: share(buyer, mill/shares) > 50%
        due: 60 days
        counterparty: fund
      - may: fund
        id: drag-along
        do: bring sale with founder
        when: share(fund, mill/shares) >= 30% and from 2025-01-01
        ends when: happened(listing)
      - must not: fund
        id: standstill
        do: acquire shares
        when: share(fund, mill/shares) < 50%
        to: 2026-01-01
        counterparty: founder
  - act: offer
    date: 2022-03-01
    by: founder
    effect: offer shares to fund
  - act: sale
    date: 2023-05-01
    by: founder
    effect: transfer 51 mill/shares from founder to buyer
  - event: listing
    date: 2027-01-01
"""


def test_first_refusal_waits_for_the_holder_and_lapses() -> None:
    found = book(SHAREHOLDERS)
    sell = "sell shares to later-buyer"
    waits = "fund has declined or fund let 30 days pass after the offer"
    assert outcome(found, "founder", sell, "2022-02-01") == ("conditional", waits)
    assert outcome(found, "founder", sell, "2022-03-15") == ("conditional", waits)
    assert outcome(found, "founder", sell, "2022-04-02") == ("permitted", None)
    assert outcome(found, "founder", "sell shares to fund", "2022-02-01") == ("permitted", None)
    assert outcome(found, "founder", sell, "2027-02-01") == ("permitted", None)
    assert stages(found, "first-refusal", "2028-01-01")[-1] == ("ended", "2027-01-01")


def test_the_power_to_accept_is_born_and_lapses() -> None:
    found = book(SHAREHOLDERS)
    assert [stage for stage, _ in stages(found, "accept-offer", "2023-01-01")] == [
        "armed", "triggered", "in force", "ended",
    ]  # fmt: skip
    accepted = SHAREHOLDERS + (
        "  - {act: yes, date: 2022-03-10, by: fund, effect: accept shares}\n"
    ).replace("yes", "acceptance")
    assert stages(book(accepted), "accept-offer", "2023-01-01")[-1] == ("fulfilled", "2022-03-10")


def test_tag_along_arises_with_control_and_is_overdue() -> None:
    found = book(SHAREHOLDERS)
    assert life(found, "tag-along", "2023-04-01").stage == "armed"
    assert life(found, "tag-along", "2023-06-01").stage == "in force"
    late = life(found, "tag-along", "2023-08-01")
    assert (late.stage, late.late) == ("breached", True)


def test_drag_along_wakes_at_its_threshold_and_date() -> None:
    found = book(SHAREHOLDERS)
    assert life(found, "drag-along", "2024-12-01").stage == "armed"
    assert life(found, "drag-along", "2025-02-01").stage == "in force"
    assert life(found, "drag-along", "2027-02-01").stage == "ended"


def test_the_standstill_sleeps_with_the_holding_and_ends() -> None:
    found = book(SHAREHOLDERS)
    assert outcome(found, "fund", "acquire shares", "2024-01-01") == (
        "forbidden", "founder consents",
    )  # fmt: skip
    assert outcome(found, "fund", "acquire shares", "2026-02-01") == ("permitted", None)


LICENCE = """
book: {title: Licence, timezone: UTC}
records:
  - entity: maker
  - entity: clinic
  - entity: rival
  - fact: insolvency
    determined by: court
  - entity: court
  - document: licence
    date: 2020-01-01
    parties: [maker, clinic]
    norms:
      - must not: anyone
        id: reserved
        do: use software
        unless: about(software/free)
        counterparty: maker
      - may: clinic
        id: in-medicine
        do: use software in medicine
        counterparty: maker
        despite: reserved
        ends when: determined(insolvency) or after 2029-12-31
      - may: clinic
        id: in-research
        do: use software in research
        counterparty: maker
        despite: reserved
        ends when: breached(royalty)
      - must: clinic
        id: royalty
        do: pay any to maker
        when: from 2021-01-01
        due: 90 days
        cure: 30 days
        counterparty: maker
      - must: clinic
        id: secrecy
        do: withhold secrets
        survives: yes
        counterparty: maker
    to: 2030-01-01
"""


def test_the_field_decides_and_parts_end_on_their_own_triggers() -> None:
    found = book(LICENCE)
    medicine, research = "use software/scan in medicine/heart", "use software in research"
    assert outcome(found, "clinic", medicine, "2020-06-01") == ("permitted", None)
    assert outcome(found, "clinic", "use software in war", "2020-06-01")[0] == "forbidden"
    assert outcome(found, "rival", medicine, "2020-06-01") == ("forbidden", "maker consents")
    assert outcome(found, "rival", "use software/free", "2020-06-01") == ("permitted", None)
    assert outcome(found, "clinic", research, "2021-04-15") == ("permitted", None)
    assert outcome(found, "clinic", research, "2021-06-01")[0] == "forbidden"
    assert outcome(found, "clinic", medicine, "2021-06-01") == ("permitted", None)
    value = follow(found, "determine insolvency", "2022-01-01", "court")
    assert value.ended == ("in-medicine",)


def test_cure_period_overdue_then_breach_then_done_late() -> None:
    found = book(LICENCE)
    assert life(found, "royalty", "2021-03-31").late is False
    in_cure = life(found, "royalty", "2021-04-10")
    assert (in_cure.stage, in_cure.late) == ("in force", True)
    assert life(found, "royalty", "2021-05-02").stage == "breached"
    paid = LICENCE.replace(
        "  - document: licence",
        "  - {act: paid, date: 2021-04-10, by: clinic, effect: pay 5k to maker}\n"
        "  - document: licence",
    )
    assert life(book(paid), "royalty", "2021-06-01").stage == "fulfilled"


def test_secrecy_outlives_the_agreement() -> None:
    found = book(LICENCE)
    assert life(found, "in-medicine", "2031-01-01").stage == "ended"
    assert life(found, "secrecy", "2031-01-01").stage == "in force"


LOAN = """
book: {title: Loan, currency: EUR, timezone: UTC}
records:
  - entity: lender
  - entity: startup
  - document: loan
    date: 2024-10-02
    parties: [lender, startup]
    norms:
      - may: lender
        id: convert
        do: convert loan
        when: happened(round) or happened(conversion-to-company)
        counterparty: startup
      - may: lender
        id: put
        do: exercise put
        when: not conversion-to-company by 2026-10-01 and from 2026-10-02
        due: 90 days
        counterparty: startup
      - must: startup
        id: repay
        do: repay loan with 9%-interest
        when: fulfilled(put)
        due: 30 clear days
        counterparty: lender
      - must not: startup
        id: negative-pledge
        do: pledge any
        ends when: fulfilled(repay) or fulfilled(convert)
        counterparty: lender
  - event: round
  - event: conversion-to-company
  - act: puts
    date: 2026-11-01
    by: lender
    effect: exercise put
"""


def test_the_put_wakes_when_the_conversion_fails_and_bears_a_duty() -> None:
    found = book(LOAN.replace("repay loan with 9%-interest", "repay loan/with-interest"))
    assert life(found, "put", "2026-09-01").stage == "armed"
    assert life(found, "put", "2026-10-15").stage == "in force"
    assert stages(found, "put", "2027-01-01")[-1] == ("fulfilled", "2026-11-02")
    repay = life(found, "repay", "2026-11-20")
    assert repay.stage == "in force"
    assert repay.due is not None
    assert repay.due.date().isoformat() == "2026-12-03", "clear days leave out both ends"
    assert life(found, "repay", "2027-01-01").stage == "breached"
    assert outcome(found, "startup", "pledge patents", "2025-01-01") == (
        "forbidden", "lender consents",
    )  # fmt: skip


def test_converting_in_time_keeps_the_put_asleep() -> None:
    text = LOAN.replace("with 9%-interest", "").replace(
        "  - event: conversion-to-company", "  - {event: conversion-to-company, date: 2025-10-28}"
    )
    found = book(text)
    assert life(found, "put", "2027-01-01").stage == "armed"
    assert life(found, "convert", "2027-01-01").stage == "in force"


VENTURE = """
book: {title: Venture, currency: USD, timezone: UTC}
records:
  - entity: ann
  - entity: ben
  - entity: target
  - entity: other
  - document: venture
    date: 2020-01-01
    parties: [ann, ben]
    norms:
      - must not: ann
        id: standstill
        do: buy shares/ben
        to: 2025-01-01
        unless: happened(rival-bid)
        counterparty: ben
      - must not: ben
        id: no-competition
        do: invest any with any
        counterparty: ann
  - act: waiver
    date: 2023-01-01
    by: ann
    effect: waive no-competition
  - act: consent-to-one
    date: 2021-06-01
    by: ann
    effect: consent to invest money with target
  - act: slip
    date: 2022-02-01
    by: ben
    effect: invest money with other
  - act: allowed
    date: 2022-03-01
    by: ben
    effect: invest money with target
  - event: rival-bid
    date: 2024-01-01
"""


def test_consent_covers_one_deed_and_a_waiver_the_norm() -> None:
    found = book(VENTURE)
    target, other = "invest money with target", "invest money with other"
    assert outcome(found, "ben", target, "2021-01-01") == ("forbidden", "ann consents")
    assert outcome(found, "ben", target, "2022-01-01") == ("permitted", None)
    assert outcome(found, "ben", other, "2022-01-01") == ("forbidden", "ann consents")
    assert outcome(found, "ben", other, "2023-06-01") == ("permitted", None)
    answer = may(found, "ben", other, "2023-06-01").value
    assert answer is not None
    assert [e.by for e in answer.exceptions] == ["waiver"]


def test_the_breach_is_the_deed_nobody_consented_to() -> None:
    found = book(VENTURE)
    broken = [s for s in life(found, "no-competition", "2022-12-01").steps if s.stage == "breached"]
    assert [s.cause for s in broken] == ["slip"]


def test_a_rival_bid_lifts_the_standstill() -> None:
    found = book(VENTURE)
    buy = "buy shares/ben"
    assert outcome(found, "ann", buy, "2023-12-01")[0] == "forbidden"
    value = may(found, "ann", buy, "2024-02-01").value
    assert value is not None
    assert value.outcome == "permitted"
    assert [e.norm for e in value.exceptions] == ["standstill"]


TRANCHE = """
book: {title: Tranche, currency: USD, timezone: UTC}
records:
  - entity: bank
  - entity: lab
  - event: restructured
  - document: funding
    date: 2025-03-31
    parties: [bank, lab]
    norms:
      - must: bank
        id: first
        do: pay 10bn to lab
        due: 2025-04-30
      - must: bank
        id: full
        do: pay 30bn to lab
        when: restructured before 2026-01-01
        ends when: from 2026-01-01 and not restructured before 2026-01-01
        due: 30 days
      - must: bank
        id: reduced
        do: pay 10bn to lab
        when: from 2026-01-01 and not restructured before 2026-01-01
        due: 30 days
  - act: pays-first
    date: 2025-04-20
    by: bank
    effect: pay 10bn to lab
"""


def test_the_tranche_falls_to_the_lower_amount_on_a_missed_date() -> None:
    missed = book(TRANCHE)
    assert life(missed, "first", "2025-06-01").stage == "fulfilled"
    assert life(missed, "full", "2025-12-31").stage == "armed"
    assert life(missed, "full", "2026-01-02").stage == "ended"
    assert life(missed, "reduced", "2026-01-02").stage == "in force"
    made = book(TRANCHE.replace("event: restructured", "event: restructured\n    date: 2025-10-28"))
    assert life(made, "full", "2025-11-01").stage == "in force"
    assert life(made, "full", "2026-02-01").stage == "breached"
    assert life(made, "reduced", "2026-02-01").stage == "armed"


COURT = """
book: {title: Court, timezone: UTC}
records:
  - entity: lab
  - entity: partner
  - entity: court
  - fact: goal
    determined by: lab
  - document: deal
    date: 2020-01-01
    parties: [lab, partner]
    norms:
      - may: partner
        id: licence
        do: use models
        ends when: determined(goal) and after 2020-06-01
      - may: partner
        id: access
        do: use data
        unless: determined(goal)
      - can: court
        id: court-suspends
        do: suspend goal
      - can: court
        id: court-overturns
        do: overturn goal
  - {act: says-so, date: 2021-01-01, by: lab, effect: determine goal}
  - {act: disputed, date: 2021-02-01, by: partner, effect: contest goal}
  - {act: stayed, date: 2021-03-01, by: court, effect: suspend goal}
  - {act: final, date: 2022-01-01, by: court, effect: overturn goal}
"""


def test_a_contested_determination_holds_until_a_court_says_otherwise() -> None:
    found = book(COURT)
    assert life(found, "access", "2021-02-15").stage == "excepted"
    assert life(found, "access", "2021-04-01").stage == "in force"
    assert life(found, "access", "2022-02-01").stage == "in force"
    assert life(found, "licence", "2021-04-01").stage == "ended", "what ended stays ended"


def test_the_judge_finds_the_breach_of_a_recorded_deed_and_the_consent() -> None:
    found = book(VENTURE)
    breaches = {}
    for act in ("slip", "allowed"):
        value = verdict(found, act).value
        assert value is not None
        assert value.standing == "valid", "a contract takes no power away"
        breaches[act] = value.effects[0].breaches
    assert breaches == {"slip": ("no-competition",), "allowed": ()}


def test_the_order_of_records_does_not_matter_to_an_answer() -> None:
    head, _, records = VENTURE.partition("records:\n")
    parts = ["  - " + part for part in records.removeprefix("  - ").split("\n  - ")]
    backwards = head + "records:\n" + "\n".join(part.rstrip() for part in reversed(parts)) + "\n"
    for day in ("2021-01-01", "2022-01-01", "2023-06-01"):
        one, other = (
            may(book(text), "ben", "invest money with other", day).value
            for text in (VENTURE, backwards)
        )
        assert one == other


KEEPS = """
book: {title: Models, timezone: UTC}
records:
  - entity: lab
  - entity: partner
  - fact: goal
    determined by: lab
  - {event: model-1, date: 2021-01-01}
  - {event: model-2, date: 2023-01-01}
  - document: deal
    date: 2020-01-01
    norms:
      - {must not: partner, id: reserved, do: use any from lab, counterparty: lab}
      - may: partner
        id: licence
        do: use any from lab
        despite: reserved
        ends when: determined(goal)
        keeps: yes
  - {act: reached, date: 2022-01-01, by: lab, effect: determine goal}
"""


def test_what_was_licensed_before_the_end_stays_if_the_clause_says_so() -> None:
    found = book(KEEPS)
    old, new = "use model-1 from lab", "use model-2 from lab"
    assert outcome(found, "partner", old, "2021-06-01") == ("permitted", None)
    assert outcome(found, "partner", old, "2024-01-01") == ("permitted", None)
    assert outcome(found, "partner", new, "2024-01-01") == ("forbidden", "lab consents")
    without = book(KEEPS.replace("        keeps: yes\n", ""))
    assert outcome(without, "partner", old, "2024-01-01") == ("forbidden", "lab consents")
