"""`minutebook import` and `export`: what is written, what is told, exit codes."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from tests.exchange.packages import files, folder, start_up, zipped

from minutebook.cli import main


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_import_then_pay_then_export_then_import(tmp_path: Path) -> None:
    place, book = zipped(tmp_path / "p.zip", files(start_up())), tmp_path / "book"
    taken = run("import", "ocf", str(place), "-o", str(book))
    assert taken.exit_code == 0, taken.output
    assert "TX_STOCK_ACCEPTANCE: it changes nobody's units" in taken.output
    paid = run("pay", str(book), "start-up-inc", "--amount", "60m", "--at", "2023-01-01")
    assert "20m" in paid.output
    out = tmp_path / "out"
    written = run("export", "ocf", str(book), "-o", str(out), "--at", "2023-01-01")
    assert written.exit_code == 0, written.output
    assert "country of formation" in written.output
    assert sorted(path.name for path in out.iterdir()) == [
        "Manifest.ocf.json", "Stakeholders.ocf.json", "StockClasses.ocf.json",
        "Transactions.ocf.json",
    ]  # fmt: skip
    again = run("import", "ocf", str(out), "-o", str(tmp_path / "again"))
    assert again.exit_code == 0, again.output
    valid = run("export", "ocf", str(book), "-o", str(tmp_path / "us"), "--country", "US")
    assert "country of formation" not in valid.output
    assert '"country_of_formation": "US"' in (tmp_path / "us" / "Manifest.ocf.json").read_text()
    wrong = run("export", "ocf", str(book), "-o", str(tmp_path / "x"), "--country", "usa")
    assert "takes two capital letters" in wrong.output


def test_import_asks_for_participation_and_fails_until_it_is_told(tmp_path: Path) -> None:
    lists = start_up()
    del lists["StockClasses"][3]["participation_cap_multiple"]
    book = tmp_path / "book"
    result = run("import", "ocf", str(folder(tmp_path / "p", lists)), "-o", str(book))
    assert result.exit_code == 1
    assert 'does "start-up-inc/series-c" share what is left' in result.output
    refused = run("pay", str(book), "start-up-inc", "--amount", "60m", "--at", "2023-01-01")
    assert refused.exit_code == 1
    file = book / "book.yaml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("    issue price: 10\n", "    issue price: 10\n    participates: no\n")
    )
    assert run("check", str(book)).exit_code == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    place, book = folder(tmp_path / "p", start_up()), tmp_path / "book"
    assert run("import", "ocf", str(place), "-o", str(book)).exit_code == 0
    twice = run("import", "ocf", str(place), "-o", str(book))
    assert twice.exit_code == 2
    assert "exists; choose another folder" in twice.output


def test_wrong_usage(tmp_path: Path) -> None:
    assert "no manifest" in run("import", "ocf", str(tmp_path), "-o", str(tmp_path / "b")).output
    out = str(tmp_path / "o")
    assert (
        "is no organisation"
        in run("export", "ocf", "openai", "-o", out, "--entity", "altman").output
    )
    assert run("export", "ocf", "openai", "-o", out).exit_code == 0
