"""An Open Cap Format package: a folder or a zip file with a manifest and the files it names.

Nothing is unpacked to the disk; what is too large, encrypted, or outside the package is refused.
Format: Open Cap Table Coalition, Open Cap Format, schema 1.2, files/OCFManifestFile.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import md5
from pathlib import Path, PurePosixPath
from typing import Any, Final

from minutebook.exchange.left_out import Leaving
from minutebook.text.problem import Problem

MOST_FILES: Final = 1_000
MOST_BYTES: Final = 64 * 2**20
MOST_IN_ALL: Final = 256 * 2**20
DEEPEST: Final = 64
MANIFEST: Final = "OCF_MANIFEST_FILE"


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a package, with the file and the line in which it begins."""

    data: Mapping[str, Any]
    file: str
    line: int

    def __getitem__(self, key: str) -> Any:
        return self.data.get(key)

    @property
    def place(self) -> str:
        """Where it begins, as "file:line"."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Package:
    """The objects of a package in the order of its files; `left_out` is what could not be read."""

    name: str
    manifest: Item
    items: tuple[Item, ...]
    files: tuple[str, ...]
    left_out: Leaving


def read_package(place: Path) -> Package | Problem:
    """Read the package in a folder or zip file; a Problem says why it cannot be.

    The manifest itself may be named instead of its folder. Without a manifest every file that
    says it belongs to a package is read.
    """
    if place.suffix == ".json" and place.is_file():
        place = place.resolve().parent
    if place.is_dir():
        texts = _folder(place)
    elif zipfile.is_zipfile(place):
        texts = _zip(place)
    else:
        return _problem(f"{place} is neither a folder nor a zip file")
    if isinstance(texts, Problem):
        return texts
    manifests = [name for name, data in texts.items() if MANIFEST.encode() in data]
    nearest = min((name.count("/") for name in manifests), default=0)
    top = [name for name in manifests if name.count("/") == nearest]
    if len(top) > 1:
        return _problem(f"the package has {len(top)} manifests: {', '.join(sorted(top))}")
    if not top and not any(_typed(data) for data in texts.values()):
        return _problem("the package has no manifest")
    return _package(place.stem, top[0] if top else None, texts)


def _problem(message: str) -> Problem:
    hint = "an OCF package has a manifest (file_type OCF_MANIFEST_FILE) and the files it names"
    return Problem("OCF", message, hint)


def _folder(place: Path) -> dict[str, bytes] | Problem:
    texts: dict[str, bytes] = {}
    size = 0
    root = place.resolve()
    for path in sorted(place.rglob("*.json")):
        if not path.resolve().is_relative_to(root) or not path.is_file():
            return _problem(f"{path.name} lies outside the folder")
        size += path.stat().st_size
        too_much = _too_much(len(texts) + 1, path.stat().st_size, size)
        if too_much is not None:
            return too_much
        texts[path.relative_to(place).as_posix()] = path.read_bytes()
    return texts


def _zip(place: Path) -> dict[str, bytes] | Problem:
    texts: dict[str, bytes] = {}
    size = 0
    try:
        with zipfile.ZipFile(place) as archive:
            for info in archive.infolist():
                if info.is_dir() or not info.filename.endswith(".json"):
                    continue
                name = _inside(info.filename)
                if name is None:
                    return _problem(f"{info.filename!r} leads out of the package")
                too_much = _too_much(len(texts) + 1, info.file_size, size + info.file_size)
                if too_much is not None:
                    return too_much
                with archive.open(info) as member:
                    # What the directory of a zip says of sizes is not to be relied on.
                    data = member.read(MOST_BYTES + 1)
                size += len(data)
                too_much = _too_much(len(texts) + 1, len(data), size)
                if too_much is not None:
                    return too_much
                texts[name] = data
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as reason:
        # RuntimeError and NotImplementedError: encrypted, or packed by an unknown method.
        return _problem(f"the zip file cannot be read: {reason}")
    return texts


def _too_much(files: int, size: int, whole: int) -> Problem | None:
    if files > MOST_FILES:
        return _problem(f"the package has more than {MOST_FILES:,} files")
    if size > MOST_BYTES or whole > MOST_IN_ALL:
        return _problem("the package is too large")
    return None


def _inside(name: str) -> str | None:
    """A path within the package, or None if it leads out of it."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        return None
    return path.as_posix()


def _package(name_of: str, manifest: str | None, texts: Mapping[str, bytes]) -> Package | Problem:
    left_out = Leaving()
    head = {} if manifest is None else _decoded(manifest, texts[manifest])
    if isinstance(head, Problem):
        return head
    if manifest is None:
        left_out.out("manifest", "it is missing; every file that belongs to a package is read")
    version = str(head.get("ocf_version", ""))
    if not version.startswith("1.2") and manifest is not None:
        left_out.out(f"version {version or 'not told'}", "the package is read as schema 1.2")
    named = [] if manifest is None else list(_named(manifest, head, texts, left_out))
    base = None if manifest is None else PurePosixPath(manifest).parent
    others = [
        name
        for name, data in texts.items()
        if base in (None, PurePosixPath(name).parent)
        and name not in (manifest, *named)
        and _typed(data)
    ]
    if manifest is not None:
        for name in others:
            left_out.out(f"file {name}", "the manifest does not name it; it is read all the same")
    items: list[Item] = []
    for name in (*named, *others):
        found = _items(name, texts[name], left_out)
        if isinstance(found, Problem):
            return found
        items += found
    head_item = _head(name_of, manifest, head, items)
    files = (*(() if manifest is None else (manifest,)), *named, *others)
    return Package(name_of, head_item, tuple(items), files, left_out)


def _head(name: str, manifest: str | None, head: Mapping[str, Any], items: list[Item]) -> Item:
    """The manifest; without one, what an issuer among the objects tells, else the name alone."""
    issuers = [item for item in items if item["object_type"] == "ISSUER"]
    if manifest is not None and (head.get("issuer") or not issuers):
        return Item(head, manifest, 1)
    if issuers:
        return Item({**head, "issuer": issuers[0].data}, issuers[0].file, issuers[0].line)
    return Item({"issuer": {"legal_name": name}}, items[0].file if items else name, 1)


def _typed(data: bytes) -> bool:
    """Whether a file says of itself that it belongs to a package."""
    return re.search(rb'"file_type"\s*:\s*"OCF_[A-Z_]+_FILE"', data) is not None


def _named(
    manifest: str, head: Mapping[str, Any], texts: Mapping[str, bytes], left_out: Leaving
) -> Iterator[str]:
    """The files that a manifest names and that are there."""
    base = PurePosixPath(manifest).parent
    for key, entries in head.items():
        if not key.endswith("_files") or not isinstance(entries, list):
            continue
        for entry in entries:
            path = str(entry.get("filepath", "")) if isinstance(entry, dict) else ""
            inside = _inside((base / path).as_posix()) if path else None
            if inside is None or inside not in texts:
                left_out.out(
                    f"file {path or '(no path)'}", "the manifest names it; it is not there"
                )
                continue
            _check_sum(entry, inside, texts[inside], left_out)
            yield inside


def _check_sum(entry: Mapping[str, Any], name: str, data: bytes, left_out: Leaving) -> None:
    told = entry.get("md5")
    if told and md5(data, usedforsecurity=False).hexdigest() != str(told).lower():
        left_out.out(f"checksum of {name}", "the manifest gives another; the file is read as it is")


def _decoded(name: str, data: bytes) -> dict[str, Any] | Problem:
    """The object that a file holds."""
    text = data.decode("utf-8-sig", errors="replace")
    if _depth(text) > DEEPEST:
        return _problem(f"{name}:1:1 is nested too deep")
    try:
        value = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as reason:
        place = f"{name}:{reason.lineno}:{reason.colno}"
        return _problem(f"{place} is not JSON: {reason.msg}")
    except ValueError as reason:
        # A number of more digits than are read.
        return _problem(f"{name}:1:1 is not JSON: {reason}")
    return value if isinstance(value, dict) else _problem(f"{name}:1:1 holds no object")


def _depth(text: str) -> int:
    """The deepest nesting of brackets; those in texts count too, which does no harm."""
    depth = deepest = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _items(name: str, data: bytes, left_out: Leaving) -> list[Item] | Problem:
    """The objects under `items` of a file, each with its line."""
    whole = _decoded(name, data)
    if isinstance(whole, Problem):
        return whole
    text = data.decode("utf-8-sig", errors="replace")
    items = whole.get("items")
    if not isinstance(items, list):
        return _problem(f"{name}:1:1 has no items")
    found: list[Item] = []
    line = at = 0
    for item, place in zip(items, _places(text), strict=True):
        line, at = line + text.count("\n", at, place), place
        if isinstance(item, dict):
            found.append(Item(item, name, line + 1))
        else:
            left_out.out("item that is no object", "nothing tells what it is", f"{name}:{line + 1}")
    return found


_SPACE: Final = " \t\r\n"


def _places(text: str) -> Iterator[int]:
    """Where each element of the top-level array `items` begins; the text is valid JSON."""
    decoder = json.JSONDecoder()
    at = _skip(text, text.index("{") + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if key != "items":
            _, at = decoder.raw_decode(text, at)
        else:
            at = _skip(text, at + 1)
            while text[at] != "]":
                yield at
                _, at = decoder.raw_decode(text, at)
                at = _skip(text, at)
                at = _skip(text, at + 1) if text[at] == "," else at
            at += 1
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at


def _skip(text: str, at: int) -> int:
    while text[at] in _SPACE:
        at += 1
    return at
