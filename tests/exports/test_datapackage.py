"""A data package of facts: exact CSV, described for two kinds of programs, with its works."""

import hashlib
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from builders import HEAD, Run, csv_rows, fact_text, make_pack

from jimo_cli.fields import FIELDS

NAMES = {"facts.csv", "topics.csv", "places.csv", "sources.csl.json", "csv-metadata.json", "datapackage.json"}
FORMULA = "=HYPERLINK(1);+1"


def _export(run: Run, tmp_path: Path, output: Path, *options: str) -> Path:
    facts = [
        fact_text("a", label=FORMULA, value=345, aliases=["-蓝色, 产值", '"GDP"'], description="一行\n两行"),
        "[fact.b]\nkind = 'statistic'\nlabel = '长'\nvalue = -7.70\nunit = '%'\nreference_area = '@青岛'\n\n",
        fact_text(
            "c", label="园区", value=5, value_max=6, qualifier="range", locator={"section": "一", "paragraph": 2}
        ),
        fact_text("d", label="计划", kind="policy", parts=["一", "二"]),
    ]
    pack = make_pack(tmp_path / "from", {"marine.toml": HEAD + "".join(facts)})
    done = run("export", "--format", "datapackage", "-o", str(output), "--facts", str(pack), *options)
    assert (done.code, done.out) == (0, f"{output}\n"), done.err
    return output


@pytest.fixture
def package(run: Run, tmp_path: Path) -> Path:
    return _export(run, tmp_path, tmp_path / "package")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_csv_is_exact(package: Path) -> None:
    head, *rows = csv_rows((package / "facts.csv").read_bytes().decode())
    facts = [dict(zip(head, row, strict=True)) for row in rows]
    assert tuple(head) == FIELDS
    assert [(fact["label"], fact["value"], fact["value_max"], fact["qualifier"]) for fact in facts] == [
        (FORMULA, "345", "", "exact"), ("长", "-7.70", "", "exact"), ("园区", "5", "6", "range"), ("计划", "", "", ""),
    ]  # fmt: skip
    assert (facts[0]["aliases"], facts[0]["description"]) == ('-蓝色, 产值; "GDP"', "一行\n两行")
    assert (facts[2]["locator"], facts[3]["parts"]) == ("一 ¶2", "一; 二")
    assert not (package / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_each_file_is_described_by_its_size_and_digest(package: Path) -> None:
    described = _json(package / "datapackage.json")["resources"]
    assert {one["path"] for one in described} == NAMES - {"datapackage.json", "csv-metadata.json"}
    assert {path.name for path in package.iterdir()} == NAMES
    for one in described:
        data = (package / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


def test_both_descriptions_name_each_column_and_what_it_leads_to(package: Path) -> None:
    of_package = {one["name"]: one.get("schema") for one in _json(package / "datapackage.json")["resources"]}
    of_web = {one["url"]: one["tableSchema"] for one in _json(package / "csv-metadata.json")["tables"]}
    for name in ("facts", "topics", "places"):
        head = csv_rows((package / f"{name}.csv").read_bytes().decode())[0]
        assert [field["name"] for field in of_package[name]["fields"]] == head
        assert [column["name"] for column in of_web[f"{name}.csv"]["columns"]] == head
    types = {field["name"]: field["type"] for field in of_package["facts"]["fields"]}
    assert (types["value"], types["value_max"], types["aliases"], types["label"]) == (
        "number",
        "number",
        "list",
        "string",
    )
    assert [key["reference"]["resource"] for key in of_package["facts"]["foreignKeys"]] == ["topics", "places"]
    assert [key["reference"]["resource"] for key in of_web["facts.csv"]["foreignKeys"]] == ["topics.csv", "places.csv"]


def test_the_works_are_csl_json(package: Path) -> None:
    [work] = _json(package / "sources.csl.json")
    assert work["id"] == "daily"
    assert work["type"] == "document"
    assert work["author"] == [{"family": "王", "given": "涛"}, {"family": "Lee", "given": "Ann"}]


def test_an_archive_has_the_same_files(run: Run, tmp_path: Path, package: Path) -> None:
    with ZipFile(_export(run, tmp_path, tmp_path / "package.zip")) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in package.iterdir()
        }


def test_a_directory_with_files_is_written_into_only_when_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "package"
    output.mkdir()
    _export(run, tmp_path, output)
    (output / "mine.txt").write_text("mine")
    (output / "facts.csv").write_text("old")
    done = run("export", "--format", "datapackage", "-o", str(output))
    assert done.code == 2
    assert "exists already" in done.err
    assert (output / "facts.csv").read_text() == "old"
    _export(run, tmp_path, output, "--force")
    assert {path.name for path in output.iterdir()} == {*NAMES, "mine.txt"}
    assert (output / "facts.csv").read_text() != "old"


def test_an_output_that_ends_in_a_slash_is_a_package(run: Run, tmp_path: Path) -> None:
    assert run("export", "-o", f"{tmp_path}/package/").code == 0
    assert {path.name for path in (tmp_path / "package").iterdir()} == NAMES


@pytest.mark.parametrize("folder", ["", "facts/"])
def test_a_package_that_others_packed_is_read(run: Run, tmp_path: Path, package: Path, folder: str) -> None:
    with ZipFile(tmp_path / "packed.zip", "w") as archive:
        for path in package.iterdir():
            archive.write(path, folder + path.name)
    done = run("import", str(tmp_path / "packed.zip"), "--format", "json")
    assert done.code == 0, done.err
    assert "-7.70" in done.out
    assert FORMULA in done.out


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda where: (where / "facts.csv").unlink(), "facts.csv"),
        (lambda where: (where / "sources.csl.json").write_text("{"), "is not JSON"),
        (lambda where: (where / "datapackage.json").write_text("[1"), "is not JSON"),
        (
            lambda where: (where / "datapackage.json").write_text('{"resources": [{"path": "../../x.csv"}]}'),
            "outside of the package",
        ),
    ],
)
def test_a_damaged_package_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, package: Path, spoil: Any, told: str
) -> None:
    monkeypatch.chdir(package.parent)
    spoil(package)
    shutil.make_archive("packed", "zip", package)
    for path in ("package", "packed.zip"):
        done = run("import", path)
        assert done.code == 2
        assert told in done.err


def test_an_archive_that_is_cut_or_spoilt_is_told(run: Run, tmp_path: Path) -> None:
    path = _export(run, tmp_path, tmp_path / "package.zip")
    data = path.read_bytes()
    path.write_bytes(data[:40] + bytes(20) + data[60:])
    done = run("import", str(path))
    assert done.code == 2
    assert "damaged" in done.err


def test_works_that_are_none_are_left_out(run: Run, package: Path) -> None:
    (package / "sources.csl.json").write_text('["x", 1]')
    done = run("import", str(package))
    assert done.code == 0
    assert 'source = "daily"' in done.out


# ---- with the programs of others, where they are


def test_frictionless_finds_it_valid(package: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not here")
    assert frictionless.validate(str(package / "datapackage.json")).valid
    rows = frictionless.Package(str(package / "datapackage.json")).get_resource("facts").read_rows()
    assert rows[0]["aliases"] == ["-蓝色, 产值", '"GDP"']
    assert str(rows[1]["value"]) == "-7.70"


def test_csvw_finds_it_valid(package: Path) -> None:
    csvw = pytest.importorskip("csvw", reason="csvw is not here")
    group = csvw.TableGroup.from_file(package / "csv-metadata.json")
    assert group.check_referential_integrity()
    rows = [*group.tables[0].iterdicts()]
    assert [row["value"] for row in rows] == [Decimal(345), Decimal("-7.70"), Decimal(5), None]
    assert rows[3]["parts"] == ["一", "二"]
