"""Documents of every type as headings, paragraphs, captions and table rows, with where each stands.

>>> from jimo_cli import documents
>>> document = documents.read("draft.md")
>>> [block.text for block in document.blocks]
"""

import hashlib
import os
from collections.abc import Iterable

from jimo_cli import files
from jimo_cli.documents.document import Block, Comment, Document
from jimo_cli.errors import UsageError, quoted

__all__ = ["MOST_BYTES", "Block", "Comment", "Document", "is_read_as_it_is", "of_text", "read"]

MOST_BYTES = 64 * 2**20
"""The largest document that is read."""

_SPLIT = "split it, and check the parts"

_WORD, _HTML, _MARKDOWN = (".docx", ".docm", ".dotx", ".doc"), (".html", ".htm", ".xhtml"), (".md", ".markdown")
_PDF = ".pdf"
_OTHERS = {
    b"%PDF": ("a PDF file", "save it as a file whose name ends in .pdf"),
    b"PK\x03\x04": ("an archive or an office document", "give a Word document the suffix .docx; save others as text"),
    b"\xd0\xcf\x11\xe0": ("an old office document", "save it as .docx"),
    b"{\\rtf": ("a rich text file", "save it as .docx or as plain text"),
}
"""What files begin with that are often taken for text, what they are, and what to do with them."""


def is_read_as_it_is(path: str) -> bool:
    """Tell whether a file is by its suffix a text that a person reads as it stands: plain text or Markdown."""
    return os.path.splitext(path)[1].lower() not in (*_WORD, *_HTML, ".pdf")


def read(path: str, most: int = MOST_BYTES, *, names: str = "a document", advice: str = _SPLIT) -> Document:
    """Return a document, its type by the suffix of its name; without a known one it is plain text, as `-` (stdin) is.

    Raises UsageError where the file is missing, has more than `most` bytes or is damaged, or not of its type; `names`
    says what a path has to name, `advice` what to do with a file that is too large.
    """
    data = files.standard_input(most, advice) if path == "-" else files.contents(path, most, names, advice)
    is_utf_16 = data.startswith(files.UTF_16)
    return _parsed(path, data)._replace(sha256=hashlib.sha256(data).hexdigest(), is_utf_16=is_utf_16)


def _parsed(path: str, data: bytes) -> Document:
    suffix = os.path.splitext(path)[1].lower()
    if suffix in _WORD:
        return _word(path, data)
    if suffix == _PDF:
        return _pdf(path, data)
    for beginning, (kind, hint) in _OTHERS.items():
        if data.startswith(beginning):
            raise UsageError(f"{quoted(path)} is {kind}", hint)
    if data.startswith(files.UTF_16):
        return of_text(path, files.decoded(path, data, ("utf-16",)))
    return of_text(path, files.decoded(path, data, _html_encodings(data) if suffix in _HTML else files.TEXT_ENCODINGS))


def of_text(path: str, content: str) -> Document:
    """Return the document that a text is: HTML or Markdown by the suffix of its name, else plain text."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in _HTML:
        from jimo_cli.documents import html  # noqa: PLC0415  # each reader is imported where it is needed

        return html.read(path, content)
    from jimo_cli.documents import markdown, plain  # noqa: PLC0415

    return markdown.read(path, content) if suffix in _MARKDOWN else plain.read(path, content)


def _html_encodings(data: bytes) -> Iterable[str]:
    from jimo_cli.documents import html  # noqa: PLC0415

    return html.encodings(data)


def _word(path: str, data: bytes) -> Document:
    from jimo_cli.documents import word  # noqa: PLC0415

    for beginning in (b"%PDF", b"{\\rtf"):
        if data.startswith(beginning):
            kind, hint = _OTHERS[beginning]
            raise UsageError(f"{quoted(path)} is {kind}", hint)
    return word.read(path, data)


def _pdf(path: str, data: bytes) -> Document:
    from jimo_cli.documents import pdf  # noqa: PLC0415

    return pdf.read(path, data)
