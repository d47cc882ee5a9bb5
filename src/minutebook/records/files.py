"""The files of a book: the one place of records/ that looks at the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from minutebook.text.compose import compose
from minutebook.text.diagnostics import Diagnostic
from minutebook.text.nodes import Mapping, Scalar, Sequence
from minutebook.text.span import Span

Library: TypeAlias = Callable[[str], bytes | None]
"""Finds the text of a document of law by its name."""

MAIN = "book.yaml"
MAX_BYTES = 20_000_000
MAX_FILES = 2_000


def read(place: Path) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Read a book's files: a single file, or a folder.

    In a folder `book.yaml` is read with what it includes, and so on; if no file includes
    anything, every `.yaml` file of the folder is read, in the order of their names.
    """
    if place.is_file():
        folder, names = place.parent, [place.name]
    elif place.is_dir():
        folder = place
        names = sorted(p.name for p in place.glob("*.yaml") if p.is_file())
        if not names:
            return {}, (_no_book(place, "the folder holds no .yaml file"),)
    else:
        return {}, (_no_book(place, "there is nothing at that place"),)
    reader = _Reader(folder.resolve())
    main = MAIN if MAIN in names else names[0]
    reader.follow(main, ())
    if len(reader.files) == 1 and not reader.includes:
        for name in names[:MAX_FILES]:
            reader.follow(name, ())
    else:
        for name in names:
            if name not in reader.files:
                span = Span(name, 1, 1, 1, 1)
                message = f"'{name}' is not included by any file of the book"
                hint = f"add it under 'include:' in {main}, or move it away"
                reader.found.append(Diagnostic("MB261", "warning", span, message, hint))
    return reader.files, tuple(reader.found)


def _no_book(place: Path, why: str) -> Diagnostic:
    span = Span(str(place), 1, 1, 1, 1)
    hint = "give a folder with a book.yaml, a .yaml file, or the name of a shipped book"
    return Diagnostic("MB210", "error", span, f"no book here: {why}", hint)


class _Reader:
    """Follows includes from one file to the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, bytes] = {}
        self.found: list[Diagnostic] = []
        self.includes = False

    def follow(self, name: str, path: tuple[str, ...], asked: Scalar | None = None) -> None:
        """Read one file and what it includes; `path` is the chain of files that led here."""
        if name in path:
            assert asked is not None
            circle = " -> ".join((*path[path.index(name) :], name))
            self._report("MB209", asked, f"files include each other in a circle: {circle}",
                         "remove one of the includes")  # fmt: skip
            return
        if name in self.files:
            return
        data = self._data(name, asked)
        if data is None:
            return
        self.files[name] = data
        if b"include" not in data[:MAX_BYTES]:
            return
        root, _ = compose(data, name)
        included = root.get("include") if isinstance(root, Mapping) else None
        items = included.items if isinstance(included, Sequence) else (included,)
        for item in items:
            if isinstance(item, Scalar) and item.text:
                self.includes = True
                target = (Path(name).parent / item.text).as_posix()
                self.follow(target, (*path, name), item)

    def _data(self, name: str, asked: Scalar | None) -> bytes | None:
        path = self.folder / name
        try:
            resolved = path.resolve()
            if not resolved.is_relative_to(self.folder):
                self._report("MB208", asked, f"'{name}' lies outside the book's folder",
                             "include only files of this folder")  # fmt: skip
                return None
            if len(self.files) >= MAX_FILES:
                self._report("MB208", asked, f"a book has at most {MAX_FILES} files", "join some")
                return None
            with resolved.open("rb") as stream:
                # One byte more than the limit is enough for the composer to refuse the file.
                return stream.read(MAX_BYTES + 1)
        except (OSError, ValueError, RuntimeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not a path"
            self._report("MB208", asked, f"'{name}' cannot be read: {why}",
                         "give the path from the file that includes it")  # fmt: skip
            return None

    def _report(self, code: str, place: Scalar | None, message: str, hint: str) -> None:
        span = place.span if place is not None else Span(MAIN, 1, 1, 1, 1)
        self.found.append(Diagnostic(code, "error", span, message, hint))
