"""Write a pack of made-up facts: `python make_pack.py DIR [--labels N] [--periods N] [--files N]`.

Measures of places, each in several years, the same for the same numbers; without more said,
1,000,000 facts over 100,000 labels in 1,000 files.
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
    options = parser.parse_args()
    facts = write_pack(options.directory, labels=options.labels, periods=options.periods, files=options.files)
    print(f"{facts} facts in {options.files} files")


if __name__ == "__main__":
    main()
