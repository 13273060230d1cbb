"""References in plain English, after the manner of APA: author and date first, the place in the work last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jimo_cli.cite.listed import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.cite.cited import Cited
    from jimo_cli.cite.work import Date, Name, Work

_MOST_AUTHORS = 20  # of more, the first nineteen and the last
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_KINDS = {"dataset": "Data set", "report": "Report", "standard": "Standard", "map": "Map", "software": "Software"}


def write(works: Sequence[Cited], lang: str) -> Iterator[str]:
    """Yield the lines of some works: the reference of each, and below it what is cited of it."""
    return listed(works, lang, ", ", reference, chinese=False)


def reference(work: Work, place: str = "") -> str:
    """Return the reference of a work, with a place in it where one is given; without a date it has n.d."""
    title = work.text("title") or "[Untitled]"
    kind = _KINDS.get(work.text("type"))
    title += f" ({work.text('number')})" if work.text("number") else ""
    title += f" [{kind}]" if kind else ""
    authors, date = _authors(work.authors), f"({_date(work.issued)})"
    begin = [f"{authors} {date}", title] if authors else [f"{title} {date}"]
    version = f"Version {work.text('version')}" if work.text("version") else work.text("edition")
    link = f"https://doi.org/{work.text('DOI')}" if work.text("DOI") else work.text("URL")
    sentences = [*begin, version, _container(work), _publisher(work), place]
    whole = " ".join(said if said.endswith((".", "?", "!")) else f"{said}." for said in sentences if said)
    return f"{whole} {_accessed(work)}{link}" if link else whole


def _container(work: Work) -> str:
    issue = f"({work.text('issue')})" if work.text("issue") else ""
    numbered = work.text("volume") + issue
    return ", ".join(filter(None, (work.text("container-title"), numbered, work.text("page"))))


def _publisher(work: Work) -> str:
    publisher = work.text("publisher")
    return "" if publisher in {author.full for author in work.authors} else publisher


def _accessed(work: Work) -> str:
    """The day on which a page was read; where it has a date of its own, or a DOI, what was read is known without."""
    is_meant = work.accessed and not work.issued and not work.text("DOI")
    return f"Retrieved {_in_words(work.accessed)}, from " if work.accessed and is_meant else ""


def _authors(names: Sequence[Name]) -> str:
    written = [_written(name) for name in names]
    if len(written) > _MOST_AUTHORS:
        return f"{', '.join(written[: _MOST_AUTHORS - 1])}, … {written[-1]}"
    if len(written) > 1:
        return f"{', '.join(written[:-1])}, & {written[-1]}"
    return "".join(written[:1]) if not written or written[0].endswith(".") else f"{written[0]}."


def _written(name: Name) -> str:
    """Smith, J. A.; 王涛, an organisation and a name of one word as they are."""
    if name.is_joined or not name.given:
        return name.full
    initials = " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in name.given.split())
    family = " ".join(filter(None, (name.particle, name.family)))
    return ", ".join(filter(None, (family, initials, name.suffix)))


def _date(date: Date | None) -> str:
    """2024, March 5: the year, then as much as is stated."""
    if date is None:
        return "n.d."
    if not date.start or date.end:
        return str(date)
    year, *rest = date.start
    month = f", {_MONTHS[rest[0] - 1]}" if rest else ""
    return f"{year}{month}" + (f" {rest[1]}" if len(rest) > 1 else "")


def _in_words(date: Date) -> str:
    """March 5, 2024."""
    if not date.start or date.end:
        return str(date)
    year, *rest = date.start
    return f"{_MONTHS[rest[0] - 1]}{f' {rest[1]},' if len(rest) > 1 else ''} {year}" if rest else str(year)
