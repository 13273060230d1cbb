"""Pandoc reads the references as they are meant, and prints the locator of a citation."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from test_styles import ARTICLE, EVIL, written

if TYPE_CHECKING:
    from pathlib import Path

PANDOC = shutil.which("pandoc")
pytestmark = pytest.mark.skipif(PANDOC is None, reason="pandoc is not installed")

WORKS: dict[str, dict[str, Any]] = {
    "article": ARTICLE,
    "newspaper": {
        "type": "article-newspaper",
        "title": "港口吞吐量再创新高",
        "author": [{"family": "王", "given": "一"}, {"literal": "海港市统计局"}],
        "container-title": "海港日报",
        "issued": {"date-parts": [[2024, 3]]},
    },
    "book": {
        "type": "book",
        "title": "Ports of the world",
        "author": [{"family": "Graaf", "given": "Yvo van der"}, {"family": "King", "given": "Ann", "suffix": "Jr"}],
        "publisher": "Harbour & Sons",
        "publisher-place": "Oslo",
        "edition": "2",
        "issued": {"date-parts": [[2021]]},
        "language": "en",
    },
    "evil": {
        "type": "book",
        "title": EVIL,
        "author": [{"literal": "A {b} & \\c and D, E"}, {"family": "de la O'Neil, x", "given": "and"}],
        "publisher": EVIL,
        "URL": "https://x.example/a_b?c=%20d#e~f&g",
    },
    "bare": {"title": "x"},
}
SAME = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'"})  # Pandoc makes quotes typographic
VARIABLES = ("title", "container-title", "publisher", "publisher-place", "edition", "volume", "issue", "page", "URL")


def _pandoc(*argv: str, text: str, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(PANDOC), *argv], input=text, capture_output=True, encoding="utf-8", check=True, cwd=cwd, timeout=60
    )
    assert not done.stderr
    return done.stdout


def _plain(text: object) -> str:
    return re.sub(r'<span class="nocase">(.*?)</span>', r"\1", str(text)).translate(SAME)


def _names(item: dict[str, Any]) -> list[str]:
    order = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix", "literal")
    return [_plain(" ".join(name[part] for part in order if part in name)) for name in item.get("author", [])]


@pytest.mark.parametrize("style", ["csl-json", "bibtex", "biblatex"])
@pytest.mark.parametrize("work", WORKS)
def test_pandoc_reads_the_same_fields(style: str, work: str) -> None:
    csl = WORKS[work]
    [item] = json.loads(_pandoc("-f", style.replace("csl-", "csl"), "-t", "csljson", text=written(style, csl)))
    meant = json.loads(written("csl-json", csl))[0]
    assert item["id"] == "work"
    assert _names(item) == _names(meant)
    for name in VARIABLES:
        assert _plain(item.get(name)) == _plain(meant.get(name)), name
    assert item.get("issued") == meant.get("issued")
    if work not in {"newspaper", "bare"}:
        assert item["type"] == meant["type"]


@pytest.mark.parametrize("style", ["csl-json", "bibtex", "biblatex"])
def test_a_citation_prints_its_locator(style: str, tmp_path: Path) -> None:
    name = {"csl-json": "refs.json", "bibtex": "refs.bibtex", "biblatex": "refs.bib"}[style]
    (tmp_path / name).write_text(written(style, ARTICLE), encoding="utf-8")
    text = _pandoc("--citeproc", "--bibliography", name, "-t", "plain", text="Said [@work, para. 5].", cwd=tmp_path)
    assert "(Smith and Port of Oslo and Bergen, Inc. 2024, para. 5)" in text.replace("\n", " ")


def test_a_footnote_shows_every_character_as_it_is() -> None:
    note = written("markdown", {"title": EVIL, "URL": "https://x.example/a_b"})
    shown = _pandoc("-f", "markdown", "-t", "plain", "--wrap=none", text=f"Said.[^work]\n\n{note}\n")
    assert EVIL.translate(SAME) in shown.translate(SAME)
    assert "https://x.example/a_b" in shown


def test_pandoc_reads_ris_where_it_knows_it() -> None:
    if "ris" not in _pandoc("--list-input-formats", text="").split():
        pytest.skip("this pandoc does not read RIS")
    [item] = json.loads(_pandoc("-f", "ris", "-t", "csljson", text=written("ris", ARTICLE)))
    assert (item["title"], item["type"], item["issue"]) == (ARTICLE["title"], ARTICLE["type"], ARTICLE["issue"])
    assert _names(item)[0] == "John A. Smith"
