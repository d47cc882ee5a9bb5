"""The house keeps its own rules: small described files, true names, no trace of a machine."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "minutebook"
MODULES = sorted(PACKAGE.rglob("*.py"))
PACKAGES = sorted({module.parent for module in MODULES})
IMPORTABLE = [
    ".".join(module.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")
    for module in MODULES
    if module.name != "__main__.py"  # importing it would run the program
]
LONGEST = 600  # lines; about 400 is where one should wonder

# A folder of one machine, or the address a package was downloaded from. The words are taken
# apart so that this file passes its own test.
TRACE = re.compile(
    r"(?<![\w.~-])/(?:work|root|home|Users)/\w|python" + r"hosted|pypi" + r"\.(?:org|python)"
)
TEXT = {
    "", ".cfg", ".css", ".csv", ".dot", ".html", ".ini", ".js", ".json", ".lark", ".md",
    ".py", ".svg", ".toml", ".txt", ".typed", ".yaml", ".yml",
}  # fmt: skip


def name_of(path: Path) -> str:
    """Name a file or folder as the repository knows it."""
    return path.relative_to(ROOT).as_posix()


def text_files(folder: Path) -> Iterator[Path]:
    """Yield the text files that the project is made of.

    Hidden ones belong to tools, except those named here; `uv.lock` must name its addresses.
    """
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") and path.name not in {".ci", ".gitignore"}:
            continue
        if path.is_dir():
            if path.name not in {"__pycache__", "build", "dist"}:
                yield from text_files(path)
        elif path.suffix in TEXT and path.name != "uv.lock":
            yield path


def traces(text: str) -> list[str]:
    return [match.group() for match in TRACE.finditer(text)]


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_a_package_says_what_lives_in_it(package: Path) -> None:
    # A folder of modules without `__init__.py` would also be out of the import contract's sight.
    start = package / "__init__.py"
    assert start.is_file(), f"{name_of(package)} holds modules but no __init__.py"
    assert ast.get_docstring(ast.parse(start.read_text("utf-8"))), f"describe {name_of(package)}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_module_fits_in_a_head(module: Path) -> None:
    lines = len(module.read_text("utf-8").splitlines())
    assert lines <= LONGEST, f"{name_of(module)} has {lines} lines: it has two subjects, part them"


@pytest.mark.parametrize("name", IMPORTABLE)
def test_public_names_exist(name: str) -> None:
    module = importlib.import_module(name)
    public = getattr(module, "__all__", ())
    assert [one for one in public if not hasattr(module, one)] == []
    assert len(set(public)) == len(public)


def test_no_text_carries_traces_of_a_machine() -> None:
    found = {
        f"{name_of(path)}:{number}": trace
        for path in text_files(ROOT)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        for trace in traces(line)
    }
    assert found == {}


def test_the_search_for_traces_sees_the_project() -> None:
    seen = {name_of(path) for path in text_files(ROOT)}
    expected = {"Makefile", "LICENSE", "README.md", "pyproject.toml", ".ci/run", ".gitignore"}
    assert expected | {name_of(module) for module in MODULES} <= seen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see /" + "home/ann/book.yaml", ["/" + "home/a"]),
        ("url = https://files.python" + "hosted.org/x", ["python" + "hosted"]),
        ("https://example.org/work/paper.pdf and ../work/x", []),
        ("home/ann and the work/life balance", []),
    ],
)
def test_what_counts_as_a_trace(text: str, found: list[str]) -> None:
    assert traces(text) == found
