"""Plain text: a line is a paragraph or the row of a table; headings and captions are those that locators name."""

from jimo_cli.documents.builder import Builder
from jimo_cli.documents.document import Document
from jimo_cli.documents.lines import (
    LINE_BREAK,
    LONGEST_HEADING,
    MARKDOWN_HEADING,
    breaks_off,
    ends_sentence,
    has_sentence,
    is_caption,
    is_title,
)
from jimo_cli.documents.rows import cells_by_line, rows_in

_DEEPEST = 2
"""The level of a heading that shows itself by its form alone: below the title."""


def read(path: str, content: str) -> Document:
    """Return the document that a plain text is."""
    builder = Builder(content)
    start = 0
    form = _Form()
    lines = LINE_BREAK.split(content)
    rows = cells_by_line(lines, rows_in(lines))
    ends = [*(match.span() for match in LINE_BREAK.finditer(content)), (len(content), 0)]
    for number, (end, following) in enumerate(ends):
        line = content[start:end]
        if number in rows:
            form.pass_row()
            builder.add_row(line, start, rows[number])
        elif line.strip():
            level = form.level(line)
            left = len(line) - len(line.lstrip(" #")) if line.lstrip().startswith("#") and level else 0
            builder.begin("heading" if level else "paragraph", level)
            text = line[left:].rstrip(" #") if left else line
            builder.flow.add(text, range(start + left, start + left + len(text)))
        start = following
    return builder.document(path)


class _Form:
    """What the lines before say about one."""

    def __init__(self) -> None:
        self._is_first = True
        self._any_counted = self._is_broken_off = False

    def pass_row(self) -> None:
        """Pass the row of a table, behind which no sentence goes on."""
        self._is_first = self._is_broken_off = False

    def level(self, line: str) -> int:
        """Return the level of the heading that a line is, 0 if it is none."""
        is_first, self._is_first = self._is_first, False
        if is_caption(line):
            return 0
        if len(line) <= LONGEST_HEADING and MARKDOWN_HEADING.match(line):
            self._is_broken_off = False
            return len(line.strip()) - len(line.strip().lstrip("#"))
        if (is_first or (self._any_counted and not self._is_broken_off)) and is_title(line):
            return 1 if is_first else _DEEPEST
        self._any_counted |= ends_sentence(line) or has_sentence(line)
        self._is_broken_off = breaks_off(line)
        return 0
