"""Word documents made up for tests."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
STYLES = (
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="My Title"/><w:basedOn w:val="3"/></w:style>'
    '<w:style w:styleId="3"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
    '<w:style w:styleId="4"><w:name w:val="Caption"/></w:style>'
    '<w:style w:styleId="5"><w:name w:val="secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="6"><w:name w:val="loop"/><w:basedOn w:val="6"/></w:style>'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def said(text: str) -> str:
    return paragraph(run(text))


def part(root: str, content: str, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:{root} {NAMESPACES}>{content}</w:{root}>'


def make_docx(path: Path, body: str, others: Mapping[str, str] | None = None, head: str = "") -> str:
    parts = {
        "word/styles.xml": part("styles", STYLES),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", head),
        **(others or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return str(path)
