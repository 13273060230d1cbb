"""Documents by the suffix of their name, and what is none."""

import io
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jimo_cli import documents, files
from jimo_cli.documents import plain
from jimo_cli.errors import UsageError


def test_plain_text_has_a_paragraph_a_line() -> None:
    text = "标题\n记者 张三\n　　第一段。\r\n小标题\n图1：说明\n第二段，未完\n续\n\n## 二 ##\n第三段<!-- x -->**3**。"
    document = plain.read("a.txt", text)
    assert [(block.kind, block.level, block.text, block.locator) for block in document.blocks] == [
        ("heading", 1, "标题", "line 1"),
        ("paragraph", 0, "记者 张三", "line 2"),
        ("paragraph", 0, "第一段。", "line 3"),
        ("heading", 2, "小标题", "line 4"),
        ("caption", 0, "图1：说明", "line 5"),
        ("paragraph", 0, "第二段，未完", "line 6"),
        ("paragraph", 0, "续", "line 7"),
        ("heading", 2, "二", "line 9"),
        ("paragraph", 0, "第三段<!-- x -->**3**。", "line 10"),
    ]
    assert document.comments == ()


@given(st.text(st.sampled_from("a国3 \n\r\t#。,　图:\x0b\u2028"), max_size=60))
def test_every_character_of_plain_text_is_where_it_says(text: str) -> None:
    for block in plain.read("a.txt", text).blocks:
        assert len(block.positions) == len(block.text)
        assert list(block.positions) == sorted(block.positions)
        for char, position in zip(block.text, block.positions, strict=True):
            assert char == text[position] or (char == " " and text[position].isspace())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "345"),
        ("a.MARKDOWN", "345"),
        ("a.txt", "**345**"),
        ("a", "**345**"),
        ("a.log", "**345**"),
        ("a.html", "**345**"),
    ],
)
def test_the_suffix_says_the_type(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text("**345**", encoding="utf-8")
    assert [block.text for block in documents.read(str(path)).blocks] == [text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_texts_are_read_in_their_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes("国内生产总值345亿元".encode(encoding))
    document = documents.read(str(path))
    assert [block.text for block in document.blocks] == [document.content] == ["国内生产总值345亿元"]


def test_the_standard_input_is_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("全市345亿元".encode())))
    assert documents.read("-").blocks[0].text == "全市345亿元"
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="standard input cannot be read; name a file"):
        documents.read("-")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"abc\0def", "is not text in UTF-8 or GB18030; save it as plain text"),
        ("a.md", b"\xff\xff\xff", "is not text"),
        ("a.html", b"\xff\xfea", "is not text"),
        ("a.txt", b"%PDF-1.7", "is a PDF file; save it as"),
        ("a", b"PK\x03\x04", "is an archive or an office document; give"),
        ("a.txt", b"\xd0\xcf\x11\xe0", "is an old office document; save"),
        ("a.rtf", b"{\\rtf1", "is a rich text file; save"),
    ],
)
def test_what_is_no_text_is_reported(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message):
        documents.read(str(path))


def test_what_is_no_file_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, message in [
        (tmp_path, "is not a regular file; save"),
        (tmp_path / "pipe", "is not a regular file; save"),
        (tmp_path / "no.md", r"cannot be read \(No such file or directory\); name a document"),
        ("a\0b", "cannot be read"),
    ]:
        with pytest.raises(UsageError, match=message):
            documents.read(str(path))


def test_a_document_that_is_too_large_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    with path.open("wb") as file:
        file.truncate(documents.MOST_BYTES + 1)
    with pytest.raises(UsageError, match="is too large; the limit is 64 MB; split it"):
        documents.read(str(path))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"aaa")))
    with pytest.raises(UsageError, match="is too large"):
        files.standard_input(2, "x")
