"""The patterns of the page "What follows" run: each is loaded and asked what it says it answers.

A `yaml` block that begins with a record is added to the book of the first block; the `text` block
below it holds commands without the book, each followed by lines whose words its output must show
side by side.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from textwrap import indent

import pytest
from click.testing import CliRunner

from minutebook.cli import main

PAGE = Path(__file__).parent.parent.parent / "docs" / "what-follows.md"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?",
                    PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)  # fmt: skip
PRELUDE = BLOCKS[0][0]
PATTERNS = BLOCKS[1:]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("records", "asked"), PATTERNS)
def test_a_pattern_answers_as_it_says(records: str, asked: str, tmp_path: Path) -> None:
    assert 4 <= len(records.splitlines()) <= 16, "an example is about ten lines long"
    (tmp_path / "book.yaml").write_text(PRELUDE + indent(records, "  "), "utf-8")
    assert asked, "every pattern is asked something"
    for block in asked.split("$ ")[1:]:
        command, *expected = block.strip().splitlines()
        name, *rest = shlex.split(command)
        result = CliRunner().invoke(main, [name, str(tmp_path), *rest])
        assert result.exit_code == 0, result.output
        for line in expected:
            assert words(line) in words(result.output), f"{line} not in\n{result.output}"


def test_all_patterns_are_there() -> None:
    assert len(PATTERNS) >= 11
