"""The answers of the server: pages, their JSON, our own files, and pages that say what is amiss."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from minutebook.pages import shelf as shelf_of
from minutebook.pages.address import read_address
from minutebook.pages.files import KINDS, XLSX, page_file, page_workbook
from minutebook.pages.library import Opened, TooLargeError, stamp
from minutebook.pages.overview import overview
from minutebook.pages.patience import OutOfTimeError
from minutebook.pages.picture import NoPainterError, svg_file
from minutebook.pages.render import PAGES, page_context
from minutebook.pages.report import report_html, report_policy
from minutebook.pages.statics import read_static
from minutebook.pages.twins import TWINS
from minutebook.pages.ways import Way, ways_on

# Sources and texts of a book stay readable while it has errors; what is judged does not.
_WITH_ERRORS: Final = frozenset({"problems", "text"})


def shelf(request: HttpRequest) -> HttpResponse:
    """The books on the shelf; with a single one, that book."""
    names = list(shelf_of.LIBRARY.places)
    if len(names) == 1:
        return redirect(f"/{names[0]}/")
    return _page("shelf", {"names": names, "page": "shelf"})


def page(request: HttpRequest, book: str, page: str) -> HttpResponse:
    """One page of a book."""
    if page not in PAGES:
        raise Http404
    return _guarded(book, lambda opened: _show(request, opened, page), request)


def page_json(request: HttpRequest, book: str, page: str) -> HttpResponse:
    """The same as JSON, in the form of the command line."""
    twin = TWINS.get(page)
    if twin is None:
        raise Http404

    def answer(opened: Opened) -> HttpResponse:
        address = read_address(opened.book, _query(request))
        if address.mistakes:
            return _json({"mistakes": list(address.mistakes)}, 400)
        if opened.book.errors and page not in _WITH_ERRORS:
            return _json({"mistakes": ["the book has errors: see problems.json"]}, 409)
        return _json(twin(opened, address))

    return _guarded(book, answer)


def chart(request: HttpRequest, book: str) -> HttpResponse:
    """The chart of the overview by itself, with its look and its text."""

    def answer(opened: Opened) -> HttpResponse:
        if opened.book.errors:
            raise Http404
        drawn = svg_file(overview(opened, read_address(opened.book, _query(request))).chart)
        return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")

    return _guarded(book, answer)


def workbook(request: HttpRequest, book: str, page: str) -> HttpResponse:
    """The tables of a page as a workbook."""
    return _file(request, book, page, f"{page}.xlsx")


def page_part(request: HttpRequest, book: str, page: str, name: str) -> HttpResponse:
    """A table of a page as CSV, or a chart as SVG or PNG."""
    return _file(request, book, page, name)


def _file(request: HttpRequest, book: str, page: str, name: str) -> HttpResponse:
    kind = KINDS.get(name.rpartition(".")[2])
    if kind is None or page not in PAGES:
        raise Http404

    def answer(opened: Opened) -> HttpResponse:
        if opened.book.errors and page not in _WITH_ERRORS:
            raise Http404
        address = read_address(opened.book, _query(request))
        if kind == XLSX:
            found: bytes | None = page_workbook(opened, page, address)
        else:
            found = page_file(opened, page, name, address)
        if found is None:
            raise Http404
        response = HttpResponse(found, content_type=kind)
        # The name is made of letters, digits, dots and hyphens: the routes let nothing else in.
        response.headers["Content-Disposition"] = f'attachment; filename="{opened.name}-{name}"'
        return response

    try:
        return _guarded(book, answer)
    except NoPainterError as error:
        return _message("No PNG here", f"{error}.", 501)


def report(request: HttpRequest, book: str) -> HttpResponse:
    """A printable report of the book."""

    def answer(opened: Opened) -> HttpResponse:
        address = read_address(opened.book, _query(request))
        found = HttpResponse(report_html(opened, address))
        # Everything stands in this one file: its style is its own, and nothing is loaded.
        found.headers["Content-Security-Policy"] = report_policy()
        return found

    return _guarded(book, answer)


def state(request: HttpRequest, book: str) -> HttpResponse:
    """What changes when a file of the book is saved."""
    place = shelf_of.LIBRARY.places.get(book)
    if place is None:
        raise Http404
    return JsonResponse({"stamp": str(hash(stamp(place)))})


def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of our own files."""
    found = read_static(name)
    if found is None:
        raise Http404
    kind, content = found
    response = HttpResponse(content, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page."""
    return _message("There is no such page", "Go back to the books.", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Something of ours went wrong."""
    says = "This is a mistake of the program, not of the book."
    return _message("The page could not be made", says, 500)


def _show(request: HttpRequest, opened: Opened, page: str) -> HttpResponse:
    if opened.book.errors and page not in _WITH_ERRORS:
        return redirect(f"/{opened.name}/problems")
    query = _query(request)
    address = read_address(opened.book, query)
    line = (query.get("line") or [""])[-1]
    status = 400 if address.mistakes else 200
    return _page(page, page_context(opened, page, address, line=line), status)


def _guarded(
    name: str, answer: Callable[[Opened], HttpResponse], request: HttpRequest | None = None
) -> HttpResponse:
    """Open a book and answer, or say why not and what to do about it."""
    try:
        opened = shelf_of.LIBRARY.open(name)
        if opened is None:
            raise Http404
        return opened.in_time(answer)
    except TooLargeError as error:
        return _message("This book is too large for the pages", f"{error}.", 413)
    except OutOfTimeError:
        response = _too_long(name, request)
        response.headers["Retry-After"] = "5"
        return response


def _too_long(name: str, request: HttpRequest | None) -> HttpResponse:
    """What was stopped, and ways on: ask again, or ask for less."""
    says = (
        "This page took longer than 10 seconds and was stopped. What was worked out is kept, so "
        "that asking again gets further. At an earlier date, of one thing, or with a reading "
        "settled there is less to work out."
    )
    opened = shelf_of.LIBRARY.open(name)
    query = _query(request) if request is not None else {}
    ways: tuple[Way, ...] = ()
    if opened is not None and request is not None:
        page = request.path.rsplit("/", 1)[-1] or "overview"
        ways = ways_on(opened.book, read_address(opened.book, query), page)
    context = {"title": "This page takes too long", "says": says, "page": "message", "ways": ways}
    return _page("message", context, 503)


def _query(request: HttpRequest) -> Mapping[str, list[str]]:
    return {name: request.GET.getlist(name) for name in request.GET}


def _page(name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(render_to_string(f"minutebook/{name}.html", dict(context)), status=status)


def _message(title: str, says: str, status: int) -> HttpResponse:
    return _page("message", {"title": title, "says": says, "page": "message"}, status)


def _json(value: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
