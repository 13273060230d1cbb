"""The words of the pages of a PDF file, by pypdfium2; no other module knows it."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from math import hypot
from typing import Any, NamedTuple

from jimo_cli.documents import flow
from jimo_cli.errors import UsageError, quoted

MOST_CHARACTERS = 50_000_000
"""Characters that the pages may have together."""

_LARGEST_PAGE = 100_000
"""Characters and objects of one page that are read; no page that a person reads has as many."""

_DEEPEST = 4
"""How deep pictures may lie in what a page draws."""

_THINNEST = 3
"""Points: what is drawn thinner, and longer, is a line."""

_SMALLEST_PICTURE = 12
"""Points; smaller ones are bullets and parts of lines."""

BLANK = 0.17
"""Of the size of the letters: a gap between two words that is a blank where they are written with blanks."""

WIDEST_BLANK = 1.0
_RAISED = 0.2
_SAME_LINE, _STEP_BACK = 0.05, 0.4
_HYPHENS = {2, 0xFFFE, 0xAD}
_BLANKS = {*range(33), 0xA0, 0x2002, 0x2003, 0x3000} - _HYPHENS
_DIGITS = range(0x30, 0x3A)
"""What the library gives for a hyphen at the end of a line, and what fonts call the sign of a minus too."""

_UNKNOWN = {0xFFFD, *range(0xD800, 0xF900)}
"""What stands for a character that has no code, and codes that stand for none."""

_NAME_SIZE = 128
_COMMENTS, _FIELD = {1, 3}, 20
"""Kinds of annotations: notes and text put over a page, and fields of forms."""


class Run(NamedTuple):
    """Words without a gap, of one size and font: what they say, where they begin and end, and their base line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    ends_blank: bool = False


class Rule(NamedTuple):
    """A line that is drawn across or down a page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def is_level(self) -> bool:
        """Whether it goes across the page."""
        return self.right - self.left > self.top - self.bottom


class Page(NamedTuple):
    """The words of a page in the order in which they are drawn, its lines, and what of it is not read.

    The number counts from 1.
    """

    number: int
    runs: list[Run]
    rules: list[Rule]
    skipped: Counter[str]


def pages(path: str, data: bytes, most: int) -> Iterator[Page]:
    """Yield the pages of a file; raises UsageError where it is none, is encrypted or damaged, or has too many."""
    try:
        import pypdfium2 as pdfium  # noqa: PLC0415  # an extra, and only this file type needs it
    except ImportError:
        hint = "run pip install 'jimo[pdf]', or save the text as .docx or plain text"
        raise UsageError(f"reading {quoted(path)} needs the package pypdfium2", hint) from None
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise UsageError(f"{quoted(path)} is encrypted", "save it without a password") from None
        raise UsageError(f"{quoted(path)} is no PDF file or is damaged", _REPAIR) from None
    try:
        count = len(document)
        if count > most:
            raise UsageError(f"{quoted(path)} has {count} pages", f"the limit is {most}; split it, and name the parts")
        yield from _pages(path, document, count)
    finally:
        document.close()


_REPAIR = "open it in a PDF reader and print it to a new PDF file, or save its text"


def _pages(path: str, document: Any, count: int) -> Iterator[Page]:  # noqa: ANN401  # of the library
    import pypdfium2 as pdfium  # noqa: PLC0415
    from pypdfium2 import raw  # noqa: PLC0415

    left = MOST_CHARACTERS
    for number in range(count):
        try:
            page = document[number]
            text = page.get_textpage()
        except pdfium.PdfiumError:
            yield Page(number + 1, [], [], Counter({"damaged page": 1}))
            continue
        try:
            found = _Reader(raw, page.raw, text.raw)
            left -= found.count
            if left < 0:
                raise UsageError(f"{quoted(path)} has more text than can be read", "split it, and name the parts")
            yield found.page(number + 1)
        finally:
            text.close()
            page.close()


class _Char(NamedTuple):
    code: int
    left: float
    right: float
    base: float
    size: float
    number: int
    piece: tuple[float, float, float] = (0, 0, 0)
    after_blank: bool = False


class _Reader:
    """Reads one page."""

    def __init__(self, raw: Any, page: Any, text: Any) -> None:  # noqa: ANN401  # the library's own types
        self._raw, self._page, self._text = raw, page, text
        every = raw.FPDFText_CountChars(text)
        self.count = min(every, _LARGEST_PAGE)
        self._skipped: Counter[str] = Counter()
        self._skipped["rest of a page"] += every > _LARGEST_PAGE
        self._rules: list[Rule] = []
        self._box = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(_NAME_SIZE)
        self._flags = ctypes.c_int()

    def page(self, number: int) -> Page:
        """Return what the page has."""
        by_turn = self._chars()
        turn = max(by_turn, key=lambda turn: len(by_turn[turn]), default=0)
        self._skipped["piece of turned text"] += len(by_turn) - (turn in by_turn)
        runs = list(self._runs(by_turn.get(turn, [])))
        self._read_drawings()
        self._count_notes()
        return Page(number, runs, [] if turn else self._rules, self._skipped)

    # ---- characters

    def _chars(self) -> dict[int, list[_Char]]:
        """The characters of the page by how far they are turned: by quarters, -1 for any other angle."""
        raw, text = self._raw, self._text
        found: dict[int, list[_Char]] = {}
        left, bottom, right, top = self._bounds()
        matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        after_blank, piece, turn, size = False, None, 0, 0.0
        for index in range(self.count):
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _BLANKS:
                after_blank |= raw.FPDFText_IsGenerated(text, index) != 1
            elif raw.FPDFText_GetCharOrigin(text, index, x, y) and self._is_readable(code):
                raw.FPDFText_GetMatrix(text, index, matrix)
                if piece != (piece := (matrix.a, matrix.e, matrix.f)):  # size and font are those of a drawn piece
                    turn = _turn(matrix.a, matrix.b)
                    size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
                if left <= x.value <= right and bottom <= y.value <= top and size > 0:
                    char = self._char(index, code, turn, (x.value, y.value, size))
                    found.setdefault(turn, []).append(char._replace(after_blank=after_blank, piece=piece))
                after_blank = False
        return found

    def _char(self, index: int, code: int, turn: int, place: tuple[float, float, float]) -> _Char:
        x, y, size = place
        self._raw.FPDFText_GetLooseCharBox(self._text, index, self._box)
        left, right, base = _turned(turn, self._box, x, y)
        if code in _DIGITS and not turn and self._is_raised(index, y + size * _RAISED):
            code = ord(chr(code).translate(flow.RAISED))
        return _Char(code, left, right, base, size, index)

    def _is_raised(self, index: int, height: float) -> bool:
        """Tell whether a digit stands above a height: fonts have raised ones of their own."""
        edges = tuple(ctypes.c_double() for _ in range(4))
        return bool(self._raw.FPDFText_GetCharBox(self._text, index, *edges)) and edges[2].value > height

    def _bounds(self) -> tuple[float, float, float, float]:
        """The part of the page that is shown."""
        edges = tuple(ctypes.c_float() for _ in range(4))
        for get in (self._raw.FPDFPage_GetCropBox, self._raw.FPDFPage_GetMediaBox):
            if get(self._page, *edges):
                left, bottom, right, top = (edge.value for edge in edges)
                return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
        return float("-inf"), float("-inf"), float("inf"), float("inf")

    def _is_readable(self, code: int) -> bool:
        """Tell whether the file says which character a glyph is."""
        is_unknown = code in _UNKNOWN
        self._skipped["character that the file does not name"] += is_unknown
        return not is_unknown

    def _runs(self, chars: list[_Char]) -> Iterator[Run]:
        start = 0
        parts: list[str] = []
        for number, char in enumerate(chars):
            joint = _joint(chars[number - 1], char) if number else None
            if joint is None and number:
                yield self._run("".join(parts), chars[start], chars[number - 1], ends_blank=char.after_blank)
                start, parts = number, []
            parts.append(joint or "")
            parts.append("-" if char.code in _HYPHENS else chr(char.code))
        if parts:
            yield self._run("".join(parts), chars[start], chars[-1], ends_blank=False)

    def _run(self, text: str, first: _Char, last: _Char, *, ends_blank: bool) -> Run:
        size = self._raw.FPDFText_GetFontInfo(self._text, first.number, self._name, _NAME_SIZE, self._flags)
        name = self._name.value if 0 < size <= _NAME_SIZE else b""
        font = name.decode("utf-8", "replace").rpartition("+")[2]
        return Run(text, first.left, last.right, first.base, first.size, font, ends_blank)

    # ---- what is not read

    def _read_drawings(self) -> None:
        """Count the pictures, and keep the lines."""
        raw, left = self._raw, _LARGEST_PAGE
        todo = [(raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, self._page, 0)]
        edges = tuple(ctypes.c_float() for _ in range(4))
        while todo:
            count, get, holder, depth = todo.pop()
            number = min(count(holder), left)
            left -= number
            for index in range(number):
                item = get(holder, index)
                kind = raw.FPDFPageObj_GetType(item)
                if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                    todo.append((raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, item, depth + 1))
                elif raw.FPDFPageObj_GetBounds(item, *edges):
                    place = Rule(*(edge.value for edge in edges))
                    width, height = place.right - place.left, place.top - place.bottom
                    if kind == raw.FPDF_PAGEOBJ_IMAGE:
                        self._skipped["picture"] += depth > 0 or min(width, height) >= _SMALLEST_PICTURE
                    elif kind == raw.FPDF_PAGEOBJ_PATH and not depth:
                        self._keep_rules(item, place, width, height)

    def _keep_rules(self, item: Any, place: Rule, width: float, height: float) -> None:  # noqa: ANN401
        """Keep a thin path as a line, and a frame as four."""
        raw, fill, stroke = self._raw, ctypes.c_int(), ctypes.c_int()
        if min(width, height) <= _THINNEST < max(width, height):
            self._rules.append(place)
        elif raw.FPDFPath_GetDrawMode(item, fill, stroke) and stroke.value and min(width, height) > _THINNEST:
            left, bottom, right, top = place
            self._rules += [
                Rule(left, bottom, right, bottom),
                Rule(left, top, right, top),
                Rule(left, bottom, left, top),
                Rule(right, bottom, right, top),
            ]

    def _count_notes(self) -> None:
        raw = self._raw
        for index in range(min(raw.FPDFPage_GetAnnotCount(self._page), _LARGEST_PAGE)):
            note = raw.FPDFPage_GetAnnot(self._page, index)
            kind = raw.FPDFAnnot_GetSubtype(note) if note else 0
            self._skipped["comment"] += kind in _COMMENTS
            self._skipped["form field"] += kind == _FIELD
            if note:
                raw.FPDFPage_CloseAnnot(note)


def _turn(across: float, up: float) -> int:
    """By how many quarters a character is turned to the left; -1 if by another angle."""
    if abs(up) <= abs(across) * _SAME_LINE:
        return 0 if across > 0 else 2
    if abs(across) <= abs(up) * _SAME_LINE:
        return 1 if up > 0 else 3
    return -1


def _turned(turn: int, box: Any, x: float, y: float) -> tuple[float, float, float]:  # noqa: ANN401
    """Left, right and base line of a character, as one sees them who turns the page so that it stands upright."""
    if turn == 1:
        return box.bottom, box.top, -x
    if turn == 2:  # noqa: PLR2004
        return -box.right, -box.left, -y
    if turn == 3:  # noqa: PLR2004
        return -box.top, -box.bottom, x
    return box.left, box.right, y


def _joint(before: _Char, char: _Char) -> str | None:
    """What stands between two characters of a run: nothing or a blank; None where a run ends."""
    size = before.size
    if before.piece != char.piece or abs(before.base - char.base) > size * _SAME_LINE:
        return None
    gap = char.left - before.right
    if gap < -size * _STEP_BACK or gap > size * (WIDEST_BLANK if char.after_blank else BLANK):
        return None
    return " " if char.after_blank else ""
