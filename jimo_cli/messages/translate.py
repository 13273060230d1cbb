"""From a finished English sentence to the Chinese one: the template that it was made of is found, and filled again.

Sentences travel as text, through the index, other processes and exceptions, so what they were made of is looked for:
the literal pieces in their order. A text may also be several sentences, a list or a count; of what it may be read as,
the reading counts that leaves the least English. What fills a hole is translated in turn where it is a sentence
itself; what is quoted is data, and stays.
"""

from __future__ import annotations

from functools import cache, lru_cache

from jimo_cli.messages import zh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HOLE = "{}"
_STARTS_TAIL = " ,;:("
_LONGEST = 4_000  # characters of a text that is looked at: what is longer is data
_MOST_MARKS = 12  # places where a text may be parted
_MOST_TEMPLATES = 3  # that are tried of those that a text may be made of
_REMEMBERED = 4096  # texts, of which the same parts are looked at again
_LED = 4  # letters that a template begins with: what begins so is hardly made of another one
_CLEAR = 8  # letters that make a template certain
_QUOTES = "'\""
_COMMA = ", "
_MARKS = "，；：（）《》、。“”"
_KEY = 2  # characters that templates are found by


class _Template:
    """An English sentence as its literal pieces, how many letters these have, and its Chinese."""

    __slots__ = ("is_led", "letters", "pieces", "said")

    def __init__(self, english: str, chinese: str) -> None:
        self.pieces = [_plain(piece) for piece in _masked(english).split(_HOLE)]
        self.letters = sum(char.isalpha() for piece in self.pieces for char in piece)
        self.is_led = sum(map(str.isalpha, self.pieces[0])) >= _LED
        self.said = chinese

    def fillings(self, text: str) -> list[str] | None:
        """What fills the holes where a text is made of this; None where it is not."""
        first, *between, last = self.pieces
        end = len(text) - len(last)
        if not (text.startswith(first) and text.endswith(last)) or end < len(first):
            return None
        fillings: list[str] = []
        at = len(first)
        for piece in between:
            found = text.find(piece, at, end)
            while found >= 0 and not _is_closed(text[at:found]):
                found = text.find(piece, found + 1, end)
            if found < 0:
                return None
            fillings.append(text[at:found])
            at = found + len(piece)
        return [*fillings, text[at:end]] if _is_closed(text[at:end]) else None

    def filled(self, fillings: Sequence[str]) -> str:
        """Return the Chinese sentence with its holes filled."""
        first, *holes = _masked(self.said).split("{")
        text = _plain(first)
        for at, hole in enumerate(holes):
            inside, _, behind = hole.partition("}")
            number, _, marked = inside.partition(":")
            filling = fillings[int(number or at)]
            said = _fits(filling, marked)
            is_data = said is None
            text = _beside(text, filling if said is None else said, is_data=is_data)
            text = _beside(text, _plain(behind), is_data=is_data)
        return text


class _Table:
    """The templates by what they begin or end with, and the sentences without holes."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.whole: dict[str, str] = {}
        self._begun: dict[str, list[_Template]] = {}
        self._ended: dict[str, list[_Template]] = {}
        self._open: list[_Template] = []
        for english, chinese in sentences.items():
            if _HOLE not in english:
                self.whole[_plain(_masked(english))] = _plain(_masked(chinese))
            before = _HOLE if english[0] in _STARTS_TAIL else ""
            behind = _HOLE if english[-1] == " " else ""
            if before or behind or _HOLE in english:
                self._add(_Template(before + english + behind, before + chinese + behind))

    def _add(self, template: _Template) -> None:
        first, last = template.pieces[0], template.pieces[-1]
        if len(first) >= _KEY:
            self._begun.setdefault(first[:_KEY], []).append(template)
        elif len(last) >= _KEY:
            self._ended.setdefault(last[-_KEY:], []).append(template)
        else:
            self._open.append(template)

    def candidates(self, text: str) -> Iterator[_Template]:
        """Yield the templates that a text may be made of."""
        yield from self._begun.get(text[:_KEY], ())
        yield from self._ended.get(text[-_KEY:], ())
        yield from self._open


@cache
def _table() -> _Table:
    return _Table(zh.sentences())


def to_chinese(text: str) -> str:
    """Return a text in Chinese, line for line where it has several; what has no translation stays as it is."""
    if len(text) > _LONGEST:
        return text
    try:
        found = _in_chinese(text)
    except RecursionError:  # no sentence of ours is nested so
        return text
    if found is None and "\n" in text:
        return "\n".join(map(to_chinese, text.split("\n")))
    return text if found is None else found


def as_one(text: str) -> str | None:
    """Return a text in Chinese that is an entry as a whole; None for one that is none, or made of several."""
    found = _table().whole.get(text)
    return found if found is not None else next(_by_templates(text, is_hole=True), None)


def _masked(template: str) -> str:
    """A template with its literal braces as characters that no text has."""
    return template.replace("{{", "\0").replace("}}", "\1")


def _plain(masked: str) -> str:
    return masked.replace("\0", "{").replace("\1", "}")


@lru_cache(_REMEMBERED)
def _in_chinese(text: str, *, is_hole: bool = False) -> str | None:
    """A text in Chinese; None where nothing of it can be said in Chinese, as of what is quoted.

    What fills a hole may be data, which a template of few letters fits by chance: there each of its own holes has to be
    filled by a number or a sentence.
    """
    if not text or text.isdecimal() or _is_quoted(text):
        return None
    whole = _table().whole.get(text)
    if whole is not None:
        return whole
    readings = [*_by_templates(text, is_hole=is_hole), *_by_parts(text, is_hole=is_hole)]
    return min(readings, key=_left, default=None)


def _is_quoted(text: str) -> bool:
    return text[0] in _QUOTES and text.find(text[0], 1) == len(text) - 1


def _left(said: str) -> tuple[int, int]:
    """How much of a text is not said in Chinese: data, which every reading has, and what a worse one leaves.

    Of as many letters the reading is worse that took a mark between two sentences for data.
    """
    return sum(char.isascii() and char.isalpha() for char in said), said.count("; ")


def _by_templates(text: str, *, is_hole: bool) -> Iterator[str]:
    """Yield a text as the templates with the most literal text say it."""
    found = [(one, filled) for one in _table().candidates(text) if (filled := one.fillings(text)) is not None]
    found.sort(key=lambda pair: (not pair[0].is_led, -pair[0].letters, -sum(map(len, pair[0].pieces))))
    clear = [pair for pair in found if pair[0].letters >= _CLEAR]
    for template, fillings in clear[:_MOST_TEMPLATES] or found[:_MOST_TEMPLATES]:
        if clear or not is_hole or all(map(_is_ours, fillings)):
            yield template.filled(fillings)


def _is_ours(filling: str) -> bool:
    return filling.isdecimal() or _in_chinese(filling, is_hole=True) is not None


def _by_parts(text: str, *, is_hole: bool) -> Iterator[str]:
    """Yield a text of several sentences: what is wrong and what to do, a place and what is there, a list, a count."""
    if text.count("; ") + text.count(": ") <= _MOST_MARKS:
        yield from _joined(text, is_hole=is_hole)
    yield from filter(None, (_led(text), _listed(text, is_hole=is_hole), _counted(text)))


def _joined(text: str, *, is_hole: bool) -> Iterator[str]:
    for at in _places_of("; ", text):
        both = _in_chinese(text[:at], is_hole=is_hole), _in_chinese(text[at + 2 :], is_hole=is_hole)
        if both[0] and both[1]:
            yield f"{both[0]}；{both[1]}"
    for at in _places_of(": ", text):
        behind = _in_chinese(text[at + 2 :], is_hole=is_hole)
        if behind:
            before = _in_chinese(text[:at], is_hole=True)
            yield f"{before}：{behind}" if before else f"{text[:at]}: {behind}"


def _led(text: str) -> str | None:
    """What is wrong with a heading, a fact or a key, which leads it: `[topic] unknown source 'x'`, `label is empty`."""
    name, blank, behind = text.partition(" ")
    while blank and not _is_closed(name):
        more, blank, behind = behind.partition(" ")
        name += f" {more}"
    is_heading = name.startswith("[") and name.endswith("]")
    is_id = name[:1] in _QUOTES or ("." in name and name[:1].isalnum())
    if not blank or not (is_heading or is_id or name.replace("_", "").isalpha()):
        return None
    is_key = not (is_heading or is_id)
    readings = [_table().whole.get(behind), *_by_templates(behind, is_hole=is_key)]
    readings += [] if is_key else [_led(behind)]
    said = min(filter(None, readings), key=_left, default=None)
    return f"{name} {said}" if said else None


def _places_of(mark: str, text: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        if _is_closed(text[:at]):
            yield at
        at = text.find(mark, at + 1)


def _is_closed(text: str) -> bool:
    """Whether no quote is open at the end of a text; an apostrophe within a word opens none."""
    quote, before = "", " "
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in _QUOTES and not before.isalnum():
            quote = char
        before = char
    return not quote


def _listed(text: str, *, is_hole: bool) -> str | None:
    """A list of which every entry can be said in Chinese; a mark may stand within one."""
    parts = text.split(_COMMA)
    if not all(map(_is_closed, parts)):
        return None
    said: list[str] = []
    while len(parts) > 1 or (said and parts):
        for size in range(min(2, len(parts)), 0, -1):
            entry = _COMMA.join(parts[:size])
            chinese = _counted(entry) if size > 1 else _in_chinese(entry, is_hole=is_hole)
            if chinese is not None:
                said.append(chinese)
                parts = parts[size:]
                break
        else:
            return None
    return "，".join(said) or None


def _counted(text: str) -> str | None:
    """How many there are of something."""
    number, blank, noun = text.partition(" ")
    if not blank or not number.isdecimal():
        return None
    counted = zh.COUNTED.get(noun) or zh.COUNTED.get(noun.removesuffix("s"))
    if counted:
        return counted.format(number)
    if _COMMA in noun:
        return None
    said = _in_chinese(noun, is_hole=True) or _table().whole.get(noun.removesuffix("s"))
    return f"{said} {number} 处" if said else None


# ---- what fills a template


def _fits(filling: str, marked: str) -> str | None:
    """What fills a hole, which may be marked as one for a word or a sentence, in Chinese; None where it is data."""
    if marked == "-":
        return ""
    if marked == "w":
        word = zh.WORDS.get(filling) or zh.WORDS.get(filling.removesuffix("s"))
        return word or _in_chinese(filling, is_hole=True)
    if marked == "o":
        parts = [_in_chinese(part, is_hole=True) or part for part in filling.split(" or ")]
        return " 或 ".join(parts) if len(parts) > 1 else None
    return _in_chinese(filling, is_hole=marked != "s")


def _beside(before: str, behind: str, *, is_data: bool) -> str:
    """Two parts of a sentence as one: a blank stands between a Chinese character and a letter or digit, and no two.

    The blanks beside data stay, which shows where it begins and ends.
    """
    left, right = before.rstrip(" "), behind.lstrip(" ")
    is_bare = left == before and right == behind
    is_laid_out = before.endswith("  ") or behind.startswith("  ") or (is_data and not is_bare)
    if is_laid_out or not left or not right or not (_is_han(left[-1]) or _is_han(right[0])):
        return before + behind
    both = left[-1] + right[0]
    is_parted = not all(map(_is_wide, both)) and (both.isalnum() or not is_bare)
    return f"{left} {right}" if is_parted else left + right


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _is_wide(char: str) -> bool:
    return _is_han(char) or char in _MARKS
