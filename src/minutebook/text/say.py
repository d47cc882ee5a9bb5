"""Numbers and moments in the words of a page or a terminal: exact where short, else marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from minutebook.text.numbers import Money
from minutebook.text.when import When

_SIZES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))
_LONGEST_DECIMALS = 4


def say_number(number: Fraction) -> str:
    """Say a number: `770`, `13,000.25`; one that no short decimal meets as `about 17.33`."""
    exact = _decimal(number, _LONGEST_DECIMALS)
    return exact if exact is not None else f"about {_rounded(number, 2)}"


def _decimal(number: Fraction, most: int) -> str | None:
    """Write a number exactly with at most so many decimals, or give None."""
    for places in range(most + 1):
        if (number * 10**places).denominator == 1:
            return _rounded(number, places)
    return None


def _rounded(number: Fraction, places: int) -> str:
    """Write a number with so many decimals, half to even, thousands separated."""
    scaled = round(number * 10**places)
    whole, rest = divmod(abs(scaled), 10**places)
    decimals = f".{rest:0{places}}" if places else ""
    return f"{'-' if scaled < 0 else ''}{whole:,}{decimals}"


def say_money(money: Money) -> str:
    """Say an amount: `13bn USD`, `900,000 USD`, `about 17.33 USD`."""
    currency = f" {money.currency}" if money.currency else ""
    for size, suffix in _SIZES:
        short = _decimal(money.amount / size, 3) if abs(money.amount) >= size else None
        if short is not None:
            return f"{short}{suffix}{currency}"
    cents = _decimal(money.amount, 2)
    if cents is None:
        return f"about {_rounded(money.amount, 2)}{currency}"
    if "." in cents:
        cents = _rounded(money.amount, 2)
    return f"{cents}{currency}"


def say_fraction(share: Fraction) -> str:
    """Say a share in parts and in percent: `2/3 (66.67 %)`, `747/770 (97.01 %)`, `all`, `none`."""
    if share == 1:
        return "all"
    if share == 0:
        return "none"
    percent = _decimal(share * 100, 2) or _rounded(share * 100, 2)
    if share.denominator > 10**6:
        return f"about {percent} %"
    return f"{share} ({percent} %)"


def say_duration(length: timedelta) -> str:
    """Say a length of time: `106 h 03 min`, `1 min`, `45 s`; from 30 days on in days."""
    sign = "-" if length < timedelta(0) else ""
    days, seconds = divmod(round(abs(length).total_seconds()), 86_400)
    if days >= 30:
        hours = f" {seconds // 3600} h" if seconds >= 3600 else ""
        return f"{sign}{days:,} days{hours}"
    minutes, seconds = divmod(days * 86_400 + seconds, 60)
    hours_count, minutes = divmod(minutes, 60)
    rest = f" {seconds:02} s" if seconds else ""
    if hours_count:
        return f"{sign}{hours_count} h {minutes:02} min{rest}"
    if minutes:
        return f"{sign}{minutes} min{rest}"
    return f"{sign}{seconds} s"


def say_when(when: When, zone: ZoneInfo) -> str:
    """Say a moment in the clocks of `zone`: `2023-11-17 12:00 PST`; whole days without a time.

    A range is said as the shortest thing that it is: a year, a month, a day, days, or times.
    """
    return ("about " if when.approximate else "") + _said(when, zone)


def _said(when: When, zone: ZoneInfo) -> str:
    if when.earliest is None and when.latest is None:
        return "at an unknown time"
    if when.latest is None:
        assert when.earliest is not None
        return f"from {_point(when.earliest.astimezone(zone))} on"
    last = when.latest.astimezone(zone)
    if when.earliest is None:
        return f"by {_last_point(last)}"
    first = when.earliest.astimezone(zone)
    if when.exact:
        return _clock(first)
    if _is_midnight(first) and _is_midnight(last):
        return _days(first, last)
    if first.date() == (last - timedelta(microseconds=1)).date():
        until = "24:00" if _is_midnight(last) else f"{last:%H:%M}"
        return f"{first:%Y-%m-%d %H:%M} to {until} {_zone(first)}"
    return f"between {_clock(first)} and {_clock(last)}"


def _days(first: datetime, last: datetime) -> str:
    """Say a range of whole local days, `last` excluded."""
    final = (last.replace(tzinfo=None) - timedelta(days=1)).date()
    begun = first.date()
    if begun == final:
        return f"{begun}"
    if first.day == 1 and last.day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month
        if months == 1:
            return f"{begun:%Y-%m}"
        if first.month == 1 and months == 12:
            return f"{begun:%Y}"
    return f"{begun} to {final}"


def _is_midnight(moment: datetime) -> bool:
    return moment.hour == moment.minute == moment.second == 0


def _point(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}" if _is_midnight(moment) else _clock(moment)


def _last_point(moment: datetime) -> str:
    """Say an excluded bound: the whole day before, if it is the end of one."""
    if _is_midnight(moment):
        return f"{(moment.replace(tzinfo=None) - timedelta(days=1)):%Y-%m-%d}"
    return _clock(moment)


def _clock(moment: datetime) -> str:
    seconds = ":%S" if moment.second else ""
    return f"{moment.strftime('%Y-%m-%d %H:%M' + seconds)} {_zone(moment)}"


def _zone(moment: datetime) -> str:
    """Name the zone by its letters, or by its offset where it has none (`UTC+03:00`)."""
    name = moment.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{moment.isoformat()[-6:]}"
