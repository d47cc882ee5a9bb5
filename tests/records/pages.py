"""The generated pages of the docs. After a change to a table or a message, write them anew:

python -m tests.records.pages
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.records.golden import CASES
from tests.views.trap_books import CASES as TRAPS

from minutebook.records.advice import ADVICE
from minutebook.records.codes import CODES
from minutebook.records.reference import reference
from minutebook.text import CODES as TEXT_CODES
from minutebook.views.lint_codes import LINT_ADVICE, LINT_CODES

DOCS = Path(__file__).parent.parent.parent / "docs"
REFERENCE, DIAGNOSTICS = DOCS / "reference.md", DOCS / "diagnostics.md"
MARK = "<!-- From here on written by minutebook.records.reference: change the tables there. -->\n"

_INTRODUCTION = """\
# Diagnostics

`minutebook check BOOK` prints what is wrong with a book: the place, the code, the line with a
caret, and a hint that says what to write. One mistake gives one diagnostic, however often it was
made; what depends on a mistake is silent until it is corrected. Each code has an entry here.

The examples are the output for the broken books in `tests/records/broken`, one or more for each
code.
"""

_TRAPS = """\
`minutebook check BOOK --lint` also warns of what is lawful and may still trap the organisation, as
it stands after the last act, in the readings that the book adopts. Nothing is looked for that rests
on terms of notice, which a book cannot state yet; two norms of one rank that say different things
are an error without being asked for (MB258).
"""


def diagnostics_page() -> str:
    """Give docs/diagnostics.md: each code with its meaning, an example and what to do."""
    parts = [_INTRODUCTION]
    for title, codes in (("The text of a file", TEXT_CODES), ("The records of a book", CODES)):
        parts.append(f"## {title}\n")
        parts.extend(_entry(code, codes[code], ADVICE[code], CASES) for code in sorted(codes))
    parts.append(f"## Traps\n\n{_TRAPS}")
    for code, says in sorted(LINT_CODES.items()):
        parts.append(_entry(code, says, LINT_ADVICE[code], TRAPS))
    return "\n".join(parts)


def _entry(code: str, says: str, advice: str, cases: Sequence[Path]) -> str:
    """One code with its line, an example and what to do."""
    example = _example(code, cases)
    shown = f"```text\n{example}\n```\n\n" if example else ""
    return f"### {code}\n\n{says}\n\n{shown}{advice}\n"


def _example(code: str, cases: Sequence[Path]) -> str:
    """The first diagnostic with that code in the first book named after it."""
    for case in cases:
        if case.name.startswith(f"{code}-"):
            for block in (case / "expected.txt").read_text("utf-8").strip("\n").split("\n\n"):
                if f" {code} " in block.splitlines()[0]:
                    return block
    return ""


def reference_page() -> str:
    """Give docs/reference.md: the hand-written part as it is, the tables anew."""
    head, _, _ = REFERENCE.read_text("utf-8").partition(MARK)
    return f"{head}{MARK}\n{reference()}"


if __name__ == "__main__":
    DIAGNOSTICS.write_text(diagnostics_page(), "utf-8")
    REFERENCE.write_text(reference_page(), "utf-8")
