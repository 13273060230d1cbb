"""References as entries of BibTeX, which has years and months, and as those of BibLaTeX, which has whole dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.cite.keys import distinct_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jimo_cli.cite.cited import Cited
    from jimo_cli.cite.work import Name, Work

_ESCAPED = {ord(char): f"\\{char}" for char in "{}#$%&_"} | {
    ord("\\"): "\\textbackslash{}",
    ord("~"): "\\textasciitilde{}",
    ord("^"): "\\textasciicircum{}",
    ord("<"): "\\textless{}",
    ord(">"): "\\textgreater{}",
    ord("`"): "\\`{}",
    ord("'"): "{'}",
}
_IN_URLS = {ord(char): f"%{ord(char):02X}" for char in "{}\\ "}
_LIGATURES = re.compile("-(?=-)|(?<=-)-")  # two hyphens would become a dash
_CAPITALS = re.compile(r"[^\W\d_]*[A-Z][^\W_]*|^[a-z][^\W_]*")  # what a style that changes titles keeps in braces
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_LANGUAGES = {"zh": "chinese", "en": "english", "ja": "japanese", "ko": "korean", "de": "german", "fr": "french"}


class Dialect(NamedTuple):
    """What BibTeX and BibLaTeX call the types and the variables of CSL; `other` is the type of any other."""

    types: Mapping[str, str]
    other: str
    names: Mapping[str, str]
    has_dates: bool


_OF_BOTH = {"publisher": "publisher", "edition": "edition", "volume": "volume", "page": "pages"}
_BIBTEX = Dialect(
    {
        "article-newspaper": "article",
        "article-journal": "article",
        "article-magazine": "article",
        "book": "book",
        "chapter": "incollection",
        "paper-conference": "inproceedings",
        "report": "techreport",
        "thesis": "phdthesis",
    },
    "misc",
    _OF_BOTH | {"publisher-place": "address", "number": "number", "issue": "number"},
    has_dates=False,
)
BIBLATEX = Dialect(
    {
        **_BIBTEX.types,
        "dataset": "dataset",
        "legislation": "legislation",
        "post-weblog": "online",
        "report": "report",
        "software": "software",
        "standard": "standard",
        "thesis": "thesis",
        "webpage": "online",
    },
    "misc",
    _OF_BOTH | {"publisher-place": "location", "number": "number", "issue": "number", "version": "version"},
    has_dates=True,
)
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "report": "institution", "thesis": "institution", "phdthesis": "school"}


def write(works: Sequence[Cited], lang: str, dialect: Dialect = _BIBTEX) -> Iterator[str]:
    """Yield the lines of an entry for each work; what is cited of it stands in `annote`."""
    for at, (key, each) in enumerate(zip(distinct_keys(works), works, strict=True)):
        if at:
            yield ""
        kind = dialect.types.get(each.work.text("type"), dialect.other)
        yield f"@{kind}{{{key},"
        for name, written in _fields(each.work, kind, dialect):
            yield f"  {name} = {{{written}}},"
        if said := "; ".join(each.said(lang, places=True)):
            yield f"  annote = {{{escaped(said)}}},"
        yield "}"


def escaped(text: str) -> str:
    """Return a text in which nothing is a command of TeX."""
    return _LIGATURES.sub("{-}", text.translate(_ESCAPED))


def _fields(work: Work, kind: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    if work.authors:
        yield "author", " and ".join(map(_name, work.authors))
    if title := work.text("title"):
        yield "title", _title(title)
    names = dict(dialect.names) | {"container-title": _container(kind, dialect), "note": "note"}
    names["publisher"] = _publisher(kind, dialect)
    stated = {name: text for variable, name in names.items() if (text := work.text(variable))}
    yield from ((name, escaped(text)) for name, text in stated.items())
    yield from _dates(work, dialect)
    for variable, name in (("URL", "url"), ("DOI", "doi")):  # these are read as they stand
        if text := work.text(variable):
            yield name, text.translate(_IN_URLS)
    if work.language:
        yield "langid", _LANGUAGES.get(work.language[:2].lower(), escaped(work.language))


def _container(kind: str, dialect: Dialect) -> str:
    name = _CONTAINERS.get(kind, "howpublished" if not dialect.has_dates else "organization")
    return "journaltitle" if name == "journal" and dialect.has_dates else name


def _publisher(kind: str, dialect: Dialect) -> str:
    if dialect.has_dates and kind == "phdthesis":
        return "institution"
    return _PUBLISHERS.get(kind, "publisher")


def _dates(work: Work, dialect: Dialect) -> Iterable[tuple[str, str]]:
    if dialect.has_dates:
        dates = (("date", work.issued), ("urldate", work.accessed))
        return [(name, str(date)) for name, date in dates if date and date.start] + (
            [("year", escaped(work.issued.literal))] if work.issued and not work.issued.start else []
        )
    if work.issued is None:
        return []
    month = _MONTHS[work.issued.start[1] - 1] if len(work.issued.start) > 1 else ""
    day = str(work.issued.start[2]) if len(work.issued.start) > 2 else ""  # noqa: PLR2004  # year, month, day
    found = (("year", escaped(work.issued.year)), ("month", month), ("day", day))
    return [(name, text) for name, text in found if text]


def _title(title: str) -> str:
    """A title whose first word and words with capitals are in braces; a style may change the others."""
    found, last = [], 0
    for word in _CAPITALS.finditer(title):
        found += [escaped(title[last : word.start()]), f"{{{escaped(word[0])}}}"]
        last = word.end()
    return "".join([*found, escaped(title[last:])])


def _name(name: Name) -> str:
    """Family, Jr, Given; a name that is not taken apart is in braces."""
    if not name.given:
        return f"{{{escaped(name.full)}}}"
    family = f"{name.particle} {_whole(name.family)}" if name.particle else _whole(name.family)
    return ", ".join(filter(None, (family, _whole(name.suffix), _whole(name.given))))


def _whole(part: str) -> str:
    """A part of a name, in braces where a comma, an "and" or a small letter would be read as something else."""
    is_plain = "," not in part and " and " not in f" {part.lower()} " and not part[:1].islower()
    return escaped(part) if is_plain else f"{{{escaped(part)}}}"
