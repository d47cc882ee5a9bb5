"""The kinds of record that tell what was done, what happened, and who met and spoke."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from minutebook.records import nouns
from minutebook.records.clause_fields import AmountType, GuardType
from minutebook.records.context import Context
from minutebook.records.fields import (
    HOLDERS,
    PARTY,
    POST,
    ListOf,
    OneOf,
    Ref,
)
from minutebook.records.key import Key
from minutebook.records.kind import (
    ABOUT,
    ANYONE,
    COUNT,
    DATE,
    DATES,
    NAMED,
    PARTIES,
    QUANTITY,
    TEXT,
    WHEN,
    YES,
    Kind,
)
from minutebook.records.open_field import Open
from minutebook.records.sentences import BusinessType, DeedsType
from minutebook.records.votes import (
    CHOICES,
    BallotType,
    CandidatesType,
    ChoiceType,
    OthersType,
    ProxiesType,
    RecusedType,
    assemble_act,
)
from minutebook.text.nodes import Mapping as MappingNode

RECORD_DATE: Final = Key(
    WHEN, "whoever holds instruments on that day has their votes; else on the day of the vote",
    "record_date",
)  # fmt: skip


def _hear_public(ctx: Context, node: MappingNode, values: dict[str, Any]) -> None:
    """Turn `to: public` into the mark that everyone could read it."""
    if "public" in values.get("to", ()):
        values["to"] = tuple(name for name in values["to"] if name != "public")
        values["public"] = True


ACT_KINDS: Final[Mapping[str, Kind]] = {
    "act": Kind(
        "an attempt to do something by a power",
        nouns.Act,
        {
            "by": Key(Ref(HOLDERS), "who acts: a body, a post, a person, an organisation"),
            **{
                choice: Key(Open(ChoiceType(choice)), f'who chose "{choice}", or how many')
                for choice in CHOICES
            },
            "others": Key(Open(OthersType()), "how everyone else chose"),
            "recused": Key(Open(RecusedType()), "who took no part because of their interest"),
            "proxies": Key(Open(ProxiesType()), "who voted for whom, GIVER: HOLDER"),
            "votes of others": Key(
                Open(BallotType(), keyed=True), "the votes that sources disagree on"
            ),
            "form": Key(Open(OneOf(("meeting", "without meeting"))), "how it was decided"),
            "meeting": Key(Ref(("meeting",)), "the meeting at which it was decided"),
            "record date": RECORD_DATE,
            "candidates": Key(
                CandidatesType(), "of an election: all who stood, each with the votes for them"
            ),
            "to elect": Key(
                COUNT, "how many are to be elected, if not all seats that are empty", "to_elect"
            ),
            "tie broken for": Key(
                PARTIES, "who won a tie by lot or by a casting vote", "tie_broken_for"
            ),
            "effect": Key(DeedsType(), "what it is to bring about"),
            "takes effect": Key(Open(DATE), "when its effects begin, if later", "takes_effect"),
            "proposed by": Key(
                ChoiceType("for"), "who moved it, and who seconded, or how many", "proposed_by"
            ),
            "circulated": Key(WHEN, "in writing: when its text was sent round"),
            "delivered": Key(DATES, "in writing: when each consent came in, PARTY: DATE"),
            "revoked": Key(DATES, "in writing: when a consent was taken back, PARTY: DATE"),
            "until": Key(Open(DATE), "when what it appoints to ends, if it does by itself"),
            "brought": Key(WHEN, "of a judgment: when the suit was brought, to which times run"),
            "only if": Key(
                GuardType(), "what must be so when it takes effect; else it has none", "only_if"
            ),
            "public": Key(YES, "whether everyone could know it at once"),
        },
        assemble_act,
    ),
    "event": Kind(
        "a happening that claims no power",
        nouns.Event,
        {
            "kind": Key(TEXT, "what kind of thing happened: death, bankruptcy"),
            "about": Key(ABOUT, "what it concerns"),
            "by": Key(ANYONE, "who took part"),
            "profit": Key(Open(AmountType()), "the profit that what it is about made"),
            "count": Key(Open(QUANTITY), "how many took part"),
            "out of": Key(Ref(("group",)), "of which group", "out_of"),
            "acts as": Key(
                Ref(POST), "of those it is `by`: as whose holder they act from then on", "acts_as"
            ),
            "let by": Key(ANYONE, "who let them act so, or held them out", "let_by"),
            "until": Key(WHEN, "until when they act so"),
            "public": Key(YES, "whether everyone could know it at once"),
            "says": Key(TEXT, "what happened"),
        },
    ),
    "message": Kind(
        "who told what to whom",
        nouns.Message,
        {
            "from": Key(Ref(HOLDERS, {"unknown": None}), "who told", "from_"),
            "to": Key(
                ListOf(Ref(HOLDERS, {"public": "public"})), 'who was told; "public" is everyone'
            ),
            "about": Key(ABOUT, "the acts, events and facts it told of"),
            "via": Key(TEXT, "by which channel"),
            "notice of": Key(
                Ref(("meeting", "act")), "the meeting or act of which it gives notice", "notice_of"
            ),
            "waives notice of": Key(
                Ref(("meeting",)), "the meeting whose notice is waived", "waives_notice_of"
            ),
            "business": Key(BusinessType(), "the deeds that the notice states; any in a place"),
            "signed by": Key(PARTIES, "who else speaks in it", "signed_by"),
            "received": Key(WHEN, "when it came in, if later than it was sent"),
            "public": Key(YES, "whether everyone could read it"),
            "says": Key(TEXT, "what it said, in our words"),
        },
        _hear_public,
    ),
    "meeting": Kind(
        "a meeting of a body",
        nouns.Meeting,
        {
            "of": Key(Ref(("body",)), "the body that met"),
            "kind": Key(TEXT, "regular, special, adjourned: as the rules call it"),
            "called by": Key(
                ListOf(Ref((*HOLDERS, "act"))), "who called it, or the act that did", "called_by"
            ),
            "chaired by": Key(Ref(PARTY), "who presided at it", "chaired_by"),
            "adjourned from": Key(Ref(("meeting",)), "the meeting it continues", "adjourned_from"),
            "attended": Key(Open(PARTIES), "who was there, all or some of the time"),
            "came": Key(DATES, "who came later than its start, PARTY: DATE"),
            "left": Key(DATES, "who left before its end, PARTY: DATE"),
            "objected": Key(PARTIES, "who attended only to object to it"),
            "heard": Key(NAMED, "who was heard, or could be, in their own matter"),
            "not notified": Key(PARTIES, "who was given no notice of it", "not_notified"),
            "about": Key(ABOUT, "what was dealt with"),
            "via": Key(TEXT, "by which channel"),
            "record date": RECORD_DATE,
            "end": Key(WHEN, "when it ended"),
        },
    ),
}
