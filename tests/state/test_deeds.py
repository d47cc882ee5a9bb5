"""Deciding, determining, announcing, signing, issuing and transferring; norms and their ranks."""

from __future__ import annotations

from tests.state.books import book, holder, verdict
from tests.state.cases import act, board, effect, judged, people, standing, text, worlds

P = people("a", "b", "c", "x")
BOARD = board("a, b, c", "decides: majority of members in office")
VOTE = ("by: org/board", "form: meeting", "for: [a, b]", "against: c")


def norms(name: str, rank: str, *lines: str, more: str = "") -> str:
    rest = "".join(f"      {line}\n" for line in lines)
    return (
        f"  - document: {name}\n    rank: {rank}\n    of: org\n    date: 2000-01-01\n{more}"
        f"    norms:\n{rest}"
    )


def test_a_body_decides_its_own_affairs() -> None:
    assert standing(text(P, BOARD, act("try", *VOTE, "effect: decide the budget"))) == "valid"


def test_announcing_claims_no_power() -> None:
    found = judged(text(P, act("try", "by: x", "effect: announce a")))
    assert found.standing == "valid"
    assert "claims no power" in str(found.why)


def test_an_act_without_effect_has_no_standing() -> None:
    assert judged(text(P, act("try", "by: x"))).standing is None


def test_who_did_it_is_not_said() -> None:
    found = effect(text(P, act("try", "effect: decide x")))
    assert found.standing == "undetermined"
    assert found.missing == ("who did it: decide x",)


def test_a_fact_is_determined_by_who_has_the_power_to() -> None:
    fact = "  - fact: agi\n    says: it exists\n    determined by: org/board\n"
    assert standing(text(P, BOARD, fact, act("try", *VOTE, "effect: determine agi"))) == "valid"
    found = effect(text(P, BOARD, fact, act("try", "by: x", "effect: determine agi")))
    assert found.standing == "void"
    assert found.cure is not None
    assert (found.cure.by, found.cure.needs) == ("org/board", 2)


def test_a_party_signs_for_itself() -> None:
    deal = "  - document: deal\n    parties: [org, x]\n"
    assert standing(text(P, deal, act("try", "by: x", "effect: sign deal"))) == "valid"


SHARES = (
    "  - instrument: org/shares\n    of: org\n    authorised: 100\n"
    "  - holding: h\n    holder: a\n    of: org/shares\n    units: 60\n    date: 2010-01-01\n"
)
MAY_ISSUE = norms("bylaws", "bylaw", "- can: org/board", "  do: issue any org/shares to any")


def test_an_issue_stays_within_what_is_authorised() -> None:
    def issue(units: int) -> str:
        return text(P, BOARD, SHARES, MAY_ISSUE,
                    act("try", *VOTE, f"effect: issue {units} org/shares to x"))  # fmt: skip

    assert standing(issue(40)) == "valid"
    assert standing(issue(41)) == "void"


def test_nobody_transfers_what_is_not_theirs_or_more_than_they_hold() -> None:
    def transfer(units: int, by: str = "a", shares: str = SHARES) -> str:
        deed = f"effect: transfer {units} org/shares from a to x"
        return text(P, shares, act("try", f"by: {by}", deed))

    assert standing(transfer(60)) == "valid"
    assert standing(transfer(61)) == "void"
    assert standing(transfer(1, by="b")) == "void"
    vague = SHARES.replace("units: 60", "units: 50..60")
    assert standing(transfer(50, shares=vague)) == "valid"
    assert standing(transfer(55, shares=vague)) == "undetermined"
    assert standing(transfer(61, shares=vague)) == "void"


def test_what_an_act_issues_it_can_transfer_at_once() -> None:
    both = "effect: [issue 10 org/shares to x, transfer 70 org/shares from x to a]"
    found = judged(text(P, BOARD, SHARES, MAY_ISSUE, act("try", *VOTE, both)))
    assert [e.standing for e in found.effects] == ["valid", "void"]


def test_a_later_statement_of_a_holding_goes_before_what_moved_before() -> None:
    moved = act(
        "sale", "by: a", "effect: transfer 10 org/shares from a to x", date="2009-01-01T00:00"
    )
    first = "  - holding: h0\n    holder: a\n    of: org/shares\n    units: 70\n"
    early = SHARES + first + "    date: 2001-01-01\n"
    sell = act("try", "by: a", "effect: transfer 60 org/shares from a to x")
    assert standing(text(P, early, moved, sell)) == "valid"


MEMBERS = (
    "  - instrument: org/shares\n    of: org\n"
    "  - body: org/holders\n    holders of: org/shares\n    decides: {0}\n"
    "    quorum: 1/10 of outstanding votes\n"
)


def holding(who: str, units: str) -> str:
    return f"  - holding: h-{who}\n    holder: {who}\n    of: org/shares\n    units: {units}\n"


def at_holders(rule: str, *lines: str, **units: str) -> str:
    held = "".join(holding(who, u) for who, u in units.items())
    vote = act("try", "by: org/holders", "form: meeting", "effect: decide x", *lines)
    return text(P, MEMBERS.format(rule), held, vote)


def test_holders_vote_by_their_units() -> None:
    lines = ("for: a", "against: [b, c]")
    assert standing(at_holders("majority of votes cast", *lines, a="51", b="30", c="19")) == "valid"
    assert standing(at_holders("majority of votes cast", *lines, a="50", b="30", c="20")) == "void"
    assert standing(at_holders("majority of holders", *lines, a="51", b="30", c="19")) == "void"


def test_units_known_within_bounds_are_counted_at_both() -> None:
    lines = ("for: a", "against: b")
    rule = "majority of votes cast"
    assert standing(at_holders(rule, *lines, a="51..60", b="1..50")) == "valid"
    open_ = effect(at_holders(rule, *lines, a="51..60", b="49..55"))
    assert open_.standing == "undetermined"
    assert "how many units of org/shares a holds" in open_.missing
    assert standing(at_holders(rule, *lines, a="at most 10", b="at least 10")) == "void"
    assert standing(at_holders(rule, *lines, a="unknown", b="5")) == "undetermined"


def test_a_tally_of_votes_stands_for_holders_without_names() -> None:
    rule = "majority of votes cast"
    units = {"a": "600", "b": "400"}
    assert standing(at_holders(rule, "for: 501", "against: 499", **units)) == "valid"
    assert standing(at_holders(rule, "for: 500", "against: 500", **units)) == "void"
    assert standing(at_holders(rule, "for: 500..502", "against: 498", **units)) == "valid"
    assert standing(at_holders(rule, "for: 490..502", "against: 498", **units)) == "undetermined"


# -- norms


def test_a_cannot_takes_the_power_away_and_a_must_not_is_a_breach() -> None:
    def under(modality: str, *more: str) -> str:
        rule = norms("charter", "charter", f"- {modality}: org/board", "  id: reserved",
                     "  do: decide merger", *(f"  {m}" for m in more))  # fmt: skip
        return text(P, BOARD, rule, act("try", *VOTE, "effect: decide merger"))

    assert standing(under("cannot")) == "void"
    breach = effect(under("must not"))
    assert (breach.standing, breach.breaches) == ("valid", ("reserved",))
    assert effect(under("must not", "consequence: voidable")).standing == "voidable"
    assert effect(under("must not", "consequence: void")).standing == "void"


def test_a_contract_binds_its_parties_and_takes_no_power_away() -> None:
    rule = norms("deal", "contract", "- cannot: org/board", "  id: covenant",
                 "  do: decide merger")  # fmt: skip
    found = effect(text(P, BOARD, rule, act("try", *VOTE, "effect: decide merger")))
    assert (found.standing, found.breaches) == ("valid", ("covenant",))


def rule_of(rank: str, name: str, rule: str, *more: str) -> str:
    return norms(name, rank, "- decides: org/board", f"  id: {name}-rule", f"  by: {rule}",
                 *(f"  {m}" for m in more))  # fmt: skip


BARE = board("a, b, c")
TWO = act("try", *VOTE, "effect: decide x")


def test_the_lower_rank_speaks_where_the_higher_is_a_default() -> None:
    higher = rule_of("statute", "law", "all of members in office")
    lower = rule_of("bylaw", "bylaws", "majority of members in office")
    assert standing(text(P, BARE, higher, lower, TWO)) == "valid"
    assert standing(text(P, BARE, higher, TWO)) == "void"


def test_a_mandatory_rule_stays_and_a_floor_can_only_be_raised() -> None:
    majority, all_ = "majority of members in office", "all of members in office"
    lower = rule_of("bylaw", "bylaws", majority)
    mandatory = rule_of("statute", "law", all_, "force: mandatory")
    assert standing(text(P, BARE, mandatory, lower, TWO)) == "void"
    floor = rule_of("statute", "law", all_, "force: floor")
    assert standing(text(P, BARE, floor, lower, TWO)) == "void"
    low_floor = rule_of("statute", "law", majority, "force: floor")
    raised = rule_of("bylaw", "bylaws", all_)
    assert standing(text(P, BARE, low_floor, raised, TWO)) == "void"
    ceiling = rule_of("statute", "law", majority, "force: ceiling")
    assert standing(text(P, BARE, ceiling, raised, TWO)) == "valid"


def test_two_rules_of_one_rank_are_a_hinge_that_names_both() -> None:
    two = rule_of("bylaw", "bylaws", "all of members in office")
    answer = worlds(text(P, BOARD, two, TWO))
    assert answer.hinges == ("decides of org/board: bylaws-rule or org/board",)
    assert {w.value.standing for w in answer.worlds if w.value} == {"valid", "void"}


def test_what_speaks_of_the_matter_goes_before_what_speaks_of_all() -> None:
    general = rule_of("bylaw", "bylaws", "majority of members in office")
    special = rule_of("bylaw", "orders", "all of members in office", "do: decide merger")
    assert standing(text(P, BARE, general, special, TWO)) == "valid"
    merger = act("try", *VOTE, "effect: decide merger")
    assert standing(text(P, BARE, general, special, merger)) == "void"


def test_a_norm_may_hang_on_when_and_unless() -> None:
    post = "  - post: org/chair\n    holder: {0}\n"
    when = rule_of("bylaw", "bylaws", "all of members in office", "when: x holds org/chair")
    general = rule_of("statute", "law", "majority of members in office")
    assert standing(text(P, BARE, general, when, post.format("x"), TWO)) == "void"
    assert standing(text(P, BARE, general, when, post.format("a"), TWO)) == "valid"
    answer = worlds(text(P, BARE, general, when, post.format("unknown"), TWO))
    assert answer.hinges == ("bylaws-rule applies",)
    unless = when.replace("when:", "unless:")
    assert standing(text(P, BARE, general, unless, post.format("x"), TWO)) == "valid"


def test_a_norm_holds_from_its_start_to_its_end() -> None:
    general = rule_of("statute", "law", "majority of members in office")

    def dated(*lines: str) -> str:
        return text(
            P, BARE, general, rule_of("bylaw", "bylaws", "all of members in office", *lines), TWO
        )

    assert standing(dated("from: 2020-01-01T12:00")) == "void"
    assert standing(dated("from: 2020-01-01T12:01")) == "valid"
    assert standing(dated("to: 2020-01-01T12:00")) == "valid"
    assert standing(dated("to: 2020-01-01T12:01")) == "void"


def test_a_date_too_vague_to_tell_is_an_order_to_settle() -> None:
    general = rule_of("statute", "law", "majority of members in office")
    vague = rule_of("bylaw", "bylaws", "all of members in office", "from: 2020-01")
    answer = worlds(text(P, BARE, general, vague, TWO))
    assert answer.hinges == ("order of start of bylaws-rule and try",)


def test_the_law_of_an_organisation_may_hang_on_a_reading() -> None:
    law = norms("act-a", "statute", "- decides: board", "  by: all of members in office",
                more="    roles: {board: the board}\n")  # fmt: skip
    other = law.replace("act-a", "act-b").replace("all of members", "majority of members")
    org = ("  - entity: org\n    law: {reading: whose-law, a: act-a, b: act-b}\n"
           "    roles: {board: org/board}\n")  # fmt: skip
    written = text(P, BARE, law, other, TWO).replace("  - entity: org\n", org)
    written = written.replace(
        "records:\n",
        "readings:\n  whose-law:\n    adopted: a\n    a: {says: one}\n    b: {says: other}\n"
        "records:\n",
    )
    answer = worlds(written)
    assert answer.hinges == ("whose-law",)
    assert {(w.readings["whose-law"], w.value.standing) for w in answer.worlds if w.value} == {
        ("a", "void"),
        ("b", "valid"),
    }


def test_a_nominee_is_kept_with_who_nominated() -> None:
    seats = board("a, b, c", "seats: 4", "appointed by: x")
    vote = act("try", "by: x", "effect: appoint n to org/board as nominee of fund")
    written = text(P, people("n"), "  - entity: fund\n", seats, vote)
    assert verdict(book(written), "try").value is not None
    assert holder(book(written), "org/board", "2021").value == "a, b, c, n"


def test_a_deed_that_nobody_could_do_is_void_whoever_did_it() -> None:
    """Only the board can, and it voted the motion down; where it may have carried, it is open."""
    body = board("a, b, c", "decides: majority of members in office")
    post = "  - post: org/ceo\n    appointed by: org/board\n"
    lost = act("try", "form: meeting", "for: a", "against: [b, c]", "effect: appoint a to org/ceo")
    plain = text(people("a", "b", "c"), body, post)
    assert standing(plain + lost) == "void"
    assert standing(plain + lost.replace("for: a", "for: [a, b]").replace("[b, c]", "c")) == (
        "undetermined"
    )
