"""Word documents: what they say once tracked changes are accepted."""

import zipfile
from pathlib import Path

import pytest
from words import make_docx, paragraph, part, run, said

from jimo_cli import documents
from jimo_cli.documents import word
from jimo_cli.errors import UsageError


def texts(path: str) -> list[str]:
    return [block.text for block in documents.read(path).blocks]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.docx"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("12") + run(".6", "<w:b/>") + run("亿元"), "12.6亿元"),
        (f"<w:ins>{run('88')}</w:ins><w:del><w:r><w:delText>66</w:delText></w:r></w:del>{run('亿元')}", "88亿元"),
        (run("3") + f"<w:del>{run('4')}</w:del><w:ins>{run('5')}</w:ins>" + run("6亿"), "356亿"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", "新"),
        (run("见") + run("隐", "<w:vanish/>") + run("此", '<w:vanish w:val="0"/>'), "见此"),
        (run("见") + run("隐", '<w:rStyle w:val="5"/>'), "见"),
        (run("66", "<w:strike/>") + run("88亿元"), "88亿元"),
        (run("6") + run("7", "<w:strike/>") + run("8亿元"), "6 8亿元"),
        (run("10") + run("8", '<w:vertAlign w:val="superscript"/>'), "10⁸"),
        (f"<w:sdt><w:sdtContent>{run('内容')}</w:sdtContent></w:sdt>", "内容"),
        (f"<w:hyperlink>{run('公报')}</w:hyperlink>", "公报"),
        (run("甲") + "<w:r><w:tab/></w:r>" + run("乙"), "甲 乙"),
        (run("甲") + "<w:r><w:br/></w:r>" + run("乙"), "甲乙"),
        (run("a") + "<w:r><w:br/></w:r>" + run("b"), "a b"),
        (run("1") + "<w:r><w:noBreakHyphen/></w:r>" + run("5月"), "1-5月"),
        ("<w:r><w:instrText>PAGE 5</w:instrText></w:r>" + run("页"), "页"),
        (run("　　６．８亿吨"), "６．８亿吨"),
        (run("&lt;b&gt; &amp;"), "<b> &"),
    ],
)
def test_a_paragraph_says_what_a_reader_sees(path: Path, runs: str, text: str) -> None:
    assert texts(make_docx(path, paragraph(runs))) == [text]


@pytest.mark.parametrize(
    ("properties", "kind", "level"),
    [
        ('<w:pStyle w:val="1"/>', "heading", 1),
        ('<w:pStyle w:val="2"/>', "heading", 3),
        ('<w:outlineLvl w:val="1"/>', "heading", 2),
        ('<w:pStyle w:val="3"/><w:outlineLvl w:val="9"/>', "paragraph", 0),
        ('<w:pStyle w:val="4"/>', "caption", 0),
        ('<w:pStyle w:val="6"/>', "paragraph", 0),
        ('<w:pStyle w:val="none"/>', "paragraph", 0),
    ],
)
def test_headings_are_known_by_style_and_outline(path: Path, properties: str, kind: str, level: int) -> None:
    block = documents.read(make_docx(path, said("甲") + paragraph(run("乙"), properties=properties))).blocks[1]
    assert block[:5] == (kind, level, "乙", (), "paragraph 2")


def cell(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


def test_a_table_is_read_by_rows_and_a_deleted_row_is_not(path: Path) -> None:
    rows = [cell(said("指标") + said("(亿元)")) + cell(said("GDP")), cell(said("甲")) + cell(said("1"))]
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(said('乙'))}{cell(said('2'))}</w:tr>"
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}{deleted}</w:tbl>"
    blocks = documents.read(make_docx(path, said("前") + table + said("") + said("后"))).blocks
    assert [(block.kind, block.text, block.locator) for block in blocks] == [
        ("paragraph", "前", "paragraph 1"),
        ("row", "指标 (亿元) | GDP", "table 1 row 1"),
        ("row", "甲 | 1", "table 1 row 2"),
        ("paragraph", "后", "paragraph 2"),
    ]


def test_a_text_box_is_read_once_and_does_not_break_its_paragraph(path: Path) -> None:
    box = f"<w:txbxContent>{said('框')}</w:txbxContent>"
    alternate = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    assert texts(make_docx(path, paragraph(run("前"), alternate, run("后")))) == ["框", "前后"]


def test_a_deleted_end_of_a_paragraph_joins_it_to_the_next(path: Path) -> None:
    first = paragraph(run("全市"), properties="<w:rPr><w:del/></w:rPr>")
    assert texts(make_docx(path, first + said("345亿元") + said("后"))) == ["全市345亿元", "后"]


def test_notes_are_read_behind_the_text(path: Path) -> None:
    notes = f'<w:footnote w:type="separator">{said("")}</w:footnote><w:footnote w:id="1">{said("注1")}</w:footnote>'
    others = {
        "word/footnotes.xml": part("footnotes", notes),
        "word/endnotes.xml": part("endnotes", f"<w:endnote>{said('尾')}</w:endnote>"),
    }
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    blocks = documents.read(make_docx(path, paragraph(run("345亿元"), reference), others)).blocks
    assert [(block.text, block.locator) for block in blocks] == [
        ("345亿元", "paragraph 1"),
        ("注1", "footnote 1"),
        ("尾", "endnote 1"),
    ]


def test_what_is_not_read_is_counted(path: Path) -> None:
    formula = "<m:oMath><m:r><m:t>345</m:t></m:r></m:oMath>"
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    document = documents.read(make_docx(path, paragraph(run("甲"), formula, picture, picture, run("乙"))))
    assert [block.text for block in document.blocks] == ["甲乙"]
    assert document.skipped == ("1 formula", "2 pictures")
    assert (document.content, document.comments) == ("", ())


def test_comments_heads_feet_macros_and_unseen_text_are_left_out_and_counted(path: Path) -> None:
    others = {
        "word/comments.xml": part("comments", f'<w:comment w:id="0">{said("批注345亿元")}</w:comment>'),
        "word/header1.xml": part("hdr", said("页眉 345亿元")),
        "word/header2.xml": part("hdr", said(" ")),
        "word/footer1.xml": part("ftr", said("第1页")),
        "word/vbaProject.bin": "x",
    }
    body = paragraph(
        run("甲"),
        '<w:r><w:commentReference w:id="0"/></w:r>',
        f"<w:del>{run('66')}</w:del>",
        run("隐", "<w:vanish/>"),
        run("乙"),
    )
    document = documents.read(make_docx(path.with_suffix(".docm"), body, others))
    assert [block.text for block in document.blocks] == ["甲乙"]
    assert document.skipped == (
        "1 comment",
        "1 piece of deleted text",
        "1 piece of hidden text",
        "2 page heads and feet",
        "1 set of macros",
    )


def test_a_paragraph_of_a_hidden_style_is_not_seen(path: Path) -> None:
    hidden = paragraph(run("345"), run("亿元"), properties='<w:pStyle w:val="5"/>')
    document = documents.read(make_docx(path, hidden + said("乙")))
    assert [block.text for block in document.blocks] == ["乙"]
    assert document.skipped == ("2 pieces of hidden text",)


def test_what_a_tracked_change_of_form_replaced_counts_no_more(path: Path) -> None:
    style = (
        '<w:pStyle w:val="1"/><w:pPrChange><w:pPr><w:pStyle w:val="5"/><w:outlineLvl w:val="3"/></w:pPr></w:pPrChange>'
    )
    form = (
        '<w:vertAlign w:val="superscript"/><w:rPrChange><w:rPr><w:vanish/><w:rStyle w:val="5"/><w:strike/>'
        '<w:vertAlign w:val="baseline"/></w:rPr></w:rPrChange>'
    )
    (block,) = documents.read(make_docx(path, paragraph(run("10"), run("8", form), properties=style))).blocks
    assert (block.kind, block.level, block.text) == ("heading", 1, "10⁸")


@pytest.mark.parametrize(
    "content",
    [
        "<w:fldSimple>{}</w:fldSimple>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:ins><w:hyperlink>{}</w:hyperlink></w:ins>",
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>= 7</w:instrText></w:r>{}',
    ],
)
def test_text_within_fields_links_and_controls_is_read(path: Path, content: str) -> None:
    assert texts(make_docx(path, paragraph(run("产值"), content.format(run("345")), run("亿元")))) == ["产值345亿元"]


def test_a_row_within_a_content_control_and_text_of_an_old_box_are_read(path: Path) -> None:
    row = f"<w:tr>{cell(said('甲'))}{cell(said('345'))}</w:tr>"
    table = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    box = f"<w:r><w:pict><w:textbox><w:txbxContent>{said('框')}</w:txbxContent></w:textbox></w:pict></w:r>"
    assert texts(make_docx(path, table + paragraph(run("前"), box))) == ["甲 | 345", "框", "前"]


def test_the_main_part_may_have_another_name(path: Path) -> None:
    relations = '<Relationships><Relationship Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    others = {"_rels/.rels": relations, "word/document2.xml": part("document", said("二"))}
    assert texts(make_docx(path, said("一"), others)) == ["二"]


def test_a_deeply_nested_document_is_read(path: Path) -> None:
    depth = 10_000
    body = "<w:sdt>" * depth + said("深") + "</w:sdt>" * depth
    assert texts(make_docx(path, body)) == ["深"]


# ---- no Word documents


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no Word document or is damaged"),
        (b"PK\x03\x04 broken", "is no Word document or is damaged"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "is in the format of Word before 2007; save it as .docx"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is encrypted; save it without a password"),
        (b"%PDF-1.7", "is a PDF file; save"),
        (b"{\\rtf1", "is a rich text file; save"),
        ("全市".encode(), "is no Word document or is damaged"),
    ],
)
def test_what_is_no_word_document_is_reported(path: Path, data: bytes, message: str) -> None:
    path.write_bytes(data)
    with pytest.raises(UsageError, match=message):
        documents.read(str(path))


def test_a_workbook_is_no_word_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UsageError, match=r"is no Word document; name a \.docx file"):
        documents.read(str(path))


def test_a_cut_document_is_reported(path: Path) -> None:
    make_docx(path, said("甲" * 1000))
    data = path.read_bytes()
    for end in range(0, len(data), 97):
        path.write_bytes(data[:end])
        with pytest.raises(UsageError):
            documents.read(str(path))


def test_damaged_bytes_are_reported_or_read(path: Path) -> None:
    make_docx(path, said("甲乙丙" * 100))
    data = path.read_bytes()
    for at in range(0, len(data), 7):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        try:
            documents.read(str(path))
        except UsageError as error:
            assert error.hint  # noqa: PT017


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_defined_by_a_document(path: Path, encoding: str) -> None:
    head = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    text = part("document", said("&b;"), head).replace("UTF-8", encoding)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", text.encode(encoding))
    with pytest.raises(UsageError, match="declares a document type"):
        documents.read(str(path))


def test_a_document_that_unpacks_to_too_much_is_reported(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_XML", 2**20)
    make_docx(path, said("甲" * 2**20))
    assert path.stat().st_size < 2**16
    with pytest.raises(UsageError, match="unpacks to more than can be read; the limit is 1 MB"):
        documents.read(str(path))


def test_a_part_with_a_password_is_reported(path: Path) -> None:
    make_docx(path, said("甲"))
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of each part
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    path.write_bytes(bytes(data))
    with pytest.raises(UsageError, match="is encrypted"):
        documents.read(str(path))


def test_merged_cells_hold_their_text_in_each_cell_that_they_cover(path: Path) -> None:
    def of(text: str, properties: str = "") -> str:
        return cell(f"<w:tcPr>{properties}</w:tcPr>{said(text)}")

    first = of("地区", '<w:vMerge w:val="restart"/>') + of("2023年", '<w:gridSpan w:val="2"/>') + of("2022年")
    rows = [first, of("", "<w:vMerge/>") + of("产值") + of("增长") + of("产值"), of("甲") + of("1") + of("2") + of("3")]
    blocks = documents.read(make_docx(path, f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")).blocks
    assert [block.cells for block in blocks] == [
        ("地区", "2023年", "2023年", "2022年"),
        ("地区", "产值", "增长", "产值"),
        ("甲", "1", "2", "3"),
    ]
    assert blocks[1].text == " | 产值 | 增长 | 产值"
