"""Charts as SVG files: complete in themselves, readable by all, written whole or not at all."""

import re
import shutil
import subprocess
import sys
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from builders import HEAD, Run, Spawn, make_fact, make_pack
from conftest import process_env
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from jimo_cli.charts import svg_parts
from jimo_cli.model import Fact, Qualifier, Source, Status
from jimo_cli.output import charted

SVG = "{http://www.w3.org/2000/svg}"
WORK = Source("daily", {"title": "年报", "publisher": "某局"})
TABLE = "time_period,value,status\n2021,5,final\n2023,7.5,preliminary\n"


@pytest.fixture
def facts(tmp_path: Path) -> str:
    series = '[series.output]\nlabel = "产值"\nlabel_en = "Output"\nunit = "亿元"\ntable = "output.csv"\n'
    return str(make_pack(tmp_path / "facts", {"marine.toml": HEAD + series, "output.csv": TABLE}))


def _picture(facts: list[Fact], lang: str = "zh") -> ET.Element:
    return ET.fromstring(charted.picture(facts, [WORK], lang))  # noqa: S314  # our own


def _texts(picture: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def test_a_file_has_title_unit_periods_figures_legend_and_source_as_text(run: Run, facts: str, tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    ran = run("series", "产值", "--chart-file", str(path), "--facts", facts)
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    picture = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  # our own
    assert picture.findtext(f"{SVG}title") == "产值 · 即墨区"
    described = picture.findtext(f"{SVG}desc") or ""
    assert "亿元 · 2021年–2023年" in described
    assert "一篇报道" in described
    texts = _texts(picture)
    for text in ("产值 · 即墨区", "2021年", "2022年", "2023年", "5", "–", "7.5 p", "p 初步"):
        assert text in texts
    assert any(text.startswith("来源：王涛") for text in texts)


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs() -> None:
    text = charted.picture([make_fact()], [WORK], "zh")
    assert re.findall(r"https?://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|<use|<foreignObject|href|@import|url\(|\bon\w+=", text)
    assert "prefers-color-scheme:dark" in text
    assert '"Noto Sans CJK SC"' in text


def test_a_label_that_is_markup_or_no_xml_stays_text() -> None:
    nasty = '<script>alert("1")</script>]]>&amp;\x00\x1b\ufffe\u202e{}'
    picture = _picture([make_fact(label=nasty, unit=nasty, reference_area=place) for place in (nasty, "مدينة")])
    assert not picture.findall(f".//{SVG}script")
    shown = picture.findtext(f"{SVG}title") or ""
    assert shown.startswith('<script>alert("1")</script>]]>&amp;\\u0000\\u001b\\ufffe\\u202e{}')
    assert any("مدينة" in text for text in _texts(picture))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--chart-file", "x.png"], "'x.png' is no picture that can be drawn; name it PATH.svg"),
        (["--chart-file", ".svg"], "'.svg' is no picture that can be drawn; name it PATH.svg"),
        (["--chart-file", ""], "'' is no picture that can be drawn; name it PATH.svg"),
        (["--chart-file", "x.svg", "--chart"], "--chart and --chart-file are given; omit one: "),
        (
            ["--chart-file", "x.svg", "--format", "json"],
            "--chart-file and --format json are given; a chart has no rows",
        ),
        (["--force"], "--force is given without --chart-file; it replaces such a file; leave it out"),
        (["--chart-file", "no/such/x.svg"], "there is no directory 'no/such'; "),
    ],
)
def test_what_cannot_be_meant_is_an_error_and_writes_nothing(
    run: Run, facts: str, monkeypatch: pytest.MonkeyPatch, options: list[str], message: str
) -> None:
    empty = Path(facts).parent / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    ran = run("series", "产值", *options, "--facts", facts)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"jimo: {message}")
    assert not [*empty.iterdir()]


def test_a_file_that_is_there_is_replaced_only_by_force(
    run: Run, facts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = Path("x.svg")
    path.write_text("mine", encoding="utf-8")
    ran = run("series", "产值", "--chart-file", str(path), "--facts", facts)
    assert (ran.code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert ran.err == "jimo: 'x.svg' exists already; use it, or replace it with --force\n"
    assert run("series", "产值", "--chart-file", str(path), "--force", "--facts", facts).code == 0
    assert path.read_text(encoding="utf-8").endswith("</svg>\n")
    assert sorted(each.name for each in tmp_path.glob("*x*")) == ["x.svg"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no directory here that takes no file")
def test_a_file_that_cannot_be_written_is_an_error(run: Run, facts: str) -> None:
    ran = run("series", "产值", "--chart-file", "/proc/x.svg", "--facts", facts)
    assert (ran.code, ran.out) == (2, "")
    assert "/proc/x.svg cannot be written" in ran.err


def test_a_disk_that_is_full_leaves_no_picture(facts: str, tmp_path: Path, spawn: Spawn) -> None:
    path = tmp_path / "x.svg"
    argv = ("series", "产值", "--facts", facts, "--chart-file", str(path))
    assert spawn(*argv).code == 0  # the index is there now
    for before in (False, True):
        path.write_text("mine", encoding="utf-8") if before else path.unlink()
        done = subprocess.run(
            ["bash", "-c", 'ulimit -f 2; "$@"', "", sys.executable, "-m", "jimo_cli", *argv, "--force"],  # noqa: S607
            env=process_env(tmp_path),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert "x.svg cannot be written" in done.stderr
        assert [each.read_text(encoding="utf-8") for each in tmp_path.glob("*.svg")] == ["mine"] * before
        assert not [*tmp_path.glob(".*.new")]


def test_a_measure_without_figures_leaves_no_file(run: Run, facts: str, tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    assert run("series", "产值", "--period", "1999", "--chart-file", str(path), "--facts", facts).code == 1
    assert not path.exists()


def test_a_line_has_a_gap_where_a_period_is_missing_and_is_dashed_to_what_lies_ahead() -> None:
    facts = [
        make_fact(value=Decimal(year), time_period=str(year), status=Status.FORECAST if year > 2022 else None)
        for year in range(2000, 2026)
        if year != 2010
    ]
    lines = [path for path in _picture(facts).iter(f"{SVG}path") if "l" in (path.get("class") or "").split()]
    assert [path.get("class") for path in lines] == ["l c0", "l c0", "l c0 a"]
    assert [(path.get("d") or "").count("L") + 1 for path in lines] == [10, 12, 4]


def test_each_point_is_read_out_with_its_place_period_unit_and_status() -> None:
    facts = [
        make_fact(value=Decimal(value), time_period=str(year), reference_area=place, status=Status.PRELIMINARY)
        for value, place in ((5, "甲市"), (6, "乙市"))
        for year in range(2019, 2024)
    ]
    told = [title.text for title in _picture(facts).iter(f"{SVG}title")]
    assert "乙市 · 2023年  6 p 亿元" in told
    assert len(told) == 11


def test_ten_thousand_points_make_no_large_file() -> None:
    from datetime import date, timedelta

    days = [date(1995, 1, 1) + timedelta(days=at) for at in range(10_000)]
    text = charted.picture(
        [make_fact(value=Decimal(at % 7), time_period=day.isoformat()) for at, day in enumerate(days)], [], "zh"
    )
    assert len(text) < 60_000


class _Box(NamedTuple):
    left: float
    right: float
    base: float
    text: str


def _boxes(element: ET.Element, x: float = 0, y: float = 0) -> list[_Box]:
    """Where each text is, as long as the narrowest font makes it."""
    found = []
    for child in element:
        moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", child.get("transform", ""))
        dx, dy = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
        if child.tag == f"{SVG}text":
            text = "".join(child.itertext())
            length = cell_len(text) * 7 * (1.3 if child.get("class") == "h" else 1)
            left = (
                float(child.get("x", 0))
                + x
                - {"end": length, "middle": length / 2}.get(child.get("text-anchor", ""), 0)
            )
            found.append(_Box(left, left + length, float(child.get("y", 0)) + y, text))
        else:
            found += _boxes(child, x + dx, y + dy)
    return found


FACTS = st.lists(
    st.builds(
        lambda value, period, place, qualifier, status, unit: make_fact(
            value=value,
            value_max=value * 2 if qualifier is Qualifier.RANGE and value > 0 else None,
            time_period=period,
            reference_area=place,
            qualifier=Qualifier.EXACT if qualifier is Qualifier.RANGE and value <= 0 else qualifier,
            status=status,
            unit=unit,
        ),
        st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12),
        st.sampled_from([*map(str, range(2000, 2024)), "2023-Q1", "2022/.."]),
        st.sampled_from(["甲", "蓝谷", "A" * 90, "长" * 50, "x", "y", "z", "u"]),
        st.sampled_from(Qualifier),
        st.sampled_from([None, *Status]),
        st.sampled_from(["亿元", "%"]),
    ),
    min_size=1,
    max_size=40,
)


@given(FACTS, st.sampled_from(["zh", "en"]))
@settings(deadline=None, max_examples=60)
def test_no_two_texts_overlap_and_all_are_within_the_picture(facts: list[Fact], lang: str) -> None:
    picture = _picture(facts, lang)
    width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
    boxes = sorted(_boxes(picture), key=lambda box: box.base)
    for at, box in enumerate(boxes):
        assert box.left >= 0
        assert box.right <= width
        assert 12 <= box.base <= height
        for other in boxes[at + 1 :]:
            if other.base - box.base >= 12:
                break
            assert box.right <= other.left or other.right <= box.left, (box, other)


PROTAN = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTAN = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PLAIN = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def _linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lab(colour: str, seen: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """A colour in CIELAB as someone sees it, by the matrices of Machado, Oliveira and Fernandes (2009)."""
    linear = _linear(colour)
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in seen)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize(
    ("colours", "paper"),
    [(svg_parts.COLOURS, svg_parts.PAPER), (svg_parts.DARK_COLOURS, svg_parts.DARK_PAPER)],
    ids=["light", "dark"],
)
def test_colours_stand_out_from_the_paper_and_from_each_other_to_all_eyes(colours: tuple[str, ...], paper: str) -> None:
    for colour in colours:
        light, dark = sorted((_luminance(colour), _luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour  # they are colours of text too
    for seen in (PLAIN, PROTAN, DEUTAN):
        for one, other in combinations(colours, 2):
            apart = sum((a - b) ** 2 for a, b in zip(_lab(one, seen), _lab(other, seen), strict=True)) ** 0.5
            assert apart >= 20, (one, other, apart)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
OVERLAPS = """
<script>
const all = [...document.querySelectorAll('svg text')].map(text => text.getBoundingClientRect());
const page = document.querySelector('svg').getBoundingClientRect();
let wrong = all.filter(a => a.left < page.left || a.right > page.right || a.bottom > page.bottom).length;
all.forEach((a, at) => all.slice(at + 1).forEach(b => {
  if (a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3) wrong += 1;
}));
document.title = all.length + ' texts, ' + wrong + ' wrong';
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_browser_lays_out_every_text_apart(tmp_path: Path) -> None:
    bars = [
        make_fact(value=Decimal(at * 1000 - 2000), time_period=str(2015 + at), qualifier=qualifier, status=status)
        for at, (qualifier, status) in enumerate(
            zip(
                [Qualifier.OVER, Qualifier.ABOUT, Qualifier.UNDER, Qualifier.EXACT] * 2,
                [None, *Status, None],
                strict=True,
            )
        )
    ]
    lines = [
        make_fact(value=Decimal(at * 1000 + year), time_period=str(year), reference_area=f"第{at}地区 WMWM")
        for at in range(8)
        for year in range(2000, 2024)
    ]
    pictures = [charted.picture(facts, [WORK], lang) for facts in (bars, lines) for lang in ("zh", "en")]
    for number, picture in enumerate(pictures):
        page = tmp_path / f"{number}.html"
        page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{picture}{OVERLAPS}", encoding="utf-8")
        done = subprocess.run(
            [
                str(CHROMIUM),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                f"--user-data-dir={tmp_path / 'profile'}",
                "--dump-dom",
                page.as_uri(),
            ],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        assert re.search(r"<title>[1-9]\d+ texts, 0 wrong</title>", done.stdout)
