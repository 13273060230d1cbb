"""The text of a Markdown paragraph without its marks.

Emphasis is matched as CommonMark does, but a mark beside a Han character needs no blank, `**7.7%**的`, and an
asterisk between two digits is a sign of multiplication.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from enum import Enum, auto
from html import unescape

from jimo_cli.documents.builder import Builder
from jimo_cli.documents.document import Comment
from jimo_cli.documents.entities import ENTITY
from jimo_cli.documents.flow import RAISED, is_wide

_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])|(?P<hard>\\\n)|(?P<ticks>`++)|(?P<marks>\*++|_++|~~++)"
    r"|(?P<note>\[\^[^\s\[\]]{1,100}\])|(?P<opening>!?\[)|(?P<closing>\])|(?P<angle><)|(?P<entity>" + ENTITY + ";)"
)
_TICKS = re.compile("`++")
_ADDRESS = re.compile(
    r"\(\s*+(?:<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?\s*+\)"
)
_LABEL = re.compile(r"\[[^\[\]]{0,999}\]")
_LONGEST_LABEL = 999
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[^\s<>@]{1,100}@[^\s<>@]{1,200})>")
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9-]*+)"
    r"(?:\s++[A-Za-z_:@][A-Za-z0-9_.:@-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|\"[^\"]{0,1000}\"|'[^']{0,1000}'))?){0,50}\s*+/?>"
)
_STRUCK_TAGS = {"del", "s", "strike"}


class Act(Enum):
    """What is done at a part of a paragraph that is not simply text."""

    DROP = auto()
    SEAM = auto()
    BREAK = auto()
    RAISE = auto()
    LOWER = auto()
    STRIKE = auto()
    UNSTRIKE = auto()


class _Part:
    """A part of a paragraph: its text as it is, another in its place, or what is done there."""

    __slots__ = ("act", "end", "start")

    def __init__(self, start: int, end: int, act: Act | str | None = None) -> None:
        self.start = start
        self.end = end
        self.act = act


class _Mark:
    """A run of one sign that may begin or end emphasis."""

    __slots__ = ("closes", "length", "opens", "part", "sign")

    def __init__(self, raw: str, part: _Part) -> None:
        self.part = part
        self.sign = raw[part.start]
        self.length = part.end - part.start
        before = raw[part.start - 1] if part.start else " "
        behind = raw[part.end] if part.end < len(raw) else " "
        left = not behind.isspace() and (not _is_sign(behind) or _is_apart(before) or is_wide(behind))
        right = not before.isspace() and (not _is_sign(before) or _is_apart(behind) or is_wide(before))
        is_product = self.sign == "*" and self.length == 1 and before.isdigit() and behind.isdigit()
        self.opens, self.closes = left and not is_product, right and not is_product
        if self.sign == "_":
            self.opens = left and (not right or _is_sign(before))
            self.closes = right and (not left or _is_sign(behind))

    @property
    def left(self) -> int:
        """How many signs are not matched."""
        return self.part.end - self.part.start


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _is_apart(char: str) -> bool:
    return char.isspace() or _is_sign(char) or is_wide(char)


class Inline:
    """Reads the paragraphs of a document; `references` are the labels of links that it defines."""

    def __init__(self, builder: Builder, references: Collection[str]) -> None:
        self._builder = builder
        self._references = references

    def read(self, raw: str, positions: Sequence[int]) -> None:
        """Add a paragraph, its lines separated by line breaks, to the block."""
        if not _TOKEN.search(raw):
            self._builder.flow.add(raw, positions)
            return
        parts = _Parser(self._builder, self._references, raw, positions).parts()
        _Writer(self._builder, raw, positions).write(parts)


class _Parser:
    def __init__(self, builder: Builder, references: Collection[str], raw: str, positions: Sequence[int]) -> None:
        self._builder = builder
        self._references = references
        self._raw = raw
        self._positions = positions
        self._parts: list[_Part] = []
        self._marks: list[_Mark] = []
        self._brackets: list[_Part] = []
        self._inactive = 0  # brackets up to here are around a link, and begin none
        self._runs: dict[int, list[int]] | None = None
        self._comments_end = raw.rfind("-->")

    def parts(self) -> list[_Part]:
        """Return the parts of the paragraph."""
        position = 0
        while token := _TOKEN.search(self._raw, position):
            if token.start() > position:
                self._add(position, token.start())
            position = _READ[token.lastgroup or ""](self, *token.span())
        self._add(position, len(self._raw))
        if self._marks:
            _match_strikes([mark for mark in self._marks if mark.sign == "~"])
            _match_emphasis([mark for mark in self._marks if mark.sign != "~"])
        return self._parts

    def _add(self, start: int, end: int, act: Act | str | None = None) -> int:
        self._parts.append(_Part(start, end, act))
        return end

    def escape(self, start: int, end: int) -> int:
        """Keep the sign behind a backslash."""
        return self._add(start, end, self._raw[start + 1])

    def hard(self, start: int, end: int) -> int:
        """Break the line."""
        return self._add(start, end, Act.BREAK)

    def note(self, start: int, end: int) -> int:
        """Leave out the number of a footnote."""
        return self._add(start, end, Act.SEAM)

    def entity(self, start: int, end: int) -> int:
        """Resolve an entity."""
        return self._add(start, end, unescape(self._raw[start:end]))

    def ticks(self, start: int, end: int) -> int:
        """Leave out code, to the next run of as many backticks."""
        if self._runs is None:
            self._runs = {}
            for run in reversed([*_TICKS.finditer(self._raw)]):
                self._runs.setdefault(len(run[0]), []).append(run.start())
        runs = self._runs.get(end - start, [])
        while runs and runs[-1] < end:
            runs.pop()
        if not runs:
            return self._add(start, end)
        self._builder.skipped["piece of code"] += 1
        return self._add(start, runs[-1] + end - start, Act.SEAM)

    def marks(self, start: int, end: int) -> int:
        """Note signs that may be those of emphasis."""
        self._add(start, end)
        self._marks.append(_Mark(self._raw, self._parts[-1]))
        return end

    def opening(self, start: int, end: int) -> int:
        """Note a bracket that may begin the text of a link."""
        self._add(start, end)
        self._brackets.append(self._parts[-1])
        return end

    def closing(self, start: int, end: int) -> int:
        """Leave out the address of a link, and the brackets around its text."""
        if not self._brackets:
            return self._add(start, end)
        opening = self._brackets.pop()
        is_picture = self._raw[opening.start] == "!"
        is_active = is_picture or len(self._brackets) >= self._inactive
        self._inactive = min(self._inactive, len(self._brackets))
        behind = self._link_end(opening, start) if is_active else 0
        if not behind:
            return self._add(start, end)
        opening.act = Act.DROP
        if is_picture:
            self._builder.skipped["picture"] += 1
        else:
            self._inactive = len(self._brackets)
        return self._add(start, behind, Act.DROP)

    def _link_end(self, opening: _Part, closing: int) -> int:
        """Return where a link ends whose text ends at a bracket; 0 if it is none."""
        behind = closing + 1
        if address := _ADDRESS.match(self._raw, behind):
            return address.end()
        if not self._references:
            return 0
        own = self._raw[opening.end : closing] if closing - opening.end <= _LONGEST_LABEL else "["
        label = _LABEL.match(self._raw, behind)
        if label and len(label[0]) > len("[]"):
            return label.end() if label_key(label[0][1:-1]) in self._references else 0
        is_defined = "[" not in own and label_key(own) in self._references
        return (label.end() if label else behind) if is_defined else 0

    def angle(self, start: int, end: int) -> int:
        """Leave out a comment, an address or a tag."""
        raw = self._raw
        if raw.startswith("<!--", start) and start + 4 <= self._comments_end:
            close = raw.index("-->", start + 4)
            first, last = self._positions[start], self._positions[close + 2] + 1
            self._builder.comments.append(Comment(first, last, raw[start + 4 : close].strip()))
            return self._add(start, close + 3, Act.DROP)
        if address := _AUTOLINK.match(raw, start):
            return self._add(start, address.end(), Act.SEAM)
        if tag := _TAG.match(raw, start):
            return self._add(start, tag.end(), self._tag(tag[2].lower(), is_end=bool(tag[1])))
        return self._add(start, end)

    def _tag(self, name: str, *, is_end: bool) -> Act:
        if name == "br":
            return Act.BREAK
        if name == "sup":
            return Act.LOWER if is_end else Act.RAISE
        if name in _STRUCK_TAGS:
            return Act.UNSTRIKE if is_end else Act.STRIKE
        if name == "img":
            self._builder.skipped["picture"] += 1
        return Act.DROP


_READ: dict[str, Callable[[_Parser, int, int], int]] = {
    "escape": _Parser.escape,
    "hard": _Parser.hard,
    "ticks": _Parser.ticks,
    "marks": _Parser.marks,
    "note": _Parser.note,
    "opening": _Parser.opening,
    "closing": _Parser.closing,
    "angle": _Parser.angle,
    "entity": _Parser.entity,
}
"""How each token of a paragraph is read."""


def label_key(label: str) -> str:
    """Return the label of a link as it is compared."""
    return " ".join(label.split()).casefold()


def _match_strikes(marks: Sequence[_Mark]) -> None:
    """Match the signs around struck text."""
    opening: _Mark | None = None
    for mark in marks:
        if mark.length != len("~~"):
            continue
        if opening and mark.closes:
            opening.part.act, mark.part.act = Act.STRIKE, Act.UNSTRIKE
            opening = None
        elif mark.opens:
            opening = mark


def _match_emphasis(marks: Sequence[_Mark]) -> None:
    """Take the signs of emphasis away that match; those of no match stay text.

    This is the algorithm of CommonMark: `bottoms` says below which mark nothing matches, so that it is linear.
    """
    openers: list[_Mark] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    for mark in marks:
        while mark.closes and mark.left:
            key = (mark.sign, mark.opens, mark.length % 3)
            bottom = bottoms.get(key, 0)
            at = len(openers) - 1
            while at >= bottom and not _matches(openers[at], mark):
                at -= 1
            if at < bottom:
                bottoms[key] = len(openers)
                break
            _take_away(openers[at], mark)
            del openers[at + (openers[at].left > 0) :]
            bottoms = {name: min(bottom, len(openers)) for name, bottom in bottoms.items()}
        if mark.opens and mark.left:
            openers.append(mark)


def _matches(opener: _Mark, closer: _Mark) -> bool:
    if opener.sign != closer.sign:
        return False
    is_both = opener.closes or closer.opens
    return not is_both or (opener.length + closer.length) % 3 != 0 or not (opener.length % 3 or closer.length % 3)


def _take_away(opener: _Mark, closer: _Mark) -> None:
    count = 2 if min(opener.left, closer.left) > 1 else 1
    opener.part.end -= count
    closer.part.start += count


class _Writer:
    """Adds the parts of a paragraph to the block."""

    def __init__(self, builder: Builder, raw: str, positions: Sequence[int]) -> None:
        self._builder = builder
        self._flow = builder.flow
        self._raw = raw
        self._positions = positions
        self._struck = 0
        self._is_raised = False

    def write(self, parts: Sequence[_Part]) -> None:
        """Add them."""
        for part in parts:
            act = part.act
            if act is None:
                if part.start < part.end and not self._struck:
                    self._text(part.start, part.end)
            elif isinstance(act, str):
                if not self._struck:
                    is_escape = part.end - part.start == len("\\*")
                    self._flow.add(act, [self._positions[part.start + is_escape]] * len(act))
            elif act is not Act.DROP:
                self._act(act, self._positions[part.start])

    def _text(self, start: int, end: int) -> None:
        text = self._raw[start:end]
        self._flow.add(text.translate(RAISED) if self._is_raised else text, self._positions[start:end])

    def _act(self, act: Act, position: int) -> None:
        if act is Act.BREAK:
            self._flow.blank(position, is_break=True)
        elif act in {Act.RAISE, Act.LOWER}:
            self._is_raised = act is Act.RAISE
        else:
            self._flow.seam(position)
        if act is Act.STRIKE:
            self._builder.skipped["piece of struck text"] += not self._struck
            self._struck += 1
        elif act is Act.UNSTRIKE:
            self._struck = max(0, self._struck - 1)
