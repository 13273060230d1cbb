"""An abbreviation leads to the one name that it may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import HEAD, Run, make_pack

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "国家发展和改革委员会",
    "国家卫生健康委员会",
    "招商银行股份有限公司",
    "中国农业发展银行",
    "国家税务总局",
    "中国社会科学院",
]


def _pack(path: Path, *names: str) -> str:
    things = "".join(f'[fact.n{at}]\nkind = "organization"\nlabel = "{name}"\n' for at, name in enumerate(names))
    return str(make_pack(path / "pack", {"t.toml": HEAD + things}))


@pytest.mark.parametrize(
    ("short", "name"),
    [("发改委", "国家发展和改革委员会"), ("卫健委", "国家卫生健康委员会"), ("招行", "招商银行股份有限公司"), ("社科院", "中国社会科学院"), ("農發行", "中国农业发展银行"),
     ("发改委是什么单位", "国家发展和改革委员会")],
)  # fmt: skip
def test_an_abbreviation_is_found(run: Run, tmp_path: Path, short: str, name: str) -> None:
    found = run("search", short, "--facts", _pack(tmp_path, *NAMES), "--fields", "label,matched").rows
    assert found == [[name, "label/abbreviation"]]


@pytest.mark.parametrize("query", ["发委改", "改委", "招业", "国发", "农展行业", "发改", "税局务"])
def test_other_characters_of_a_name_are_no_abbreviation_of_it(run: Run, tmp_path: Path, query: str) -> None:
    done = run("search", query, "--facts", _pack(tmp_path, *NAMES), "--fields", "label,matched")
    assert "abbreviation" not in done.out


@pytest.mark.parametrize(
    ("short", "names", "found"),
    [
        ("北汽", ["北京汽车股份有限公司", "长城汽车股份有限公司"], ["北京汽车股份有限公司"]), ("上汽", ["上海汽车集团股份有限公司"], ["上海汽车集团股份有限公司"]),
        ("宝钢", ["宝山钢铁股份有限公司", "河钢股份有限公司"], ["宝山钢铁股份有限公司"]), ("中建", ["中国建筑股份有限公司", "中国铁建股份有限公司"], []),
        ("中建", ["中国建筑集团有限公司", "中国建材股份有限公司"], []), ("北车", ["北京汽车股份有限公司"], ["北京汽车股份有限公司"]),
    ],
)  # fmt: skip
def test_the_first_characters_of_words_of_two_are_an_abbreviation_of_one_name(
    run: Run, tmp_path: Path, short: str, names: list[str], found: list[str]
) -> None:
    rows = run("search", short, "--facts", _pack(tmp_path, *names, *NAMES), "--fields", "label").rows
    assert [row[0] for row in rows] == found


def test_what_may_stand_for_two_names_is_not_answered(run: Run, tmp_path: Path) -> None:
    done = run("search", "招行", "--facts", _pack(tmp_path, "招商银行股份有限公司", "招远银行股份有限公司"))
    assert (done.rows, done.code) == ([], 1)


def test_what_is_there_literally_comes_before_an_abbreviation(run: Run, tmp_path: Path) -> None:
    pack = _pack(tmp_path, "招商银行股份有限公司", "招行杯创新大赛")
    assert [row[0] for row in run("search", "招行", "--facts", pack, "--fields", "label").rows] == ["招行杯创新大赛"]


@pytest.mark.parametrize(("short", "name"), [("海洋产值", "海洋生产总值"), ("规上产值", "规模以上工业生产总值")])
def test_a_name_without_what_is_counted_is_not_abbreviated(run: Run, tmp_path: Path, short: str, name: str) -> None:
    done = run("search", short, "--facts", _pack(tmp_path, name), "--fields", "label,matched")
    assert "abbreviation" not in done.out


@pytest.mark.parametrize(
    ("short", "name"),
    [("规上工业产值", "规模以上工业总产值"), ("规上企业", "规模以上工业企业"), ("高新企业", "高新技术企业")],
)
def test_a_name_with_what_an_abbreviation_counts_is_found(run: Run, tmp_path: Path, short: str, name: str) -> None:
    found = run("search", short, "--facts", _pack(tmp_path, name), "--fields", "label,matched").rows
    assert found == [[name, "label/abbreviation"]]
