"""The norms of a document: their modalities, their keys, and how a list of them is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, get_args

from minutebook.records.clause_fields import (
    DueType,
    DurationType,
    ExceptionsType,
    GuardType,
    InterestType,
    TermType,
)
from minutebook.records.concerning import check_party
from minutebook.records.context import Context, FieldType, Schema
from minutebook.records.deeds import CONCERNED, ELECTORS
from minutebook.records.fields import (
    HOLDERS,
    Cites,
    CountType,
    FractionType,
    IdType,
    ListOf,
    OneOf,
    Ref,
    Text,
    WhenType,
    YesNo,
)
from minutebook.records.key import Key, read_keys
from minutebook.records.nouns import (
    COUNTING,
    COUNTS_IN,
    NOBODY,
    RANKS,
    TIE_BREAKS,
    Clock,
    Modality,
    Norm,
    NormForm,
    Revocation,
)
from minutebook.records.open_field import Open, mark_of
from minutebook.records.rules import Quorate
from minutebook.records.sentences import DeedType, LimitType, RuleType, quorum_of_itself
from minutebook.records.words import listed, quote
from minutebook.text.duration import Duration
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.nodes import Node, Scalar
from minutebook.text.nodes import Sequence as SequenceNode

MODALITIES: Final[Mapping[str, str]] = {
    "can": "a power: who can do the deed",
    "cannot": "a disability: the deed by this holder has no effect",
    "must": "a duty",
    "must not": "a prohibition: the deed has effect, and is a breach",
    "may": "a permission",
    "counts as": "what something counts as",
    "decides": "the rule by which a body decides at a meeting",
    "quorum": "the presence that a meeting of the body needs",
    "without meeting": "the rule by which a body acts without a meeting",
    "proxies": "whether a member may vote by proxy: allowed or not allowed",
    "target votes": "whether a member votes on a deed about their own post: yes, no, not counted",
    "notice": "the notice that a meeting of the body needs: how long, by what means, to whom",
    "business": "whether a meeting can deal with what its notice does not state",
    "waiver": "how those to whom notice is due waive it",
    "short notice": "how much of the body can agree to notice that was too short",
    "quorum lasts": "whether a quorum at the start of a meeting is enough to its end",
    "absent votes": "whether a member who is not there can vote: allowed or not allowed",
    "hearing": "whether the one whom a deed is about must be able to speak first",
    "proposal": "how much of the body must propose a deed: its mover, seconders",
    "renewal": "when what was voted down can be put again: after a session, or a time (`at least`)",
    "written consent": "the time within which consents in writing must come in",
    "notice afterwards": "the notice that those who did not consent in writing are owed",
    "recused count in": "what those still count in who are recused on a matter",
    "suspended count in": "what votes still count in that a norm suspends, and treasury shares",
    "further seats count in": "what the further seats of one who has several of them count in",
    "ties": "who is elected of several with equally many votes for the last seat",
    "casting vote": "whether the casting vote that a body has counts: allowed or not allowed",
    "fewer seats": "whether a body can have fewer seats than members: allowed or not allowed",
    "term": "how long a member or holder is appointed for at most, whatever else is said",
    "holdover": "whether a holder stays after their term until a successor comes: yes, no",
    "acts in fact": "whether those count who act in the post without holding it by right: yes, no",
    "record date": "how long before a meeting the day lies on which it is settled who votes",
    "presides": "who presides at meetings of the body: the first of those in order who is there",
    "relied on": "what this office or body does binds third parties, though it is void inside",
    "vacates": "the post becomes vacant on a kind of event that happens to its holder",
    "takes effect": "from when on an act of this holder has effect: upon a deed, after a time",
    "binds third parties": "from when on it has effect toward third parties, told in the same way",
}
assert set(MODALITIES) == set(get_args(Modality))

PROCEDURE: Final[tuple[Modality, ...]] = (
    "notice", "business", "waiver", "short notice", "quorum lasts", "absent votes", "hearing",
    "proposal", "renewal", "written consent", "notice afterwards", "presides",
    "record date",
)  # fmt: skip
"""The subjects of rules of procedure; each is a norm that names a body."""

DELAYING: Final[tuple[Modality, ...]] = ("takes effect", "binds third parties")
"""The modalities of norms that say from when on an act has effect."""

STATUS: Final = Key(
    OneOf(("stated", "inferred", "assumed", "disputed")), "how firmly the sources speak"
)
SRC: Final = Key(Cites(), "where this is read: SOURCE:PLACE, or a list")

ORGANISATION: Final = "organisation"
"""In a rule of procedure, or a norm about votes: the organisation of the body it speaks of."""

SUBSIDIARY: Final = "any subsidiary of "
"""In a norm about votes, before a company: any that it has a majority of the votes in."""

VALUES: Final = (
    "allowed", "not allowed", "yes", "no", "not counted", "needed", "not needed", "as notified",
    "any", "end of meeting", "prevailing side", *COUNTING, *TIE_BREAKS,
)  # fmt: skip

NORM_KEYS: Final[Mapping[str, Key]] = {
    "id": Key(IdType(), "the norm's id; else the document's id and its place in the list"),
    "do": Key(DeedType(), 'the deed it is about; "any" stands for anything', "deed"),
    "by": Key(Open(RuleType()), "the rule of decision that it takes"),
    "quorum": Key(
        Open(RuleType()),
        "of a power of a body: the presence that this way of using it takes, whatever others take",
    ),
    "form": Key(
        OneOf(get_args(NormForm)),
        "the only form in which it can be done; `with notice` that stated it",
    ),
    "value": Key(
        Open(OneOf(VALUES)),
        "what it says, where it says one of a few words",
    ),
    "beyond": Key(
        LimitType(),
        'for "do: vote in BODY": only the votes beyond this, as "20% of capital"',
    ),
    "times": Key(
        FractionType(unknown=False),
        'for "can: ..., do: vote in BODY": each of their votes counts so many times',
    ),
    "held for": Key(
        DurationType(),
        "beside `times`: only of units that their holder has had so long without a break",
        "held_for",
    ),
    "irrevocable": Key(
        YesNo(),
        'for "can: ..., do: vote for PARTY in BODY": whether it goes before the party\'s own vote',
    ),
    "mandates": Key(CountType(), 'of "proxies": for how many one may vote at most'),
    "held by": Key(ListOf(Ref(HOLDERS)), 'of "proxies": who alone may vote for others', "held_by"),
    "revoked by": Key(
        OneOf(get_args(Revocation)),
        'of "proxies": whether it takes a vote of the giver, or their coming, to take one back',
        "revoked_by",
    ),
    "counts in": Key(
        Open(OneOf(COUNTS_IN)),
        'for "cannot: ..., do: vote in BODY": what those votes still count in',
        "counts_in",
    ),
    "applies": Key(Open(YesNo()), "whether it applies at all; useful on a reading"),
    "upon": Key(
        DeedType(),
        'arises anew with each such deed, whoever does it; of "takes effect": not before it',
    ),
    "when": Key(
        GuardType(of_deeds=True), "applies only while this holds; a duty arises once it does"
    ),
    "unless": Key(ExceptionsType(), "does not apply while this holds; several are tried in order"),
    "counterparty": Key(
        ListOf(Ref(HOLDERS, {ORGANISATION: ORGANISATION})),
        "to whom it is owed; they may consent to what it forbids, or waive it",
    ),
    "due": Key(DueType(), "by when: a duty is then overdue, a right has lapsed"),
    "cure": Key(DurationType(), "how long after that before it is a breach"),
    "interest": Key(
        InterestType(),
        "interest on the amount or price of its deed: rate, how it accrues, from when, day count",
    ),
    "done when": Key(
        GuardType(of_deeds=True), "what fulfils it, if not the deed alone", "fulfilled"
    ),
    "ends when": Key(GuardType(of_deeds=True), "ends for good once this holds", "ends"),
    "on": Key(Text(), 'for "vacates": the `kind` of the event'),
    "within": Key(
        DurationType(), "how long it can be done after the act that the deed is about was done"
    ),
    "reaches": Key(
        OneOf(("back", "from then")),
        "to ratify, annul or find: whether that counts from the act on, or from then on",
    ),
    "survives": Key(YesNo(), "whether it outlives its document"),
    "keeps": Key(YesNo(), "whether the records that it covered before its end stay covered"),
    "despite": Key(
        ListOf(Ref(("norm",))),
        "ids of the prohibitions that it goes before; a clause that law makes invalid is one",
    ),
    "delegated by": Key(
        Ref(HOLDERS),
        "whose power it is: it reaches no further than theirs, and they may take it back",
        "delegated_by",
    ),
    "revocable": Key(
        YesNo(),
        "whether who delegated may take it back; of `written consent`, whether who consented may; "
        "if not said, yes",
    ),
    "from": Key(WhenType(), "in force from", "start"),
    "to": Key(WhenType(), "in force until", "end"),
    "force": Key(
        OneOf(("default", "floor", "ceiling", "mandatory")),
        "whether lower documents may change it: freely, only upward, only downward, not at all; "
        "if it is not said, law may be changed freely, and any other document not at all",
    ),
    "yields to": Key(
        ListOf(OneOf((*RANKS, "contract"))),
        "the ranks that alone may change it, as far as its force lets them",
        "yields_to",
    ),
    "not below": Key(RuleType(), "the least that a document it yields to may ask for", "not_below"),
    "not above": Key(RuleType(), "the most that a document it yields to may ask for", "not_above"),
    "changed by": Key(
        RuleType(),
        "the rule that a decision to change or end this norm must meet too",
        "changed_by",
    ),
    "consequence": Key(OneOf(("void", "voidable", "breach")), "what follows if it is broken"),
    "replaces": Key(ListOf(Ref(("norm",))), "ids of the norms that it replaces"),
    "at least": Key(TermType(), "of procedure: the time it takes at least", "at_least"),
    "at most": Key(TermType(), "of procedure: the time it may take at most", "at_most"),
    "deemed after": Key(
        DurationType(),
        "of `takes effect`: the time after which what it waits for counts as done, if it was not",
        "deemed_after",
    ),
    "runs from": Key(OneOf(get_args(Clock)), "of procedure: when that time begins", "runs_from"),
    "via": Key(ListOf(Text()), "of procedure: the only means that count, in words"),
    "meetings": Key(ListOf(Text()), "of procedure: the only kinds of meeting it speaks of"),
    "ways": Key(
        ListOf(OneOf(("before", "after", "attendance"), {"none": None})),
        "of a waiver: given before the meeting, after it, or by attending without objection",
    ),
    "in order": Key(
        ListOf(Ref(HOLDERS)),
        "of who presides: each in order, if those before are not there; a body: one of it",
        "in_order",
    ),
    "says": Key(Text(), "the rule in one sentence"),
    "src": SRC,
    "status": STATUS,
    "assumed": Key(Text(), "why this is assumed; the norm then counts as assumed"),
}

BEARERS: Final = ("any member of ", "each member of ", "any holder of ", "each holder of ")
_NORM_FORM = "write {can: HOLDER, do: DEED, by: RULE}"


class NormsType(FieldType):
    """A list of norms; `ctx.owner` is the document they belong to."""

    says = "a list of norms"
    hint = "begin each norm with its modality: - can: openai-inc/board"

    def _read(self, ctx: Context, node: Node) -> Any:
        if not isinstance(node, SequenceNode):
            return self.wrong(ctx, node)
        norms = []
        for place, item in enumerate(node.items, start=1):
            if not isinstance(item, MappingNode) or not item.entries:
                ctx.report("MB202", item, "a norm takes keys and values", _NORM_FORM)
                continue
            norm = _norm(ctx, item, f"{ctx.owner}/{place}")
            if norm is not None:
                norms.append(norm)
        return tuple(norms)

    def _schema(self) -> Schema:
        return {"type": "array", "items": {"$ref": "#/$defs/norm"}}


def _norm(ctx: Context, node: MappingNode, default_id: str) -> Norm | None:
    head, holder = node.entries[0]
    if head.text not in MODALITIES:
        guess = ctx.guess(head.text, MODALITIES)
        hint = f'did you mean "{guess}"?' if guess else f"one of: {listed(MODALITIES)}"
        misplaced = next((key.text for key, _ in node.entries[1:] if key.text in MODALITIES), None)
        if misplaced is not None:
            hint = f'put "{misplaced}" first'
        ctx.report("MB204", head, f"{quote(head.text)} does not begin a norm", hint)
        return None
    if not isinstance(holder, Scalar) or not holder.text:
        message = f'"{head.text}" takes whom it speaks of'
        ctx.report("MB202", holder, message, f"write {head.text}: openai-inc/board")
        return None
    ctx.field = head.text
    if head.text in PROCEDURE:
        ctx.use(holder.text, ("body",), holder)
    else:
        _use_bearer(ctx, holder)
    outer, ctx.mark = ctx.mark, mark_of(node, ctx.mark)
    values, spoiled = read_keys(ctx, node, "norm", NORM_KEYS)
    if spoiled:
        ctx.spoiled_norms.add(holder.span)
    if not spoiled:
        _of_its_modality(ctx, node, values)
    values["status"] = ctx.mark
    ctx.mark = outer
    deed = values.get("deed")
    about_votes = deed is not None and deed.verb == "vote"
    if not about_votes and not spoiled:
        _only_of_votes(ctx, holder)
    if not spoiled:
        check_party(ctx, head, holder, values)
    values.setdefault("id", default_id)
    modality, whom = _MODALITY[head.text], holder.text
    if whom == NOBODY:
        modality, whom = _NOBODYS[modality], "anyone"
    return Norm(modality=modality, holder=whom, span=holder.span, **values)


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "BODY"


def _of_its_modality(ctx: Context, node: MappingNode, values: Mapping[str, Any]) -> None:
    """Report what the modality of a norm asks for and it does not say, or says amiss."""
    head, holder = node.entries[0]
    if head.text == "presides" and not values.get("in_order"):
        ctx.report("MB202", head, '"presides" takes who does', "add in order: [ID, ID]")
    if values.get("quorum") is not None and head.text != "can":
        key = next(key for key, _ in node.entries if key.text == "quorum")
        message = '"quorum" is a key of "can"; what every meeting needs is a norm of its own'
        ctx.report("MB202", key, message, f"write - quorum: {_text(holder)}, by: RULE")
    if head.text == "term" and not isinstance(values.get("at_most"), Duration):
        message = '"term" takes how long somebody is appointed for at most'
        ctx.report("MB202", head, message, "add at most: 5 years")
    if head.text == "quorum" and values.get("by") == Quorate():
        quorum_of_itself(ctx, next(value for key, value in node.entries if key.text == "by"))


_NOBODYS: Final[Mapping[Modality, Modality]] = {"can": "cannot", "may": "must not"}
"""What nobody can do, anyone cannot."""

_MODALITY: Final[Mapping[str, Modality]] = {name: name for name in get_args(Modality)}


def _use_bearer(ctx: Context, node: Scalar) -> None:
    """Note the name in "any member of openai-inc/board"."""
    for prefix in BEARERS:
        if node.text.startswith(prefix):
            ctx.use(node.text[len(prefix) :], ("body", "instrument"), node, len(prefix))
            return
    if node.text == NOBODY and ctx.field in _NOBODYS:
        return
    if node.text.startswith(SUBSIDIARY):
        parent = node.text.removeprefix(SUBSIDIARY)
        if parent != ORGANISATION:
            ctx.use(parent, ("entity",), node, len(SUBSIDIARY))
    elif node.text not in ("anyone", CONCERNED, ELECTORS, ORGANISATION):
        ctx.use(node.text, HOLDERS, node)


def _only_of_votes(ctx: Context, holder: Scalar) -> None:
    """Report a bearer that only a norm about votes can have, of a norm about something else."""
    if holder.text == ORGANISATION or holder.text.startswith(SUBSIDIARY):
        message = f"{quote(holder.text)} speaks of votes, and this norm is about none"
        hint = f"write cannot: {holder.text}, do: vote in org/meeting"
        ctx.report("MB212", holder, message, hint)
