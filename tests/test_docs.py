"""Documentation is tested: its examples run, in order, and its links lead somewhere.

Two kinds of example run, each file's in one temporary folder of its own:

- every `>>>` line, as a doctest;
- every fenced block marked `console`: a line `$ command` (continued by a line `> ...`), followed
  by what it prints. `minutebook ...` runs in this process, anything else in a shell.

In both, `...` stands for text left out. Blocks that should not run are marked `sh` or `text`.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
COLUMNS = "100"

FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,}) *(?P<language>[\w+-]*)")
LINK = re.compile(r"\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)|^\[[^\]]+\]:\s+(\S+)", re.MULTILINE)
SHELL_SYNTAX = re.compile(r"[|&;<>()$`*?\n]")


class Block(NamedTuple):
    """A fenced block: the number of its opening line, its language, its lines."""

    line: int
    language: str
    lines: list[str]


class Example(NamedTuple):
    """A command in a console block, where it stands, and what it is said to print."""

    line: int
    command: str
    output: str


def name_of(path: Path) -> str:
    """Name a file as the repository knows it."""
    return path.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks in order; an unclosed one runs to the end, as Markdown has it."""
    lines = iter(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        if opening := FENCE.match(line):
            inside = []
            for _, below in lines:
                if below.strip().startswith(opening["fence"]) and not below.strip(" `~"):
                    break
                inside.append(below.removeprefix(opening["indent"]))
            yield Block(number, opening["language"], inside)


def without_blocks(text: str) -> str:
    """Blank out the fenced blocks, keeping the number of lines."""
    lines = text.splitlines()
    for block in blocks(text):
        for at in range(block.line - 1, min(len(lines), block.line + 1 + len(block.lines))):
            lines[at] = ""
    return "\n".join(lines)


# -- Python examples --------------------------------------------------------------------------


def run_python(text: str, name: str) -> list[str]:
    """Run every `>>>` example of a document; return a report for each that fails."""
    # A closing fence right below an example would be read as part of its output.
    text = "\n".join("" if FENCE.match(line) else line for line in text.splitlines())
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
    reports: list[str] = []
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS)
    runner.run(test, out=reports.append)
    return reports


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_python_examples(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reports = run_python(document.read_text("utf-8"), name_of(document))
    assert not reports, "\n".join(reports)


# -- Command line examples --------------------------------------------------------------------


def console_examples(text: str) -> Iterator[Example]:
    """Yield the commands of all console blocks, each with the output written below it."""
    for block in blocks(text):
        if block.language != "console":
            continue
        lines = [line.rstrip() for line in block.lines]
        starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
        assert starts[:1] == [0], f"line {block.line}: a console block starts with '$ command'"
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            command, below = [lines[start][2:]], start + 1
            while below < end and (lines[below].startswith("> ") or lines[below] == ">"):
                command.append(lines[below][2:])
                below += 1
            output = "\n".join(lines[below:end]).strip("\n")
            yield Example(block.line + 1 + start, "\n".join(command), output)


def run_command(command: str) -> str:
    """Run one command in the current folder; return all that it printed."""
    environment = {
        **os.environ,
        "COLUMNS": COLUMNS,
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    if command.startswith("minutebook ") and not SHELL_SYNTAX.search(command):
        (script,) = entry_points(group="console_scripts", name="minutebook")
        main = script.load()
        assert isinstance(main, click.Command)
        result = CliRunner().invoke(
            main, shlex.split(command)[1:], env=environment, prog_name="minutebook"
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.output
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode("utf-8")


def run_console(text: str, name: str) -> list[str]:
    """Run every console example of a document; return a report for each that differs."""
    reports = []
    for example in console_examples(text):
        printed = run_command(example.command)
        got = "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")
        if not doctest.OutputChecker().check_output(example.output, got, doctest.ELLIPSIS):
            reports.append(
                f"{name}:{example.line}: $ {example.command}\n"
                f"--- written\n{example.output}\n--- printed\n{got}\n"
            )
    return reports


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_console_examples(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reports = run_console(document.read_text("utf-8"), name_of(document))
    assert not reports, "\n".join(reports)


# -- Links --------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Return the anchors that a code host gives to a document's headings."""
    found: set[str] = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", text))
    seen: Counter[str] = Counter()
    for heading in re.findall(r"^#{1,6} +(.+?)[ #]*$", without_blocks(text), re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def broken_links(document: Path) -> list[str]:
    """Return the relative links of a document that lead to no file or to no heading."""
    prose = re.sub(r"`[^`\n]+`", "", without_blocks(document.read_text("utf-8")))
    broken = []
    for target in (inline or reference for inline, reference in LINK.findall(prose)):
        if re.match(r"[a-z][a-z0-9+.-]*:|//", target):
            continue
        file, _, anchor = target.partition("#")
        there = document.parent / file if file else document
        lost_anchor = anchor and there.suffix == ".md" and there.is_file()
        if not there.exists() or (lost_anchor and anchor not in anchors(there.read_text("utf-8"))):
            broken.append(target)
    return broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_relative_links_lead_somewhere(document: Path) -> None:
    assert broken_links(document) == []


# -- The tests above can fail ---------------------------------------------------------------------


def test_a_wrong_python_example_is_reported() -> None:
    right = "```python\n>>> 1 + 1\n2\n```\n"
    assert run_python(right, "x.md") == []
    (report,) = run_python(right + "\ntext\n\n```pycon\n>>> 1 + 1\n3\n```\n", "x.md")
    assert "line 9" in report


def test_console_examples_share_a_folder_and_are_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = """
```console
$ cat > names.txt <<END
> ann
> bo
> cy
> END
$ wc -l < names.txt
3
```

1. In a list:

   ```console
   $ cat names.txt
   ann
   ...
   cy
   ```

```sh
$ this does not run
```
"""
    assert [example.line for example in console_examples(text)] == [3, 8, 15]
    assert run_console(text, "x.md") == []
    (report,) = run_console(text.replace("   ann\n", "   bea\n"), "x.md")
    assert report.startswith(
        "x.md:15: $ cat names.txt\n--- written\nbea\n...\ncy\n--- printed\nann"
    )


def test_a_console_block_without_a_command_is_refused() -> None:
    with pytest.raises(AssertionError, match=r"line 1: a console block starts"):
        list(console_examples("```console\noutput only\n```\n"))


def test_broken_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("# What it *is*\n\n## Twice\n\n## Twice\n", "utf-8")
    document = tmp_path / "index.md"
    document.write_text(
        "# Here\n[a](other.md) [b](other.md#what-it-is) [c](other.md#twice-1) [d](#here)\n"
        "[e](https://example.org/none) `[f](none.md)`\n\n```md\n[g](none.md)\n```\n"
        "[h](lost.md) [i](other.md#lost) ![j](lost.png)\n\n[k]: lost.txt\n",
        "utf-8",
    )
    assert broken_links(document) == ["lost.md", "other.md#lost", "lost.png", "lost.txt"]
