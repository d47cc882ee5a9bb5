"""The presets of law: each reads clean, says how it was verified, and what rests on it says so."""

from __future__ import annotations

import re

import pytest
from tests.state.books import advance, book
from tests.views.law_page import FOLDER, PAGE, law_page, preset_pages

from minutebook.law import LIBRARY
from minutebook.records import load_texts
from minutebook.views.law import law_json, law_of, laws_json, preset, presets
from minutebook.views.open import open_book

NAMES = LIBRARY.names()


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == law_page(), "run: python -m tests.views.law_page"


def test_every_preset_has_a_page_that_is_up_to_date() -> None:
    found = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    assert found == preset_pages(), "run: python -m tests.views.law_page"


def test_how_the_judge_decides_names_norms_of_every_preset() -> None:
    text = (PAGE.parent / "judge.md").read_text("utf-8")
    table = text.split("## The law behind it")[1].split("## What it does not do")[0]
    named = {name for row in re.findall(r"\|([^|]*)\|$", table, re.MULTILINE)
             for name in re.findall(r"`([^`]+)`", row)}  # fmt: skip
    known = {norm.id: law.id for law in presets() for norm in law.norms}
    assert named - known.keys() == set()
    assert {known[name] for name in named} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_reads_clean_and_says_what_it_leaves_out(name: str) -> None:
    text = LIBRARY.find(name)
    assert text is not None
    assert load_texts({f"{name}.yaml": text}).diagnostics == ()
    law = preset(name)
    assert law is not None
    assert law.note is not None
    assert law.note.startswith("Left out:")


@pytest.mark.parametrize("name", NAMES)
def test_each_norm_has_an_id_of_its_own_a_place_and_words(name: str) -> None:
    law = preset(name)
    assert law is not None
    for norm in law.norms:
        assert not re.fullmatch(rf"{name}/\d+", norm.id), "a norm is cited by its id"
        assert norm.src, norm.id
        assert norm.says or norm.assumed, norm.id
        assert {cite.mark for cite in norm.src} == {norm.mark}, norm.id
    assert len({norm.id for norm in law.norms}) == len(law.norms)


def test_ids_of_norms_differ_between_presets() -> None:
    ids = [norm.id for law in presets() for norm in law.norms]
    assert len(set(ids)) == len(ids)


def test_an_assumed_norm_says_what_was_not_read() -> None:
    for law in presets():
        for norm in law.norms:
            assert (norm.mark == "assumed") == (norm.assumed is not None), norm.id
            assert norm.assumed is None or "not" in norm.assumed, norm.id


def test_a_norm_is_explained_with_its_rank_force_dates_and_mark() -> None:
    law = preset("delaware-stock")
    assert law is not None
    norms = {norm.id: norm for norm in law.norms}
    act = norms["dgcl-141b-act"]
    assert act.rule == "decides, board: majority of members present"
    assert [str(cite) for cite in act.src] == ["dgcl:141(b)"]
    assert (act.rank, act.force, act.verified) == ("statute", "floor", "the text was read")
    ratify = norms["dgcl-204"]
    assert ratify.start is not None
    assert ratify.start.written == "2014-04-01"
    assert norms["dgcl-142b-choose"].verified.startswith("no; assumed: § 142(b) was not read again")
    proxy = norms["dgcl-directors-no-proxy"]
    assert proxy.verified == "inferred, or read in a secondary source"
    assert proxy.force == "mandatory"


def test_a_law_of_a_book_is_explained_too() -> None:
    law = law_of(open_book("coop"), "co-operative-code")
    assert law is not None
    assert list(law.roles) == ["members", "board"]
    assert [norm.id for norm in law.norms][:2] == ["code-4", "code-5"]
    assert law_of(open_book("coop"), "no-such-document") is None
    assert preset("no-such-law") is None


def test_json_has_every_norm() -> None:
    found = presets()
    assert [law["id"] for law in laws_json(found)["laws"]] == list(NAMES)
    for law in found:
        made = law_json(law)
        assert [norm["id"] for norm in made["norms"]] == [norm.id for norm in law.norms]
        assert all(norm["status"] in ("stated", "inferred", "assumed") for norm in made["norms"])


CORPORATION = """
book: {{title: A corporation}}
records:
  - entity: corp
    law: {law}
    roles: {roles}
  - person: ann
  - person: bo
  - person: cy
  - instrument: corp/shares
    of: corp
  - {{holding: ann-shares, holder: ann, of: corp/shares, units: 60}}
  - {{holding: bo-shares, holder: bo, of: corp/shares, units: 40}}
  - body: corp/holders
    holders of: corp/shares
  - body: corp/board
    seats: 3
    members: [ann, bo, cy]
    target votes: "yes"
  - post: corp/ceo
    holder: cy
  - document: articles
    of: corp
    rank: charter
"""
STOCK = CORPORATION.format(
    law="delaware-stock",
    roles="{board: corp/board, stockholders: corp/holders, officers: [corp/ceo]}",
)
UK = CORPORATION.format(
    law="uk-private-company", roles="{board: corp/board, members: corp/holders}"
)


def test_what_rests_on_an_assumed_norm_says_so() -> None:
    """Who removes an officer is § 142(b), which was not read again."""
    answer = advance(
        book(STOCK), "remove cy from corp/ceo", "2024-05-01", "corp/board", "meeting",
        for_=["ann", "bo"], against=["cy"],
    )  # fmt: skip
    assert answer.worlds[0].value is not None
    assert answer.worlds[0].value.standing == "valid"
    assert "dgcl:142(b) (assumed)" in str(answer.why)
    assert "dgcl:142(b) (assumed)" in [str(cite) for cite in answer.sources]


@pytest.mark.parametrize(
    ("written", "deed", "form", "votes", "expected"),
    [
        # § 216: more than half of the shares are a quorum; of those there, more than half decide.
        (STOCK, "remove cy from corp/board", "meeting", {"for": ["ann"]}, "valid"),
        (STOCK, "remove cy from corp/board", "meeting", {"for": ["bo"]}, "void"),
        # § 228(a): 60 of 100 consent in writing, or 40 of 100.
        (STOCK, "remove cy from corp/board", "without meeting", {"for": ["ann"]}, "valid"),
        (STOCK, "remove cy from corp/board", "without meeting", {"for": ["bo"]}, "void"),
        # § 168: at a meeting only, by more than half of the votes cast.
        (UK, "remove cy from corp/board", "meeting", {"for": ["ann"], "against": ["bo"]}, "valid"),
        (UK, "remove cy from corp/board", "meeting", {"for": ["bo"], "against": ["ann"]}, "void"),
        (UK, "remove cy from corp/board", "without meeting", {"for": ["ann", "bo"]}, "void"),
        # § 283: 60 of 100 cast are an ordinary majority and not three quarters.
        (UK, "amend articles", "meeting", {"for": ["ann"], "against": ["bo"]}, "void"),
        (UK, "amend articles", "meeting", {"for": ["ann", "bo"]}, "valid"),
        (UK, "amend articles", "without meeting", {"for": ["ann"]}, "void"),
    ],
)
def test_votes_of_holders_under_a_preset(
    written: str, deed: str, form: str, votes: dict[str, list[str]], expected: str
) -> None:
    choices = {("for_" if choice == "for" else choice): names for choice, names in votes.items()}
    answer = advance(book(written), deed, "2024-05-01", "corp/holders", form, **choices)  # type: ignore[arg-type]  # the form comes from the table
    assert {w.value.standing for w in answer.worlds if w.value is not None} == {expected}


@pytest.mark.parametrize("law", ["delaware-stock", "delaware-nonstock"])
@pytest.mark.parametrize(
    ("members", "for_", "against", "expected"),
    [
        # § 223(a): more than half of those in office, however few of the five seats they are.
        ("[ann]", ["ann"], [], "valid"),
        ("[ann, bo]", ["ann"], ["bo"], "void"),
        ("[ann, bo]", ["ann", "bo"], [], "valid"),
        ("[ann, bo, cy]", ["ann", "bo"], ["cy"], "valid"),
    ],
)
def test_a_vacancy_is_filled_by_those_in_office_though_less_than_a_quorum(
    law: str, members: str, for_: list[str], against: list[str], expected: str
) -> None:
    third = "members" if law == "delaware-nonstock" else "stockholders"
    found = book(f"""
book: {{title: A board of five}}
records:
  - entity: org
    law: {law}
    roles: {{board: org/board, {third}: nobody, officers: nobody}}
  - person: ann
  - person: bo
  - person: cy
  - person: dee
  - body: org/board
    seats: 5
    members: {members}
""")
    answer = advance(
        found, "appoint dee to org/board", "2024-05-01", "org/board", "meeting",
        for_=for_, against=against,
    )  # fmt: skip
    assert {w.value.standing for w in answer.worlds if w.value is not None} == {expected}


@pytest.mark.parametrize(("units", "expected"), [(75, "valid"), (74, "void")])
def test_three_quarters_are_not_strict(units: int, expected: str) -> None:
    written = UK.replace("units: 60", f"units: {units}").replace(
        "units: 40", f"units: {100 - units}"
    )
    answer = advance(
        book(written), "amend articles", "2024-05-01", "corp/holders", "meeting",
        for_=["ann"], against=["bo"],
    )  # fmt: skip
    assert {w.value.standing for w in answer.worlds if w.value is not None} == {expected}
    assert "ca2006:21 (assumed)" in str(answer.why)
