"""Write a pack of made-up facts: `python make_pack.py DIR [--labels N] [--periods N] [--files N] [--series N]`.

Measures of places, each in several years, the same for the same numbers; without more said,
1,000,000 facts over 100,000 labels in 1,000 files. With `--series` so many series of 333 places in ten years, each in
a table of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path[:0] = [str(Path(__file__).parents[1] / "search"), str(Path(__file__).parents[2])]

import made_up  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rows import Row

FIRST_YEAR = 2016
PLACES, YEARS = 333, 10
SOURCES = '[yearbook]\ntitle = "统计年鉴"\ntype = "book"\n'


def write_pack(directory: Path, *, labels: int, periods: int, files: int) -> int:
    """Write the fact files and return the number of facts."""
    directory.mkdir(parents=True, exist_ok=True)
    rows = made_up.make(labels)
    rnd = random.Random(5)
    rnd.shuffle(rows)
    (directory / "sources.toml").write_text(SOURCES, encoding="utf-8")
    size = -(-len(rows) // files)
    for number in range(files):
        part = rows[number * size : (number + 1) * size]
        text = "\n".join(_file(number, part, periods, rnd))
        (directory / f"table-{number:04}.toml").write_text(text, encoding="utf-8")
    return len(rows) * periods


def write_series(directory: Path, count: int) -> int:
    """Write so many series, ten to a fact file, each with a table, and return the number of observations."""
    directory.mkdir(parents=True, exist_ok=True)
    rnd = random.Random(5)
    (directory / "sources.toml").write_text(SOURCES, encoding="utf-8")
    for number, row in enumerate(made_up.make(count)):
        name = f"series-{number:03}"
        keys = {"label": row.label, "label_en": row.label_en, "unit": row.unit or "个", "table": f"{name}.csv"}
        lines = [f"{key} = {json.dumps(word, ensure_ascii=False)}" for key, word in keys.items() if word]
        with (directory / f"topic-{number // 10:02}.toml").open("a", encoding="utf-8") as file:
            if number % 10 == 0:
                file.write(f'[topic]\nlabel = "年鉴{number:03}"\nlabel_en = "Yearbook {number}"\nsource = "yearbook"\n')
            file.write("\n".join([f"[series.{name}]", *lines, ""]))
        with (directory / f"{name}.csv").open("w", encoding="utf-8") as file:
            file.write("reference_area,time_period,value\n")
            for place in range(PLACES):
                for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
                    file.write(f"第{place}县,{year},{rnd.lognormvariate(6, 2):.2f}\n")
    return count * PLACES * YEARS


def _file(number: int, rows: Sequence[Row], periods: int, rnd: random.Random) -> Iterator[str]:
    yield f'[topic]\nlabel = "统计表{number:04}"\nlabel_en = "Table {number:04}"\nsource = "yearbook"\n'
    for at, row in enumerate(rows):
        for year in range(FIRST_YEAR, FIRST_YEAR + periods):
            yield _fact(
                f"m{at:03}-{year}", row, year, f'{{ section = "表{number % 50 + 1}", paragraph = {at + 1} }}', rnd
            )


def _fact(slug: str, row: Row, year: int, locator: str, rnd: random.Random) -> str:
    unit = row.unit or "个"
    value = f"{rnd.uniform(1, 100):.1f}" if unit == "%" else f"{rnd.lognormvariate(6, 2):.{rnd.choice([0, 1, 2])}f}"
    said = {
        "kind": "statistic",
        "label": row.label,
        "label_en": row.label_en,
        "unit": unit,
        "time_period": str(year),
        "reference_area": row.area,
        "as_written": value + unit,
        "aliases": list(row.aliases),
    }
    lines = [f"{key} = {json.dumps(word, ensure_ascii=False)}" for key, word in said.items() if word]
    return "\n".join([f"[fact.{slug}]", f"value = {value}", *lines, f"locator = {locator}"]) + "\n"


def main() -> None:
    """Read the arguments and write the pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--labels", type=int, default=100_000)
    parser.add_argument("--periods", type=int, default=10)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--series", type=int, help="write series instead of facts")
    options = parser.parse_args()
    if options.series:
        print(f"{write_series(options.directory, options.series)} observations of {options.series} series")
        return
    facts = write_pack(options.directory, labels=options.labels, periods=options.periods, files=options.files)
    print(f"{facts} facts in {options.files} files")


if __name__ == "__main__":
    main()
