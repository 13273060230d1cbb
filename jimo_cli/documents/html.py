"""HTML, as a reader sees it in a browser.

The tags are found here and not by `html.parser`, which does not say at which offset a text stands, and which before
the patches of 2025 takes quadratic time over broken tags.
"""

import re
from collections import Counter
from itertools import pairwise

from jimo_cli.documents.builder import Builder
from jimo_cli.documents.document import Comment, Document
from jimo_cli.documents.entities import resolved
from jimo_cli.documents.flow import RAISED

_BLOCK_NAMES = """
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre search
    section select summary table tbody td tfoot th thead tr ul
"""
_VOID_NAMES = "area base br col embed frame hr img input link meta param source track wbr"
_RAW_NAMES = "script style title textarea xmp noembed noframes"
_UNSEEN_NAMES = "head script style template noscript textarea select datalist rt rp noembed noframes"
_HEAD_NAMES = "base link meta noscript script style template title"

BLOCKS = frozenset(_BLOCK_NAMES.split())
_VOID = frozenset(_VOID_NAMES.split())
_RAW = frozenset(_RAW_NAMES.split())
"""Elements whose text has no tags."""

LEFT_OUT = {
    "code": "piece of code",
    "del": "piece of struck text",
    "s": "piece of struck text",
    "strike": "piece of struck text",
    "svg": "picture",
    "canvas": "picture",
    "math": "formula",
    "video": "video",
    "audio": "recording",
    "iframe": "embedded page",
    "object": "embedded object",
    "nav": "navigation bar",
    **dict.fromkeys(_UNSEEN_NAMES.split(), ""),
}
"""Elements whose text is not read, and what a person calls them, "" for those that nobody sees."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_TABLE = frozenset(("table", "thead", "tbody", "tfoot", "tr", *_CELLS))
_CLOSED_BY = {
    "li": {"li", "p"},
    "dt": {"dt", "dd", "p"},
    "dd": {"dt", "dd", "p"},
    "option": {"option"},
    **dict.fromkeys(_CELLS, frozenset(("table", "thead", "tbody", "tfoot", "tr"))),
    "tr": frozenset(("table", "thead", "tbody", "tfoot")),
    "tbody": frozenset(("table",)),
}
"""Elements that end where another begins; of the parts of a table, those that do not."""

_OF_HEAD = frozenset(_HEAD_NAMES.split())
_NAME = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_QUOTE_OR_END = re.compile(r">|=\s*+([\"'])")
_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"'>]++))?")
_SPAN = re.compile("[1-9][0-9]{0,3}")
_HIDING = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_ATTRIBUTES = 2000
"""Characters of a tag among which attributes are looked for."""

_INDENT = re.compile(r"[ \t\r\n]*+(?:&nbsp;|&emsp;|&ensp;|&#12288;|&#160;|[\u3000\xa0\u2003])", re.IGNORECASE)
_BR = re.compile(r"\s*+<br\b", re.IGNORECASE)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})"
    rb"|encoding=[\"']([A-Za-z0-9_.-]{1,40})",
    re.IGNORECASE,
)
_BEGINNING = 4096
_LABELS = {
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "euc-jp": "euc_jp",
    "euc-kr": "cp949", "iso-8859-1": "cp1252", "windows-1252": "cp1252", "us-ascii": "cp1252",
    "windows-1251": "cp1251", "koi8-r": "koi8_r",
}  # fmt: skip
"""Encodings by their labels; every other label, gb2312 and gbk too, is read as GB18030, which contains them."""


def encodings(data: bytes) -> tuple[str, ...]:
    """Return the encodings of a page in the order in which they are tried: as browsers read the label of one."""
    found = _CHARSET.search(data[:_BEGINNING])
    label = (found[1] or found[2]).decode().lower() if found else ""
    return "utf-8-sig", _LABELS.get(label, "gb18030"), "gb18030"


def read(path: str, content: str) -> Document:
    """Return the document that a page is."""
    builder = Builder(content)
    Reader(builder).feed(0, len(content))
    return builder.document(path)


class Reader:
    """What is open while a page, or a part of a Markdown document, is read into the builder."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._content = builder.content
        self._end = self._last_tag_end = 0
        self._last_quotes = {'"': -1, "'": -1}
        self._open: list[tuple[str, bool]] = []
        self._counts: list[Counter[str]] = [Counter()]
        self._all: Counter[str] = Counter()
        self._hidden = 0
        self._is_unseen_new = False

    @property
    def is_hidden(self) -> bool:
        """Whether what follows is not seen."""
        return bool(self._hidden)

    def feed(self, start: int, end: int) -> None:
        """Read the content from an offset to another."""
        content, self._end = self._content, end
        self._last_tag_end = content.rfind(">", start, end)
        self._last_quotes = {quote: content.rfind(quote, start, end) for quote in self._last_quotes}
        text_start = position = start
        while (position := content.find("<", position, end)) >= 0:
            behind = self._behind(position, text_start)
            if behind:
                text_start = position = behind
            else:
                position += 1
        self._text(text_start, end)

    def _behind(self, position: int, text_start: int) -> int:
        """Read the text and then the tag or the comment at an offset, and return where it ends; 0 if there is none."""
        content = self._content
        if position > self._last_tag_end:
            return 0
        tag = _NAME.match(content, position, self._end)
        if tag:
            end = self._tag_end(tag.end())
            if end:
                self._text(text_start, position)
                return self._tag(tag[2].lower(), is_end=bool(tag[1]), inside=(tag.end(), end), position=position)
            self._last_tag_end = -1  # what is open here stays so to the end
            return 0
        if content.startswith("<!--", position):
            self._text(text_start, position)
            return self._comment(position)
        if content.startswith(("<!", "<?", "</"), position):
            self._text(text_start, position)
            return content.find(">", position, self._end) + 1
        return 0

    def _tag_end(self, position: int) -> int:
        """Return where a tag ends, outside the quotes of its attributes; 0 if nowhere."""
        while found := _QUOTE_OR_END.search(self._content, position, self._end):
            position = found.end()
            if not found[1]:
                return position
            if position <= self._last_quotes[found[1]]:
                position = self._content.find(found[1], position, self._end) + 1
        return 0

    def _comment(self, position: int) -> int:
        """Keep a comment, and return where it ends; one that does not is the rest."""
        content = self._content
        if content.startswith((">", "->"), position + 4):
            return content.index(">", position) + 1
        close = content.find("-->", position + 4, self._end)
        text_end, end = (close, close + 3) if close >= 0 else (self._end, self._end)
        self._builder.comments.append(Comment(position, end, content[position + 4 : text_end].strip()))
        return end

    def _text(self, start: int, end: int) -> None:
        if start >= end:
            return
        text = self._content[start:end]
        if self._hidden:
            if self._is_unseen_new and not text.isspace():
                self._is_unseen_new = False
                self._builder.skipped["piece of hidden text"] += 1
            return
        if self._all["sup"]:
            text = text.translate(RAISED)
        if self._all["pre"]:
            self._lines(text, start)
            return
        if "&" not in text:
            self._builder.flow.add(text, range(start, end))
            return
        for piece in resolved(text, range(start, end)):
            self._builder.flow.add(*piece)

    def _lines(self, text: str, start: int) -> None:
        """Read text whose line breaks are those that a reader sees."""
        bounds = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
        for number, (before, end) in enumerate(pairwise(bounds)):
            if number:
                self._builder.end()
            for piece in resolved(text[before + 1 : end], range(start + before + 1, start + end)):
                self._builder.flow.add(*piece)

    def _tag(self, name: str, *, is_end: bool, inside: tuple[int, int], position: int) -> int:
        """Read a tag, and return where what belongs to it ends."""
        start, end = inside
        if is_end:
            self._close(name)
            return end
        self._close_before(name)
        if name in _VOID:
            self._void(name, position, end)
            return end
        attributes = self._content[start : min(end - 1, start + _ATTRIBUTES)]
        if attributes.endswith("/") and (name in LEFT_OUT or name in _RAW):
            return end
        self._push(name, position, hides=name in LEFT_OUT or _hides(attributes))
        if name in _CELLS and not self._hidden and "span" in attributes.lower():
            self._builder.span(*_spans(attributes))
        return self._raw(name, end) if name in _RAW else end

    def _raw(self, name: str, start: int) -> int:
        """Read the text of an element without tags, the title of the page, and return where it ends."""
        found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._content, start, self._end)
        end = found.start() if found else self._end
        if name == "title" and not self._all["svg"]:
            hidden, self._hidden = self._hidden, 0
            self._builder.begin("heading", 1)
            self._text(start, end)
            self._builder.end()
            self._hidden = hidden
        return end

    def _void(self, name: str, position: int, end: int) -> None:
        if self._hidden:
            return
        if name == "img":
            self._builder.skipped["picture"] += 1
        elif name == "hr":
            self._builder.end()
        elif name == "br":
            # Two line breaks, or one before an indent, separate paragraphs; pages of the press have no others.
            if _BR.match(self._content, end, self._end) or _INDENT.match(self._content, end, self._end):
                self._builder.end()
            self._builder.flow.blank(position, is_break=True)

    def _push(self, name: str, position: int, *, hides: bool) -> None:
        if hides and not self._hidden:
            self._is_unseen_new = name not in LEFT_OUT
            if noun := LEFT_OUT.get(name):
                self._builder.skipped[noun] += 1
            self._builder.flow.seam(position)
        self._open.append((name, hides))
        self._counts[-1][name] += 1
        self._all[name] += 1
        self._hidden += hides
        if name in _CELLS:
            self._counts.append(Counter())
        if name in BLOCKS and not self._hidden:
            self._begin(name, position)

    def _begin(self, name: str, position: int) -> None:
        builder = self._builder
        if name == "table":
            builder.begin_table()
        elif name == "tr":
            builder.begin_row()
        elif name in _CELLS:
            builder.begin_cell(position)
        elif name in {"caption", "figcaption"}:
            builder.begin("caption")
        elif name in _HEADINGS:
            builder.begin("heading", int(name[1]))
        else:
            builder.begin()

    def _close_before(self, name: str) -> None:
        """End the elements that end where one begins."""
        if name in _TABLE and name != "table":
            inner = _CLOSED_BY.get("tbody" if name in {"thead", "tfoot"} else name, frozenset())
            if self._all["table"]:
                while self._open and self._open[-1][0] not in inner:
                    self._pop()
            return
        closed = _CLOSED_BY.get(name, {"p"} if name in BLOCKS else frozenset())
        if self._all["head"] and name not in _OF_HEAD:
            closed = closed | {"head"}
        while self._open and self._open[-1][0] in closed:
            self._pop()

    def _close(self, name: str) -> None:
        """End an element, and those within it; those of a cell end with it alone."""
        if (self._all if name in _TABLE else self._counts[-1])[name] > 0:
            while self._pop() != name:
                pass
        elif name in BLOCKS and not self._hidden:
            self._builder.end()

    def _pop(self) -> str:
        name, hides = self._open.pop()
        was_hidden, self._hidden = self._hidden, self._hidden - hides
        if name in _CELLS:
            self._counts.pop()
        self._counts[-1][name] -= 1
        self._all[name] -= 1
        if name in BLOCKS and not was_hidden:
            if name == "tr":
                self._builder.end_row()
            else:
                self._builder.end()
        return name


def _spans(attributes: str) -> tuple[int, int]:
    """How many columns and rows a cell covers."""
    said = {name.lower(): value.strip("\"' ") for name, value in _ATTRIBUTE.findall(attributes)}
    columns, rows = (said.get(name, "") for name in ("colspan", "rowspan"))
    return (int(columns) if _SPAN.fullmatch(columns) else 1), (int(rows) if _SPAN.fullmatch(rows) else 1)


def _hides(attributes: str) -> bool:
    """Tell whether attributes hide their element."""
    if "hidden" not in attributes.lower() and "none" not in attributes.lower():
        return False
    for name, value in _ATTRIBUTE.findall(attributes):
        if name.lower() == "hidden" or (name.lower() == "style" and _HIDING.search(value)):
            return True
    return False
