"""`jimo import`: a preview that writes nothing, and a pack that is written."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from builders import Run
from made import draft, fact, series
from rich.cells import cell_len

from jimo_cli import documents, imports, lint, tables
from jimo_cli.errors import UsageError
from jimo_cli.imports.drafts import ColumnGuess, Draft, Skipped
from jimo_cli.tables.sheet import Workbook

ROWS: list[tuple[Any, ...]] = [("青岛市", "2022", "6.58"), ("青岛市", "2023", "6.80"), ("烟台市", "2023", "4.85")]
COLUMNS = (
    ColumnGuess(1, "城市", "reference_area", "its cells are places"),
    ColumnGuess(2, "吞吐量（亿吨）", "value", "figures"),
)
SKIPPED = [
    Skipped("row 35", "数据来源：港口局", "note"),
    Skipped("cell C7", "…", "not available"),
    Skipped("cell C8", "…", "not available"),
]


class Fakes:
    """What readers of files would return."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drafts: dict[str, Draft] = {}
        rows, prose, mapping = (ModuleType(f"jimo_cli.imports.{name}") for name in ("rows", "prose", "mapping"))
        vars(rows).update(draft_of=self._of_rows, map_of=lambda _: '[columns]\n"城市" = "place"\n')
        vars(prose).update(draft_of=lambda document, **_: self.drafts[document.path])
        vars(mapping).update(read=self._map)
        for module in (rows, prose, mapping):
            monkeypatch.setitem(sys.modules, module.__name__, module)
            monkeypatch.setattr(imports, module.__name__.rpartition(".")[2], module, raising=False)
        monkeypatch.setattr(tables, "is_table", lambda path: path.endswith(".csv"), raising=False)
        monkeypatch.setattr(tables, "read", lambda path: Workbook(path, "CSV, GB18030, comma", (), []), raising=False)
        monkeypatch.setattr(documents, "read", lambda path: documents.Document(path, "", (), (), ()))
        self.maps: list[str] = []

    def _map(self, path: str) -> str:
        self.maps.append(path)
        return path

    def _of_rows(self, workbook: Workbook, *_: object) -> Draft:
        return self.drafts[workbook.path]


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Fakes:
    return Fakes(monkeypatch)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, in which there is nothing."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "facts" / "port.toml"


def _table(rows: Iterable[tuple[Any, ...]] = ROWS, **fields: Any) -> Draft:
    return draft(series(rows, checks={"unit": "（亿吨）"}), columns=COLUMNS, skipped=[*SKIPPED], **fields)


PREVIEW = """\
cargo.csv: CSV, GB18030, comma

Columns
  1 城市: reference_area (its cells are places)
  2 吞吐量（亿吨）: value (figures)

Facts: 3
  [topic]
  label = "港口"
  source = "gang-kou-nian-bao"

  [series.cargo-throughput]
  label = "货物吞吐量"
  label_en = "Cargo throughput"
  unit = "亿吨"  # check: （亿吨）
  columns = ["reference_area", "time_period", "value"]
  rows = [
    ["青岛市", "2022", 6.58],
    ["青岛市", "2023", 6.80],
    ["烟台市", "2023", 4.85],
  ]

jimo lint would warn of 1 guess to check

Skipped: 3
  not available: 2 (cell C7 …; cell C8 …)
  note: 1 (row 35 数据来源：港口局)
"""


def test_a_preview_shows_columns_first_facts_and_what_is_skipped(run: Run, fakes: Fakes, here: Path) -> None:
    fakes.drafts["cargo.csv"] = _table()
    assert run("import", "cargo.csv") == (0, PREVIEW, "")
    assert list(here.iterdir()) == []


def test_a_preview_of_many_facts_shows_the_first_five(run: Run, fakes: Fakes) -> None:
    fakes.drafts["cargo.csv"] = _table([("青岛市", str(year), "1.50") for year in range(1000, 2000)])
    shown = run("import", "cargo.csv").out
    assert "Facts: 1000, the first 5\n" in shown
    assert '    ["1004", 1.50],\n    …\n  ]\n' in shown
    assert "1005" not in shown
    fakes.drafts["a.txt"] = draft(*(fact(label=f"量{at}", label_en=None) for at in range(9)))
    assert run("import", "a.txt").out.count("[fact.") == 5


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_preview_fits_a_terminal(run: Run, fakes: Fakes, width: int) -> None:
    fakes.drafts["cargo.csv"] = _table(unclear=["第三列" * 40, "\x1b[31mred"])
    ran = run("import", "cargo.csv", terminal=True, width=width)
    assert max(map(cell_len, ran.out.split("\n"))) <= width
    assert "\x1b" not in ran.out
    assert "".join(ran.out.split()).count("第三列") == 40


def test_what_is_not_clear_is_shown_and_is_the_exit_code(run: Run, fakes: Fakes, output: Path) -> None:
    fakes.drafts["cargo.csv"] = _table(unclear=["column 3 may be a year or a code"])
    ran = run("import", "cargo.csv")
    assert ran.code == 1
    assert "\nNot clear\n  column 3 may be a year or a code\n" in ran.out
    ran = run("import", "cargo.csv", "-o", str(output))
    assert ran.code == 1
    assert "jimo: cargo.csv: column 3 may be a year or a code\n" in ran.err


@pytest.mark.parametrize("flag", [["-o"], ["--output"]])
def test_an_output_is_written_and_told(run: Run, fakes: Fakes, output: Path, flag: list[str]) -> None:
    fakes.drafts["cargo.csv"] = _table()
    ran = run("import", "cargo.csv", *flag, str(output))
    assert ran.code == 0
    assert ran.out == f"{output.parent / 'sources.toml'}\n{output}\n"
    assert (
        ran.err
        == "jimo: cargo.csv: skipped 2 not available, 1 note\njimo: jimo lint warns of 1 guess to check\njimo: 3 added, 0 the same, 0 differing\n"
    )
    assert run("get", "port.cargo-throughput@青岛市@2023", "--facts", str(output.parent)).out == "6.80\n"


def test_what_differs_is_told_with_both_figures_until_it_is_revised(run: Run, fakes: Fakes, output: Path) -> None:
    fakes.drafts["cargo.csv"] = _table()
    run("import", "cargo.csv", f"-o{output}")
    fakes.drafts["cargo.csv"] = _table([("青岛市", "2023", "6.90")])
    ran = run("import", "cargo.csv", "-o", str(output))
    assert (ran.code, ran.out) == (1, "")
    assert "port.cargo-throughput@青岛市@2023: the file has 6.80, the source 6.90\n" in ran.err
    assert "0 added, 0 the same, 1 differing; --revise writes the new figures beside the old\n" in ran.err
    ran = run("import", "cargo.csv", "-o", str(output), "--revise")
    assert ran.code == 0
    assert "6.90 (written as revised)\n" in ran.err


def test_json_has_all_of_it(run: Run, fakes: Fakes, output: Path) -> None:
    fakes.drafts["cargo.csv"] = _table()
    [preview] = json.loads(run("import", "cargo.csv", "--format", "json").out)
    assert (preview["facts"], preview["kind"], preview["columns"][0]["head"]) == (3, "CSV, GB18030, comma", "城市")
    assert preview["skipped"][0] == {"where": "row 35", "what": "数据来源：港口局", "why": "note"}
    written = json.loads(run("import", "cargo.csv", "--format", "json", "-o", str(output)).out)
    assert written["paths"] == [str(output.parent / "sources.toml"), str(output)]
    assert output.read_text(encoding="utf-8") == preview["toml"]


def test_a_map_is_written_beside_the_table_and_never_over_another(run: Run, fakes: Fakes, tmp_path: Path) -> None:
    path, written = str(tmp_path / "cargo.csv"), tmp_path / "cargo.csv.map.toml"
    fakes.drafts[path] = _table()
    ran = run("import", path, "--write-map")
    assert ran.code == 0
    assert written.read_text(encoding="utf-8") == '[columns]\n"城市" = "place"\n'
    assert f"--map {written}" in ran.err
    written.write_text("edited", encoding="utf-8")
    assert "exists already; use it" in run("import", path, "--write-map").err
    assert written.read_text(encoding="utf-8") == "edited"
    assert run("import", path, "--write-map", "--force").code == 0
    run("import", path, "--map", str(written))
    assert fakes.maps == [str(written)]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["cargo.csv", "-o", "港口.toml"], "the name is the id of the topic: gang-kou.toml"),
        (["cargo.csv", "-o", "a.toml", "--write-map"], "correct the map first"),
        (["cargo.csv", "other.csv", "--map", "x"], "--map is of one file"),
        (["report.txt", "--map", "x"], "--map is for tables"),
        (["report.txt", "--write-map"], "--write-map is for tables"),
        (["cargo.csv", "--things"], "--things is for documents"),
        (["report.txt", "cargo.csv", "--things", "-o", "a.toml"], "'cargo.csv' is a table; --things is for documents"),
        ([], "missing argument 'FILE'"),
        (["cargo.csv", "-o"], "requires an argument"),
        (["cargo.csv", "-o", "a.toml", "--output", "b.toml"], "--output is given twice"),
    ],
)
def test_a_wrong_command_line_writes_nothing(run: Run, fakes: Fakes, here: Path, argv: list[str], told: str) -> None:
    fakes.drafts.update({"cargo.csv": _table(), "report.txt": draft(fact())})
    ran = run("import", *argv)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert list(here.iterdir()) == []


REPORT = """\
# 港口工作报告

2023年，青岛市货物吞吐量达到6.80亿吨，同比增长3.3%。全面实施《港口发展规划》，建成“蓝色粮仓”示范园区。
"""


def test_names_are_offered_where_they_are_asked_for(run: Run, here: Path) -> None:
    (here / "report.md").write_text(REPORT, encoding="utf-8")
    assert "港口发展规划" not in run("import", "report.md").out
    assert run("import", "report.md", "--things", "-o", "port.toml").code == 0
    written = (here / "port.toml").read_text(encoding="utf-8")
    assert 'kind = "policy"  # check: 《港口发展规划》\nlabel = "港口发展规划"' in written
    assert 'label = "蓝色粮仓"' in written
    assert run("verify", "--source", "report.md", "--facts", ".").code == 0


def test_guesses_that_were_edited_are_found_again(run: Run, here: Path) -> None:
    (here / "report.md").write_text(REPORT, encoding="utf-8")
    argv = ("import", "report.md", "--things", "-o", "port.toml")
    run(*argv)
    text = (here / "port.toml").read_text(encoding="utf-8").replace('"policy"', '"mechanism"')
    edited = (
        text.replace('"港口发展规划"', '"规划"').replace('"货物吞吐量"', '"吞吐量"').replace('"project"', '"policy"')
    )
    (here / "port.toml").write_text(edited, encoding="utf-8")
    assert run(*argv).err.endswith("jimo: 0 added, 4 the same, 0 differing\n")
    assert (here / "port.toml").read_text(encoding="utf-8") == edited


def test_a_series_of_an_edited_unit_is_found_again(run: Run, fakes: Fakes, output: Path) -> None:
    fakes.drafts["cargo.csv"] = _table()  # its unit is a guess
    run("import", "cargo.csv", "-o", str(output))
    edited = output.read_text(encoding="utf-8").replace('"亿吨"  # check: （亿吨）', '"万吨"')
    output.write_text(edited, encoding="utf-8")
    assert run("import", "cargo.csv", "-o", str(output)).err.endswith("0 added, 3 the same, 0 differing\n")
    fakes.drafts["cargo.csv"] = draft(series(ROWS))  # its unit is stated
    assert run("import", "cargo.csv", "-o", str(output)).err.endswith("3 added, 0 the same, 0 differing\n")


@pytest.mark.usefixtures("fakes")
def test_what_a_reader_refuses_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str) -> None:
        raise UsageError(f"{path} is encrypted", "save it without a password")

    monkeypatch.setattr(tables, "read", refused)
    assert run("import", "cargo.csv") == (2, "", "jimo: cargo.csv is encrypted; save it without a password\n")


def test_lint_warns_of_each_guess_until_its_mark_is_gone(run: Run, fakes: Fakes, output: Path) -> None:
    checks = {"unit": "（亿吨）", "": "# lint: ignore F125"}
    fakes.drafts["cargo.csv"] = draft(series(ROWS, checks=checks), topic_label="港口")
    run("import", "cargo.csv", "-o", str(output))
    found = [one for one in lint.check([str(output.parent)]) if one.code == "F125"]
    assert [one.message for one in found] == ["not checked yet: ＃ lint: ignore F125", "not checked yet: （亿吨）"]
    assert run("lint", str(output)).code == 0
    assert run("lint", str(output), "--strict").code == 1
    text = output.read_text(encoding="utf-8")
    output.write_text("# lint: ignore F125\n" + text, encoding="utf-8")
    assert "F125" not in run("lint", str(output)).out
    kept = "\n".join(line.partition("  # check:")[0] for line in text.split("\n"))
    output.write_text(kept, encoding="utf-8")
    assert "F125" not in run("lint", str(output)).out
