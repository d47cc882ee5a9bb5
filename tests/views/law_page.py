"""The generated page of the presets. After a change to a preset, write it anew:

python -m tests.views.law_page
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from minutebook.text.say import say_when
from minutebook.views.law import LawShown, NormShown, presets

PAGE = Path(__file__).parent.parent.parent / "docs" / "law.md"
FOLDER = PAGE.parent / "law"

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

An organisation may have several laws, beside or after each other: `law: [delaware-stock to
2024-06-13, other-code from 2024-06-13]`. A company whose own articles replace the model articles
writes its own norms, which go before them as far as the Act lets them. What may change a norm,
and within which bounds, stands beside it; a document that goes beyond is invalid there, and
`check --lint` says so.

**Nothing said.** With `law: nobody` no default applies. What no document says is then missing, or
a hinge where it matters: who may remove, by which majority, with which quorum.

## Removal only for cause

Whether there is cause is determined, by whom the book says; no record states it. A norm says of
directors in general that they go only for cause, and asks for findings of that `kind`
[about the party concerned](reference.md#the-party-concerned):

```yaml
- fact: bo-took-a-bribe
  kind: cause
  about: bo
  determined by: org/court
- document: charter
  of: org
  rank: charter
  norms:
    - can: org/stockholders
      do: remove any from org/board
      by: majority of outstanding votes
      when: determined(cause, the party concerned)
```

Under `delaware-stock` such a charter norm is invalid: § 141(k) is mandatory for a board that is
not classified (VAALCO, 2015). A board whose directors are divided into classes is named in the
role `classified-board` too: then they go only for cause. A charter that provides otherwise says so
in a norm with `replaces: [dgcl-141k1]`. Whom a class elects (`appointed by:` of the seat, a body of
the holders of that class) goes without cause by the vote of that class. Of cumulative voting
(§ 141(k)(2)) the preset says nothing: write how many votes against keep a director
(`by: majority of outstanding votes and at most 142 votes against`).

## The presets

<!-- From here on written by tests.views.law_page from src/minutebook/law/. -->
"""

_UTC = ZoneInfo("UTC")


def law_page() -> str:
    """Give docs/law.md: what presets are, and a line for each."""
    rows = [
        f"| [{law.id}](law/{law.id}.md) | {law.name} | {len(law.norms)} | {law.assumed} |"
        for law in presets()
    ]
    head = "| preset | what it is | norms | of these assumed |\n| --- | --- | --- | --- |"
    return _INTRODUCTION + "\n" + "\n".join([head, *rows]) + "\n"


def preset_pages() -> dict[str, str]:
    """Give the page of each preset by its id."""
    return {law.id: _section(law) for law in presets()}


def _section(law: LawShown) -> str:
    roles = "".join(f"* `{role}`: {says}\n" for role, says in law.roles.items())
    sources = "".join(f"* `{source}`: {title}\n" for source, title in law.sources.items())
    head = (
        "| norm | rule | read in | what may change it | verified |\n| --- | --- | --- | --- | --- |"
    )
    norms = "\n".join([head, *map(_row, law.norms)])
    start = "" if law.start is None else f"In force from {say_when(law.start, _UTC)}.\n\n"
    return (
        "<!-- Written by tests.views.law_page from src/minutebook/law/. -->\n"
        f"# {law.id}\n\n{law.name}; rank: {law.rank}. One of the [presets of law](../law.md); not "
        f"legal advice.\n\n{start}"
        f"Roles:\n\n{roles}\nSources:\n\n{sources}\n"
        f"{norms}\n\n{law.note}\n"
    )


def _row(norm: NormShown) -> str:
    cites = ", ".join(f"{cite.source}:{cite.locator}".rstrip(":") for cite in norm.src)
    since = "" if norm.start is None else f", from {say_when(norm.start, _UTC)}"
    until = "" if norm.end is None else f", to {say_when(norm.end, _UTC)}"
    sentence = norm.says or ""
    says = f"{norm.rule}. {sentence[:1].upper()}{sentence[1:]}".strip()
    changes = f"{norm.force}: {norm.changes}{since}{until}"
    cells = (f"`{norm.id}`", says, cites, changes, norm.verified)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(law_page(), "utf-8")
    FOLDER.mkdir(exist_ok=True)
    for name, text in preset_pages().items():
        (FOLDER / f"{name}.md").write_text(text, "utf-8")
