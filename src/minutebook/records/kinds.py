"""The kinds of record and their keys: one table for the loader, the schema and the reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from minutebook.records import nouns
from minutebook.records.fields import (
    INVALID,
    PARTY,
    POST,
    Cites,
    Context,
    CountType,
    DeedType,
    FieldType,
    FractionType,
    GoalType,
    ListOf,
    MapOf,
    MomentType,
    OneOf,
    Open,
    QuantityType,
    Ref,
    RuleType,
    Schema,
    Text,
    WhenType,
    YesNo,
    use_key,
)
from minutebook.records.nouns import Ballot, Choice
from minutebook.records.values import UNKNOWN, Value
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode
from minutebook.text.problem import Problem
from minutebook.text.numbers import Quantity, parse_quantity


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: its type, what it means, the attribute it fills."""

    type: FieldType
    says: str
    attribute: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: what it is, its class and its keys."""

    says: str
    noun: Callable[..., Any]
    keys: Mapping[str, Key]
    id_says: str = "its id"
    assemble: Callable[[dict[str, Any]], None] | None = field(default=None)


TEXT, YES, DATE, WHEN, COUNT = Text(), YesNo(), MomentType(), WhenType(), CountType()
FRACTION, QUANTITY, RULE, DEED, GOAL = (
    FractionType(), QuantityType(), RuleType(), DeedType(), GoalType(),
)  # fmt: skip
NOBODY = {"nobody": None, "none": None}
PARTIES = ListOf(Ref(PARTY))
ANYONE = ListOf(Ref((*PARTY, *POST)))
ABOUT = ListOf(Ref(()))
HOLDERS = (*PARTY, *POST)

COMMON: Final[Mapping[str, Key]] = {
    "name": Key(TEXT, "the name people read"),
    "date": Key(Open(DATE), "when: an EDTF date, a zoned time, or relative to another record"),
    "src": Key(Cites(), "where this is read: SOURCE:PLACE, or a list"),
    "status": Key(
        OneOf(("stated", "inferred", "assumed", "disputed")), "how firmly the sources speak"
    ),
    "assumed": Key(TEXT, "why this is assumed; the record then counts as assumed"),
    "known": Key(WHEN, "from when this was known, if later than its sources tell"),
    "reported": Key(TEXT, "what was announced, beside what the judge finds"),
    "note": Key(TEXT, "a remark that no answer rests on"),
    "after": Key(ABOUT, "records that came before this one, where the dates do not tell"),
}


class BallotType(FieldType):
    """Who chose what, as keys: for, against, abstain, not voting, absent, proxies, others."""

    says = "votes: for, against, abstain, not voting, absent, others, proxies"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, MappingNode):
            return self.wrong(ctx, node)
        choices: dict[str, Choice] = {}
        tally: dict[Choice, Quantity] = {}
        proxies: dict[str, str] = {}
        others: Choice | None = None
        for key, item in node.entries:
            if key.text in CHOICES:
                found = read_choice(ctx, item)
                if found is INVALID:
                    continue
                if isinstance(found, Quantity):
                    tally[key.text] = found  # type: ignore[index]  # a key of CHOICES is a Choice
                else:
                    choices.update(dict.fromkeys(found, key.text))
            elif key.text == "proxies":
                read = MapOf(Ref(PARTY), use_key(*PARTY)).read(ctx, item)
                proxies = {} if read is INVALID else read
            elif key.text == "others":
                read = OTHERS.read(ctx, item)
                others = None if read is INVALID else read
            else:
                ctx.report("MB201", key, f"votes have no key '{key.text}'",
                           f"one of: {', '.join((*CHOICES, 'others', 'proxies'))}")  # fmt: skip
        return Ballot(choices, tally, proxies, others)

    def schema(self) -> Schema:
        names = {"anyOf": [{"type": ["string", "integer"]}, {"type": "array"}]}
        return {
            "type": "object",
            "properties": {
                **dict.fromkeys(CHOICES, names),
                "others": OTHERS.schema(),
                "proxies": {"type": "object"},
            },
            "additionalProperties": False,
        }


CHOICES: Final[tuple[Choice, ...]] = ("for", "against", "abstain", "not voting", "absent")
OTHERS = OneOf(CHOICES)


def read_choice(ctx: Context, node: Node) -> Any:
    """Names of voters, or how many there were."""
    if isinstance(node, Scalar) and node.text[:1].isdigit():
        quantity = parse_quantity(node.text)
        if not isinstance(quantity, Problem):
            return quantity
    return PARTIES.read(ctx, node)


@dataclass
class ChoiceType(FieldType):
    """The voters who made one choice, or their number."""

    choice: Choice

    says = "the voters, as a list, or how many there were"

    def read(self, ctx: Context, node: Node) -> Any:
        found = read_choice(ctx, node)
        if found is INVALID:
            return INVALID
        if isinstance(found, Quantity):
            return Ballot({}, {self.choice: found})
        return Ballot(dict.fromkeys(found, self.choice))

    def schema(self) -> Schema:
        return {"anyOf": [{"type": ["string", "integer"]}, {"type": "array"}]}


class ProxiesType(FieldType):
    """Who votes for whom: {absent: present}."""

    says = "GIVER: HOLDER pairs"

    def read(self, ctx: Context, node: Node) -> Any:
        read = MapOf(Ref(PARTY), use_key(*PARTY)).read(ctx, node)
        return INVALID if read is INVALID else Ballot({}, {}, read)

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "string"}}


class OthersType(FieldType):
    """How all other voters chose."""

    says = "one of: " + ", ".join(CHOICES)

    def read(self, ctx: Context, node: Node) -> Any:
        read = OTHERS.read(ctx, node)
        return INVALID if read is INVALID else Ballot({}, {}, {}, read)

    def schema(self) -> Schema:
        return OTHERS.schema()


_BALLOT_KEYS = (*CHOICES, "others", "proxies", "votes of others")


def _assemble_act(values: dict[str, Any]) -> None:
    """Join the votes that are plain into one ballot; those that hang on a reading stay apart."""
    choices: dict[str, Choice] = {}
    tally: dict[Choice, Quantity] = {}
    proxies: dict[str, str] = {}
    others: Choice | None = None
    more: list[Value[Ballot]] = []
    for key in _BALLOT_KEYS:
        part = values.pop(key, None)
        if part is None:
            continue
        if isinstance(part, Value):
            more.append(part)
            continue
        choices.update(part.choices)
        tally.update(part.tally)
        proxies.update(part.proxies)
        others = part.others or others
    values["ballot"] = Ballot(choices, tally, proxies, others)
    values["more_ballots"] = tuple(more)


def _from_words(values: dict[str, Any]) -> None:
    """`from: unknown` and `to: public` are words, not names."""
    if values.get("to") and "public" in values["to"]:
        values["to"] = tuple(name for name in values["to"] if name != "public")
        values["public"] = True


class NormsType(FieldType):
    """A list of norms; read by the loader, which knows their table."""

    says = "a list of norms"

    def read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, SequenceNode):
            return self.wrong(ctx, node)
        return node

    def schema(self) -> Schema:
        return {"type": "array", "items": {"$ref": "#/$defs/norm"}}


MODALITIES: Final[Mapping[str, str]] = {
    "can": "a power: who can do the deed",
    "cannot": "a disability: the deed by this holder has no effect",
    "must": "a duty",
    "must not": "a prohibition: the deed has effect, and is a breach",
    "may": "a permission",
    "counts as": "what something counts as",
    "decides": "the rule by which a body decides at a meeting",
    "quorum": "the presence a meeting of the body needs",
    "without meeting": "the rule by which a body acts without a meeting",
    "proxies": "whether a member may vote by proxy: allowed or not allowed",
    "target votes": "whether a member votes on a deed about their own post: yes, no, not counted",
}

NORM_KEYS: Final[Mapping[str, Key]] = {
    "id": Key(TEXT, "the norm's id; else the document's id and its place in the list"),
    "do": Key(DEED, "the deed it is about; 'any' matches anything", "deed"),
    "by": Key(Open(RULE), "the rule of decision it takes"),
    "form": Key(OneOf(("meeting", "written consent")), "the only form in which it can be done"),
    "value": Key(
        Open(OneOf(("allowed", "not allowed", "yes", "no", "not counted"))),
        "what it says, for 'proxies' and 'target votes'",
    ),
    "applies": Key(Open(YES), "whether it applies at all; useful on a reading"),
    "when": Key(GOAL, "applies only while this holds"),
    "unless": Key(GOAL, "does not apply while this holds"),
    "from": Key(WHEN, "in force from", "start"),
    "to": Key(WHEN, "in force until", "end"),
    "force": Key(
        OneOf(("default", "floor", "ceiling", "mandatory")),
        "whether lower documents may change it: freely, only upward, only downward, not at all",
    ),
    "consequence": Key(OneOf(("void", "voidable", "breach")), "what follows if it is broken"),
    "replaces": Key(ListOf(TEXT), "ids of the norms it replaces"),
    "says": Key(TEXT, "the rule in one sentence"),
    "src": COMMON["src"],
    "status": COMMON["status"],
    "assumed": COMMON["assumed"],
}

APPOINTER = Open(Ref(HOLDERS, NOBODY))

KINDS: Final[Mapping[str, Kind]] = {
    "entity": Kind("an organisation", nouns.Entity, {
        "kind": Key(TEXT, "what it is, in words"),
        "law": Key(Open(Ref(("document",), NOBODY)), "the document of law whose defaults apply"),
        "roles": Key(MapOf(ListOf(Ref(HOLDERS, {"nobody": None}))), "who fills the roles of its law"),
        "acts through": Key(Ref(POST), "the body or post that decides for it", "acts_through"),
    }),
    "person": Kind("a natural person", nouns.Person, {}),
    "group": Kind("a counted group of people", nouns.Group, {
        "of": Key(Ref(("entity",)), "the organisation it belongs to"),
        "members": Key(PARTIES, "members who are named"),
        "count": Key(Open(QUANTITY), "how many they are"),
    }),
    "body": Kind("seats that decide together, or the holders of instruments", nouns.Body, {
        "of": Key(Ref(("entity",)), "its organisation; else the part of the id before the last /"),
        "seats": Key(Open(COUNT), "how many seats it has"),
        "members": Key(Open(PARTIES), "who sits on it when the book begins"),
        "holders of": Key(ListOf(Ref(("instrument",))), "its voters are the holders", "holders_of"),
        "decides": Key(Open(RULE), "the rule by which it decides at a meeting"),
        "quorum": Key(Open(RULE), "the presence its meetings need"),
        "without meeting": Key(Open(RULE), "the rule without a meeting", "without_meeting"),
        "appointed by": Key(APPOINTER, "who fills its seats, and empties them", "appointed_by"),
        "removed by": Key(APPOINTER, "who empties its seats, if somebody else", "removed_by"),
        "vacated seats": Key(Open(OneOf(("abolished", "vacant"))),
                             "whether a seat goes or stays when its holder leaves", "vacated_seats"),
        "target votes": Key(Open(OneOf(("yes", "no", "not counted"))),
                            "whether a member votes on their own post", "target_votes"),
        "proxies": Key(Open(OneOf(("allowed", "not allowed"))), "whether members may vote by proxy"),
        "casting vote": Key(Ref((*POST, "person")), "who decides a tie", "casting_vote"),
        "votes": Key(MapOf(FRACTION, use_key(*PARTY)), "members with more or less than one vote"),
    }),
    "post": Kind("a seat or an office", nouns.Post, {
        "of": Key(Ref(("entity",)), "its organisation; else the part of the id before the last /"),
        "in": Key(Ref(("body",)), "the body that a seat belongs to", "in_"),
        "kind": Key(OneOf(("office", "seat", "observer")), "an observer stands in no base"),
        "group": Key(TEXT, "the group of seats it belongs to"),
        "holder": Key(Open(Ref(PARTY, {**NOBODY, "unknown": UNKNOWN})), "who holds it at first"),
        "interim": Key(YES, "whether the first holder is interim"),
        "appointed by": Key(APPOINTER, "who fills it, and can empty it", "appointed_by"),
        "removed by": Key(APPOINTER, "who empties it, if somebody else", "removed_by"),
        "votes": Key(FRACTION, "the votes of the seat"),
        "registered by": Key(Open(ListOf(Ref(HOLDERS))),
                             "who alone can register a change; until then it does not bind third "
                             "parties", "registered_by"),
    }),
    "document": Kind("a charter, bylaw, statute, agreement or letter", nouns.Document, {
        "rank": Key(OneOf((*nouns.RANKS, "contract")), "its place on the ladder of norms"),
        "kind": Key(TEXT, "what it is, in words"),
        "of": Key(Ref(("entity",)), "the organisation it rules"),
        "parties": Key(PARTIES, "who agreed to it"),
        "amends": Key(Ref(("document",)), "the document of which this is a later version"),
        "roles": Key(MapOf(TEXT), "the roles its norms speak of"),
        "norms": Key(NormsType(), "its rules"),
        "demands": Key(ListOf(GOAL), "what it demands"),
        "from": Key(WHEN, "in force from", "start"),
        "to": Key(WHEN, "in force until", "end"),
        "delegated from": Key(Ref(("document",)), "the document it draws its power from",
                              "delegated_from"),
    }),
    "instrument": Kind("a class of interest", nouns.Instrument, {
        "of": Key(Ref(("entity",)), "who issued it", required=True),
        "kind": Key(TEXT, "what it is, in words"),
        "votes": Key(Open(FRACTION), "votes for each unit"),
        "capital": Key(Open(FRACTION), "capital for each unit"),
        "authorised": Key(Open(QUANTITY), "units that may be issued"),
    }),
    "holding": Kind("what somebody holds from a date", nouns.Holding, {
        "holder": Key(Ref((*PARTY,)), "who holds", required=True),
        "of": Key(Ref(("instrument",)), "the instrument", required=True),
        "units": Key(Open(QUANTITY), "how many units"),
        "share": Key(Open(FRACTION), "which share of all of it"),
        "for": Key(Ref(PARTY), "the beneficiary, if the holder is a nominee", "for_"),
        "votes directed by": Key(Ref(HOLDERS), "who directs the votes", "votes_directed_by"),
    }),
    "act": Kind("an attempt to do something by a power", nouns.Act, {
        "by": Key(Ref(HOLDERS), "who acts: a body, a post, a person, an organisation"),
        **{choice: Key(Open(ChoiceType(choice)), f"who chose '{choice}', or how many")
           for choice in CHOICES},
        "others": Key(Open(OthersType()), "how everyone else chose"),
        "proxies": Key(Open(ProxiesType()), "who voted for whom, GIVER: HOLDER"),
        "votes of others": Key(Open(BallotType(), keyed=True), "the votes that sources disagree on"),
        "form": Key(Open(OneOf(("meeting", "without meeting"))), "how it was decided"),
        "meeting": Key(Ref(("meeting",)), "the meeting at which it was decided"),
        "effect": Key(ListOf(DEED), "what it is to bring about", "effects"),
        "takes effect": Key(Open(DATE), "when its effects begin, if later", "takes_effect"),
        "public": Key(YES, "whether everyone could know it at once"),
    }, assemble=_assemble_act),
    "event": Kind("a happening that claims no power", nouns.Event, {
        "about": Key(ABOUT, "what it concerns"),
        "by": Key(ANYONE, "who took part"),
        "count": Key(Open(QUANTITY), "how many took part"),
        "out of": Key(Ref(("group",)), "of which group", "out_of"),
        "public": Key(YES, "whether everyone could know it at once"),
        "says": Key(TEXT, "what happened"),
    }),
    "message": Kind("who told what to whom", nouns.Message, {
        "from": Key(Ref(HOLDERS, {"unknown": None}), "who told", "from_"),
        "to": Key(ListOf(Ref(HOLDERS, {"public": "public"})), "who was told; 'public' is everyone"),
        "about": Key(ABOUT, "the acts, events and facts it told of"),
        "via": Key(TEXT, "by which channel"),
        "public": Key(YES, "whether everyone could read it"),
        "says": Key(TEXT, "what it said, in our words"),
    }, assemble=_from_words),
    "meeting": Kind("a meeting of a body", nouns.Meeting, {
        "of": Key(Ref(("body",)), "the body that met"),
        "called by": Key(Ref(HOLDERS), "who called it", "called_by"),
        "attended": Key(Open(PARTIES), "who was there"),
        "about": Key(ABOUT, "what was dealt with"),
        "via": Key(TEXT, "by which channel"),
        "end": Key(WHEN, "when it ended"),
    }),
    "fact": Kind("something claimed, contested or to be determined", nouns.Fact, {
        "says": Key(TEXT, "the fact in one sentence"),
        "by": Key(ANYONE, "who claims it"),
        "about": Key(ABOUT, "what it concerns"),
        "determined by": Key(Open(Ref(HOLDERS, NOBODY)), "who can determine it", "determined_by"),
        "value": Key(Open(TEXT), "its value, if it has one"),
    }),
    "assert": Kind("a test that the book must pass", nouns.Assertion, {}, "a goal"),
}  # fmt: skip
