"""The pages: how long the first page of a book takes, and one step of its slider.

The first page is asked of a server that has not opened the book yet: reading, judging, drawing
and sending it. A step is measured in Chromium, the slowest of all steps of the page, with the
layout that follows; without Chromium it is left out. There is no other program to compare with.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from minutebook.pages.server import make_server
from rows import OURS, Row

RUNS = 3
STEP = """() => { const s = document.getElementById("time"); let most = 0;
  for (let n = 0; n <= +s.max; n++) { const from = performance.now(); s.value = n;
    s.dispatchEvent(new Event("input")); document.body.getBoundingClientRect();
    most = Math.max(most, performance.now() - from); } return most / 1000; }"""


def record_text(count: int) -> str:
    """One company with so many acts that hand one post round."""
    lines = [
        "book: {title: Long, timezone: UTC}\nrecords:",
        "  - {entity: e, date: 2000}\n  - {person: a}\n  - {person: b}\n  - {person: c}",
        "  - {body: e/board, of: e, date: 2000, members: [a, b, c], decides: majority of seats}",
        "  - {post: e/chief, of: e, date: 2000, holder: a, appointed by: e/board}",
    ]
    for n in range(count - len(lines)):
        day = f"{2001 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}"
        lines.append(
            f"  - {{act: a{n}, date: {day}, by: e/board, for: [a, b], "
            f"effect: appoint {'abc'[n % 3]} to e/chief}}"
        )
    return "\n".join(lines) + "\n"


def pyramid_text(count: int) -> str:
    """So many organisations, each held by two above it."""
    lines = ["book: {title: Many, timezone: UTC}\nrecords:"]
    for n in range(count):
        lines.append(f"  - {{entity: e{n}, name: Organisation number {n}, date: 2001}}")
        if n:
            lines.append(f"  - {{instrument: e{n}/share, of: e{n}}}")
            lines.extend(
                f"  - {{holding: h{n}-{holder}, date: 2001, holder: e{holder}, "
                f"of: e{n}/share, units: {n}}}"
                for holder in sorted({(n - 1) // 3, max(0, n - 2)})
            )
    return "\n".join(lines) + "\n"


@contextmanager
def serving(place: str) -> Iterator[str]:
    """The address of the overview of a book that has not been opened yet."""
    server = make_server((place,), port=0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        name = Path(place).stem
        yield f"http://127.0.0.1:{server.server_address[1]}/{name}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def first_page(place: str) -> float:
    """Seconds until the first page of a book has come."""
    with serving(place) as address:
        begun = time.perf_counter()
        with urllib.request.urlopen(address) as answer:
            answer.read()
        return time.perf_counter() - begun


def slowest_step(place: str, chromium: str) -> float:
    """Seconds that the slowest step of the slider takes."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with serving(place) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        page = browser.new_page()
        page.goto(address, timeout=60_000)
        page.wait_for_selector("html[data-ready]")
        found = float(page.evaluate(STEP))
        browser.close()
        return found


def rows() -> Iterator[Row]:
    """First page and slowest step for OpenAI, 5,000 records and 150 organisations."""
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        long, many = Path(folder) / "long.yaml", Path(folder) / "many.yaml"
        long.write_text(record_text(5_000), "utf-8")
        many.write_text(pyramid_text(150), "utf-8")
        first_page("startup")  # imports and templates, once
        for name, place in (
            ("the OpenAI book", "openai"),
            ("5,000 records", str(long)),
            ("150 organisations", str(many)),
        ):
            seconds = min(first_page(place) for _ in range(RUNS))
            yield Row(f"first page of {name}", OURS, seconds)
            if chromium is not None:
                step = min(slowest_step(place, chromium) for _ in range(RUNS))
                yield Row(f"slowest step of the slider, {name}", OURS, step)
