"""What only the whole book can tell: dangling names, circles, contradictions.

Small validators that report; none of them raises on what a user wrote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from minutebook.records import nouns
from minutebook.records.fields import REFERENCE_KINDS, Context, Use
from minutebook.records.nouns import Noun, Reading, Source
from minutebook.records.values import UNKNOWN, Value
from minutebook.text.span import Span
from minutebook.text.suggest import nearest
from minutebook.text.when import Relative, When

KIND_NAMES: Mapping[type, str] = {
    nouns.Entity: "entity", nouns.Person: "person", nouns.Group: "group", nouns.Body: "body",
    nouns.Post: "post", nouns.Document: "document", nouns.Instrument: "instrument",
    nouns.Holding: "holding", nouns.Act: "act", nouns.Event: "event", nouns.Message: "message",
    nouns.Meeting: "meeting", nouns.Fact: "fact", nouns.Assertion: "assert",
}  # fmt: skip


def validate(
    ctx: Context,
    records: Mapping[str, Noun],
    broken: Mapping[str, Span],
    sources: Mapping[str, Source],
    readings: Mapping[str, Reading],
) -> None:
    """Run every validator; each reports into the context."""
    _names(ctx, records, broken)
    _listed(ctx, ctx.source_uses, sources, broken={}, code="MB214", what="source",
            hint="list it under 'sources:'")  # fmt: skip
    _listed(ctx, ctx.reading_uses, readings, broken={}, code="MB215", what="reading",
            hint="list it under 'readings:' with its alternatives")  # fmt: skip
    _circles(ctx, records)
    _roles(ctx, records)
    _exclusive(ctx, records)
    _ballots(ctx, records)
    _spans_of_time(ctx, records)
    _seats(ctx, records)
    _norms(ctx, records)


def _names(ctx: Context, records: Mapping[str, Noun], broken: Mapping[str, Span]) -> None:
    ids = tuple(records)
    dangling: dict[str, list[Use]] = defaultdict(list)
    for use in ctx.uses:
        record = records.get(use.name)
        if record is None:
            if use.name not in broken:
                dangling[use.name].append(use)
            continue
        kind = KIND_NAMES[type(record)]
        if use.kinds and kind not in use.kinds:
            wanted = " or ".join(use.kinds)
            ctx.report("MB212", use.span, f"'{use.name}' is {_a(kind)}, not {_a(wanted)}",
                       f"'{use.field}' takes {_a(wanted)}", also=(record.span,))  # fmt: skip
    for name, uses in dangling.items():
        fitting = tuple(
            i for i in ids if not uses[0].kinds or KIND_NAMES[type(records[i])] in uses[0].kinds
        )
        guess = nearest(name, fitting) or nearest(name, ids)
        wanted = " or ".join(uses[0].kinds) or "record"
        hint = f"did you mean '{guess}'?" if guess else f"add '- {wanted.split(' or ')[0]}: {name}'"
        also = tuple(dict.fromkeys(u.span for u in uses[1:]))
        shown = name if len(name) <= 60 else name[:57] + "..."
        ctx.report("MB211", uses[0].span, f"no record is called '{shown}'", hint, also=also)


def _a(words: str) -> str:
    return ("an " if words[:1] in "aeio" else "a ") + words


def _listed(
    ctx: Context,
    uses: Iterable[Use],
    known: Mapping[str, object],
    *,
    broken: Mapping[str, Span],
    code: str,
    what: str,
    hint: str,
) -> None:
    dangling: dict[str, list[Span]] = defaultdict(list)
    for use in uses:
        if use.name not in known and use.name not in broken:
            dangling[use.name].append(use.span)
    for name, spans in dangling.items():
        guess = nearest(name, tuple(known))
        advice = f"did you mean '{guess}'?" if guess else hint
        also = tuple(dict.fromkeys(spans[1:]))
        ctx.report(code, spans[0], f"no {what} is called '{name[:60]}'", advice, also=also)


def _circles(ctx: Context, records: Mapping[str, Noun]) -> None:
    """Containment, amendment, delegation and relative dates must not run in circles.

    Circles of ownership and of appointment are legal.
    """
    _circle(ctx, records, _parent, "MB241", "contain each other", "remove one 'of' or 'in'")
    _circle(ctx, records, lambda r: r.amends if isinstance(r, nouns.Document) else None,
            "MB242", "amend each other", "a later version amends an earlier one")  # fmt: skip
    _circle(ctx, records, lambda r: r.delegated_from if isinstance(r, nouns.Document) else None,
            "MB243", "draw their power from each other", "some document must come first")  # fmt: skip
    _circle(ctx, records, lambda r: r.date.anchor if isinstance(r.date, Relative) else None,
            "MB244", "are dated by each other", "give one of them a date of its own")  # fmt: skip


def _parent(record: Noun) -> str | None:
    if isinstance(record, nouns.Post):
        return record.in_ or record.of
    if isinstance(record, nouns.Body | nouns.Group):
        return record.of
    return None


def _circle(
    ctx: Context,
    records: Mapping[str, Noun],
    step: Callable[[Noun], str | None],
    code: str,
    what: str,
    hint: str,
) -> None:
    done: set[str] = set()
    for start in records:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in records and at not in done:
            if at in path:
                members = list(path)[list(path).index(at) :]
                circle = " -> ".join((*members, at))
                also = tuple(records[m].span for m in members[1:])
                ctx.report(code, records[at].span, f"these {what}: {circle}", hint, also=also)
                break
            path[at] = None
            at = step(records[at])
        done.update(path)


def _roles(ctx: Context, records: Mapping[str, Noun]) -> None:
    """Every role that an entity's law speaks of must be filled, if only by nobody."""
    for entity in records.values():
        if not isinstance(entity, nouns.Entity) or entity.law is None:
            continue
        laws = entity.law.by.values() if isinstance(entity.law, Value) else (entity.law,)
        wanted: dict[str, str] = {}
        for law in laws:
            document = records.get(law) if law is not None else None
            if isinstance(document, nouns.Document):
                for role in document.roles:
                    wanted.setdefault(role, document.id)
        unbound = [role for role in wanted if role not in entity.roles]
        if unbound:
            listed = ", ".join(f"'{role}'" for role in unbound)
            ctx.report("MB216", entity.span, f"'{entity.id}' does not say who fills {listed} of its "
                       f"law {wanted[unbound[0]]}",
                       f"add roles: {{{unbound[0]}: ID}}, or 'nobody' if it has none")  # fmt: skip
        for role in entity.roles:
            if wanted and role not in wanted:
                guess = nearest(role, tuple(wanted))
                ctx.report("MB216", entity.span, f"the law of '{entity.id}' has no role '{role}'",
                           f"did you mean '{guess}'?" if guess
                           else f"its roles are: {', '.join(wanted)}")  # fmt: skip


def _exclusive(ctx: Context, records: Mapping[str, Noun]) -> None:
    """One thing can have one value at one instant, unless two sources say so."""
    holdings: dict[tuple[str, str, datetime | None], nouns.Holding] = {}
    seated: dict[tuple[str, datetime], tuple[nouns.Act, str]] = {}
    for record in records.values():
        if isinstance(record, nouns.Holding):
            date = record.date.earliest if isinstance(record.date, When) else None
            earlier = holdings.setdefault((record.holder, record.of, date), record)
            if earlier is not record and _same_value(earlier, record):
                continue
            if earlier is not record and _one_source(earlier, record):
                _contradiction(ctx, earlier, record, f"what {record.holder} holds of {record.of}")
        elif isinstance(record, nouns.Act) and isinstance(record.date, When) and record.date.exact:
            for deed in record.effects:
                post, party = deed.get("post"), deed.get("party")
                office = records.get(post or "")
                single = isinstance(office, nouns.Post)
                if deed.verb not in ("appoint", "elect") or not single or party is None:
                    continue
                assert post is not None and record.date.earliest is not None
                found = seated.setdefault((post, record.date.earliest), (record, party))
                if found[1] != party and _one_source(found[0], record):
                    _contradiction(ctx, found[0], record, f"who holds {post}")


def _same_value(a: nouns.Holding, b: nouns.Holding) -> bool:
    return (a.units, a.share) == (b.units, b.share)


def _one_source(a: Noun, b: Noun) -> bool:
    """Whether two records cannot be told apart by source."""
    ours, theirs = {c.source for c in a.src}, {c.source for c in b.src}
    return not ours or not theirs or bool(ours & theirs)


def _contradiction(ctx: Context, a: Noun, b: Noun, what: str) -> None:
    ctx.report("MB251", b.span, f"'{a.id}' and '{b.id}' differ on {what} at one instant",
               "one source cannot say both: correct one, date it apart, or cite the second source",
               also=(a.span,))  # fmt: skip


def _ballots(ctx: Context, records: Mapping[str, Noun]) -> None:
    """A voter makes one choice; the plain part of a vote must not say two."""
    for record in records.values():
        if not isinstance(record, nouns.Act):
            continue
        plain = record.ballot
        if isinstance(plain, Value):
            continue
        for part in record.more_ballots:
            alternatives = part.by.values() if isinstance(part, Value) else (part,)
            for ballot in alternatives:
                both = [p for p, c in ballot.choices.items() if plain.choices.get(p, c) != c]
                if both:
                    ctx.report("MB252", record.span, f"'{record.id}' gives {both[0]} two choices",
                               "each voter stands under one of for, against, abstain, "
                               "not voting, absent")  # fmt: skip


def _spans_of_time(ctx: Context, records: Mapping[str, Noun]) -> None:
    for record in records.values():
        if isinstance(record, nouns.Document):
            _ends_after(ctx, record.start, record.end, record.span, record.id)
            for norm in record.norms:
                _ends_after(ctx, norm.start, norm.end, norm.span, norm.id)
        if isinstance(record, nouns.Meeting) and isinstance(record.date, When):
            _ends_after(ctx, record.date, record.end, record.span, record.id)
        if record.known is not None and isinstance(record.date, When):
            before = record.known.before(record.date)
            if before:
                ctx.report("MB257", record.span, f"'{record.id}' is known before it happened",
                           "'known' comes at its date or later")  # fmt: skip


def _ends_after(ctx: Context, start: When | None, end: When | None, span: Span, name: str) -> None:
    if start is not None and end is not None and end.before(start):
        ctx.report("MB253", span, f"'{name}' ends ({end.written}) before it begins "
                   f"({start.written})", "swap or correct the dates")  # fmt: skip


def _seats(ctx: Context, records: Mapping[str, Noun]) -> None:
    for body in records.values():
        if not isinstance(body, nouns.Body) or isinstance(body.members, Value):
            continue
        if isinstance(body.seats, int) and len(set(body.members)) > body.seats:
            ctx.report("MB254", body.span, f"'{body.id}' has {body.seats} seats and "
                       f"{len(set(body.members))} members", "correct one of the two")  # fmt: skip
        if body.seats is UNKNOWN:
            continue


def _norms(ctx: Context, records: Mapping[str, Noun]) -> None:
    """Two norms of one rank about one thing, at one time, must not say different things."""
    said: dict[tuple[object, ...], list[tuple[nouns.Document, nouns.Norm]]] = defaultdict(list)
    for document in records.values():
        if not isinstance(document, nouns.Document):
            continue
        for norm in document.norms:
            if norm.modality in ("decides", "quorum", "without meeting", "target votes", "proxies"):
                key = (document.of, document.rank, norm.modality, norm.holder, norm.deed,
                       norm.when, norm.unless)  # fmt: skip
                if document.roles:
                    key = (*key, document.id)
                said[key].append((document, norm))
    amended = {r.amends for r in records.values() if isinstance(r, nouns.Document)}
    for group in said.values():
        for (doc_a, a), (doc_b, b) in zip(group, group[1:], strict=False):
            if a.id in b.replaces or b.id in a.replaces or _apart(a, b) or a.applies is not True:
                continue
            if doc_a.id in amended or doc_b.id in amended or b.applies is not True:
                continue
            if (a.by, a.value) != (b.by, b.value):
                ctx.report("MB258", b.span, f"'{a.id}' and '{b.id}' have one rank and differ",
                           "say which yields: 'replaces', 'unless', dates, or another rank",
                           also=(a.span,))  # fmt: skip


def _apart(a: nouns.Norm, b: nouns.Norm) -> bool:
    """Whether one norm ends before the other begins."""
    pairs = ((a.end, b.start), (b.end, a.start))
    return any(
        end is not None and start is not None and start.before(end) is False for end, start in pairs
    )


__all__ = ["KIND_NAMES", "REFERENCE_KINDS", "validate"]
