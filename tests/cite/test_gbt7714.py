"""References follow the forms of GB/T 7714, and what a source does not say is said to be missing, never made up."""

from __future__ import annotations

from typing import Any

import pytest

from jimo_cli.cite import citation, gbt7714
from jimo_cli.cite.work import read_work

WANG = {"family": "王", "given": "一"}
LI = {"family": "李", "given": "二"}
SMITH = {"family": "Smith", "given": "John A."}


def day(*parts: int) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


NEWSPAPER = {
    "type": "article-newspaper",
    "title": "港口吞吐量再创新高",
    "author": [WANG, LI],
    "container-title": "海港日报",
    "issued": day(2024, 3, 5),
    "page": "2",
}
PAGE = {
    "type": "webpage",
    "title": "2023年海港统计公报",
    "author": [{"literal": "海港市统计局"}],
    "issued": day(2024, 2, 29),
    "accessed": day(2024, 6, 1),
    "URL": "https://stats.example/2023",
}
REPORT = {
    "type": "report",
    "title": "Ports of the world",
    "author": [SMITH],
    "publisher": "Harbour Institute",
    "publisher-place": "Oslo",
    "issued": day(2021),
    "language": "en",
}
YEARBOOK = {
    "type": "book",
    "title": "海港统计年鉴：2023",
    "author": "海港市统计局",
    "publisher-place": "北京",
    "publisher": "海洋出版社",
    "issued": day(2023, 9),
    "page": "35",
}
DATASET = {
    "type": "dataset",
    "title": "沿海港口吞吐量数据集",
    "author": [WANG],
    "version": "1.0",
    "publisher": "海洋数据中心",
    "issued": "2022-07-01",
    "accessed": "2024-01-02",
    "URL": "https://data.example/7",
    "DOI": "10.1/x",
}
JOURNAL = {
    "type": "article-journal",
    "title": "港口与城市",
    "author": [WANG, LI, WANG, LI],
    "container-title": "海洋经济",
    "issued": day(2020),
    "volume": 12,
    "issue": "3",
    "page": "15-23",
}
STANDARD = {"type": "standard", "title": "港口统计 指标与方法", "number": "GB/T 99999—2022", "author": "海港标准委员会"}
LAW = {"type": "legislation", "title": "海港条例", "author": "海港市人民代表大会", "issued": day(2019, 1, 1)}
LAW_ONLINE = {**LAW, "URL": "https://law.example/1", "accessed": "2024-05-06"}


@pytest.mark.parametrize(
    ("csl", "in_2025", "in_2015"),
    [
        (
            NEWSPAPER,
            "王一，李二. 港口吞吐量再创新高[N]. 海港日报，2024-03-05（2）.",
            "王一, 李二. 港口吞吐量再创新高[N]. 海港日报, 2024-03-05(2).",
        ),
        (
            PAGE,
            "海港市统计局. 2023年海港统计公报[EB/OL]. （2024-02-29）[2024-06-01]. https://stats.example/2023.",
            "海港市统计局. 2023年海港统计公报[EB/OL]. (2024-02-29)[2024-06-01]. https://stats.example/2023.",
        ),
        (
            REPORT,
            "Smith J A. Ports of the world[R]. Oslo：Harbour Institute，2021.",
            "SMITH J A. Ports of the world[R]. Oslo: Harbour Institute, 2021.",
        ),
        (
            YEARBOOK,
            "海港市统计局. 海港统计年鉴：2023[M]. 北京：海洋出版社，2023：35.",
            "海港市统计局. 海港统计年鉴：2023[M]. 北京: 海洋出版社, 2023: 35.",
        ),
        (
            DATASET,
            "王一. 沿海港口吞吐量数据集[DS/OL]. V1.0. 海洋数据中心（2022-07-01）[2024-01-02]. https://data.example/7. DOI:10.1/x.",
            "王一. 沿海港口吞吐量数据集[DS/OL]. V1.0. 海洋数据中心(2022-07-01)[2024-01-02]. https://data.example/7. DOI:10.1/x.",
        ),
        (
            JOURNAL,
            "王一，李二，王一，等. 港口与城市[J]. 海洋经济，2020，12（3）：15-23.",
            "王一, 李二, 王一, 等. 港口与城市[J]. 海洋经济, 2020, 12(3): 15-23.",
        ),
        (
            STANDARD,
            "GB/T 99999—2022 港口统计 指标与方法[S].",
            "GB/T 99999—2022 港口统计 指标与方法[S].",
        ),
        (
            LAW,
            "海港市人民代表大会. 海港条例[Z]. 2019-01-01.",
            "海港市人民代表大会. 海港条例[Z]. 2019-01-01.",
        ),
        (
            LAW_ONLINE,
            "海港市人民代表大会. 海港条例[EB/OL]. （2019-01-01）[2024-05-06]. https://law.example/1.",
            "海港市人民代表大会. 海港条例[EB/OL]. (2019-01-01)[2024-05-06]. https://law.example/1.",
        ),
    ],
)
def test_each_type_of_work_has_the_form_of_the_standard(csl: dict[str, Any], in_2025: str, in_2015: str) -> None:
    assert gbt7714.reference(read_work(csl)) == in_2025
    assert gbt7714.reference(read_work(csl), marks=gbt7714.EDITION_2015) == in_2015


@pytest.mark.parametrize(
    ("csl", "expected"),
    [
        (
            NEWSPAPER | {"issued": None, "page": None},
            "王一，李二. 港口吞吐量再创新高[N]. 海港日报，[出版日期不详].",
        ),
        (NEWSPAPER | {"issued": day(2024, 3)}, "王一，李二. 港口吞吐量再创新高[N]. 海港日报，2024-03（2）."),
        (NEWSPAPER | {"author": None}, "港口吞吐量再创新高[N]. 海港日报，2024-03-05（2）."),
        (NEWSPAPER | {"type": None}, "王一，李二. 港口吞吐量再创新高[Z]. 海港日报，2024-03-05：2."),
        (REPORT | {"issued": None}, "Smith J A. Ports of the world[R]. Oslo：Harbour Institute，[n.d.]."),
        (PAGE | {"issued": None}, "海港市统计局. 2023年海港统计公报[EB/OL]. [2024-06-01]. https://stats.example/2023."),
        (
            PAGE | {"issued": None, "accessed": None},
            "海港市统计局. 2023年海港统计公报[EB/OL]. [出版日期不详]. https://stats.example/2023.",
        ),
        ({"title": "海港手册"}, "海港手册[Z]. [出版日期不详]."),
        ({}, "[untitled][Z]. [n.d.]."),
    ],
)
def test_what_the_source_does_not_say_is_said_to_be_missing(csl: dict[str, Any], expected: str) -> None:
    assert citation(csl) == expected


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ([{"family": "Plato"}], "Plato. T[Z]"),
        ([{"literal": "Port of Oslo, Inc."}], "Port of Oslo, Inc. T[Z]"),
        (["海港市统计局"], "海港市统计局. T[Z]"),
        ([{"family": "Li", "given": "Jun-Wei"}, WANG], "Li J-W，王一. T[Z]"),
        ([{"family": "Graaf", "given": "Yvo", "non-dropping-particle": "van der"}], "van der Graaf Y. T[Z]"),
        ([{"family": "Graaf", "given": "Yvo", "dropping-particle": "van der"}], "Graaf Y van der. T[Z]"),
        ([{"family": "King", "given": "Ann", "suffix": "Jr"}], "King A Jr. T[Z]"),
        ([SMITH, SMITH, SMITH], "Smith J A，Smith J A，Smith J A. T[Z]"),
        ([SMITH] * 300, "Smith J A，Smith J A，Smith J A，et al. T[Z]"),
        ([{"family": "久保", "given": "智康"}], "久保智康. T[Z]"),
        (["", None, 3, {}], "3. T[Z]"),
        (None, "T[Z]"),
    ],
)
def test_names_are_written_as_their_language_does(authors: object, expected: str) -> None:
    assert citation({"title": "T", "author": authors, "language": "en"}).startswith(expected)


def test_the_language_of_the_work_decides_the_words() -> None:
    many = {"title": "Ports", "author": [SMITH] * 4}
    assert "，等. " in citation(many | {"language": "zh-CN"})
    assert "，et al. " in citation(many | {"language": "en-GB"})
    assert "，等. " in citation(many | {"title": "海港"})
    assert "，et al. " in citation(many | {"title": "海港の統計"})


@pytest.mark.parametrize(
    ("csl", "locator", "expected"),
    [
        (NEWSPAPER, "概况 ¶5", "海港日报，2024-03-05（2）：概况，第5段."),
        (NEWSPAPER, "¶5", "海港日报，2024-03-05（2）：第5段."),
        (YEARBOOK | {"page": None}, "第35页，表2", "北京：海洋出版社，2023：第35页，表2."),
        (PAGE, "¶3", "[EB/OL]. （2024-02-29）[2024-06-01]：第3段. https://stats.example/2023."),
        (REPORT, "Summary ¶2", "Oslo：Harbour Institute，2021：Summary，para. 2."),
        (STANDARD, "附录A", "港口统计 指标与方法[S]：附录A."),
        (LAW, "第3条", "海港条例[Z]. 2019-01-01：第3条."),
    ],
)
def test_the_place_of_the_figure_stands_where_the_cited_page_does(
    csl: dict[str, Any], locator: str, expected: str
) -> None:
    assert citation(csl, locator).endswith(expected)


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ("2024-02-29", "2024-02-29"),
        (2024, "2024"),
        ("2024-02-29T08:00:00+08:00", "2024-02-29"),
        ("2024-02-29 08:00", "2024-02-29"),
        ("2024-01/2024-03", "2024-01/2024-03"),
        ("2024 Tuesday", "2024 Tuesday"),
        ("2024-13", "2024-13"),
        ("24-01-01", "24-01-01"),
        ("2024年1月", "2024年1月"),
        ({"raw": "2024-2-9"}, "2024-02-09"),
        ({"literal": "民国三十六年"}, "民国三十六年"),
        ({"date-parts": [["2024", "2"]]}, "2024-02"),
        ({"date-parts": [[2024, 13, 1]]}, "2024"),
        ({"date-parts": [[2023, 1], [2023, 6]]}, "2023-01/2023-06"),
        ({"date-parts": [[]]}, "[出版日期不详]"),
        ({"date-parts": "x"}, "[出版日期不详]"),
        ({}, "[出版日期不详]"),
    ],
)
def test_a_date_has_as_much_as_the_source_says(issued: object, expected: str) -> None:
    assert citation({"title": "海港", "issued": issued}) == f"海港[Z]. {expected}."


def test_a_reference_is_one_printable_line() -> None:
    csl = {"title": "海\x1b[31m港\n\u202e统计\ud800", "author": [{"literal": "a\tb\x00"}]}
    assert citation(csl) == "a b. 海 [31m港 统计[Z]. [出版日期不详]."
