"""Books for "who can", and the slow twin that asks the judge of every coalition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, product

from tests.state.books import adopted, moment

from minutebook.answers import Answer, Found, World, ask
from minutebook.power.aims import Aim
from minutebook.power.coalitions import Part
from minutebook.power.control import Control
from minutebook.power.who import who
from minutebook.records import Book, nouns
from minutebook.records.deeds import DEED_TEMPLATES, Deed, parse_deed, parse_goal
from minutebook.records.nouns import Ballot, Choice, Form
from minutebook.records.rule_text import say_rule
from minutebook.state.authority import powers
from minutebook.state.judge import judge
from minutebook.state.state import State

FORMS: tuple[Form, ...] = ("meeting", "without meeting")
OTHERS: tuple[Choice, ...] = ("against", "abstain", "not voting", "absent")


def aim_of(written: str) -> Aim:
    verbs = {t.split()[0] for t in DEED_TEMPLATES.values()}
    found = parse_deed(written) if written.split()[0] in verbs else parse_goal(written)
    assert isinstance(found, tuple), found
    return found[0]


def ask_who(
    book: Book,
    aim: str,
    at: str,
    steps: int | None = None,
    coalition: list[str] | None = None,
    blocs: Mapping[str, Sequence[str | Part]] | None = None,
    until: str | None = None,
    **fixed: str,
) -> Answer[Control]:
    """Who can, in every world."""
    end = moment(book, until) if until is not None else None

    def question(world: World) -> Found[Control]:
        state = State(book, moment(book, at), None, world)
        return who(state, aim_of(aim), steps=steps, members=coalition, blocs=blocs, until=end)

    readings = {k.replace("_", "-"): v for k, v in fixed.items()}
    return ask(question, readings, adopted=adopted(book))


def control(book: Book, aim: str, at: str, steps: int | None = None, **kw: object) -> Control:
    """Who can, where there is one world."""
    answer = ask_who(book, aim, at, steps, **kw)  # type: ignore[arg-type]  # handed on
    assert answer.value is not None, [(dict(w.readings), w.value) for w in answer.worlds]
    return answer.value


def sets(control: Control) -> set[frozenset[object]]:
    """The minimal coalitions as sets."""
    assert control.minimal_coalitions is not None
    return {frozenset(c) for c in control.minimal_coalitions}


# -- the twin


def wins(state: State, deed: Deed, coalition: frozenset[str]) -> bool:
    """Whether the judge finds the deed valid, done by a coalition, whatever the others do."""
    return any(
        _act_carries(state, deed, power.holder, coalition)
        for power in powers(state, deed, state.now)
        if power.holder is not None
    )


def _act_carries(state: State, deed: Deed, actor: str, coalition: frozenset[str]) -> bool:
    body = body_of(state, actor)
    if body is None:
        return consents(state, actor, coalition, ()) and _valid(state, deed, actor, Ballot({}))
    return _body_carries(state, deed, actor, body, coalition, ())


def _body_carries(
    state: State,
    deed: Deed,
    actor: str,
    body: nouns.Body,
    coalition: frozenset[str],
    above: tuple[str, ...],
) -> bool:
    voters = voters_of(state, body)
    ours = [v for v in voters if consents(state, v, coalition, above)]
    targets = [v for v in ours if v in concerned(state, deed)]
    for form in FORMS:
        for away in ([], targets) if targets else ([],):
            choices: dict[str, Choice] = {v: "absent" if v in away else "for" for v in ours}
            if all(_valid(state, deed, actor, b, form) for b in _ballots(voters, choices)):
                return True
    return False


def concerned(state: State, deed: Deed) -> set[str]:
    """Whom a deed is about: who is removed, or would have to leave."""
    held = {o.holder or "" for o in state.seats(deed.get("post") or "").occupants}
    return held if deed.verb == "appoint" else {deed.get("party") or ""}


def _ballots(voters: list[str], choices: dict[str, Choice]) -> Iterator[Ballot]:
    """Everything that the others may do."""
    others = [v for v in voters if v not in choices]
    for made in product(OTHERS[::3], repeat=len(others)):
        yield Ballot({**choices, **dict(zip(others, made, strict=True))})
    for choice in OTHERS:
        yield Ballot({**choices, **dict.fromkeys(others, choice)})


def _valid(state: State, deed: Deed, actor: str, ballot: Ballot, form: Form | None = None) -> bool:
    effect = judge(state, deed, by=actor, choices=ballot, form=form)
    return effect.standing in ("valid", "voidable")


def consents(state: State, name: str, coalition: frozenset[str], above: tuple[str, ...]) -> bool:
    """Whether a coalition makes somebody consent."""
    if name in above:
        return False
    record = state.book.records.get(name)
    if isinstance(record, nouns.Post):
        held = state.holder(name)
        return held is not None and consents(state, held.holder or "", coalition, (*above, name))
    body = body_of(state, name)
    if body is None:
        if isinstance(record, nouns.Entity) and record.acts_through is not None:
            return consents(state, record.acts_through, coalition, (*above, name))
        return name in coalition
    own = Deed("decide", (("matter", "its vote"),))
    return _body_carries(state, own, body.id, body, coalition, (*above, name, body.id))


def body_of(state: State, name: str) -> nouns.Body | None:
    record = state.book.records.get(name)
    if isinstance(record, nouns.Entity) and record.acts_through is not None:
        record = state.book.records.get(record.acts_through)
    return record if isinstance(record, nouns.Body) else None


def voters_of(state: State, body: nouns.Body) -> list[str]:
    if body.holders_of:
        members = [h for i in body.holders_of for h in state.register(i)]
    else:
        members = [o.holder or "" for o in state.seats(body.id).occupants]
    return list(dict.fromkeys([*members, *_outsiders(state, body)]))


def _outsiders(state: State, body: nouns.Body) -> Iterator[str]:
    """Who breaks a tie, and who is named in the rule, members or not."""
    rule = state.pick(body.decides)
    words = re.sub(r"[(),]", " ", say_rule(rule)).split() if rule is not None else []
    named = [name for before, name in pairwise(words) if before == "of"]
    for name in [body.casting_vote, *named]:
        if isinstance(state.book.records.get(name or ""), nouns.Post):
            held = state.holder(name or "")
            yield (held.holder if held is not None else None) or ""
        elif name in state.book.records:
            yield name or ""
