"""The reference of kinds, keys, deeds and goals, written from the tables of the loader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minutebook.records.deeds import DEED_TEMPLATES, GOAL_TEMPLATES, plain
from minutebook.records.key import Key
from minutebook.records.kinds import COMMON, KINDS
from minutebook.records.money_fields import REVERSION_KEYS, TIER_KEYS
from minutebook.records.norms import MODALITIES, NORM_KEYS
from minutebook.records.open_field import Open
from minutebook.records.rule_text import POPULATIONS
from minutebook.records.sections import HEAD_KEYS, SECTIONS, SOURCE_KEYS


def reference() -> str:
    """Give the generated part of the reference, as Markdown."""
    parts = [
        "## Sections and keys\n",
        _table(("section", "meaning"), SECTIONS.items()),
        "### `book`\n",
        _table(("key", "meaning"), HEAD_KEYS.items()),
        "### A source\n",
        _table(("key", "meaning"), ((key, says) for key, (_, says) in SOURCE_KEYS.items())),
        "## Keys of every record\n",
        _keys(COMMON),
        "## Kinds of record\n",
        "Each begins with its kind and its id. Beside the keys of every record it has these.\n",
    ]
    for name, kind in KINDS.items():
        said = f"{_sentence(kind.says)} `- {name}: ` is followed by {kind.id_says}.\n"
        parts += [f"### {name}\n", said]
        if kind.own:
            parts.append(_keys(kind.own))
    parts += [
        "### norm\n",
        "One rule in the `norms` of a document. It begins with its modality, followed by whom it "
        "speaks of: an id, `anyone`, `any member of BODY`, `any holder of INSTRUMENT`, "
        "`the party concerned`, `the electors of the party concerned`, `organisation` or "
        "`any subsidiary of ENTITY` (of votes), or a role "
        "of the document.\n",
        _table(("modality", "meaning"), MODALITIES.items()),
        _keys(NORM_KEYS),
        "### tier\n",
        "One item of the `tiers` of a claim: `- tier: ` is followed by its name.\n",
        _keys(TIER_KEYS),
        "### interest\n",
        "One item of the `reversions` of a claim: `- interest: ` is followed by whose it is.\n",
        _keys(REVERSION_KEYS),
        "## Deeds\n",
        _forms(DEED_TEMPLATES.values()),
        "## Goals\n",
        _forms(GOAL_TEMPLATES.values()),
        "## What a share can be a share of\n",
        _table(
            ("words", "measure", "population"),
            ((words, *base) for words, base in POPULATIONS.items()),
        ),
    ]
    return "\n".join(parts)


def _sentence(says: str) -> str:
    return says[:1].upper() + says[1:] + "."


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for first, *rest in rows:
        cells = [f"`{first}`", *(cell.replace("|", "\\|") for cell in rest)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _keys(keys: Mapping[str, Key]) -> str:
    rows = []
    for name, key in keys.items():
        takes = key.type.says + (" \\*" if isinstance(key.type, Open) else "")
        says = key.says + (" (required)" if key.required else "")
        rows.append((name, takes.replace('"', "`"), says.replace('"', "`")))
    return _table(("key", "takes", "meaning"), rows)


def _forms(templates: Iterable[str]) -> str:
    return "\n".join(f"- `{plain(template)}`" for template in templates) + "\n"
