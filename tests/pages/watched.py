"""A browser page that remembers what it asked for and what it complained of."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"


@dataclass
class Watched:
    """Opens addresses; `check` fails if anything came from elsewhere or went wrong."""

    page: Page
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    origins: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(message.text)

    def open(self, address: str) -> Page:
        """Go there and wait until it is drawn."""
        parts = urlsplit(address)
        self.origins.add((parts.scheme, parts.netloc))
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def check(self) -> None:
        strange = [
            url
            for url in self.asked
            if (urlsplit(url).scheme, urlsplit(url).netloc) not in self.origins
        ]
        assert not strange, f"asked of somebody else: {strange}"
        assert not self.wrong, self.wrong

    def serious(self) -> list[dict[str, Any]]:
        """What axe-core finds serious or critical, by the rules of WCAG 2.2 AA.

        It is put in through the debugger: the pages' own policy lets no script in.
        """
        session = self.page.context.new_cdp_session(self.page)
        session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
        run = """axe.run(document, {preload: false, runOnly: {type: "tag", values:
            ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}})
            .then(r => JSON.stringify(r.violations.filter(v => ["serious", "critical"]
            .includes(v.impact)).map(v => ({id: v.id, nodes: v.nodes.map(n => n.html)}))))"""
        found = session.send(
            "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
        )
        return list(json.loads(found["result"]["value"]))
