"""Documents of every type as headings, paragraphs, captions and table rows, with where each stands.

>>> from jimo_cli import documents
>>> document = documents.read("draft.md")
>>> [block.text for block in document.blocks]
"""

import os

from jimo_cli import files
from jimo_cli.documents.document import Block, Comment, Document
from jimo_cli.errors import UsageError, quoted

__all__ = ["MOST_BYTES", "Block", "Comment", "Document", "read"]

MOST_BYTES = 64 * 2**20
"""The largest document that is read."""

_WORD, _HTML, _MARKDOWN = (".docx", ".docm", ".dotx", ".doc"), (".html", ".htm", ".xhtml"), (".md", ".markdown")
_OTHERS = {
    b"%PDF": ("a PDF file", "save it as .docx or as plain text"),
    b"PK\x03\x04": ("an archive or an office document", "give a Word document the suffix .docx; save others as text"),
    b"\xd0\xcf\x11\xe0": ("an old office document", "save it as .docx"),
    b"{\\rtf": ("a rich text file", "save it as .docx or as plain text"),
}
"""What files begin with that are often taken for text, what they are, and what to do with them."""


def read(path: str) -> Document:
    """Return a document, its type by the suffix of its name; without a known one it is plain text, as `-` (stdin) is.

    Raises UsageError where the file is missing, too large or damaged, or not of its type.
    """
    advice = "split it, and check the parts"
    if path == "-":
        data = files.standard_input(MOST_BYTES, advice)
    else:
        data = files.contents(path, MOST_BYTES, "a document", advice)
    suffix = os.path.splitext(path)[1].lower()
    if suffix in _WORD:
        return _word(path, data)
    for beginning, (kind, hint) in _OTHERS.items():
        if data.startswith(beginning):
            raise UsageError(f"{quoted(path)} is {kind}", hint)
    if suffix in _HTML:
        return _html(path, data)
    content = files.decoded(path, data, ("utf-16",) if data.startswith(files.UTF_16) else files.TEXT_ENCODINGS)
    return _text(path, content, is_markdown=suffix in _MARKDOWN)


def _word(path: str, data: bytes) -> Document:
    from jimo_cli.documents import word  # noqa: PLC0415  # each reader is imported where it is needed

    for beginning in (b"%PDF", b"{\\rtf"):
        if data.startswith(beginning):
            kind, hint = _OTHERS[beginning]
            raise UsageError(f"{quoted(path)} is {kind}", hint)
    return word.read(path, data)


def _html(path: str, data: bytes) -> Document:
    from jimo_cli.documents import html  # noqa: PLC0415

    encodings = ("utf-16",) if data.startswith(files.UTF_16) else html.encodings(data)
    return html.read(path, files.decoded(path, data, encodings))


def _text(path: str, content: str, *, is_markdown: bool) -> Document:
    from jimo_cli.documents import markdown, plain  # noqa: PLC0415

    return markdown.read(path, content) if is_markdown else plain.read(path, content)
