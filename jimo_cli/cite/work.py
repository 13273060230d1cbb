"""A cited work, read from its CSL variables: what the source says, in one form, and nothing that it does not say.

A look-up that writes JSON passes here: nothing is imported for it, no patterns either.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

_HIGHEST = (9999, 12, 31)  # of a year, a month, a day
_EAST_ASIAN = "\u2e80"  # the first of the characters of Chinese, Japanese and Korean
_HAN = (("\u3007", "\u3007"), ("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
_KANA_OR_HANGUL = (("\u3040", "\u30ff"), ("\u1100", "\u11ff"), ("\uac00", "\ud7af"))
_OF_ONE_TEXT = (
    "type",
    "title",
    "container-title",
    "publisher",
    "publisher-place",
    "edition",
    "version",
    "number",
    "volume",
    "issue",
    "page",
    "URL",
    "DOI",
    "license",
    "note",
    "sha256",
)


class Name:
    """Who made a work: a person with a given name; a person of one word, or an organisation, has only a `family`.

    What has no given name is written as it stands, whatever the style. A `particle` stands before the family name, one
    that is `dropped` behind the given one where the family name comes first: Veen P H van der.
    """

    def __init__(
        self,
        family: str,
        given: str = "",
        particle: str = "",
        suffix: str = "",
        *,
        dropped: bool = False,
    ) -> None:
        self.family = family
        self.given = given
        self.particle = particle
        self.suffix = suffix
        self.dropped = dropped

    @property
    def is_joined(self) -> bool:
        """Whether family and given name stand side by side, as in Chinese, Japanese and Korean."""
        return self.family[-1:] >= _EAST_ASIAN and self.given[:1] >= _EAST_ASIAN

    @property
    def full(self) -> str:
        """The whole name in its usual order: 王涛, John van Dyke Jr."""
        if self.is_joined:
            return self.family + self.given
        return " ".join(filter(None, (self.given, self.particle, self.family, self.suffix)))


class Date:
    """A date as far as it is stated: `start` and, of a stretch of time, `end` have a year, a month, a day or fewer.

    What cannot be read as such is kept as a `literal`.
    """

    def __init__(self, start: tuple[int, ...], end: tuple[int, ...] = (), literal: str = "") -> None:
        self.start = start
        self.end = end
        self.literal = literal

    @property
    def year(self) -> str:
        """The year, or the text in which none could be read."""
        return str(self.start[0]) if self.start else self.literal

    def __str__(self) -> str:
        return "/".join(map(_iso, filter(None, (self.start, self.end)))) or self.literal


class Work:
    """A cited work; `texts` has the variables of one text by their CSL names, only those that are stated."""

    def __init__(
        self,
        texts: Mapping[str, str],
        authors: Sequence[Name],
        issued: Date | None,
        accessed: Date | None,
        language: str,
    ) -> None:
        self.texts = texts
        self.authors = authors
        self.issued = issued
        self.accessed = accessed
        self.language = language

    @property
    def is_chinese(self) -> bool:
        """Whether the work is in Chinese, by its language, else by its title and its authors."""
        if self.language:
            return self.language.lower().startswith("zh")
        shown = " ".join([self.text("title"), *(author.full for author in self.authors)])
        return _has_any(shown, _HAN) and not _has_any(shown, _KANA_OR_HANGUL)

    def text(self, name: str) -> str:
        """Return a variable by its CSL name, an empty text where the source does not say it."""
        return self.texts.get(name, "")


def read_work(csl: Mapping[str, Any]) -> Work:
    """Return the work that CSL variables describe, whatever shape they have; what cannot be read is left out."""
    texts = {name: text for name in _OF_ONE_TEXT if (text := _text(csl.get(name)))}
    authors = csl.get("author")
    names = map(_name, authors if isinstance(authors, list | tuple) else [authors])
    return Work(
        texts,
        tuple(name for name in names if name.family),
        _date(csl.get("issued")),
        _date(csl.get("accessed")),
        _text(csl.get("language")),
    )


def one_line(text: str) -> str:
    """Return a text on one line, without what a terminal would act on."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _text(value: object) -> str:
    """A text on one line; empty for what is none."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list | tuple):
        return ""
    return one_line(str(value))


def _name(author: object) -> Name:
    if not isinstance(author, dict):
        return Name(_text(author))
    if literal := _text(author.get("literal")):
        return Name(literal)
    family, given = _text(author.get("family")), _text(author.get("given"))
    if not (family and given):
        return Name(family or given, suffix=_text(author.get("suffix")))
    kept, dropped = _text(author.get("non-dropping-particle")), _text(author.get("dropping-particle"))
    return Name(family, given, kept or dropped, _text(author.get("suffix")), dropped=bool(dropped and not kept))


def _date(value: object) -> Date | None:
    if isinstance(value, dict):
        parts = value.get("date-parts")
        ends = [_parts(part) for part in parts if isinstance(part, list | tuple)] if isinstance(parts, list) else []
        if ends and ends[0]:
            return Date(ends[0], ends[1] if len(ends) > 1 else ())
        value = value.get("raw") or value.get("literal")
    written = _text(value)
    ends = [_day(part.strip()) for part in written.split("/")]
    if all(ends) and len(ends) <= 2:  # noqa: PLR2004  # a stretch of time has two ends
        return Date(ends[0], ends[1] if len(ends) > 1 else ())
    return Date((), literal=written) if written else None


def _day(written: str) -> tuple[int, ...]:
    """Year, month and day of ISO 8601, as many as there are, with a time of day behind or none; () for another text."""
    day, _, time = written.replace("T", " ", 1).partition(" ")
    parts = day.split("-")
    is_day = len(parts[0]) == len("2024") and len(parts) <= len(_HIGHEST)
    is_time = not time or (time[:2].isdigit() and time[2:3] == ":")
    numbers = _parts(parts) if is_day and is_time and all(len(part) <= len("31") for part in parts[1:]) else ()
    return numbers if len(numbers) == len(parts) else ()


def _has_any(text: str, spans: Sequence[tuple[str, str]]) -> bool:
    """Whether a character of the text is in one of the spans."""
    return any(first <= char <= last for char in text for first, last in spans)


def _parts(written: list[Any] | tuple[Any, ...]) -> tuple[int, ...]:
    """Year, month and day as numbers, up to the first that is none."""
    found: list[int] = []
    for part, highest in zip(written, _HIGHEST, strict=False):
        digits = str(part)
        if not (digits.isascii() and digits.isdigit() and len(digits) <= len("9999") and 0 < int(digits) <= highest):
            break
        found.append(int(digits))
    return tuple(found)


def _iso(parts: tuple[int, ...]) -> str:
    return "-".join(f"{part:0{4 if at == 0 else 2}}" for at, part in enumerate(parts))
