"""Whatever bytes a file has, it is read or reported: no other exception, and no hang."""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING

import pytest
from pdfs import Item, Picture, Words, lines, pdf
from words import make_docx, paragraph, part, run, said

from jimo_cli import documents
from jimo_cli.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

TRIALS = 150
"""Of each kind of file."""

TEXT = "# 标题\n\n2024年，全市生产总值**345**亿元，增长6.8%。\n\n| 指标 | 值 |\n|---|---|\n| 人口 | 134.6 |\n\n- 一\n- `二`<!-- x -->\n"
PAGE = (
    "<html><head><meta charset=gb2312><title>公报</title></head><body><h1>公报</h1><p hidden>藏</p>"
    "<table><tr><td>人口<td>134.6</table><p>全市345亿元&nbsp;<sup>1</sup><img><!-- jimo: off --></body>"
)


def _docx(folder: Path, *, is_stored: bool) -> bytes:
    path = folder / "made.docx"
    notes = f'<w:footnote w:id="1">{said("注1")}</w:footnote>'
    row = f"<w:tr><w:tc>{said('人口')}</w:tc><w:tc>{said('134.6')}</w:tc></w:tr>"
    body = paragraph(run("全市"), f"<w:ins>{run('345')}</w:ins>", run("亿元")) + f"<w:tbl>{row}</w:tbl>"
    make_docx(path, body, {"word/footnotes.xml": part("footnotes", notes)})
    if is_stored:  # the damage is then that of the content, and not found by a checksum of packed bytes alone
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
    return path.read_bytes()


def _samples(folder: Path) -> dict[str, bytes]:
    page: list[Item] = [
        *lines("　　全市生产总值12.", "6亿元。"),
        Words(300, 500, "345"),
        Words(72, 500, "人口"),
        Picture(),
    ]
    return {
        "a.txt": TEXT.encode(),
        "a.md": TEXT.encode("gb18030"),
        "a.html": PAGE.encode("gb18030"),
        "a.docx": _docx(folder, is_stored=False),
        "a.docm": _docx(folder, is_stored=True),
        "a.pdf": pdf([page, page]),
    }


def _damaged(data: bytes, luck: random.Random) -> bytes:
    """The bytes with a few of them changed, cut, repeated, moved or put in."""
    damaged = bytearray(data)
    for _ in range(luck.choice((1, 1, 2, 5, 20))):
        at = luck.randrange(len(damaged) + 1)
        end = min(len(damaged), at + luck.choice((1, 2, 8, 64)))
        match luck.randrange(5):
            case 0:
                damaged[at:end] = luck.randbytes(end - at)
            case 1:
                del damaged[at:end]
            case 2:
                damaged[at:at] = damaged[at:end] * luck.choice((1, 3))
            case 3:
                damaged[at:at] = luck.choice((b"\0", b"<", b"\xff\xfe", b"9999999999", b"<<", b"\n", b"&", b"-1 "))
            case _:
                del damaged[luck.choice((at, len(damaged) - (len(damaged) - at) // 8)) :]
    return bytes(damaged)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx", "a.docm", "a.pdf"])
def test_damaged_files_are_read_or_reported(tmp_path: Path, name: str, seed: int) -> None:
    sample = _samples(tmp_path)[name]
    luck = random.Random(seed)
    path = tmp_path / name
    for trial in range(TRIALS):
        path.write_bytes(_damaged(sample, luck))
        try:
            document = documents.read(str(path))
        except UsageError as error:
            assert error.hint, trial  # noqa: PT017  # what to do is always told
        else:
            assert all(block.text == block.text.strip() or block.kind == "row" for block in document.blocks)
            assert not any(set("\n\r") & set(block.text) for block in document.blocks)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.docx", "a.doc", "a.pdf", "a"])
def test_bytes_of_other_files_are_read_or_reported(tmp_path: Path, name: str) -> None:
    luck = random.Random(name)
    others = [*_samples(tmp_path).values(), b"", b"\0" * 1000, luck.randbytes(5000), b"\xd0\xcf\x11\xe0" + bytes(2000)]
    for data in others:
        path = tmp_path / name
        path.write_bytes(data)
        try:
            documents.read(str(path))
        except UsageError as error:
            assert error.hint  # noqa: PT017
