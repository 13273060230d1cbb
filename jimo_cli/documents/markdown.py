"""Markdown: CommonMark with tables, struck text and footnotes, as a reader sees it.

Blocks are found line by line. Of quotes and lists only that is kept which decides where a paragraph begins and what
is code: how deep a line is quoted, and how far the text of the open lists is indented.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jimo_cli.documents import html
from jimo_cli.documents.builder import Builder
from jimo_cli.documents.document import Document
from jimo_cli.documents.inline import Inline, label_key
from jimo_cli.documents.lines import LINE_BREAK

_QUOTE = re.compile(r" {0,3}> ?")
_PREFIXES = (" ", "\t", ">")
_BLANKS = re.compile(r"[ \t]*+")
_ITEMS = frozenset("-*+0123456789")
_ITEM = re.compile(r"(?:[-*+]|([0-9]{1,9})[.)])(?=[ \t]|$)")
_TASK = re.compile(r"\[[ xX]\](?=[ \t])")
_HEADING = re.compile(r"(#{1,6})(?=[ \t]|$)")
_FENCE = re.compile(r"(`{3,}+)(?=[^`]*+$)|(~{3,}+)")
_DELIMITER = re.compile(r"[ \t]*+:?-++:?[ \t]*+")
_BORDER = re.compile(r"\\.|\|")
_REFERENCE_TEXT = (
    r"\[(?!\^)([^\[\]]{1,999})\]:[ \t]*+(<[^<>\r\n]*+>|\S++)"
    r"(?:[ \t]++(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+'|\([^()\r\n]*+\)))?[ \t]*+(?=[\r\n]|\Z)"
)
_REFERENCE = re.compile(_REFERENCE_TEXT)
_REFERENCES = re.compile("^ {0,3}" + _REFERENCE_TEXT, re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\s\[\]]{1,100}\]:[ \t]*+")
_HTML = re.compile(
    r"<(?:(!--|!|\?)|(script|pre|style|textarea)(?=[\s>]|$)|/?([A-Za-z][A-Za-z0-9]*+)(?=[\s/>]|$))", re.IGNORECASE
)
_HTML_ENDS = {"!--": "-->", "!": ">", "?": "?>"}
_FRONT_MATTER = re.compile(r"---[ \t]*+(?:\r\n|\r|\n)(?=\S)")
_FRONT_MATTER_END = re.compile(r"^(?:---|\.\.\.)[ \t\r]*+$", re.MULTILINE)
_BLANK_LINE = re.compile(r"(?:\r\n?+|\n)(?=[ \t]*+(?:[\r\n]|\Z))")
_RULES = {sign: re.compile(rf"[{sign} \t]++") for sign in "*-_"}
_RULE = 3
"""Signs of a thematic break."""

_CODE = 4
"""Blanks before a line of code."""

Span = tuple[int, int]


def read(path: str, content: str) -> Document:
    """Return the document that a Markdown text is."""
    return _Reader(content).document(path)


class _Reader:
    def __init__(self, content: str) -> None:
        self._content = content
        self._builder = Builder(content)
        self._html = html.Reader(self._builder)
        references = {label_key(found[1]) for found in _REFERENCES.finditer(content) if _is_address(found[2])}
        self._inline = Inline(self._builder, references)
        self._paragraph: list[Span] = []
        self._quotes = 0
        self._indents: list[int] = []
        self._is_code = self._is_table = self._is_note = False
        self._fence = ""
        self._absent: set[str] = set()
        self._no_rule_before = 0

    def document(self, path: str) -> Document:
        """Return the document."""
        skip_to = self._front_matter()
        for start, end, following in self._lines():
            if start >= skip_to:
                skip_to = self._line(start, end) or following
        self._end()
        return self._builder.document(path)

    def _lines(self) -> Iterator[tuple[int, int, int]]:
        """Yield where each line starts, where it ends, and where the next one starts."""
        start = 0
        for match in LINE_BREAK.finditer(self._content):
            yield start, match.start(), match.end()
            start = match.end()
        yield start, len(self._content), len(self._content)

    def _front_matter(self) -> int:
        """Return where the data at the head of a document ends, 0 if it has none."""
        begin = _FRONT_MATTER.match(self._content)
        end = begin and _FRONT_MATTER_END.search(self._content, begin.end())
        if not end:
            return 0
        self._builder.skipped["block of front matter"] += 1
        return end.end() + 1

    # ---- lines

    def _line(self, start: int, end: int) -> int:
        """Read a line, and return where the block of HTML ends that begins in it, 0 if none does."""
        indent_end, quotes, indent = start, 0, 0
        if self._content.startswith(_PREFIXES, start):
            position, quotes = self._unquoted(start, end)
            indent_end = self._blanks_end(position, end)
            indent = self._width(position, indent_end)
        if self._fence and self._in_fence(indent_end, end, quotes, indent):
            return 0
        if indent_end == end:
            self._end()
            self._quotes = quotes
            return 0
        is_lazy = self._paragraph and quotes < self._quotes and self._is_text(indent_end, end)
        if quotes != self._quotes and not is_lazy:
            self._end()
            self._indents.clear()
            self._quotes = quotes
        return self._unindented(indent_end, end, indent)

    def _unindented(self, position: int, end: int, indent: int) -> int:
        """Read a line behind its quotes and its indent."""
        if not self._paragraph:
            self._leave_lists(indent)
        base = self._indents[-1] if self._indents else 0
        if indent - base >= _CODE:
            if not self._paragraph:
                self._code()
                return 0
        else:
            position = self._items(position, end, indent)
            if position == end:
                return 0
        self._is_code = False
        return self._leaf(position, end)

    def _unquoted(self, start: int, end: int) -> tuple[int, int]:
        """Return where a line begins behind the signs of quotes, and how many these are."""
        quotes = 0
        while (not self._fence or quotes < self._quotes) and (sign := _QUOTE.match(self._content, start, end)):
            start, quotes = sign.end(), quotes + 1
        return start, quotes

    def _blanks_end(self, start: int, end: int) -> int:
        blanks = _BLANKS.match(self._content, start, end)
        return blanks.end() if blanks else start

    def _width(self, start: int, end: int) -> int:
        return len(self._content[start:end].expandtabs(_CODE))

    def _is_text(self, position: int, end: int) -> bool:
        """Tell whether a line may continue a paragraph of a quote without its sign."""
        shapes = (_ITEM, _HEADING, _FENCE, _HTML)
        return not (self._is_rule(position, end) or any(shape.match(self._content, position, end) for shape in shapes))

    def _leave_lists(self, indent: int) -> None:
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()

    def _items(self, position: int, end: int, indent: int) -> int:
        """Return where a line begins behind the signs of lists and of quotes in them."""
        while item := self._item(position, end):
            self._end()
            self._leave_lists(indent)
            behind = self._blanks_end(item.end(), end)
            width = self._width(item.end(), behind)
            indent += len(item[0]) + (1 if width > _CODE or behind == end else width)
            self._indents.append(indent)
            task = _TASK.match(self._content, behind, end)
            position, quotes = self._unquoted(self._blanks_end(task.end(), end) if task else behind, end)
            self._quotes += quotes
        return position

    def _item(self, position: int, end: int) -> re.Match[str] | None:
        """The sign of an item of a list; only some may interrupt a paragraph."""
        item = _ITEM.match(self._content, position, end) if self._content[position : position + 1] in _ITEMS else None
        if item is None or self._is_rule(position, end):
            return None
        if self._paragraph and not self._indents and (item[1] not in {None, "1"} or item.end() == end):
            return None
        return item

    def _is_rule(self, position: int, end: int) -> bool:
        """Tell whether a line is a thematic break."""
        sign = self._content[position]
        if sign not in _RULES or position < self._no_rule_before:
            return False
        signs = _RULES[sign].match(self._content, position, end)
        if signs and signs.end() == end:
            return signs[0].count(sign) >= _RULE
        self._no_rule_before = signs.end() if signs else 0
        return False

    # ---- blocks

    def _leaf(self, position: int, end: int) -> int:
        """Read a line that is part of no other block, and return where the HTML that begins there ends."""
        content = self._content
        first = content[position]
        if first == "#" and (heading := _HEADING.match(content, position, end)):
            self._heading(len(heading[1]), heading.end(), end)
        elif first in "`~" and (fence := _FENCE.match(content, position, end)):
            self._end()
            self._fence = fence[0]
            self._builder.skipped["piece of code"] += 1
        elif first in "=-" and self._paragraph and self._is_underline(position, end):
            self._underlined(1 if first == "=" else 2)
        elif self._is_rule(position, end):
            self._end()
        elif first in "|:-" and self._paragraph and self._is_delimiter(position, end):
            self._begin_table()
        elif first == "<" and (html_end := self._html_block(position, end)):
            return html_end
        elif self._is_table:
            self._row(position, end)
        else:
            self._text(position, end)
        return 0

    def _heading(self, level: int, start: int, end: int) -> None:
        self._end()
        text = self._content[start:end].rstrip(" \t")
        bare = text.rstrip("#")
        text = bare if bare != text and (not bare or bare[-1] in " \t") else text
        self._add([(start, start + len(text))], "heading", level)

    def _is_underline(self, position: int, end: int) -> bool:
        line = self._content[position:end].rstrip(" \t")
        return line == line[0] * len(line)

    def _underlined(self, level: int) -> None:
        lines, self._paragraph = self._paragraph, []
        self._add(lines, "heading", level)

    def _text(self, position: int, end: int) -> None:
        """Add a line to the paragraph, unless it defines the address of a link; a note begins one."""
        if self._content[position] == "[":
            note = _NOTE.match(self._content, position, end)
            if note:
                self._end()
                self._is_note, position = True, note.end()
            elif not self._paragraph or self._is_note:
                reference = _REFERENCE.match(self._content, position, end)
                if reference and _is_address(reference[2]):
                    return
        if position < end:
            self._paragraph.append((position, end))

    def _code(self) -> None:
        """Leave out a line of code."""
        self._builder.skipped["piece of code"] += not self._is_code
        self._is_code = True

    def _in_fence(self, position: int, end: int, quotes: int, indent: int) -> bool:
        """Leave out a line of fenced code; False behind its end, where the quote or the list around it ends."""
        is_outside = position < end and bool(self._indents) and indent < self._indents[-1]
        if quotes < self._quotes or is_outside:
            self._fence = ""
            return False
        line = self._content[position:end].rstrip(" \t")
        if len(line) >= len(self._fence) and line == self._fence[0] * len(line):
            self._fence = ""
        return True

    def _html_block(self, position: int, end: int) -> int:
        """Read the block of HTML that begins at an offset, and return where it ends; 0 if none does."""
        found = _HTML.match(self._content, position, end)
        if not found or self._quotes or (found[3] and found[3].lower() not in html.BLOCKS):
            return 0
        if found[3]:
            blank = _BLANK_LINE.search(self._content, end)
            html_end = blank.start() if blank else len(self._content)
        else:
            html_end = self._until(_HTML_ENDS.get(found[1] or "") or f"</{found[2].lower()}", found.end(), end)
            if not html_end:
                return 0
        self._end()
        self._html.feed(position, html_end)
        self._builder.end()
        return html_end

    def _until(self, sign: str, position: int, line_end: int) -> int:
        """Return where the line ends in which a sign stands first behind an offset; 0 if it is nowhere.

        A comment with text behind it in its line is part of a paragraph, so that its marks are read.
        """
        if sign in self._absent:
            return 0
        found = re.compile(re.escape(sign), re.IGNORECASE).search(self._content, position)
        if not found:
            self._absent.add(sign)
            return 0
        if sign == "-->" and found.end() < line_end and self._content[found.end() : line_end].strip():
            return 0
        line_break = LINE_BREAK.search(self._content, found.end())
        return line_break.start() if line_break else len(self._content)

    # ---- tables

    def _is_delimiter(self, position: int, end: int) -> bool:
        """Tell whether a line separates the head of a table from its rows, and the paragraph ends with that head."""
        if "|" not in self._content[position:end]:
            return False
        cells = self._cells(position, end)
        is_delimiter = all(_DELIMITER.fullmatch(self._content, *cell) for cell in cells)
        return is_delimiter and len(cells) == len(self._cells(*self._paragraph[-1]))

    def _cells(self, start: int, end: int) -> list[Span]:
        """Return where the cells of a row begin and end."""
        borders = [match.start() for match in _BORDER.finditer(self._content, start, end) if match[0] == "|"]
        bounds = [start - 1, *borders, end]
        cells = [(left + 1, right) for left, right in pairwise(bounds)]
        if borders and not self._content[start : borders[0]].strip():
            del cells[0]
        if borders and not self._content[borders[-1] + 1 : end].strip():
            cells.pop()
        return cells

    def _begin_table(self) -> None:
        head = self._paragraph.pop()
        self._end()
        self._builder.begin_table()
        self._is_table = True
        self._row(*head)

    def _row(self, start: int, end: int) -> None:
        self._builder.begin_row()
        for left, right in self._cells(start, end):
            self._builder.begin_cell(max(start, left - 1))
            self._inline.read(self._content[left:right], range(left, right))
        self._builder.end_row(is_data=True)

    # ---- paragraphs

    def _end(self) -> None:
        """End the paragraph or the table."""
        self._is_table = self._is_note = False
        if self._paragraph:
            lines, self._paragraph = self._paragraph, []
            self._add(lines, "paragraph", 0)

    def _add(self, lines: Sequence[Span], kind: str, level: int) -> None:
        if self._html.is_hidden:
            return
        self._builder.begin(kind, level)
        if len(lines) == 1:
            start, end = lines[0]
            self._inline.read(self._content[start:end], range(start, end))
        else:
            positions = array("I")
            for start, end in lines:
                positions.extend(range(start, end + 1))  # with the line break
            self._inline.read("\n".join(self._content[start:end] for start, end in lines), positions[:-1])
        self._builder.end()


def _is_address(word: str) -> bool:
    """Tell whether a word behind `[label]:` is an address, and no text in Chinese."""
    return word.isascii() or "/" in word or word.startswith(("#", "<"))
