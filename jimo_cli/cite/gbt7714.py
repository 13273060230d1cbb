"""References as GB/T 7714 writes them, in the edition of 2025 or that of 2015: numbered style, without the number.

The edition decides the marks, full-width ones in 2025, whatever the language of the work; the language decides 等 or
et al. and how names are written.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.cite.cited import Cited
    from jimo_cli.cite.work import Name, Work

_MOST_AUTHORS = 3
_CODES = {
    "article": "PP",
    "article-journal": "J",
    "article-magazine": "J",
    "article-newspaper": "N",
    "book": "M",
    "chapter": "M",
    "dataset": "DS",
    "entry-encyclopedia": "M",
    "map": "CM",
    "paper-conference": "C",
    "patent": "P",
    "periodical": "J",
    "post": "EB",
    "post-weblog": "EB",
    "report": "R",
    "software": "CP",
    "standard": "S",
    "thesis": "D",
    "webpage": "EB",
}
"""What the standard calls the types of CSL; any other, as a law, is another document, with a URL a page."""

_OTHER, _PAGE = "Z", "EB"
_OF_THE_WEB = {"EB", "DS", "PP"}  # their date is in brackets, and they have the day on which they were read


class Marks:
    """The marks of an edition between the parts of a reference; that of 2015 writes family names in capitals."""

    def __init__(self, comma: str, colon: str, brackets: str, *, is_of_2015: bool) -> None:
        self.comma = comma
        self.colon = colon
        self.opening, self.closing = brackets[0], brackets[1]
        self.is_of_2015 = is_of_2015


EDITION_2025 = Marks("，", "：", "（）", is_of_2015=False)
EDITION_2015 = Marks(", ", ": ", "()", is_of_2015=True)


def write(works: Sequence[Cited], lang: str, marks: Marks = EDITION_2025) -> Iterator[str]:
    """Yield the lines of some works: the reference of each, and below it what is cited, in the reader's language."""
    from jimo_cli.cite.listed import listed  # noqa: PLC0415  # a look-up that writes JSON needs the references only

    return listed(works, lang, marks.comma, lambda work, place: reference(work, place, marks))


def reference(work: Work, place: str = "", marks: Marks = EDITION_2025) -> str:
    """Return the reference of a work, with a place in it where one is given; a missing date is said to be missing."""
    code = _code(work)
    online = "/OL" if work.text("URL") or work.text("DOI") or code == _PAGE else ""
    is_numbered = code == "S" and work.text("number")  # the standard names a standard without its makers
    sentences = [
        "" if is_numbered else _authors(work, marks),
        f"{_title(work, code, marks)}[{code}{online}]{_host(work, code)}",
    ]
    issue = _STATEMENTS.get(code, _published)(work, marks)
    if edition := _edition(work, code):
        # The bracket of a date follows the version at once.
        sentences.append(edition + "." + issue if issue.startswith(marks.opening) else edition)
        issue = "" if issue.startswith(marks.opening) else issue
    sentences += [issue] if issue else []
    if place:
        sentences[-1] += marks.colon + place
    doi = work.text("DOI")
    return _ended([*sentences, work.text("URL"), f"DOI:{doi}" if doi else ""])


def _code(work: Work) -> str:
    return _CODES.get(work.text("type")) or (_PAGE if work.text("URL") else _OTHER)


def _ended(sentences: list[str]) -> str:
    """Sentences with a full stop behind each, which one that ends with one of its own has already."""
    return " ".join(sentence if sentence.endswith(".") else f"{sentence}." for sentence in sentences if sentence)


def _authors(work: Work, marks: Marks) -> str:
    names = [_written(name, marks) for name in work.authors[:_MOST_AUTHORS]]
    if len(work.authors) > _MOST_AUTHORS:
        names.append("等" if work.is_chinese else "et al.")
    return marks.comma.join(names)


def _written(name: Name, marks: Marks) -> str:
    """王涛, Smith J A; a name of one word and that of an organisation as they are."""
    if name.is_joined or not name.given:
        return name.full
    before, behind = ("", name.particle) if name.dropped else (name.particle, "")
    family = f"{before} {name.family}".strip()
    written = (family.upper() if marks.is_of_2015 else family, _initials(name.given), behind, name.suffix)
    return " ".join(filter(None, written))


def _initials(given: str) -> str:
    """J A for John A., J-L for Jean-Luc; what is in no alphabet with capitals stays whole."""
    parts = [
        "-".join(part[0] if part[0].isupper() else part for part in word.split("-") if part)
        for word in given.replace(".", " ").split()
    ]
    return " ".join(filter(None, parts))


def _title(work: Work, code: str, marks: Marks) -> str:
    title = work.text("title") or ("[题名不详]" if work.is_chinese else "[untitled]")
    number = work.text("number")
    if code == "S":
        return f"{number} {title}".strip()
    return f"{title}{marks.colon}{number}" if number else title


def _host(work: Work, code: str) -> str:
    """What a chapter or a paper is a part of."""
    container = work.text("container-title")
    return f"//{container}" if container and code in {"M", "C"} else ""


def _edition(work: Work, code: str) -> str:
    edition = work.text("edition")
    if edition.isascii() and edition.isdigit():
        edition = f"{edition}版" if work.is_chinese else f"{_ordinal(int(edition))} ed."
    version = work.text("version") if code in {"DS", "PP", "CP"} else ""
    return edition or (f"V{version}" if version[:1].isdecimal() else version)


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


# ---- where and when a work was published


def _date(work: Work, *, year: bool = False) -> str:
    """The date as far as the work states it, else that it is not known."""
    if work.issued:
        return work.issued.year if year else str(work.issued)
    return "[出版日期不详]" if work.is_chinese else "[n.d.]"


def _read(work: Work, marks: Marks) -> str:
    """The day on which a page was read; in 2015 also of any other work with an address."""
    is_meant = _code(work) in _OF_THE_WEB or (marks.is_of_2015 and work.text("URL"))
    return f"[{work.accessed}]" if work.accessed and is_meant else ""


def _in_newspaper(work: Work, marks: Marks) -> str:
    page = work.text("page")
    where = f"{marks.opening}{page}{marks.closing}" if page else ""
    return marks.comma.join(filter(None, (work.text("container-title"), _date(work) + where))) + _read(work, marks)


def _in_journal(work: Work, marks: Marks) -> str:
    volume, issue, page = map(work.text, ("volume", "issue", "page"))
    numbered = volume + (f"{marks.opening}{issue}{marks.closing}" if issue else "")
    when = _date(work, year=bool(numbered))
    # Without a volume the number of the issue follows the year at once.
    when = when + numbered if numbered and not volume else marks.comma.join(filter(None, (when, numbered)))
    whole = marks.comma.join(filter(None, (work.text("container-title"), when)))
    return whole + (marks.colon + page if page else "") + _read(work, marks)


def _on_the_web(work: Work, marks: Marks) -> str:
    date = f"{marks.opening}{work.issued}{marks.closing}" if work.issued else ""
    read = _read(work, marks)
    site = work.text("container-title") or _publisher(work)
    if work.authors and _code(work) == _PAGE:
        site = ""  # the standard names where data and preprints are kept, and of a page only who made it
    return site + date + read if date or read else marks.comma.join(filter(None, (site, _date(work))))


def _published(work: Work, marks: Marks) -> str:
    code = _code(work)
    host = "" if code in {"M", "C"} else work.text("container-title")
    publisher = marks.colon.join(filter(None, (work.text("publisher-place"), _publisher(work))))
    date = _date(work, year=code in {"M", "C", "D", "CM"})
    whole = marks.comma.join(filter(None, (host, publisher, date)))
    return whole + (marks.colon + work.text("page") if work.text("page") else "") + _read(work, marks)


def _standard(work: Work, marks: Marks) -> str:
    """The number of a standard has its year: who published it and when is said only without a number."""
    return _read(work, marks) if work.text("number") else _published(work, marks)


def _publisher(work: Work) -> str:
    """The publisher, where it is not the author."""
    publisher = work.text("publisher")
    return "" if publisher in {author.full for author in work.authors} else publisher


_STATEMENTS: dict[str, Callable[[Work, Marks], str]] = {
    "DS": _on_the_web,
    "EB": _on_the_web,
    "J": _in_journal,
    "N": _in_newspaper,
    "PP": _on_the_web,
    "S": _standard,
}
