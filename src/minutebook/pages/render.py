"""What the template of each page is given: the same on a server and in a static site."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from minutebook.pages import words
from minutebook.pages.address import Address
from minutebook.pages.can import who_can
from minutebook.pages.files import page_downloads
from minutebook.pages.gets import who_gets
from minutebook.pages.knew import who_knew
from minutebook.pages.library import Opened
from minutebook.pages.overview import overview
from minutebook.pages.payments import Payments, payments
from minutebook.pages.problems import problems
from minutebook.pages.record import record
from minutebook.pages.resting import sources_context
from minutebook.pages.text import text_page
from minutebook.text.render import visible
from minutebook.views.show import when_text

TITLES: Final = {
    "overview": "Overview",
    "can": "Who can",
    "gets": "Who gets",
    "knew": "Who knew",
    "record": "Record",
    "sources": "Sources",
    "problems": "Problems",
    "text": "Text",
}
_FAR: Final = (("1", "by two acts"), ("2", "by three"), ("end", "in the end"))
PAGES: Final = frozenset(TITLES)


def page_context(
    opened: Opened, page: str, address: Address, *, line: str = "", site: bool = False
) -> dict[str, Any]:
    """The context of one page of a book.

    `site` makes a page of a static site: every world in it, links to files.
    """
    make = _PAGES[page]
    context = make(opened, address, line, site)
    book = opened.book
    data = context.pop("data", None)
    context |= {
        "book": book,
        "title": visible(book.title),
        "page": page,
        "page_title": TITLES[page],
        "links": _links(page, address, site),
        "text_page": "text.html?line=" if site else "text?line=",
        "record_link": "record.html" if site else f"record{address.elsewhere().query()}",
        "assets": "static/" if site else "/static/",
        "site": site,
        "address": address,
        "mistakes": [visible(m) for m in address.mistakes],
        "count_problems": len(book.diagnostics),
        "fields": _fields(address),
        "json_link": f"{page}.json" + ("" if site else address.query()),
    }
    context["downloads"] = (
        []
        if book.errors and page != "problems"
        else page_downloads(opened, page, address, site=site)
    )
    if data is not None:
        context["data"] = script_text({**data, "site": site})
    return context


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the navigation."""

    page: str
    title: str
    href: str
    current: bool


def _links(page: str, address: Address, site: bool) -> list[PageLink]:
    found = []
    for name, title in TITLES.items():
        file = "index" if name == "overview" else name
        href = f"{file}.html" if site else ("./" if name == "overview" else name)
        query = "" if site else address.elsewhere().query()
        found.append(PageLink(name, title, href + query, name == page))
    return found


def _fields(address: Address) -> dict[str, str]:
    return {
        "at": "" if address.at is None else when_text(address.at),
        "known": "" if address.known is None else when_text(address.known),
        "select": address.select or "",
    }


def script_text(data: Mapping[str, Any]) -> SafeString:
    """Data inside a script element: JSON that cannot end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, escaped)
    return mark_safe(text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


# -- one function for each page


def _overview(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    found = overview(opened, address, every_world=site)
    asks = not found.hinges_known and not address.hinges and not site
    return {"view": found, "bar": found.bar, "data": found.data,
            "hinges_link": replace(address, hinges=True).query() if asks else "",
            "chart": mark_safe(found.chart),  # written by svg.tag, which escapes
            "now": found.labels[found.step], "last": len(found.labels) - 1,
            "ticks": list(zip(range(len(found.labels)), found.marks, strict=True)),
            "at_text": words.moment(opened.book, found.at)}  # fmt: skip


def _record(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    found = record(opened, address, every_world=site)
    return {"view": found, "bar": found.bar, "data": found.data,
            "at_text": words.moment(opened.book, found.at)}  # fmt: skip


def _can(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    found = who_can(opened, address, every_world=site)
    kept = replace(address.elsewhere(), steps=address.steps, within=address.within).query()
    return {"aim_link": f"{kept}&aim=" if kept else "?aim=", "far": _FAR,
            "view": found, "bar": found.bar, "data": found.data,
            "at_text": words.moment(opened.book, found.at)}  # fmt: skip


def _gets(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    found = who_gets(opened, address, every_world=site)
    first = found.subjects[0] if found.subjects else None
    more = Payments()
    if first is not None:
        more = payments(opened, address, first.id, first.most_exact)
    return {"more": more, "caption": "Paid at " + (first.amount if first is not None else ""),
            "view": found, "bar": found.bar, "data": found.data,
            "at_text": words.moment(opened.book, found.at)}  # fmt: skip


def _knew(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    found = who_knew(opened, address, every_world=site)
    charts = {
        id(world): mark_safe(world.chart)  # written by svg.tag, which escapes
        for subject in found.subjects
        for world in subject.worlds
    }
    subjects = [
        (subject, [(world, charts[id(world)]) for world in subject.worlds])
        for subject in found.subjects
    ]
    selected = found.subjects[0].id if found.subjects else ""
    return {"view": found, "bar": found.bar, "data": found.data, "subjects": subjects,
            "selected": selected, "at_text": words.moment(opened.book, found.at)}  # fmt: skip


def _sources(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    return sources_context(opened, address, site=site)


def _problems(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    return {"view": problems(opened)}


def _text(opened: Opened, address: Address, line: str, site: bool) -> dict[str, Any]:
    return {"view": text_page(opened.book, line, whole=site)}


_PAGES: Mapping[str, Callable[[Opened, Address, str, bool], dict[str, Any]]] = {
    "overview": _overview,
    "can": _can,
    "gets": _gets,
    "record": _record,
    "knew": _knew,
    "sources": _sources,
    "problems": _problems,
    "text": _text,
}
