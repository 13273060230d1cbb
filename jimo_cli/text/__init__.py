"""Folding of text and sounds of Han characters, from one small table.

The table `han.bin` (see `han.txt` for sources and licences) is read the first time
it is needed and never changed. This module is on the path of every look-up, so it
imports next to nothing and uses no regular expressions.
"""

from __future__ import annotations

from itertools import groupby

from jimo_cli.text.han import HIGH, LOW, han

_POINT = ord(".")

_TONES = {
    "a": "āáǎàăâäãåɑ",
    "c": "çćč",
    "e": "ēéěèêëẽ",
    "i": "īíǐìîïĩ",
    "n": "ñńňǹ",
    "o": "ōóǒòôöõ",
    "s": "śš",
    "u": "ūúǔùûũ",
    "v": "üǖǘǚǜ",
    "y": "ýÿ",
    "z": "źžż",
    "'": "‘’′`",
    '"': "“”″",
    "-": "–—−‐‑‒",
    "~": "～〜",
    "%": "﹪",
    ":": "∶",
    "x": "×",
    "0": "〇",
}
TONE_NUMBERS = frozenset("12345")
"""The numbers of tones in pinyin, behind a syllable: hu4 li3."""

_MOST_CHARS = 40_000
"""Characters of which is kept what was found: more than there are Han."""

_MOST_WORDS = 5000
"""English words of which is kept what was found."""

_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)


class _CharMap(dict[int, "int | str | None"]):
    """Character map for `str.translate`, filled as characters turn up."""

    def __missing__(self, code: int) -> int | str | None:
        found = self.of(code)
        if len(self) < _MOST_CHARS:
            self[code] = found
        return found

    def of(self, code: int) -> int | str | None:
        """Return what a character is replaced by."""
        raise NotImplementedError


class _FoldMap(_CharMap):
    """Character map to what is compared."""

    def __init__(self) -> None:
        super().__init__()
        self.update({code: code + 32 for code in range(0x41, 0x5B)})
        self.update(dict.fromkeys(range(32), 32))
        self.update(dict.fromkeys(_INVISIBLE))
        for plain, marked in _TONES.items():
            self.update({ord(char): plain for char in marked})

    def of(self, code: int) -> int | str | None:
        if LOW <= code < HIGH:
            return han().simplified[code - LOW]
        if 0xFF01 <= code <= 0xFF5E:  # noqa: PLR2004 - full-width forms of ASCII
            return self[code - 0xFEE0]
        if code == 0x3000:  # noqa: PLR2004 - ideographic space
            return 32
        if 0x300 <= code < 0x370:  # noqa: PLR2004 - combining accents
            return None
        lower = chr(code).lower()
        return code if lower == chr(code) else lower.translate(self)


_fold_map = _FoldMap()


_SPELLINGS = {
    "labour": "labor", "harbour": "harbor", "neighbour": "neighbor", "favour": "favor", "colour": "color",
    "behaviour": "behavior", "vapour": "vapor", "centre": "center", "metre": "meter", "kilometre": "kilometer",
    "centimetre": "centimeter", "litre": "liter", "fibre": "fiber", "tonne": "ton", "theatre": "theater",
    "defence": "defense", "licence": "license", "programme": "program", "catalogue": "catalog", "cheque": "check",
    "aluminium": "aluminum", "sulphur": "sulfur", "fertiliser": "fertilizer", "enrolment": "enrollment",
    "instalment": "installment", "jewellery": "jewelry", "anaemia": "anemia", "diarrhoea": "diarrhea",
    "haemorrhage": "hemorrhage", "paediatric": "pediatric", "plough": "plow", "ploughing": "plowing",
    "ageing": "aging", "travelling": "traveling", "traveller": "traveler", "modelled": "modeled",
    "utilised": "utilized", "subsidised": "subsidized", "immunised": "immunized", "urbanised": "urbanized",
    "specialised": "specialized", "organised": "organized", "indices": "index", "children": "child",
    "women": "woman", "men": "man", "kg": "kilogram", "km": "kilometer", "sq": "square", "usd": "us",
}  # fmt: skip
"""British words of statistics as American English writes them, plurals that add no s, units in short."""

_JOINING = frozenset(("of", "the", "a", "an", "in", "on", "at", "by", "for", "and", "from", "as"))
"""English words that only join those of a name."""

_SAME_WORDS = {
    "production": "output",
    "spending": "expenditure",
    "thousand": "1000",
    "head": "capita",
    "woman": "female",
    "man": "male",
    "person": "capita",
}
"""English words of which one stands for the other in the names of measures: *pork production*, *GDP per head*."""


def fold(text: str) -> str:
    """Return the text as it is compared: half width, lower case, without tones, simplified.

    ü becomes v. Folding what is folded changes nothing.
    """
    return text.translate(_fold_map)


def is_han(char: str) -> bool:
    """Tell whether a character is a Han character."""
    return "\u3400" <= char < "\ua000"


def is_latin(char: str) -> bool:
    """Tell whether a folded character is a Latin letter."""
    return "a" <= char <= "z"


def _kind(char: str) -> str:
    """Return `h` for Han, `l` for a Latin letter, `d` for a digit, else nothing (folded text)."""
    if is_han(char):
        return "h"
    if "a" <= char <= "z":
        return "l"
    return "d" if "0" <= char <= "9" else ""


class _KindMap(_CharMap):
    """Character map to kinds; `.` stays, what is of no kind becomes a space."""

    def of(self, code: int) -> int | str | None:
        return "." if code == _POINT else _kind(chr(code)) or " "


_kind_map = _KindMap()


def runs(folded: str) -> list[str]:
    """Return the runs of Han characters, of Latin letters and of digits in folded text.

    A point between digits belongs to the number.
    """
    kinds = folded.translate(_kind_map)
    if kinds and kinds[0] in "hld" and kinds.count(kinds[0]) == len(kinds):
        return [folded]
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    last = before = " "
    for kind, group in groupby(kinds):
        start, at = at, at + len(list(group))
        if kind in "hld":
            if kind == before == "d" and last == ".":
                ends[-1] = at
            else:
                starts.append(start)
                ends.append(at)
        before = last if kind == "." and at == start + 1 else " "
        last = kind
    return [folded[start:end] for start, end in zip(starts, ends, strict=True)]


class _KeepMap(_CharMap):
    """Character map that keeps some kinds and replaces the rest."""

    def __init__(self, kinds: str, other: str | None) -> None:
        super().__init__()
        self._kinds = kinds
        self._other = other

    def of(self, code: int) -> int | str | None:
        kind = _kind(chr(code))
        return code if kind and kind in self._kinds else self._other


_key_map = _KeepMap("hld", None)
_word_map = _KeepMap("l", " ")


def key(folded: str) -> str:
    """Return the letters, digits and Han characters of folded text: what makes two names the same."""
    return folded.translate(_key_map)


def without_brackets(folded: str) -> str:
    """Return folded text without what stands in brackets."""
    if "(" not in folded:
        return folded
    kept, depth = [], 0
    for char in folded:
        depth += char == "("
        if not depth:
            kept.append(char)
        depth -= char == ")" and depth > 0
    return "".join(kept).strip()


def latin_runs(folded: str) -> list[str]:
    """Return those of the `runs` of folded text that are of Latin letters."""
    return folded.translate(_word_map).split()


def words(folded: str) -> list[str]:
    """Return the stems of the Latin words of folded text."""
    return [stem(word) for word in latin_runs(folded)]


class _Stems(dict[str, str]):
    """The stems of words, kept as they turn up: names have the same few thousand over and over."""

    def __missing__(self, word: str) -> str:
        found = _stem(word)
        if len(self) < _MOST_WORDS:
            self[word] = found
        return found


_stems = _Stems()


def stem(word: str) -> str:
    """Return an English word without its plural ending, in American spelling and in full."""
    return _stems[word]


def _stem(word: str) -> str:
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    singular = _singular(word)
    if singular.endswith("isation"):
        return f"{singular[:-7]}ization"
    return _SPELLINGS.get(singular, singular)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):  # noqa: PLR2004
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]


def stems(folded: str) -> frozenset[str]:
    """Return the stems, numbers and runs of Han of a folded name, without English words that only join them."""
    return frozenset(map(stem, runs(folded))) - _JOINING


def in_any_order(folded: str) -> str:
    """Return the stems of an English name, sorted, without the words that only join them.

    So *output of integrated circuits* and *integrated circuit production* are the same. A name in another script, or
    with just one such word, has none: an empty text.
    """
    plain = folded.replace("%", " percent ").replace(",000", "000")
    found = {_SAME_WORDS.get(one, one) for one in stems(plain)}
    if len(found) < 2 or any(is_han(one[0]) for one in found):  # noqa: PLR2004
        return ""
    return "".join(sorted(found))
