"""What only the whole book can tell: names that nothing has, circles, roles, dates and seats.

Small validators that report; none of them raises on what a user wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from minutebook.records import nouns
from minutebook.records.circles import circles
from minutebook.records.context import Context, Use
from minutebook.records.draft import Draft
from minutebook.records.instruments import AS_CONVERTED
from minutebook.records.money import MONEY_NAMES
from minutebook.records.money_checks import check_money
from minutebook.records.sentences import GROUPED
from minutebook.records.values import Value
from minutebook.records.words import either, listed, quote, with_article
from minutebook.text.nodes import Mapping as MappingNode
from minutebook.text.span import Span
from minutebook.text.when import When

KIND_NAMES: Final[Mapping[type, str]] = {
    nouns.Entity: "entity",
    nouns.Person: "person",
    nouns.Group: "group",
    nouns.Body: "body",
    nouns.Post: "post",
    nouns.Document: "document",
    nouns.Instrument: "instrument",
    nouns.Holding: "holding",
    nouns.Act: "act",
    nouns.Event: "event",
    nouns.Message: "message",
    nouns.Meeting: "meeting",
    nouns.Fact: "fact",
    nouns.Calendar: "calendar",
    nouns.Assertion: "assert",
    **MONEY_NAMES,
}


def validate(draft: Draft, laws: tuple[str, ...] = ()) -> None:
    """Run every validator; `laws` are the documents of law that could have been named."""
    _names(draft, laws)
    _listed(draft, draft.ctx.source_uses, draft.sources, "sources")
    _listed(draft, draft.ctx.reading_uses, draft.readings, "readings")
    circles(draft)
    _roles(draft)
    _spans_of_time(draft)
    _order(draft)
    _seats(draft)
    _meetings_of_others(draft)
    _votes_of_holders(draft)
    _ties(draft)
    _as_converted(draft)
    check_money(draft)


def _names(draft: Draft, laws: tuple[str, ...]) -> None:
    """Every name names a record, of a kind that fits where it is used."""
    kinds = {name: KIND_NAMES[type(record)] for name, record in draft.records.items()}
    seated = {r.group for r in draft.records.values() if isinstance(r, nouns.Post)}
    unknown: dict[str, list[Use]] = defaultdict(list)
    wrong: dict[tuple[str, tuple[str, ...]], list[Use]] = defaultdict(list)
    for use in draft.ctx.uses:
        if use.kinds == ("norm",):
            if use.name not in draft.norms:
                unknown[use.name].append(use)
            continue
        if use.kinds == GROUPED and use.name in seated:
            continue
        kind = kinds.get(use.name)
        if kind is None:
            unknown[use.name].append(use)
        elif use.kinds and kind not in use.kinds:
            wrong[use.name, use.kinds].append(use)
    for (name, wanted), uses in wrong.items():
        _wrong_kind(draft, name, wanted, uses)
    for name, uses in unknown.items():
        if not draft.may_be(name):
            _unknown_name(draft, name, uses, kinds, laws)


def _wrong_kind(draft: Draft, name: str, wanted: tuple[str, ...], uses: list[Use]) -> None:
    record = draft.records[name]
    kind = with_article(KIND_NAMES[type(record)])
    also = (*(use.span for use in uses[1:]), record.span)
    message = f"{quote(name)} is {kind}, not {either(wanted)}"
    draft.ctx.report("MB212", uses[0].span, message, _kind_hint(draft, uses[0], name), also=also)


def _kind_hint(draft: Draft, use: Use, name: str) -> str:
    """Name a record of the right kind that the wrong one leads to."""
    record = draft.records[name]
    if isinstance(record, nouns.Entity) and "body" in use.kinds and draft.ctx.guesses:
        bodies = (r for r in draft.records.values() if isinstance(r, nouns.Body))
        below = [body.id for body in bodies if body.of == record.id]
        if below:
            return f"name its body: {listed(below)}"
    if isinstance(record, nouns.Body) and "group of seats" in use.kinds:
        return f'another body consents by its own rule: write "consent of {name}"'
    return f'"{use.field}" takes {either(use.kinds)}'


def _unknown_name(
    draft: Draft, name: str, uses: list[Use], kinds: Mapping[str, str], laws: tuple[str, ...]
) -> None:
    ctx = draft.ctx
    first = uses[0]
    also = tuple(dict.fromkeys(use.span for use in uses[1:]))
    if first.kinds == ("norm",):
        guess = ctx.guess(name, draft.norms)
        hint = f'did you mean "{guess}"?' if guess else "give the norm that is replaced an id"
        ctx.report("MB211", first.span, f"no norm has the id {quote(name)}", hint, also=also)
        return
    if first.code == "MB217":
        _unknown_law(ctx, name, first, also, laws, kinds)
        return
    guess = None
    if ctx.guesses:
        fitting = [one for one, kind in kinds.items() if not first.kinds or kind in first.kinds]
        guess = ctx.guess(name, fitting) or ctx.guess(name, kinds)
    hint = f'did you mean "{guess}"?' if guess else _add_hint(name, first.kinds)
    ctx.report("MB211", first.span, f"no record is called {quote(name)}", hint, also=also)


def _add_hint(name: str, kinds: tuple[str, ...]) -> str:
    """Say how to add the record that is missing, the likeliest kind first."""
    first = "person" if "person" in kinds else (kinds or ("event",))[0]
    others = " or ".join(kind for kind in kinds if kind != first) if kinds else "another kind"
    return f"add a record: - {first}: {name[:60]}" + (f" (or {others})" if others else "")


def _unknown_law(
    ctx: Context,
    name: str,
    use: Use,
    also: tuple[Span, ...],
    laws: tuple[str, ...],
    kinds: Mapping[str, str],
) -> None:
    known = (*laws, *(one for one, kind in kinds.items() if kind == "document"))
    guess = ctx.guess(name, known)
    hint = "add the document itself: - document: ID, or write law: nobody"
    kin = [one for one in laws if one.split("-")[0] == name.split("-")[0]]
    if guess in kin or (guess and not kin):
        hint = f'did you mean "{guess}"?'
    elif kin:
        hint = f"did you mean {' or '.join(map(quote, kin))}?"
    elif laws:
        hint = f"these come with minutebook: {listed(laws)}; or add a document of your own"
    ctx.report("MB217", use.span, f"no law is called {quote(name)}", hint, also=also)


def _listed(draft: Draft, uses: Iterable[Use], known: Mapping[str, object], section: str) -> None:
    """Every source and reading that is named is listed."""
    code, what, form = {
        "sources": ("MB214", "source", "{title: ...}"),
        "readings": ("MB215", "reading", "{A: {says: ...}, B: {says: ...}}"),
    }[section]
    unknown: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        if use.name not in known:
            unknown[use.name].append(use)
    if section in draft.unread:
        return
    for name, places in unknown.items():
        guess = draft.ctx.guess(name, known)
        hint = f'list it under "{section}:", as {quote(name)[1:-1] or "ID"}: {form}'
        hint = f'did you mean "{guess}"?' if guess else hint
        also = tuple(dict.fromkeys(use.span for use in places[1:]))
        message = f"no {what} is called {quote(name)}"
        draft.ctx.report(code, places[0].span, message, hint, also=also)


def _roles(draft: Draft) -> None:
    """Every role that an entity's law speaks of must be filled, if only by nobody.

    A law that is one alternative of a reading counts too: some world uses it.
    """
    for entity in draft.records.values():
        if not isinstance(entity, nouns.Entity) or not entity.law:
            continue
        if not draft.reads(entity, "law", "roles"):
            continue
        laws = entity.law.by.values() if isinstance(entity.law, Value) else (entity.law,)
        wanted: dict[str, str] = {}
        optional: dict[str, str] = {}
        for law in (applied.document for alternative in laws for applied in alternative):
            document = draft.records.get(law)
            if isinstance(document, nouns.Document) and draft.reads(document, "roles"):
                wanted = {**dict.fromkeys(document.roles, document.id), **wanted}
                optional.update(dict.fromkeys(document.optional_roles, document.id))
        if wanted or optional:
            _fit_roles(draft, entity, wanted, {**optional, **wanted})


def _fit_roles(
    draft: Draft, entity: nouns.Entity, wanted: Mapping[str, str], known: Mapping[str, str]
) -> None:
    ctx = draft.ctx
    node = draft.nodes[entity.id].get("roles")
    keys = [key for key, _ in node.entries] if isinstance(node, MappingNode) else []
    unbound = [role for role in wanted if role not in entity.roles]
    unknown = [key for key in keys if key.text not in known]
    for key in keys:
        if key.text in known:
            continue
        guess = ctx.guess(key.text, unbound) or ctx.guess(key.text, known)
        if guess is None and len(unknown) == len(unbound) == 1:
            guess = unbound[0]
        hint = f'did you mean "{guess}"?' if guess else f"its roles are: {listed(known)}"
        message = f"the law of {quote(entity.id)} has no role {quote(key.text)}"
        ctx.report("MB216", key, message, hint)
        if guess in unbound:
            unbound.remove(guess)
    if unbound:
        message = f"{quote(entity.id)} does not say who fills {listed(map(quote, unbound))}"
        message += f" under its law {quote(wanted[unbound[0]])}"
        hint = f'add "{unbound[0]}: ID" under "roles:", or "{unbound[0]}: nobody"'
        ctx.report("MB216", draft.place(entity, "roles", "law"), message, hint)


def _spans_of_time(draft: Draft) -> None:
    """What begins and ends, ends after it begins; nothing is known before it happened."""
    for record in draft.records.values():
        date = record.date if isinstance(record.date, When) else None
        if isinstance(record, nouns.Document):
            _ends_after(draft, record.start, record.end, draft.place(record, "to"), record.id)
            for norm in record.norms:
                _ends_after(draft, norm.start, norm.end, norm.span, norm.id)
        elif isinstance(record, nouns.Meeting):
            _ends_after(draft, date, record.end, draft.place(record, "end"), record.id)
        elif isinstance(record, nouns.Act) and date is not None:
            effect = record.takes_effect
            if isinstance(effect, When) and effect.before(date):
                message = f"{quote(record.id)} takes effect before it is done"
                hint = "correct one of the dates"
                draft.ctx.report("MB253", draft.place(record, "takes effect"), message, hint)
        if record.known is not None and date is not None and record.known.before(date):
            message = f"{quote(record.id)} is known before it happened ({date.written})"
            hint = '"known" is the date of the record or later; correct one of the two'
            draft.ctx.report("MB257", draft.place(record, "known"), message, hint)


def _ends_after(draft: Draft, start: When | None, end: When | None, span: Span, name: str) -> None:
    if start is not None and end is not None and end.before(start):
        message = f"{quote(name)} ends ({end.written}) before it begins ({start.written})"
        draft.ctx.report("MB253", span, message, "swap or correct the dates")


def _order(draft: Draft) -> None:
    """A record that comes `after` another is not dated before it."""
    for record in draft.records.values():
        if not record.after or not isinstance(record.date, When):
            continue
        for name in record.after:
            earlier = draft.records.get(name)
            date = earlier.date if earlier is not None else None
            if earlier is not None and isinstance(date, When) and record.date.before(date):
                message = (
                    f"{quote(record.id)} comes after {quote(name)}, and is dated before it: "
                    f"{record.date.written} and {date.written}"
                )
                hint = 'correct a date, or remove "after"'
                place = draft.place(record, "after")
                draft.ctx.report("MB259", place, message, hint, also=(earlier.span,))


def _seats(draft: Draft) -> None:
    """A body has no more members than seats."""
    for body in draft.records.values():
        if not isinstance(body, nouns.Body) or isinstance(body.members, Value):
            continue
        if not isinstance(body.seats, int):
            continue
        members = len(set(body.members))
        seats = "1 seat" if body.seats == 1 else f"{body.seats} seats"
        if members > body.seats:
            message = f"{quote(body.id)} has {members} members and only {seats}"
            hint = "correct one of the two"
            draft.ctx.report("MB254", draft.place(body, "members"), message, hint)


def _meetings_of_others(draft: Draft) -> None:
    """A body decides at its own meeting, not at that of another body."""
    for act in draft.records.values():
        meeting = draft.records.get(act.meeting or "") if isinstance(act, nouns.Act) else None
        if not isinstance(act, nouns.Act) or not isinstance(meeting, nouns.Meeting):
            continue
        actor = draft.records.get(act.by or "")
        if isinstance(actor, nouns.Entity):
            actor = draft.records.get(actor.acts_through or "")
        if not isinstance(actor, nouns.Body) or meeting.of in (None, actor.id):
            continue
        message = f"{quote(actor.id)} decides at {quote(meeting.id)}, a meeting of {meeting.of}"
        hint = f"name a meeting of {actor.id}, or write who decided there: by: {meeting.of}"
        draft.ctx.report("MB264", draft.place(act, "meeting"), message, hint, also=(meeting.span,))


def _votes_of_holders(draft: Draft) -> None:
    """Holders have the votes of their units; `votes` of a body is for its members."""
    for body in draft.records.values():
        if isinstance(body, nouns.Body) and body.holders_of and body.votes:
            message = f"{quote(body.id)} is the holders of instruments, who have the votes of these"
            hint = (
                'write "votes" on the instrument, or a norm: {can: HOLDER, '
                f"do: vote in {body.id}, times: 2}}"
            )
            draft.ctx.report("MB225", draft.place(body, "votes"), message, hint)


def _as_converted(draft: Draft) -> None:
    """Votes as converted are those of what a class converts into."""
    for one in draft.records.values():
        if not isinstance(one, nouns.Instrument) or one.votes != AS_CONVERTED or one.converts_to:
            continue
        if draft.reads(one, "converts to"):
            message = f"{quote(one.id)} votes as converted, and nothing says into what it converts"
            hint = "write converts to: and the instrument, and ratio: unless it is one to one"
            draft.ctx.report("MB227", draft.place(one, "votes"), message, hint)


def _ties(draft: Draft) -> None:
    """Only a candidate can win a tie."""
    for act in draft.records.values():
        if not isinstance(act, nouns.Act):
            continue
        strangers = [name for name in act.tie_broken_for if name not in act.candidates]
        if strangers and draft.reads(act, "candidates"):
            message = f"{quote(strangers[0])} is no candidate of {quote(act.id)}"
            hint = "write who stood under candidates, each with the votes for them"
            draft.ctx.report("MB226", draft.place(act, "tie broken for"), message, hint)


__all__ = ["KIND_NAMES", "validate"]
