"""Rates and ranks: what a fact states of itself counts before the words of its name."""

from pathlib import Path

import pytest
from builders import HEAD, Run, fact_text, make_pack

FACTS = "".join(
    (
        fact_text("retail", label="社会消费品零售总额", value=6000, unit="亿元"),
        fact_text("retail-growth", label="社会消费品零售总额增速", of="retail", aspect="growth", value=2.5, unit="%",
                  basis="period_on_period"),
        fact_text("export", label="出口额", label_en="Exports", value=500, unit="亿元"),
        fact_text("export-growth", label="出口额增长率", label_en="Growth of exports", of="export", aspect="growth",
                  value=7.5, unit="%", basis=["year_on_year", "nominal"]),
        fact_text("output", label="地区生产总值", label_en="Gross regional product", value=15000, unit="亿元"),
        fact_text("output-growth", label="地区生产总值增速", of="output", aspect="growth", value=5.9, unit="%",
                  basis=["year_on_year", "real"]),
        fact_text("output-rank", label="地区生产总值全省位次", label_en="Rank of gross regional product", of="output",
                  aspect="rank", among="全省16个市", value=3, unit="位"),
        fact_text("income", label="居民人均可支配收入", value=50000, unit="元"),
        fact_text("income-rank", label="居民人均可支配收入", of="income", aspect="rank", among="全省16个市", value=2),
        fact_text("loans-growth", label="贷款余额增长", aspect="growth", value=9.1, unit="%", basis="since_year_end"),
        fact_text("deposits-growth", label="存款余额增长", aspect="growth", value=8.2, unit="%"),
        fact_text("sales-growth", label="商品房销售额增长", aspect="growth", value=4.4, unit="%",
                  basis="annual_average"),
    )
)  # fmt: skip


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "rates", {"trade.toml": HEAD + FACTS})


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("社会消费品零售总额环比增速", "retail-growth"),
        ("社零环比增长", "retail-growth"),
        ("社会消费品零售总额同比增速", None),
        ("社零同比增长", None),
        ("出口额同比增长率", "export-growth"),
        ("growth of exports yoy", "export-growth"),
        ("growth of exports year-on-year", "export-growth"),
        ("出口额环比增长率", None),
        ("growth of exports month on month", None),
        ("growth of exports mom", None),
        ("出口额实际增长率", None),
        ("地区生产总值实际增速", "output-growth"),
        ("GDP实际增速", "output-growth"),
        ("GDP名义增速", None),
        ("贷款余额比年初增长", "loans-growth"),
        ("贷款余额较上年末增长", "loans-growth"),
        ("贷款余额同比增长", None),
        ("贷款余额比上年增长", None),
        ("存款余额同比增长", "deposits-growth"),
        ("存款余额环比增长", None),
        ("存款余额比年初增长", None),
        ("存款余额名义增长", None),
        ("商品房销售额年均增长", "sales-growth"),
        ("商品房销售额同比增长", None),
    ],
)
def test_a_rate_answers_on_its_own_basis_only(run: Run, made: Path, query: str, slug: str | None) -> None:
    rows = run("search", query, "--facts", str(made)).rows
    assert [row[0] for row in rows[:1]] == ([f"trade.{slug}"] if slug else [])


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("GDP排名", "output-rank"),
        ("即墨区GDP排第几", "output-rank"),
        ("GDP在全省排名第几", "output-rank"),
        ("地区生产总值位次", "output-rank"),
        ("GDP rank", "output-rank"),
        ("rank of gross regional product", "output-rank"),
        ("GDP全国排名", None),
        ("GDP增速排名", None),
        ("居民人均可支配收入排名", "income-rank"),
        ("居民人均可支配收入全国排名", None),
        ("居民人均可支配收入", "income"),
        ("GDP", "output"),
        ("GDP增速", "output-growth"),
        ("出口额排名", None),
        ("exports rank", None),
    ],
)
def test_a_rank_answers_where_one_is_asked_and_nothing_else_does(
    run: Run, made: Path, query: str, slug: str | None
) -> None:
    found = [row[0] for row in run("search", query, "--facts", str(made)).rows]
    assert found[:1] == ([f"trade.{slug}"] if slug else [])
    assert slug is None or slug.endswith("-rank") or not [fact for fact in found if fact.endswith("-rank")]


@pytest.mark.parametrize("order", [("mom", "yoy"), ("yoy", "mom")])
def test_of_two_rates_of_one_label_the_usual_one_comes_first(run: Run, tmp_path: Path, order: tuple[str, ...]) -> None:
    said = {"label": "工业增加值增速", "aspect": "growth", "unit": "%", "time_period": "2024-05"}
    rates = {
        "mom": fact_text("mom", basis="period_on_period", value=0.3, **said),
        "yoy": fact_text("yoy", basis="year_on_year", value=5.6, **said),
    }
    pack = make_pack(tmp_path / "two", {"trade.toml": HEAD + "".join(rates[slug] for slug in order)})

    def found(query: str) -> list[str]:
        return [row[0].removeprefix("trade.") for row in run("search", query, "--facts", str(pack)).rows]

    assert found("工业增加值增速") == ["yoy", "mom"]
    assert found("工业增加值环比增速") == ["mom"]
    assert found("工业增加值同比增速") == ["yoy"]


def test_a_name_alone_may_call_a_figure_a_rank(run: Run, tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "old", {"trade.toml": HEAD + fact_text("rank", label="进出口总额全省排名", value=3)})
    assert [row[0] for row in run("search", "进出口总额排名", "--facts", str(pack)).rows] == ["trade.rank"]
    assert run("search", "进出口总额全国排名", "--facts", str(pack)).code == 1


def test_basis_and_among_are_in_every_output(run: Run, made: Path) -> None:
    def told(*words: str, terminal: bool = False) -> str:
        return run(*words, "--facts", str(made), terminal=terminal).out

    fields = ("--fields", "id,basis,among")
    assert "trade.export-growth\tyear_on_year; nominal\t\n" in told("export", *fields, "--format", "tsv")
    json = told("export", *fields, "--format", "jsonl")
    assert '{"id": "trade.export-growth", "basis": ["year_on_year", "nominal"], "among": null}' in json
    assert '{"id": "trade.output-rank", "basis": null, "among": "全省16个市"}' in json
    assert told("get", "export-growth", "basis") == "year_on_year; nominal\n"
    shown = told("show", "export-growth", terminal=True)
    assert "基期与价格" in shown
    assert "同比 · 名义" in shown
    shown = told("show", "export-growth", "--lang", "en", terminal=True)
    assert "Basis" in shown
    assert "year on year, nominal" in shown
    assert "全省16个市" in told("show", "output-rank", terminal=True)
    assert "排名范围" in told("show", "output-rank", terminal=True)
    assert "└ 地区生产总值全省位次" in told("stats", terminal=True)
