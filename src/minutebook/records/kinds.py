"""The kinds of record and their keys: one table for the loader, the schema and the reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from minutebook.records import nouns
from minutebook.records.act_kinds import ACT_KINDS
from minutebook.records.clause_fields import DurationType
from minutebook.records.context import Context
from minutebook.records.fields import (
    HOLDERS,
    PARTY,
    POST,
    DayType,
    FractionType,
    ListOf,
    MapOf,
    OneOf,
    Ref,
    VotesType,
    use_key,
)
from minutebook.records.key import Key
from minutebook.records.kind import (
    ABOUT,
    ANYONE,
    APPOINTER,
    COUNT,
    DATE,
    FRACTION,
    GOAL,
    NOT_GIVEN,
    PARTIES,
    QUANTITY,
    REMOVER,
    RULE,
    TEXT,
    VACANT,
    WEIGHT,
    WHEN,
    YES,
    Kind,
)
from minutebook.records.law_field import LawType
from minutebook.records.money_kinds import INSTRUMENT_TERMS, MONEY_KINDS
from minutebook.records.norms import SRC, STATUS, NormsType
from minutebook.records.open_field import Open
from minutebook.records.values import UNKNOWN
from minutebook.text.business import WEEKDAYS
from minutebook.text.nodes import Mapping as MappingNode

NO_DAYS: Final[Mapping[str, None]] = {"none": None}

COMMON: Final[Mapping[str, Key]] = {
    "name": Key(TEXT, "the name people read"),
    "date": Key(Open(DATE), "when: an EDTF date, a zoned time, or relative to another record"),
    "src": SRC,
    "status": STATUS,
    "assumed": Key(TEXT, "why this is assumed; the record then counts as assumed"),
    "known": Key(WHEN, "from when this was known, if later than its sources tell"),
    "reported": Key(TEXT, "what was announced, beside what the judge finds"),
    "note": Key(TEXT, "a remark that no answer rests on"),
    "after": Key(ABOUT, "records that came before this one, where the dates do not tell"),
}


def _sit_in_body(ctx: Context, node: MappingNode, values: dict[str, Any]) -> None:
    """Take a post that is said to be in a body as a seat of it, unless its kind is told."""
    if "in_" in values:
        values.setdefault("kind", "seat")


KINDS: Final[Mapping[str, Kind]] = {
    "entity": Kind(
        "an organisation",
        nouns.Entity,
        {
            "kind": Key(TEXT, "what it is, in words"),
            "law": Key(
                Open(ListOf(LawType())),
                "the documents of law that apply, each perhaps from or to a date",
            ),
            "roles": Key(
                MapOf(
                    ListOf(Ref(HOLDERS, {"nobody": None})), hint="write {board: openai-inc/board}"
                ),
                "who fills the roles of its law",
            ),
            "acts through": Key(Ref(POST), "the body or post that decides for it", "acts_through"),
        },
    ),
    "person": Kind("a natural person", nouns.Person, {}),
    "group": Kind(
        "a counted group of people",
        nouns.Group,
        {
            "of": Key(Ref(("entity", "group")), "the organisation or larger group it belongs to"),
            "members": Key(PARTIES, "members who are named"),
            "count": Key(Open(QUANTITY), "how many they are"),
        },
    ),
    "body": Kind(
        "seats that decide together, or the holders of instruments",
        nouns.Body,
        {
            "of": Key(
                Ref(("entity",)), "its organisation; else the part of the id before the last /"
            ),
            "seats": Key(Open(COUNT), "how many seats it has"),
            "members": Key(Open(PARTIES), "who sits on it when the book begins"),
            "holders of": Key(
                ListOf(Ref(("instrument",))), "its voters are the holders", "holders_of"
            ),
            "decides": Key(Open(RULE), "the rule by which it decides at a meeting"),
            "quorum": Key(Open(RULE), "the presence its meetings need"),
            "without meeting": Key(Open(RULE), "the rule without a meeting", "without_meeting"),
            "appointed by": Key(APPOINTER, "who fills its seats, and empties them", "appointed_by"),
            "removed by": Key(APPOINTER, "who empties its seats, if somebody else", "removed_by"),
            "vacated seats": Key(
                Open(OneOf(("abolished", "vacant"))),
                "whether a seat goes or stays when its holder leaves",
                "vacated_seats",
            ),
            "target votes": Key(
                Open(OneOf(("yes", "no", "not counted"))),
                "whether a member votes on their own post",
                "target_votes",
            ),
            "proxies": Key(
                Open(OneOf(("allowed", "not allowed"))), "whether members may vote by proxy"
            ),
            "recused count in": Key(
                Open(OneOf(nouns.COUNTING)),
                "what members still count in who are recused on a matter",
                "recused_count_in",
            ),
            "suspended count in": Key(
                Open(OneOf(nouns.COUNTS_IN)),
                "what votes still count in that a norm suspends, and treasury shares",
                "suspended_count_in",
            ),
            "further seats count in": Key(
                Open(OneOf(nouns.COUNTING)),
                "what the further seats of one who has several of them count in",
                "further_seats_count_in",
            ),
            "ties": Key(
                Open(OneOf(nouns.TIE_BREAKS)),
                "who is elected of several with equally many votes for the last seat",
            ),
            "term": Key(DurationType(business=False), "how long a member is appointed for"),
            "holdover": Key(
                Open(YES), "whether a member stays after the term until a successor comes"
            ),
            "drawn from": Key(
                Ref(("body",)), "the body whose members alone can sit on it", "drawn_from"
            ),
            "casting vote": Key(
                Ref((*POST, "person", "entity"), {nouns.PRESIDER: nouns.PRESIDER}),
                "who decides a tie",
                "casting_vote",
            ),
            "votes": Key(
                MapOf(WEIGHT, use_key(*PARTY), hint="write {altman: 2}"),
                "members with more or less than one vote",
            ),
        },
    ),
    "post": Kind(
        "a seat or an office",
        nouns.Post,
        {
            "of": Key(
                Ref(("entity",)), "its organisation; else the part of the id before the last /"
            ),
            "in": Key(Ref(("body",)), "the body that a seat belongs to", "in_"),
            "kind": Key(
                OneOf(("office", "seat", "observer")),
                "a seat where it is `in` a body, else an office; an observer stands in no base",
            ),
            "group": Key(TEXT, "the group of seats it belongs to"),
            "holder": Key(
                Open(Ref(PARTY, {**VACANT, "unknown": UNKNOWN})), "who holds it at first"
            ),
            "interim": Key(YES, "whether the first holder is interim"),
            "appointed by": Key(APPOINTER, "who fills it, and can empty it", "appointed_by"),
            "removed by": Key(
                REMOVER,
                "who empties it, if somebody else; `a successor`: only who appoints one",
                "removed_by",
            ),
            "votes": Key(WEIGHT, "the votes of the seat"),
            "term": Key(DurationType(business=False), "how long its holder is appointed for"),
            "holdover": Key(
                Open(YES), "whether the holder stays after the term until a successor comes"
            ),
            "registered by": Key(
                Open(ListOf(Ref(HOLDERS))),
                "who alone can register a change; until then it does not bind third parties",
                "registered_by",
            ),
        },
        _sit_in_body,
    ),
    "document": Kind(
        "a charter, bylaw, statute, agreement or letter",
        nouns.Document,
        {
            "rank": Key(OneOf((*nouns.RANKS, "contract")), "its place on the ladder of norms"),
            "kind": Key(TEXT, "what it is, in words"),
            "of": Key(Ref(("entity",)), "the organisation it rules"),
            "parties": Key(PARTIES, "who agreed to it"),
            "amends": Key(
                Ref(("document",)),
                "the document that this changes in part: what it does not state anew stays",
            ),
            "restates": Key(
                Ref(("document",)), "the document that this replaces altogether, once in force"
            ),
            "roles": Key(
                MapOf(TEXT, hint="write {board: the board of directors}"),
                "the roles its norms speak of",
            ),
            "optional roles": Key(
                MapOf(TEXT, hint="write {committee: a committee of the board}"),
                "roles that an organisation need not have",
                "optional_roles",
            ),
            "norms": Key(NormsType(), "its rules"),
            "demands": Key(ListOf(GOAL), "what it demands"),
            "from": Key(WHEN, "in force from", "start"),
            "to": Key(WHEN, "in force until", "end"),
            "delegated from": Key(
                Ref(("document",)), "the document it draws its power from", "delegated_from"
            ),
        },
    ),
    "instrument": Kind(
        "a class of interest",
        nouns.Instrument,
        {
            "of": Key(Ref(("entity",)), "who issued it", required=True),
            "kind": Key(TEXT, "what it is, in words"),
            "votes": Key(Open(VotesType()), "votes for each unit"),
            "capital": Key(Open(FRACTION), "capital for each unit"),
            "authorised": Key(Open(QUANTITY), "units that may be issued"),
            **INSTRUMENT_TERMS,
        },
    ),
    "holding": Kind(
        "what somebody holds from a date",
        nouns.Holding,
        {
            "holder": Key(Ref(PARTY), "who holds", required=True),
            "of": Key(Ref(("instrument",)), "the instrument", required=True),
            "units": Key(Open(QUANTITY), "how many units"),
            "share": Key(Open(FractionType(most=1)), "which share of all of it"),
            "vested": Key(Open(QUANTITY), "how many of them have vested"),
            "for": Key(Ref(PARTY), "the beneficiary, if the holder is a nominee", "for_"),
            "votes directed by": Key(Ref(HOLDERS), "who directs the votes", "votes_directed_by"),
            "held since": Key(
                WHEN, "since when it counts as held, if before its date: inherited", "held_since"
            ),
        },
    ),
    **ACT_KINDS,
    "calendar": Kind(
        "the days that count as business days in some place",
        nouns.Calendar,
        {
            "weekend": Key(ListOf(OneOf(WEEKDAYS, NO_DAYS)), "days of each week that do not count"),
            "holidays": Key(
                ListOf(DayType()),
                "days that do not count: all those of each year in which one is named",
            ),
        },
    ),
    "fact": Kind(
        "something claimed, contested or to be determined",
        nouns.Fact,
        {
            "says": Key(TEXT, "the fact in one sentence"),
            "kind": Key(TEXT, "what sort of finding it is, in words: cause"),
            "by": Key(ANYONE, "who claims it"),
            "about": Key(ABOUT, "what it concerns"),
            "determined by": Key(
                Open(Ref(HOLDERS, NOT_GIVEN)), "who can determine it", "determined_by"
            ),
            "since": Key(
                Open(DATE), "from when on it is so, once it is determined; else from then on"
            ),
            "value": Key(Open(TEXT), "its value, if it has one"),
        },
    ),
    **{name: Kind(*kind) for name, kind in MONEY_KINDS.items()},
    "assert": Kind(
        "a test that the book must pass", nouns.Assertion, {}, id_says="the goal that must hold"
    ),
}

KEYS: Final[Mapping[str, Mapping[str, Key]]] = {
    name: {**kind.own, **COMMON} for name, kind in KINDS.items()
}
"""All keys of each kind of record, its own first."""
