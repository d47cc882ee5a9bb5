"""A PNG holds its text, or says plainly what no font could draw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.pages.books import CJK, LONG, organisations

from minutebook.cli import main
from minutebook.pages import picture
from minutebook.pages.drawing import chart
from minutebook.pages.picture import Fonts, png_bytes, says_undrawn, undrawn
from minutebook.pages.svg import Font, lines, svg
from minutebook.views.open import open_book

OURS = Fonts(of_the_machine=False)
PLAIN = Font("plain", 13)


def drawing(*texts: str) -> str:
    shapes = [lines((text,), 4, 4 + 20 * n, PLAIN) for n, text in enumerate(texts)]
    return svg(shapes, 600, 20 * len(texts) + 10, "a drawing")


def test_what_the_shipped_font_has_is_drawn_and_nothing_is_said() -> None:
    drawn = drawing("Ångström & Søn <b>", LONG)
    assert undrawn(drawn, OURS) == ()
    assert height(png_bytes(drawn, 1.0, OURS)) == 50
    # Each text leaves its ink.
    assert png_bytes(drawn, 1.0, OURS) != png_bytes(drawing("", LONG), 1.0, OURS)
    assert png_bytes(drawn, 1.0, OURS) != png_bytes(drawing("Ångström & Søn <b>", ""), 1.0, OURS)


def height(painted: bytes) -> int:
    return int.from_bytes(painted[20:24], "big")


def test_what_no_font_has_is_told_at_the_foot() -> None:
    drawn = drawing("Plain Co.", CJK)
    lacking = undrawn(drawn, OURS)
    assert set(lacking) == set(CJK)
    says = says_undrawn(lacking)
    assert "Han (Chinese, Japanese, Korean)" in says
    assert "Hiragana" in says_undrawn(("及", "び"))
    assert "symbols" in says_undrawn(("🎉",))
    # The picture is taller by the lines that say so, and the drawing above them is untouched.
    assert height(png_bytes(drawn, 1.0, OURS)) > 50


def test_a_named_font_goes_to_the_painter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[dict[str, Any]] = []

    def paint(**how: Any) -> bytes:
        given.append(how)
        return b"drawn" if "\U0003fffd" not in how["svg_string"] else b"box"

    monkeypatch.setattr(picture, "_painter", lambda: paint)
    font = tmp_path / "han.ttf"
    font.write_bytes(b"")
    assert undrawn(drawing(CJK), Fonts((str(font),))) == ()
    assert all(str(font) in how["font_files"] for how in given)


def test_the_command_says_on_stderr_what_it_could_not_draw(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book = tmp_path / "many.yaml"
    book.write_text(organisations(3, lambda n: CJK if n else LONG), "utf-8")
    monkeypatch.setattr(picture, "_lacks", lambda character, fonts: True)
    target = tmp_path / "chart.png"
    result = CliRunner().invoke(main, ["chart", str(book), "-o", str(target)])
    assert result.exit_code == 0, result.output
    assert "no font here has" in result.stderr
    assert "--font FILE" in result.stderr
    assert target.read_bytes().startswith(b"\x89PNG")
    told = CliRunner().invoke(main, ["chart", str(book), "-o", str(tmp_path / "chart.svg")])
    assert told.stderr == ""


def test_a_chart_in_python_takes_fonts_too(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Fonts] = []

    def paint(drawn: str, zoom: float = 2.0, fonts: Fonts = OURS) -> bytes:
        given.append(fonts)
        return b""

    monkeypatch.setattr("minutebook.pages.drawing.png_bytes", paint)
    chart(open_book("startup")).png(fonts=["a.ttf"])
    assert given == [Fonts(("a.ttf",))]
