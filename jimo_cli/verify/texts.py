"""The text of a cited work, read from a file of any type that `documents` reads."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli import documents
from jimo_cli.documents.lines import LINE_BREAK
from jimo_cli.errors import UsageError, quoted

if TYPE_CHECKING:
    from jimo_cli.documents import Block, Document

MOST_BYTES = 4 * 2**20
"""The largest text that is read: 1.4 million Chinese characters, twice the longest novel."""

_ADVICE = "save the cited work alone, as plain text"


class Text(NamedTuple):
    """A text that facts may cite, and the SHA-256 by which its source has it."""

    path: str
    sha256: str
    content: str


def read(path: str) -> Text:
    """Return the text of a file, its type by the suffix of its name.

    Raises UsageError where the file is missing, not a regular one, not of its type, or its text is larger than
    `MOST_BYTES`.
    """
    most = MOST_BYTES if documents.is_read_as_it_is(path) else documents.MOST_BYTES
    return of(documents.read(path, most, names="the text that the facts cite", advice=_ADVICE))


def of(document: Document) -> Text:
    """Return the text that a document is.

    The hash of plain text and of Markdown is that of the bytes of the file. Of any other type it is that of the text in
    UTF-8, so that it stays the same when a program saves the same words again: each heading, paragraph and row a
    line, a heading behind as many # as its level, a row behind |.

    Raises UsageError where it is larger than `MOST_BYTES`, or a text in UTF-16.
    """
    is_whole = documents.is_read_as_it_is(document.path)
    if is_whole and document.is_utf_16:
        raise UsageError(f"{quoted(document.path)} is not text in UTF-8 or GB18030", "save it as plain text in UTF-8")
    content = _visible(document) if is_whole else "\n".join(map(_line, document.blocks))
    data = content.encode("utf-8", "surrogatepass")
    if len(data) > MOST_BYTES:
        raise UsageError(f"{quoted(document.path)} is too large", f"the limit is {MOST_BYTES // 2**20} MB; {_ADVICE}")
    return Text(document.path, document.sha256 if is_whole else hashlib.sha256(data).hexdigest(), content)


def _line(block: Block) -> str:
    mark = {"heading": "#" * block.level + " ", "row": "| "}.get(block.kind, "")
    return mark + block.text


def _visible(document: Document) -> str:
    """The content with what a reader sees of each line, so that lines count as before: 345亿元 of **345**亿元.

    What stands before the first visible character of a line is kept, and so are lines that a reader sees nothing of.
    """
    if not any(len(block.text) < block.positions[-1] - block.positions[0] + 1 for block in document.blocks):
        return document.content  # as nearly always: there is no markup within its lines
    content, seen = document.content, bytearray(len(document.content))
    for block in document.blocks:
        for position in block.positions:
            seen[position] = 1
    parts, start = list[str](), 0
    for end, following in [*(match.span() for match in LINE_BREAK.finditer(content)), (len(content), len(content))]:
        first = seen.find(1, start, end)
        line = content[start:end]
        if first >= 0:
            line = content[start:first] + "".join(content[at] for at in range(first, end) if seen[at])
        parts.append(line + content[end:following])
        start = following
    return "".join(parts)
