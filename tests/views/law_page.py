"""The generated page of the presets. After a change to a preset, write it anew:

python -m tests.views.law_page
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from minutebook.text.say import say_when
from minutebook.views.law import FORCES, LawShown, NormShown, presets

PAGE = Path(__file__).parent.parent.parent / "docs" / "law.md"

_INTRODUCTION = """\
# Presets of law

Where the papers of an organisation are silent, the law of its form speaks. An entity names a
preset under `law:` and says under `roles:` who fills its roles; each norm of the preset then
applies to it, unless a document of the book changes what it may change. `law: nobody` is the
preset in which nothing is said: what no document of the book says is then missing, or a hinge.

```yaml
- entity: org
  law: delaware-stock
  roles: {board: org/board, stockholders: nobody, officers: [org/ceo]}
```

`minutebook law` lists the presets, and `minutebook law NAME` explains one as below. A book may
bring a law of its own: a document of rank `statute` with `roles:`, as the shipped book `coop` does;
`minutebook law NAME --book BOOK` explains that.

```console
$ minutebook law co-operative-code --book coop
co-operative-code: Code of Co-operative Societies
...
code-8  [code:8]
    quorum, board: majority of seats
...
```

**This is not legal advice.** A preset holds the rules listed here and no others; what it leaves
out is said at its end. How each norm was verified stands beside it: *the text was read* (in a
stored copy of the statute, of some date), *read in a secondary source* (a note or a summary), or
*assumed*: written from memory, with what was not read. An answer that rests on an assumed norm
shows "(assumed)" after its citation.

An organisation has one preset at a time: a company whose own articles replace the model articles
writes its own norms, which go before them. Rules that count only those without an interest, terms
of notice, and committees cannot be written as norms of a preset yet.

<!-- From here on written by tests.views.law_page from src/minutebook/law/. -->
"""

_UTC = ZoneInfo("UTC")


def law_page() -> str:
    """Give docs/law.md: a section for each preset."""
    return "\n".join([_INTRODUCTION, *map(_section, presets())])


def _section(law: LawShown) -> str:
    roles = "".join(f"* `{role}`: {says}\n" for role, says in law.roles.items())
    sources = "".join(f"* `{source}`: {title}\n" for source, title in law.sources.items())
    head = "| norm | rule | read in | force | verified |\n| --- | --- | --- | --- | --- |"
    norms = "\n".join([head, *map(_row, law.norms)])
    start = "" if law.start is None else f"In force from {say_when(law.start, _UTC)}.\n\n"
    return (
        f"## {law.id}\n\n{law.name}; rank: {law.rank}.\n\n{start}"
        f"Roles:\n\n{roles}\nSources:\n\n{sources}\n"
        f"{norms}\n\n{law.note}\n"
    )


def _row(norm: NormShown) -> str:
    cites = ", ".join(f"{cite.source}:{cite.locator}".rstrip(":") for cite in norm.src)
    since = "" if norm.start is None else f", from {say_when(norm.start, _UTC)}"
    sentence = norm.says or ""
    says = f"{norm.rule}. {sentence[:1].upper()}{sentence[1:]}".strip()
    force = f"{norm.force}: {FORCES[norm.force]}{since}"
    cells = (f"`{norm.id}`", says, cites, force, norm.verified)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(law_page(), "utf-8")
