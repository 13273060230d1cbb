"""Files of rows made up for tests."""

import base64
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from jimo_cli import tables
from jimo_cli.tables import Row, Workbook

_ODS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml"

XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O-NKx6#mY0MrUlCAJae+8w9OPLupYPoeIiTqHT&2N}Yki9Bl~77G>E$n;>Xaw2>@mGyN?3p&yDMS_DQdf*=@+R;_}97CNtU"
        "&b+a4n!te?P~P{r=bm@&Iq#mi=iHyUZ>9su$vd?($U!GckTTsU&5{upcjm<pZZ}O~GqsD0X=6#j?czX|I`OFDb(zFa;ynWcw;j)!"
        "0-w0_VHDjX(MYg}*sebGllag<4$eITSGjmmqkdH?9aOqf=`GcLtaPhNE-39_-6ZY9bf~*|i<QTFjRtM=G9}zsn-3~!M>Sqa9-qEQ"
        "X<a9_#SZr$SuPFr4iBclvF?gQBQbe*<2oEb+s3xWdWR1;P!5bST8D>Q!{H>VI4P#^!wdr7Gqe9$(3TfhPGI@Zh4Qk$$Xy)Kd~!Dj"
        "H&=ei;MkADJV-JX;_#r?AuR@tMxujpPKM2;l0HN)_s^n^w*_cn?L+6=nWdwBb=`EFv+P8<Y!JGj_!lfF6*|p4OvCUgAJEC>XHREu"
        "etWxXpeJ-dCF8n@q_>(z@eC%;hy@#awWVa9Hmk)3rDyf4tCg=+TEz*^byH8Z#q69=opajS#QkhiybG<(;@2@B|JwVYKK?nhp7})A"
        "%*m?6`_LpBc=W<D4*X1@g<9y!Wx>NxrY37q`lz(#j|IwQ_$}W}Yd`g2P9_^8p!BJ}$>_-Vh(6`fC)F4FgnJ~_U*VA@agD}B?2H_{"
        "Q%1Sv$=w$QoQBJa0$D8v^Vbq?e6hZ-8Gufs68FT67u4S<MwDruF4ZVg-YAQPjw<qvstp@9Y}l}2!$uK6deBQBsO2E$v<`D+*1gUg"
        "my~@?vTU&%Bm5lWKZQFG<vND3g7Rk-oRs+%Ez%})Untnay~i+w0rg|3;QZyoIA#ByMH~A6-4rUc|5PD<{^$OG0S?OvRs"
    )
)
"""A workbook of Excel before 2007: a merged title, a percentage, a day, a truth, and a hidden sheet."""


def rows(workbook: Workbook, sheet: int = 0) -> list[Row]:
    return list(workbook.sheets[sheet].read())


def cells(path: str | Path, sheet: int = 0) -> list[list[str]]:
    return [row.cells for row in rows(tables.read(str(path)), sheet)]


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return str(path)


def write_json(path: Path, value: object) -> str:
    return write(path, json.dumps(value, ensure_ascii=False))


def write_zip(path: Path, parts: Mapping[str, str | bytes]) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return str(path)


def sheet_parts(
    sheet_xml: str, formats: Sequence[str] = (), strings: str = "", *, is_strict: bool = False, book: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook of one sheet; cells of style 1 have the first of the formats, and so on."""
    main = f"{_STRICT}/spreadsheetml/main" if is_strict else _MAIN
    links = f"{_STRICT}/officeDocument/relationships" if is_strict else _LINKS
    codes = "".join(f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    styles = "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(len(formats)))
    return {
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{links}/officeDocument" Target="xl/book.xml"/></Relationships>',
        "xl/book.xml": f'<workbook xmlns="{main}" xmlns:r="{links}">{book}<sheets><sheet name="表" r:id="s"/></sheets></workbook>',
        "xl/_rels/book.xml.rels": f'<Relationships><Relationship Id="s" Type="{links}/worksheet" Target="/xl/a.xml"/>'
        f'<Relationship Id="t" Type="{links}/styles" Target="styles.xml"/>'
        f'<Relationship Id="u" Type="{links}/sharedStrings" Target="strings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/strings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/a.xml": f'<worksheet xmlns="{main}">{sheet_xml}</worksheet>',
    }


def ods_parts(body: str, styles: str = "", head: str = "") -> dict[str, str | bytes]:
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _ODS.items())
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"{head}<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
    }


def ods_row(*texts: str, attributes: str = "") -> str:
    shown = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
    return f"<table:table-row {attributes}>{shown}</table:table-row>"


def ods_table(*parts: str, name: str = "表") -> str:
    return f'<table:table table:name="{name}">{"".join(parts)}</table:table>'
