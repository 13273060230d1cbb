"""Which text facts are held against, by the type of its file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import words

from jimo_cli.errors import UsageError
from jimo_cli.verify import texts
from jimo_cli.verify.passages import Passages

if TYPE_CHECKING:
    from pathlib import Path


def _sha256(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _located(path: Path | str) -> dict[str, str]:
    return {passage.text: passage.locator for passage in Passages(texts.read(str(path)).content).all}


def test_the_hash_of_plain_text_and_of_markdown_is_that_of_the_file(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "a"):
        (tmp_path / name).write_bytes("﻿云泽区**345**亿元。\r\n".encode())
        data = (tmp_path / name).read_bytes()
        assert texts.read(str(tmp_path / name)).sha256 == hashlib.sha256(data).hexdigest()


def test_markdown_is_what_a_reader_sees_and_its_lines_count_as_before(tmp_path: Path) -> None:
    written = (
        "# 公报\n\n## 工业\n\n> 产值**345**亿元，\n- 增长[7.7%](x)。\n\n| 区 | 产值 |\n|---|---|\n| 甲 | 3&nbsp;亿 |\n"
    )
    (tmp_path / "a.md").write_text(written, encoding="utf-8")
    content = texts.read(str(tmp_path / "a.md")).content
    assert content.count("\n") == written.count("\n")
    assert content.splitlines()[4:6] == ["> 产值345亿元，", "- 增长7.7%。"]
    assert _located(tmp_path / "a.md")["> 产值345亿元，"] == "工业 ¶1"


def test_the_hash_of_a_page_is_that_of_its_words(tmp_path: Path) -> None:
    for name, page in (
        ("a.html", "<h2>工业</h2><p>产值<b>345</b>亿元。"),
        ("b.html", "<H2>工业</H2>\n\n<div>产值345亿元。</div>"),
    ):
        (tmp_path / name).write_text(page, encoding="utf-8")
        read = texts.read(str(tmp_path / name))
        assert (read.content, read.sha256) == ("## 工业\n产值345亿元。", _sha256("## 工业\n产值345亿元。"))


def test_the_hash_of_a_word_document_is_that_of_its_words(tmp_path: Path) -> None:
    heading = words.paragraph(words.run("工业"), properties='<w:pStyle w:val="1"/>')
    path = words.make_docx(tmp_path / "a.docx", heading + words.said("产值345亿元。"))
    read = texts.read(path)
    assert (read.content, read.sha256) == ("# 工业\n产值345亿元。", _sha256("# 工业\n产值345亿元。"))


def test_a_row_of_a_table_begins_no_section(tmp_path: Path) -> None:
    page = "<h2>工业</h2><p>情况如下。</p><table><tr><td>甲</td><td>3亿</td></tr></table><p>产值345亿元。</p>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert _located(tmp_path / "a.html")["产值345亿元。"] == "工业 ¶3"


def test_a_text_that_is_too_large_is_refused_whatever_its_file(tmp_path: Path) -> None:
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_text("产值。" * (texts.MOST_BYTES // 8), encoding="utf-8")
        with pytest.raises(UsageError, match="too large"):
            texts.read(str(tmp_path / name))
