"""The files of a book: the one place of records/ that looks at the disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from minutebook.records.words import quote
from minutebook.text.compose import MOST_BYTES, compose
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.nodes import Mapping, Scalar, Sequence
from minutebook.text.span import Span

MAIN: Final = "book.yaml"
MOST_FILES: Final = 2_000
MOST_BYTES_TOGETHER: Final = 100_000_000
_DEEPEST_INCLUDE: Final = 50

# A file is composed in search of includes only if this finds something: most files have none.
_MAY_INCLUDE = re.compile(rb"(?:^|[\r\n{,]|\xef\xbb\xbf)[ \"']*include[\"']? *:")


def _may_include(data: bytes) -> bool:
    """Whether a file seems to include others; to look for the bare word first is far faster."""
    return b"include" in data and _MAY_INCLUDE.search(data) is not None


def read(place: Path) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Read a book's files, by their names within the book: a single file, or a folder.

    In a folder `book.yaml` is read with what it includes, and so on; if it includes nothing, or
    is not there, every `.yaml` file of the folder is read, in the order of their names. A file
    that is too large is read just so far that the composer can refuse it.
    """
    try:
        if place.is_dir():
            names = sorted(p.name for p in place.glob("*.yaml") if p.is_file())
            if not names:
                return {}, (_no_book(place, "the folder holds no .yaml file"),)
            return _read_folder(place, names)
        if place.is_file():
            reader = _Reader(place.parent.resolve())
            reader.follow(place.name, ())
            return reader.files, tuple(reader.found)
    except (OSError, ValueError, RuntimeError) as error:
        return {}, (_no_book(place, _why(error)),)
    return {}, (_no_book(place, "there is nothing at that place"),)


def _read_folder(place: Path, names: list[str]) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    reader = _Reader(place.resolve())
    if MAIN in names:
        reader.follow(MAIN, ())
    if not reader.includes:
        for name in names:
            reader.follow(name, ())
        return reader.files, tuple(reader.found)
    for name in names:
        if name not in reader.reached:
            span = Span(name, 1, 1, 1, 1)
            message = f"{quote(name)} is not included by any file of the book"
            hint = f'list it under "include:" in {MAIN}, or move it away'
            reader.found.append(Diagnostic("MB261", "warning", span, message, hint))
    return reader.files, tuple(reader.found)


def _no_book(place: Path, why: str) -> Diagnostic:
    span = Span(str(place), 1, 1, 1, 1)
    hint = f"give a folder with a {MAIN}, a .yaml file, or the name of a shipped book"
    return Diagnostic("MB210", "error", span, f"there is no book here: {why}", hint)


def _why(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[:1].lower() + error.strerror[1:]
    return "this is not a path"


class _Reader:
    """Follows includes from one file to the next; names are paths within the book's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self.found: list[Diagnostic] = []
        self.reached: set[str] = set()
        self.includes = False
        self._bytes = 0

    def follow(self, written: str, path: tuple[str, ...], asked: Scalar | None = None) -> None:
        """Read one file and what it includes; `path` is the chain of files that led here."""
        self.reached.add(written)
        name = self._name(written, asked)
        if name is None:
            return
        self.reached.add(name)
        if name in path and asked is not None:
            circle = " -> ".join((*path[path.index(name) :], name))
            message = f"these files include each other: {circle}"
            self._report("MB209", asked, message, "remove one of the includes")
            return
        data = None if name in self.files else self._data(name, asked)
        if data is None:
            return
        self.files[name] = data
        if len(data) > MOST_BYTES or not _may_include(data):
            return
        root, _ = compose(data, name)
        included = root.get("include") if isinstance(root, Mapping) else None
        for item in included.items if isinstance(included, Sequence) else (included,):
            if isinstance(item, Scalar) and item.text:
                self.includes = True
                if len(path) >= _DEEPEST_INCLUDE:
                    message = f"files include one another more than {_DEEPEST_INCLUDE} deep"
                    self._report("MB208", item, message, f"list the files in {MAIN}")
                    return
                target = (Path(name).parent / item.text).as_posix()
                self.follow(target, (*path, name), item)

    def _name(self, written: str, asked: Scalar | None) -> str | None:
        """Give the one name of a file, however the include spells it."""
        try:
            resolved = (self.folder / written).resolve()
        except (OSError, ValueError, RuntimeError) as error:
            self._unreadable(asked, written, _why(error))
            return None
        if not resolved.is_relative_to(self.folder):
            message = f"{quote(written)} lies outside the folder of the book"
            self._report("MB208", asked or written, message, "include only files of this folder")
            return None
        return resolved.relative_to(self.folder).as_posix()

    def _data(self, name: str, asked: Scalar | None) -> bytes | None:
        path = self.folder / name
        if len(self.files) >= MOST_FILES or self._bytes > MOST_BYTES_TOGETHER:
            message = f"a book has at most {MOST_FILES:,} files and {MOST_BYTES_TOGETHER:,} bytes"
            self._report("MB208", asked or name, message, "part it into several books")
            return None
        try:
            if not path.is_file():
                # A pipe or a device would be waited for, or never end.
                if path.is_dir():
                    hint = "include its files one by one"
                    self._report("MB208", asked or name, f"{quote(name)} is a folder", hint)
                else:
                    self._unreadable(asked, name, "there is no such file")
                return None
            with path.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            self._unreadable(asked, name, _why(error))
            return None
        self._bytes += len(data)
        return data

    def _unreadable(self, asked: Scalar | None, name: str, why: str) -> None:
        message = f"{quote(name)} cannot be read: {why}"
        hint = "give the path from the folder of the file that includes it"
        self._report("MB208", asked or name, message, hint)

    def _report(self, code: str, place: Scalar | str, message: str, hint: str) -> None:
        span = place.span if isinstance(place, Scalar) else Span(place, 1, 1, 1, 1)
        self.found.append(Diagnostic(code, "error", span, message, hint))
