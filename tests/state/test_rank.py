"""Power and rank: what a lower document can change, and what holds in place of what it cannot.

Each test is book text, facts, verdict, on both sides of the line.
"""

from __future__ import annotations

import pytest
from tests.state.books import advance, book

CAST = """
book: {title: Mill, timezone: UTC}
records:
  - entity: mill
  - person: a
  - person: b
  - person: c
  - person: d
  - person: e
  - person: f
  - person: g
  - body: mill/board
    seats: 6
    members: [a, b, c, d, e, f]
  - body: mill/members
    seats: 6
    members: [a, b, c, d, e, f]
  - post: mill/chief
    holder: g
  - entity: lender
"""


def document(rank: str, *norms: str, name: str | None = None, more: str = "") -> str:
    """A document of one rank, each norm in flow style."""
    lines = "".join(f"      - {norm}\n" for norm in norms)
    owner = "parties: [mill, lender]" if rank == "contract" else "of: mill"
    return f"  - document: {name or rank}\n    rank: {rank}\n    {owner}\n{more}    norms:\n{lines}"


def told(*parts: str, deed: str, votes: int, by: str = "mill/members", form: str = "meeting",
         at: str = "2024-01-01") -> str:  # fmt: skip
    """How a deed stands for which so many of six vote and nobody else comes."""
    return judged(*parts, deed=deed, votes=votes, by=by, form=form, at=at)[0]


def judged(
    *parts: str, deed: str, votes: int, by: str, form: str = "meeting", at: str = "2024-01-01"
) -> tuple[str, tuple[str, ...], str]:
    written = book(CAST + "".join(parts))
    answer = advance(written, deed, at, by, form, for_=list("abcdef")[:votes])  # type: ignore[arg-type]  # meeting, in these tests
    effect = answer.value
    assert effect is not None, answer.hinges
    return effect.standing, effect.breaches, str(answer.why)


POWER = "{{can: mill/members, id: {id}, do: remove any from mill/chief, by: {by}{more}}}"


def power(id_: str, by: str, more: str = "") -> str:
    return POWER.format(id=id_, by=by, more=f", {more}" if more else "")


REMOVE = "remove g from mill/chief"
HALF, THIRD, TWO_THIRDS = "majority of seats", "at least 1/3 of seats", "at least 2/3 of seats"


@pytest.mark.parametrize(
    ("force", "lower", "votes", "expected"),
    [
        # A floor: a by-law may ask for more than half, never for less.
        ("floor", THIRD, 2, "void"),
        ("floor", THIRD, 3, "void"),
        ("floor", THIRD, 4, "valid"),
        ("floor", TWO_THIRDS, 3, "void"),
        ("floor", "at least 5 seats", 4, "void"),
        ("floor", "at least 5 seats", 5, "valid"),
        # Exactly half is less than more than half, however little.
        ("floor", "at least 1/2 of seats", 3, "void"),
        ("floor", "at least 1/2 of seats", 4, "valid"),
        # A ceiling: it may ask for less, never for more.
        ("ceiling", "at least 1/2 of seats", 3, "valid"),
        ("ceiling", "at least 5 seats", 3, "void"),
        ("ceiling", "at least 5 seats", 4, "valid"),
        ("ceiling", THIRD, 1, "void"),
        ("ceiling", THIRD, 2, "valid"),
        # Mandatory: neither.
        ("mandatory", THIRD, 3, "void"),
        ("mandatory", "at least 5 seats", 4, "valid"),
        # A default: both, and the rule of the statute is gone.
        ("default", THIRD, 2, "valid"),
        ("default", "at least 5 seats", 4, "void"),
        ("default", "at least 5 seats", 5, "valid"),
    ],
)
def test_a_power_stated_again_in_a_lower_document(
    force: str, lower: str, votes: int, expected: str
) -> None:
    statute = document("statute", power("law", HALF, f"force: {force}"))
    bylaw = document("bylaw", power("own", lower))
    assert told(statute, bylaw, deed=REMOVE, votes=votes) == expected


def test_an_invalid_power_says_what_holds_in_its_place() -> None:
    statute = document("statute", power("law", HALF, "force: floor"))
    bylaw = document("bylaw", power("own", THIRD))
    why = judged(statute, bylaw, deed=REMOVE, votes=2, by="mill/members")[2]
    assert "own is invalid: law sets majority of seats as the least" in why


def test_a_rule_under_a_floor_on_another_base_must_be_met_beside_it() -> None:
    """Four of six seats, and all of those who voted."""
    statute = document("statute", power("law", HALF, "force: floor"))
    bylaw = document("bylaw", power("own", "all of votes cast"))
    deed = REMOVE
    assert told(statute, bylaw, deed=deed, votes=3) == "void"
    assert told(statute, bylaw, deed=deed, votes=4) == "valid"


def test_a_floor_on_how_a_body_decides_binds_what_its_powers_ask_for() -> None:
    """The floor is said of the body, the easier rule of a power in a lower document."""
    floor = "{decides: mill/members, id: law, by: majority of seats, force: floor}"
    bylaw = document("bylaw", power("own", THIRD))
    for votes, expected in ((2, "void"), (3, "void"), (4, "valid")):
        assert told(document("statute", floor), bylaw, deed=REMOVE, votes=votes) == expected
    default = floor.replace(", force: floor", "")
    assert told(document("statute", default), bylaw, deed=REMOVE, votes=2) == "valid"


YIELDS = "yields to: charter"


@pytest.mark.parametrize(
    ("rank", "votes", "expected"), [("charter", 2, "valid"), ("bylaw", 2, "void"),
                                    ("bylaw", 4, "valid"), ("resolution", 2, "void")]
)  # fmt: skip
def test_only_the_charter_may_say_otherwise(rank: str, votes: int, expected: str) -> None:
    """8 Del. C. § 228(a): "unless otherwise provided in the certificate of incorporation"."""
    statute = document("statute", power("law", HALF, YIELDS))
    assert told(statute, document(rank, power("own", THIRD)), deed=REMOVE, votes=votes) == expected


@pytest.mark.parametrize(
    ("quorum", "present", "expected"),
    [
        # § 141(b): a quorum may be lowered to a third of all seats and not below.
        (THIRD, 2, "valid"),
        (THIRD, 1, "void"),
        ("at least 1/6 of seats", 2, "void"),
        ("at least 1/6 of seats", 3, "void"),
        ("at least 1/6 of seats", 4, "valid"),
        (TWO_THIRDS, 3, "void"),
        (TWO_THIRDS, 4, "valid"),
    ],
)
def test_a_default_may_have_bounds(quorum: str, present: int, expected: str) -> None:
    statute = document(
        "statute",
        "{quorum: mill/board, id: law, by: majority of seats, "
        "yields to: [charter, bylaw], not below: at least 1/3 of seats}",
        "{decides: mill/board, id: vote, by: majority of members present}",
    )
    bylaw = document("bylaw", f"{{quorum: mill/board, id: own, by: {quorum}}}")
    deed = "decide the budget"
    assert told(statute, bylaw, deed=deed, votes=present, by="mill/board") == expected


def test_a_bound_from_above() -> None:
    statute = document("statute", power("law", HALF, f"not above: {TWO_THIRDS}"))
    within, beyond = power("own", TWO_THIRDS), power("own", "all of seats")
    assert told(statute, document("bylaw", within), deed=REMOVE, votes=4) == "valid"
    # All of six is more than the law lets a by-law ask for: more than half remains.
    assert told(statute, document("bylaw", beyond), deed=REMOVE, votes=4) == "valid"
    assert told(statute, document("bylaw", beyond), deed=REMOVE, votes=3) == "void"


def test_a_charter_is_no_default_unless_it_says_so() -> None:
    """Centaur Partners v. National Intergroup, Del. 1990: the by-law that differs is a nullity."""
    own = document("bylaw", "{decides: mill/board, id: own, by: at least 1/3 of seats}")
    strict = "{decides: mill/board, id: charter-rule, by: majority of seats}"
    open_ = strict.replace("}", ", force: default}")
    deed, by = "decide the budget", "mill/board"
    assert told(document("charter", strict), own, deed=deed, votes=3, by=by) == "void"
    assert told(document("charter", open_), own, deed=deed, votes=3, by=by) == "valid"
    why = judged(document("charter", strict), own, deed=deed, votes=3, by=by)[2]
    assert "own is invalid: charter-rule says majority of seats, and cannot be changed" in why


def test_a_resolution_does_not_change_a_bylaw() -> None:
    bylaw = document("bylaw", "{decides: mill/board, id: by, by: majority of seats}")
    resolution = document("resolution", "{decides: mill/board, id: own, by: 1/3 of seats}")
    deed, by = "decide the budget", "mill/board"
    assert told(bylaw, resolution, deed=deed, votes=3, by=by) == "void"
    short = CAST.replace("    seats: 6\n    members: [a, b, c, d, e, f]\n  - body: mill/members",
                         "    seats: 6\n    members: [a, b, c, d, e, f]\n"
                         "    decides: majority of seats\n  - body: mill/members")  # fmt: skip
    found = advance(book(short + resolution), deed, "2024-01-01", by, "meeting", for_=["a", "b"])
    assert found.value is not None
    assert found.value.standing == "void"


def test_a_floor_of_the_statute_binds_beneath_a_charter_that_is_a_default() -> None:
    """Whoever changes the charter's rule is still under the statute."""
    statute = document("statute", power("law", THIRD, "force: floor"))
    charter = document("charter", power("own", HALF, "force: default"))
    low, high = power("by", "at least 1/6 of seats"), power("by", THIRD)
    assert told(statute, charter, document("bylaw", low), deed=REMOVE, votes=2) == "void"
    assert told(statute, charter, document("bylaw", low), deed=REMOVE, votes=4) == "valid"
    assert told(statute, charter, document("bylaw", high), deed=REMOVE, votes=2) == "valid"


def test_a_lower_document_that_names_no_rule_leaves_the_higher_one() -> None:
    """A by-law that only repeats the power does not let the ordinary majority use it."""
    charter = document("charter", power("own", TWO_THIRDS))
    bylaw = document("bylaw", "{can: mill/members, id: again, do: remove any from mill/chief}",
                     "{decides: mill/members, id: vote, by: 1/6 of seats}")  # fmt: skip
    assert told(charter, bylaw, deed=REMOVE, votes=3) == "void"
    assert told(charter, bylaw, deed=REMOVE, votes=4) == "valid"


def test_powers_of_two_holders_stand_side_by_side() -> None:
    """What a by-law gives the board takes nothing from the members."""
    statute = document("statute", power("law", TWO_THIRDS, "force: mandatory"))
    bylaw = document("bylaw", power("own", HALF).replace("members", "board"))
    assert told(statute, bylaw, deed=REMOVE, votes=4, by="mill/members") == "valid"
    assert told(statute, bylaw, deed=REMOVE, votes=3, by="mill/members") == "void"
    assert told(statute, bylaw, deed=REMOVE, votes=4, by="mill/board") == "valid"
    assert told(statute, bylaw, deed=REMOVE, votes=3, by="mill/board") == "void"


def test_a_power_in_another_form_stands_beside_it() -> None:
    """At a meeting by three quarters, or in writing by all: a by-law on meetings leaves writing."""
    statute = document("statute", power("law-1", TWO_THIRDS, "form: meeting"),
                       power("law-2", "all of seats", "form: written consent"))  # fmt: skip
    bylaw = document("bylaw", power("own", THIRD, "form: meeting"))
    assert told(statute, bylaw, deed=REMOVE, votes=2) == "valid"
    assert told(statute, bylaw, deed=REMOVE, votes=2, form="without meeting") == "void"
    assert told(statute, bylaw, deed=REMOVE, votes=6, form="without meeting") == "valid"


def test_what_must_be_done_at_a_meeting_is_not_done_in_writing_by_a_lower_document() -> None:
    """Companies Act 2006 s. 168: by ordinary resolution at a meeting."""
    statute = document("statute", power("law", HALF, "form: meeting, force: mandatory"))
    bylaw = document("bylaw", power("own", "all of seats", "form: written consent"))
    assert told(statute, bylaw, deed=REMOVE, votes=6, form="without meeting") == "void"
    assert told(statute, bylaw, deed=REMOVE, votes=4) == "valid"


# -- disabilities and prohibitions against powers

BARS = {
    # (rank of the power, its force, rank of the norm in the way): cannot, must not
    ("statute", "default", "charter"): ("void", "breach"),
    ("statute", "floor", "charter"): ("void", "breach"),
    ("statute", "ceiling", "charter"): ("none", "none"),
    ("statute", "mandatory", "charter"): ("none", "none"),
    ("statute", "default", "bylaw"): ("void", "breach"),
    ("statute", "mandatory", "bylaw"): ("none", "none"),
    ("charter", None, "bylaw"): ("none", "none"),
    ("charter", "default", "bylaw"): ("void", "breach"),
    ("bylaw", None, "bylaw"): ("void", "breach"),
    ("bylaw", None, "charter"): ("void", "breach"),
    ("charter", None, "statute"): ("void", "breach"),
    ("bylaw", "default", "treaty"): ("void", "breach"),
    ("charter", "mandatory", "regulation"): ("void", "breach"),
    # A contract takes nothing away, and binds.
    ("statute", "default", "contract"): ("breach", "breach"),
    ("statute", "mandatory", "contract"): ("breach", "breach"),
    ("bylaw", None, "contract"): ("breach", "breach"),
}


@pytest.mark.parametrize("modality", ["cannot", "must not"])
@pytest.mark.parametrize(("of", "force", "bar"), BARS)
def test_what_stands_in_the_way_of_a_power(
    of: str, force: str | None, bar: str, modality: str
) -> None:
    given = document(of, power("given", HALF, f"force: {force}" if force else ""))
    norm = f"{{{modality}: mill/members, id: barred, do: remove g from mill/chief}}"
    found = judged(given, document(bar, norm, name="other"), deed=REMOVE, votes=4,
                   by="mill/members")  # fmt: skip
    expected = BARS[of, force, bar][modality == "must not"]
    assert (found[0], found[1]) == {
        "void": ("void", ()),
        "breach": ("valid", ("barred",)),
        "none": ("valid", ()),
    }[expected]


def test_a_norm_that_cannot_restrict_a_power_is_said_to_be_invalid() -> None:
    given = document("statute", power("given", HALF, "force: mandatory"))
    norm = "{cannot: mill/members, id: barred, do: remove any from mill/chief}"
    why = judged(given, document("charter", norm), deed=REMOVE, votes=4, by="mill/members")[2]
    assert "barred is invalid against given" in why


@pytest.mark.parametrize(("stated", "expected"), [("", "void"), (", force: default", "valid")])
def test_a_prohibition_of_law_stays_unless_it_is_a_default(stated: str, expected: str) -> None:
    """What the law forbids a charter cannot allow, unless the law says "unless otherwise"."""
    law = f"{{cannot: mill/members, id: law, do: remove any from mill/chief{stated}}}"
    found = told(document("statute", law), document("charter", power("own", HALF)), deed=REMOVE,
                 votes=4)  # fmt: skip
    assert found == expected


@pytest.mark.parametrize(
    ("yields", "expected"),
    [("", "void"), ("yields to: charter", "valid"), ("yields to: [charter, contract]", "void")],
)
def test_a_contract_disables_where_it_says_so_and_the_power_yields_to_contracts(
    yields: str, expected: str
) -> None:
    """West Palm Beach Firefighters v. Moelis, Del. Ch. 2024: what only a charter may restrict."""
    given = document("statute", power("given", HALF, yields))
    norm = ("{cannot: mill/members, id: covenant, do: remove any from mill/chief, "
            "consequence: void, counterparty: lender}")  # fmt: skip
    found = judged(given, document("contract", norm), deed=REMOVE, votes=4, by="mill/members")
    assert found[0] == expected
    assert found[1] == (("covenant",) if expected == "valid" else ())


@pytest.mark.parametrize(("force", "expected"), [("", "voidable"), ("force: mandatory", "valid")])
def test_a_contract_that_says_so_disables_a_power_of_the_charter(force: str, expected: str) -> None:
    """What a charter does not say to be beyond contracts, its organisation may bind itself in."""
    given = document("charter", power("given", HALF, force))
    norm = ("{must not: mill/members, id: covenant, do: remove any from mill/chief, "
            "consequence: voidable, counterparty: lender}")  # fmt: skip
    found = judged(given, document("contract", norm), deed=REMOVE, votes=4, by="mill/members")
    assert found[0] == expected


def test_a_power_despite_a_prohibition_of_its_own_rank() -> None:
    """Everybody is barred but those to whom the matter is reserved."""
    bar = "{cannot: anyone, id: reserved, do: remove any from mill/chief}"
    charter = document("charter", bar, power("own", HALF, "despite: reserved"),
                       power("other", HALF).replace("members", "board"))  # fmt: skip
    assert told(charter, deed=REMOVE, votes=4) == "valid"
    assert told(charter, deed=REMOVE, votes=4, by="mill/board") == "void"
    lower = document("charter", bar) + document("bylaw", power("own", HALF, "despite: reserved"))
    assert told(lower, deed=REMOVE, votes=4) == "void"


# -- the implied power to remove

OUST = """
book: {title: Frechter v. Zier, timezone: UTC}
records:
  - entity: corp
    law: delaware-stock
    roles: {board: corp/board, stockholders: corp/holders, officers: nobody}
  - person: dee
  - person: p
  - person: q
  - person: r
  - instrument: corp/shares
    of: corp
  - {holding: hp, holder: p, of: corp/shares, units: UNITS}
  - {holding: hq, holder: q, of: corp/shares, units: 100}
  - {holding: hr, holder: r, of: corp/shares, units: REST}
  - body: corp/holders
    holders of: corp/shares
  - body: corp/board
    seats: 3
    members: [dee]
    appointed by: corp/holders
"""
TWO_THIRDS_BYLAW = """
  - document: bylaws
    of: corp
    rank: bylaw
    norms:
      - {can: corp/holders, id: by-3, do: remove any from corp/board,
         by: at least 2/3 of outstanding votes}
"""


@pytest.mark.parametrize("bylaw", ["", TWO_THIRDS_BYLAW])
@pytest.mark.parametrize(("units", "expected"), [(499, "void"), (500, "void"), (501, "valid")])
def test_a_statute_on_removal_binds_every_path(bylaw: str, units: int, expected: str) -> None:
    """Del. Ch. 2017: § 141(k) asks for a majority of the shares, and no by-law for more."""
    text = OUST.replace("UNITS", str(units)).replace("REST", str(900 - units)) + bylaw
    answer = advance(book(text), "remove dee from corp/board", "2024-01-01", "corp/holders",
                     "meeting", for_=["p"], against=["q"])  # fmt: skip
    assert {w.value.standing for w in answer.worlds if w.value} == {expected}
    if bylaw:
        assert "by-3 is invalid: dgcl-141k says majority of outstanding votes" in str(answer.why)


def test_who_appoints_removes_only_where_nothing_says_who_else() -> None:
    """A norm that gives the removal to the members leaves nothing to be implied."""
    filled = CAST.replace("    holder: g\n", "    holder: g\n    appointed by: mill/board\n")
    said = document("bylaw", power("own", HALF))
    rule = document("bylaw", "{decides: mill/board, id: vote, by: majority of seats}", name="more")
    for text, expected in ((filled + rule, "valid"), (filled + rule + said, "void")):
        answer = advance(book(text), REMOVE, "2024-01-01", "mill/board", "meeting",
                         for_=list("abcd"))  # fmt: skip
        assert answer.value is not None
        assert answer.value.standing == expected


# -- a norm that replaces another


@pytest.mark.parametrize(
    ("said", "rank", "expected"),
    [
        ("force: mandatory", "charter", "void"),
        ("force: mandatory", "statute", "valid"),
        ("yields to: charter", "charter", "valid"),
        ("yields to: charter", "bylaw", "void"),
    ],
)
def test_a_norm_replaces_only_what_yields_to_its_document(
    said: str, rank: str, expected: str
) -> None:
    statute = document("statute", power("law", TWO_THIRDS, said))
    own = power("own", THIRD, "replaces: law")
    assert told(statute, document(rank, own, name="other"), deed=REMOVE, votes=2) == expected


# -- removal for cause, and a classified board

CLASSIFIED = """
  - fact: cause
    about: dee
    determined by: court
  - document: dgcl-141k1
    of: corp
    rank: statute
    norms:
      - {can: corp/holders, id: for-cause, do: remove dee from corp/board, replaces: dgcl-141k,
         by: majority of outstanding votes, when: determined(cause)}
  - entity: court
"""
FOUND = "  - {act: ruling, date: 2023-06-01, by: court, effect: determine cause}\n"
CHARTER = """
  - fact: cause
    about: dee
    determined by: court
  - entity: court
  - document: charter
    of: corp
    rank: charter
    norms:
      - {cannot: corp/holders, id: only-for-cause, do: remove any from corp/board,
         unless: determined(cause)}
"""


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", "valid"),
        # A classified board: only for cause, which is for somebody to determine.
        (CLASSIFIED, "void"),
        (CLASSIFIED + FOUND, "valid"),
        # In re VAALCO Energy, Del. Ch. 2015: a charter cannot say so of a board of one class.
        (CHARTER, "valid"),
    ],
)
def test_removal_without_cause(more: str, expected: str) -> None:
    text = OUST.replace("UNITS", "600").replace("REST", "300") + more
    answer = advance(book(text), "remove dee from corp/board", "2024-01-01", "corp/holders",
                     "meeting", for_=["p"], against=["q"])  # fmt: skip
    assert {w.value.standing for w in answer.worlds if w.value} == {expected}
