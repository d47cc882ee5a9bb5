"""Words of the pages: names of records, sentences about deeds, states and dates.

Nothing here judges; it says in a reader's words what the views found.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from fractions import Fraction

from minutebook.records import Book, nouns
from minutebook.records.deeds import Deed
from minutebook.state.verdict import Takes
from minutebook.text.numbers import Quantity
from minutebook.text.say import say_fraction, say_number, say_when
from minutebook.text.when import When
from minutebook.views.show import PostShown, held_by
from minutebook.views.structure import BodyAt

MARKS = {"valid": "✓", "voidable": "!", "void": "✗", "undetermined": "?", None: "·"}
_LAST_MICROSECOND = 999_999
CARRIED = {True: "carried", False: "not carried", None: "whether it was carried is not determined"}


def name(book: Book, id_: str | None) -> str:
    """What people call a record; an id that is none stands for itself."""
    if id_ is None:
        return "nobody"
    record = book.records.get(id_)
    if record is None:
        return id_
    if record.name is None and isinstance(
        record, nouns.Act | nouns.Event | nouns.Message | nouns.Meeting | nouns.Fact
    ):
        return record.id.replace("-", " ")
    if record.name is None and "/" in record.id:
        return record.id.rpartition("/")[2].replace("-", " ")
    return record.label


def held(book: Book, post: PostShown) -> str:
    """Who holds a post, as people call them."""
    return held_by(post, lambda party: name(book, party))


def member(book: Book, body: BodyAt, party: str) -> str:
    """A member of a body, as people call them, and whether they are suspended."""
    return name(book, party) + (" (suspended)" if party in body.suspended else "")


def plain(title: str) -> str:
    """A title as part of a file's name."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))


def initials(words: str) -> str:
    """Up to two first letters of a name."""
    letters = [w[0] for w in words.replace("'", " ").split() if w[0].isalnum()]
    return (letters[0] + letters[-1] if len(letters) > 1 else "".join(letters[:1])).upper()


def deed(book: Book, written: str) -> str:
    """A deed with names instead of ids, and numbers as they are read."""
    return " ".join(name(book, w) if w in book.records else _number(w) for w in written.split())


def _number(word: str) -> str:
    """A long number with its thousands apart; "up to 10bn" for what is written 0..10bn."""
    if word.isdecimal() and len(word) > 4:
        return f"{int(word):,}"
    least, between, most = word.partition("..")
    if not between or not most[:1].isdecimal():
        return word
    return f"up to {_number(most)}" if least == "0" else f"{_number(least)} to {_number(most)}"


def deeds(book: Book, act: nouns.Act) -> str:
    """What an act was to do: the deeds that differ in one name only are said together."""
    texts: list[str] = []
    left = list(act.effects)
    while left:
        first = left.pop(0)
        party, post = first.get("party"), first.get("post")
        same: list[tuple[str | None, str | None]] = []
        if party and post and first.verb in ("remove", "appoint", "elect"):
            pairs = [(e.get("party"), e.get("post")) for e in left if _alike(e, first)]
            same = [p for p in pairs if p[0] == party] or [p for p in pairs if p[1] == post]
        text = deed(book, str(first))
        if same and party and post:
            left = [e for e in left if (e.get("party"), e.get("post")) not in same]
            by_party = same[0][0] == party
            old = name(book, post if by_party else party)
            more = [name(book, p[1] if by_party else p[0]) for p in same]
            text = text.replace(old, listed([old, *more]), 1)
        texts.append(text)
    return "; ".join(texts)


def _alike(a: Deed, b: Deed) -> bool:
    """Whether two deeds have one verb and differ in party or post only."""
    plain = [{k: v for k, v in d.args if k not in ("party", "post")} for d in (a, b)]
    return a.verb == b.verb and plain[0] == plain[1]


def listed(names: list[str]) -> str:
    """Names with commas and an "and"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def title(book: Book, record: nouns.Noun) -> str:
    """One line on something that happened."""
    if isinstance(record, nouns.Act):
        actor = "" if record.by is None else f"{name(book, record.by)}: "
        return _sentence(f"{actor}{deeds(book, record) or name(book, record.id)}")
    if isinstance(record, nouns.Message):
        return _sentence(f"{_parties(book, record)}: {record.says or _about(book, record)}")
    if isinstance(record, nouns.Meeting):
        body = "" if record.of is None else f" of {name(book, record.of)}"
        return _sentence(f"meeting{body}: {name(book, record.id)}")
    says = getattr(record, "says", None)
    return _sentence(says or name(book, record.id))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _parties(book: Book, message: nouns.Message) -> str:
    sender = name(book, message.from_) if message.from_ else "somebody"
    to = ", ".join(name(book, p) for p in message.to)
    if not to:
        to = "the public" if message.public else "somebody"
    return f"{sender} to {to}"


def _about(book: Book, message: nouns.Message) -> str:
    return "about " + (", ".join(name(book, a) for a in message.about) or "something")


def moment(book: Book, at: datetime) -> str:
    """An instant in the book's zone; the end of a day is that day, the last instant is before."""
    if at.microsecond == _LAST_MICROSECOND:
        next_ = moment(book, at + timedelta(microseconds=1))
        return next_ if next_.startswith("end of ") else f"just before {next_}"
    local = at.astimezone(book.zone)
    if local.hour == local.minute == local.second == 0:
        return say_when(When(None, at, ""), book.zone).replace("by ", "end of ", 1)
    return say_when(When(at, at, ""), book.zone)


def when(book: Book, found: When | None) -> str:
    """A moment as the book tells it."""
    return "" if found is None else say_when(found, book.zone)


def takes(book: Book, found: Takes) -> str:
    """From when an effect holds."""
    if found.kind == "from" and found.start is not None:
        return f"from {say_when(found.start, book.zone)}"
    return str(found)


def quantity(found: Quantity | None) -> str:
    """A number, its bounds, or that it is not known."""
    if found is None or (found.low is None and found.high is None and found.exact is None):
        return "not known"
    if found.exact is not None:
        return say_number(found.exact)
    low = "" if found.low is None else f"at least {say_number(found.low)}"
    high = "" if found.high is None else f"at most {say_number(found.high)}"
    return ", ".join(p for p in (low, high) if p)


def people(found: Quantity | None) -> str:
    """How many people a group counts."""
    said = quantity(found)
    return "how many is not known" if said == "not known" else f"{said} people"


def quantity_of(number: Fraction) -> str:
    """A plain number."""
    return say_number(number)


def share(found: Fraction) -> str:
    """A share in percent."""
    percent = found * 100
    return f"{say_number(percent)} %" if percent.denominator <= 100 else say_fraction(found)


def seats(members: int | None, count: int | None) -> str:
    """How full a body is, as far as it is told."""
    if members is None:
        known = "how many seats" if count is None else f"{count} seats; how many of them are filled"
        return f"{known} is not known"
    if count is None:
        return f"{members} members; how many seats is not known"
    if members == count:
        return f"{count} seat{'' if count == 1 else 's'}, all filled" if count else "no seats"
    return f"{members} of {count} seats filled"


def readable(choice: str, kind: str) -> str:
    """The name of an open choice that the book does not ask in words."""
    if kind == "act" and choice.endswith(" took effect"):
        return f"Did {choice.removesuffix(' took effect').replace('-', ' ')} take effect?"
    return choice
