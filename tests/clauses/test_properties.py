"""Properties of conditions and of norms' lives, against a slow twin that looks at every day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.clauses.books import book, lives_at

from minutebook.answers import Found, Why, World, ask
from minutebook.records import Book
from minutebook.state.life import LIVE, Life, Lives
from minutebook.state.state import State

START = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 24
EVENTS = ("e0", "e1", "e2")

Twin = Callable[[dict[str, int | None], int], bool]
"""What a condition says on a day, given the day of each event (None: it never happens)."""


def day(number: int) -> str:
    return (START + timedelta(days=number)).date().isoformat()


def happened(name: str) -> tuple[str, Twin]:
    return f"happened({name})", lambda e, t: e[name] is not None and e[name] <= t


def from_day(number: int) -> tuple[str, Twin]:
    return f"from {day(number)}", lambda e, t: t >= number


def before_day(number: int) -> tuple[str, Twin]:
    return f"before {day(number)}", lambda e, t: t < number


def within(name: str, days: int) -> tuple[str, Twin]:
    def twin(e: dict[str, int | None], t: int) -> bool:
        at = e[name]
        return at is not None and at <= t < at + days

    return f"within {days} days after {name}", twin


def in_order(a: str, b: str) -> tuple[str, Twin]:
    def twin(e: dict[str, int | None], t: int) -> bool:
        first, second = e[a], e[b]
        if first is None or first > t:
            return False
        return second is None or second > t or first < second

    return f"{a} before {b}", twin


def negated(part: tuple[str, Twin]) -> tuple[str, Twin]:
    return f"not ({part[0]})", lambda e, t: not part[1](e, t)


def joined(word: str, parts: list[tuple[str, Twin]]) -> tuple[str, Twin]:
    every = all if word == "and" else any
    text = f" {word} ".join(f"({text})" for text, _ in parts)
    return text, lambda e, t: every(twin(e, t) for _, twin in parts)


numbers = st.integers(0, DAYS)
tests = st.one_of(
    st.sampled_from(EVENTS).map(happened),
    numbers.map(from_day),
    numbers.map(before_day),
    st.builds(within, st.sampled_from(EVENTS), st.integers(1, 9)),
    st.permutations(EVENTS).map(lambda names: in_order(names[0], names[1])),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        inner.map(negated),
        st.builds(joined, st.sampled_from(("and", "or")), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=5,
)
# Different days: which of two events of one instant came first is a question of its own.
histories = st.permutations(range(DAYS)).flatmap(
    lambda days: st.lists(st.booleans(), min_size=3, max_size=3).map(
        lambda dated: {
            name: at if is_dated else None
            for name, at, is_dated in zip(EVENTS, days, dated, strict=False)
        }
    )
)


def text_of(history: dict[str, int | None], norms: list[str], more: str = "") -> str:
    # Exact instants, so that an event of a day has come at the start of that day.
    events = "\n".join(
        f"  - event: {name}" + (f"\n    date: {day(at)}T00:00+00:00" if at is not None else "")
        for name, at in history.items()
    )
    return (
        "book: {title: T, currency: USD, timezone: UTC}\nrecords:\n  - entity: a\n  - entity: b\n"
        f"{events}\n{more}  - document: d\n    norms:\n" + "".join(norms)
    )


def norm(modality: str, name: str, **keys: str) -> str:
    do = keys.pop("do", "sell x")
    lines = [f"      - {modality}: a", f"        id: {name}", f"        do: {do}"]
    lines += [f'        {key.replace("_", " ")}: "{value}"' for key, value in keys.items()]
    return "\n".join(lines) + "\n"


def life_of(found: Book, name: str, number: int) -> Life:
    lives = lives_at(found, START + timedelta(days=number))
    (bound,) = lives.by_id[name]
    return lives.of(bound)


@settings(max_examples=60, deadline=None)
@given(histories, conditions, conditions)
def test_a_permission_holds_on_exactly_the_days_its_conditions_say(
    history: dict[str, int | None], when: tuple[str, Twin], unless: tuple[str, Twin]
) -> None:
    found = book(text_of(history, [norm("may", "n", when=when[0], unless=unless[0])]))
    last = life_of(found, "n", DAYS)
    for t in range(DAYS + 1):
        expected = when[1](history, t) and not unless[1](history, t)
        assert (life_of(found, "n", t).stage in LIVE) is expected, (t, when[0], unless[0])
        assert (last.at(START + timedelta(days=t)) in LIVE) is expected


@settings(max_examples=60, deadline=None)
@given(histories, conditions, conditions)
def test_nothing_fires_before_its_guard_and_an_end_is_for_good(
    history: dict[str, int | None], when: tuple[str, Twin], ends: tuple[str, Twin]
) -> None:
    found = book(text_of(history, [norm("must", "n", when=when[0], ends_when=ends[0])]))
    life = life_of(found, "n", DAYS)
    over = armed = False
    # From before the first event on: a norm without a date has always been there.
    for t in range(-1, DAYS + 1):
        over = over or ends[1](history, t)
        armed = armed or (when[1](history, t) and not over)
        assert (life.at(START + timedelta(days=t)) in LIVE) is (armed and not over)
    assert all(step.why.says for step in life.steps)
    assert all(step.why.because for step in life.steps if step.stage == "triggered")


@settings(max_examples=40, deadline=None)
@given(histories, conditions, conditions, st.integers(0, DAYS))
def test_looking_step_by_step_equals_one_fold(
    history: dict[str, int | None], when: tuple[str, Twin], unless: tuple[str, Twin], t: int
) -> None:
    found = book(text_of(history, [norm("may", "n", when=when[0], unless=unless[0])]))
    early, late = life_of(found, "n", t), life_of(found, "n", DAYS)
    assert late.steps[: len(early.steps)] == early.steps
    assert all(s.at.latest and s.at.latest > START + timedelta(days=t)
               for s in late.steps[len(early.steps):])  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(histories, conditions, conditions, st.randoms(use_true_random=False))
def test_unrelated_norms_and_the_order_of_records_change_nothing(
    history: dict[str, int | None], when: tuple[str, Twin], other: tuple[str, Twin], random: object
) -> None:
    one = norm("may", "n", when=when[0])
    two = norm("must not", "m", when=other[0], do="buy y")
    alone = life_of(book(text_of(history, [one])), "n", DAYS)
    names = list(history)
    random.shuffle(names)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    shuffled = {name: history[name] for name in names}
    among = life_of(book(text_of(shuffled, [two, one])), "n", DAYS)
    assert (alone.stage, alone.steps) == (among.stage, among.steps)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 20), st.integers(0, 15), st.integers(0, 8))
def test_what_is_not_determined_has_two_completions(level: int, low: int, wide: int) -> None:
    def stage(profit: str) -> str:
        more = f"  - {{event: made, date: {day(1)}T00:00+00:00, about: a, profit: {profit}}}\n"
        found = book(text_of({}, [norm("may", "n", when=f"profit(a) >= {level}bn")], more))
        life = life_of(found, "n", 5)
        assert bool(life.missing) is (life.stage == "undetermined")
        return life.stage

    both = {stage(f"{low}bn"), stage(f"{low + wide}bn")}
    open_ = stage(f"{low}bn..{low + wide}bn")
    assert open_ == ("undetermined" if len(both) == 2 else both.pop())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, DAYS - 1), max_size=4, unique=True), st.integers(1, 12),
       st.integers(0, 6))  # fmt: skip
def test_a_duty_is_late_and_breached_as_its_calendar_says(
    done: list[int], due: int, cure: int
) -> None:
    acts = "".join(
        f"  - {{act: done{at}, date: {day(at)}T00:00+00:00, by: a, effect: sell x}}\n"
        for at in done
    )
    keys = {"due": f"{due} days", "when": f"from {day(2)}"}
    if cure:
        keys["cure"] = f"{cure} days"
    found = book(text_of({}, [norm("must", "n", **keys)], acts))
    first = min((at for at in done if at >= 2), default=None)
    for t in range(DAYS + 1):
        life = life_of(found, "n", t)
        fulfilled = first is not None and first <= t
        assert (life.stage == "fulfilled") is fulfilled
        assert life.late is (not fulfilled and t >= 2 + due)
        assert life.ever("breached", START + timedelta(days=t)) is (
            t >= 2 + due + cure and (first is None or first > 2 + due + cure)
        )


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))
def test_an_open_holding_leaves_open_just_what_its_completions_decide(
    level: int, low: int, wide: int
) -> None:
    def stage(units: str) -> str:
        more = (
            "  - {instrument: b/shares, of: b}\n"
            f"  - {{holding: h, holder: a, of: b/shares, units: {units}, date: {day(1)}}}\n"
        )
        found = book(text_of({}, [norm("may", "n", when=f"units(a, b/shares) >= {level}")], more))
        life = life_of(found, "n", 5)
        assert bool(life.missing) is (life.stage == "undetermined")
        return life.stage

    both = {stage(str(low)), stage(str(low + wide))}
    open_ = stage(f"{low}..{low + wide}")
    assert open_ == ("undetermined" if len(both) == 2 else both.pop())


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, DAYS - 1), max_size=5), st.lists(st.integers(0, DAYS - 1),
       max_size=5), st.integers(1, 6))  # fmt: skip
def test_each_instance_is_fulfilled_by_the_oldest_answer_as_a_queue_would(
    asked: list[int], done: list[int], due: int
) -> None:
    """Against a queue: each deed goes to the oldest instance that is born, open and not over."""
    acts = "".join(
        f"  - {{act: {name}{n}, date: {day(at)}T00:00+00:00, by: {by}, effect: {effect}}}\n"
        for name, by, effect, days in (
            ("ask", "b", "offer x to a", asked), ("yes", "a", "accept x", done),
        )
        for n, at in enumerate(sorted(days))
    )  # fmt: skip
    text = text_of({}, [norm("may", "n", do="accept x", upon="offer x to a", due=f"{due} days")],
                   acts)  # fmt: skip
    left = sorted(done)
    expected = []
    for birth in sorted(asked):
        taken = next((t for t in left if birth <= t < birth + due + 1), None)
        if taken is not None and taken <= birth + due:
            left.remove(taken)
            expected.append("fulfilled")
        else:
            expected.append("in force" if birth + due > DAYS else "ended")
    life = life_of(book(text), "n", DAYS)
    assert [one.stage for one in life.instances] == expected


def stages_of(found: Book, at: int) -> set[str]:
    """The stage of the norm on a day, in every world."""

    def question(world: World) -> Found[str]:
        lives = Lives(State(found, START + timedelta(days=at), None, world))
        (bound,) = lives.by_id["n"]
        return Found(lives.of(bound).stage, Why("looked"))

    return {world.value or "undetermined" for world in ask(question).worlds}


SEATS = ("p", "q", "r")


def board_text(votes: dict[str, str], effect: str, condition: str) -> str:
    """A board of three that acts by majority, and a norm that waits for what it did."""
    told = "".join(
        f"    {choice}: [{', '.join(n for n, c in votes.items() if c == choice)}]\n"
        for choice in ("for", "against")
        if choice in votes.values()
    )
    people = "".join(f"  - person: {name}\n" for name in SEATS)
    more = (
        f"{people}  - body: a/board\n    members: [{', '.join(SEATS)}]\n    seats: 3\n"
        "    decides: majority of seats\n"
        "  - post: a/ceo\n    appointed by: a/board\n"
        "  - fact: ready\n    determined by: a/board\n"
        f"  - act: try\n    date: {day(1)}T00:00+00:00\n    by: a/board\n{told}"
        f"    effect: {effect}\n"
    )
    return text_of({}, [norm("may", "n", when=condition)], more)


@settings(max_examples=30)
@given(
    st.dictionaries(st.sampled_from(SEATS), st.sampled_from(("for", "against")), max_size=3),
    st.sampled_from((("appoint p to a/ceo", "p holds a/ceo"),
                     ("determine ready", "determined(ready)"))),
)  # fmt: skip
def test_an_open_vote_leaves_open_just_what_its_completions_decide(
    votes: dict[str, str], deed: tuple[str, str]
) -> None:
    def stage(told: dict[str, str]) -> set[str]:
        found = book(board_text(told, *deed))
        return stages_of(found, 5)

    untold = [name for name in SEATS if name not in votes]
    ways = product(("for", "against"), repeat=len(untold))
    settled = [stage({**votes, **dict(zip(untold, way, strict=True))}) for way in ways]
    assert all(len(one) == 1 for one in settled)
    completions = set().union(*settled)
    found = stage(votes)
    assert (len(found) > 1 or "undetermined" in found) is (len(completions) > 1)
    assert found - {"undetermined"} <= completions


@settings(max_examples=30)
@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 20))
def test_an_open_date_leaves_open_just_what_its_completions_decide(
    first: int, wide: int, asked: int
) -> None:
    def stages(date: str) -> set[str]:
        more = f"  - event: closing\n    date: {date}\n"
        found = book(text_of({}, [norm("may", "n", when="happened(closing)")], more))
        return stages_of(found, asked)

    last = first + wide + 1
    early, late = (f"{day(n)}T00:00+00:00" for n in (first, last))
    # What is dated within bounds lies between them.
    completions = stages(f"{day(first)}T00:01+00:00") | stages(f"{day(last - 1)}T23:59+00:00")
    found = stages(f"{early}/{late}")
    assert (len(found) > 1 or "undetermined" in found) is (len(completions) > 1)
