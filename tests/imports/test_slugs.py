"""The slugs of what is imported: by rule, stable, and told apart by what differs."""

import re
from random import Random

import pytest

from jimo_cli.imports.slugs import Named, distinct, slug_of
from jimo_cli.packs.schema import SLUG


@pytest.mark.parametrize(
    ("label", "label_en", "slug"),
    [
        ("海洋生产总值", "Gross marine product", "gross-marine-product"),
        ("海洋生产总值", None, "hai-yang-sheng-chan-zong-zhi"),
        ("海洋生產總值", None, "hai-yang-sheng-chan-zong-zhi"),
        ("海洋GDP增速", None, "hai-yang-gdp-zeng-su"),
        ("PM2.5平均浓度", None, "pm2-5-ping-jun-nong-du"),
        ("绿化", None, "lv-hua"),
        ("GDP（亿元）", "GDP (100 million yuan)", "gdp-100-million-yuan"),
        ("甲", "2024", "jia"),
        ("Women's café, share in %", None, "womens-cafe-share-in-percent"),
        ("ＧＤＰ", None, "gdp"),
    ],
)
def test_a_slug_is_that_of_the_english_name_or_of_the_pinyin(label: str, label_en: str | None, slug: str) -> None:
    assert slug_of(label, label_en) == slug


@pytest.mark.parametrize("label", ["", "…", "ВВП", "-- ", "a" * 500, "国" * 200, "word " * 50, "\udcff", "a\nb", "١٢"])
def test_whatever_a_label_is_its_slug_can_be_typed(label: str) -> None:
    slug = slug_of(label.encode(errors="replace").decode())
    assert re.fullmatch(SLUG, slug, re.ASCII)
    assert len(slug) <= 60


def test_a_long_name_is_cut_behind_a_word() -> None:
    slug = slug_of("x", "Number of persons employed in the manufacture of communication equipment and computers")
    assert slug == "number-of-persons-employed-in-the-manufacture-of"


def test_those_of_one_name_are_told_apart_by_what_differs() -> None:
    cargo = Named("吞吐量", "Cargo")
    assert distinct([cargo, cargo._replace(aspect="growth"), cargo._replace(aspect="share")]) == [
        "cargo",
        "cargo-growth",
        "cargo-share",
    ]
    assert distinct([cargo._replace(unit="亿吨"), cargo._replace(unit="%")]) == ["cargo-yi-dun", "cargo-percent"]
    assert distinct([cargo._replace(area="青岛市"), cargo._replace(area="烟台市")]) == [
        "cargo-qing-dao-shi",
        "cargo-yan-tai-shi",
    ]
    assert distinct([cargo._replace(period="2023"), cargo._replace(period="2024-S1")]) == [
        "cargo-2023",
        "cargo-2024-s1",
    ]
    assert distinct([cargo, cargo]) == ["cargo", "cargo-2"]


def test_a_part_that_a_name_ends_in_is_not_said_twice() -> None:
    growth = Named("增长", "Cargo growth", aspect="growth")
    assert distinct([growth, growth._replace(aspect=None)]) == ["cargo-growth", "cargo-growth-2"]


def test_a_number_makes_no_slug_that_another_has() -> None:
    assert distinct([Named("x", "a"), Named("x", "a"), Named("x", "a 2")]) == ["a", "a-3", "a-2"]


def test_what_is_taken_stays_with_who_has_it() -> None:
    cargo = Named("吞吐量", "Cargo", unit="亿吨", period="2024")
    assert distinct([cargo], {"cargo"}) == ["cargo-yi-dun"]
    assert distinct([cargo], {"cargo", "cargo-yi-dun", "cargo-yi-dun-2024"}) == ["cargo-yi-dun-2024-2"]


def test_the_order_of_rows_changes_no_slug() -> None:
    named = [
        Named(label, None, aspect, unit, area, period)
        for label in ("海洋生产总值", "货物吞吐量")
        for aspect in (None, "growth")
        for unit in ("亿元", "%")
        for area in ("青岛市", "烟台市")
        for period in ("2023", "2024")
    ]
    slugs = dict(zip(named, distinct(named), strict=True))
    assert len({*slugs.values()}) == len(named)
    for seed in range(20):
        Random(seed).shuffle(named)
        assert dict(zip(named, distinct(named), strict=True)) == slugs
