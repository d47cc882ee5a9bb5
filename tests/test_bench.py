"""The benchmark runner compares rows of one task, and says so when something failed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"

GOOD = """
from rows import OURS, Row

def rows():
    return [
        Row("load 10,000 records", OURS, 1.5, peak_mib=80.2, at_most=AT_MOST),
        Row("load 10,000 records", "other 2.0", 1.0, peak_mib=120),
        Row("judge one act", OURS, 0.00025),
    ]
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    folder = tmp_path / "bench"
    folder.mkdir()
    for name in ("run.py", "rows.py"):
        shutil.copy(BENCH / name, folder)
    return folder


def run(bench: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(bench / "run.py")]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_rows_become_one_table(bench: Path) -> None:
    (bench / "load_bench.py").write_text(GOOD.replace("AT_MOST", "2"), "utf-8")
    done = run(bench)
    assert done.returncode == 0, done.stdout + done.stderr
    report = (bench.parent / "docs" / "benchmarks.md").read_text("utf-8")
    assert report.splitlines()[-3:] == [
        "| load 10,000 records | minutebook | 1.5 s | 80 MiB | 1.50× (at most 2×) |",
        "| load 10,000 records | other 2.0 | 1 s | 120 MiB | – |",
        "| judge one act | minutebook | 250 µs | – | – |",
    ]
    assert "Processor: " in report
    assert f"Python: CPython {sys.version.split()[0]}" in report


def test_a_promise_not_kept_fails(bench: Path) -> None:
    (bench / "load_bench.py").write_text(GOOD.replace("AT_MOST", "1.25"), "utf-8")
    assert run(bench).returncode == 1
    assert "1.50× (NOT within 1.25×)" in (bench.parent / "docs" / "benchmarks.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("def rows():\n    raise ValueError('no data')\n", "ValueError: no data"),
        ("def rows():\n    return []\n", "rows() returned nothing"),
        ("import os\n\ndef rows():\n    os._exit(3)\n", "exit status 3"),
    ],
)
def test_a_failing_module_is_reported_and_leaves_the_page(
    bench: Path, module: str, words: str
) -> None:
    (bench / "bad_bench.py").write_text(module, "utf-8")
    (bench / "load_bench.py").write_text(GOOD.replace("AT_MOST", "2"), "utf-8")
    done = run(bench)
    assert done.returncode == 1
    assert "bad_bench failed" in done.stdout
    assert words in done.stdout
    assert "judge one act" in done.stdout
    assert not (bench.parent / "docs" / "benchmarks.md").exists()


def test_nothing_to_measure_is_no_success(bench: Path) -> None:
    done = run(bench)
    assert done.returncode == 1
    assert "No benchmark found" in done.stdout
