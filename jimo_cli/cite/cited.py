"""What a style writes: works, each once, with what is cited of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jimo_cli.cite import figure
from jimo_cli.cite.locating import place_in_work
from jimo_cli.cite.work import Work, one_line, read_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from jimo_cli.model import Fact


class Figure(NamedTuple):
    """A fact that is cited; of a series the first one, and how many there are."""

    fact: Fact
    observations: int = 1

    def said(self, lang: str, *others: str) -> str:
        """Return the figure with its place and period, or the name of the series, and `others` in the brackets."""
        if self.observations == 1:
            return figure.described(self.fact, lang, *others)
        zh = lang == "zh"
        about = [f"{self.observations}个数值" if zh else f"{self.observations} figures", *others]
        return figure.label(self.fact, lang) + (f"（{'，'.join(about)}）" if zh else f" ({', '.join(about)})")


class Cited(NamedTuple):
    """A work with its key, and the figures of it that are cited."""

    key: str
    work: Work
    figures: tuple[Figure, ...]

    def place(self, *, chinese: bool, comma: str) -> str:
        """Return the place in the work that all its figures share, "" where they stand in several."""
        locators = {each.fact.locator for each in self.figures}
        return place_in_work(locators.pop(), chinese=chinese, comma=comma) if len(locators) == 1 else ""

    def said(self, lang: str, *, places: bool) -> list[str]:
        """Return each figure in words, with `places` its place in the work too, and which text of the work was read."""
        zh = lang == "zh"
        said = []
        for each in self.figures:
            where = place_in_work(each.fact.locator, chinese=zh, comma="，" if zh else ", ") if places else ""
            said.append(one_line(each.said(lang, *filter(None, (where,)))))
        digest = self.work.text("sha256")
        return [*said, f"{'文本' if zh else 'text'} sha256{'：' if zh else ': '}{digest}"] if digest else said


def cited(figures: Iterable[Figure], sources: Mapping[str, Mapping[str, Any]]) -> list[Cited]:
    """Return the works of some figures, in their order, each once; `sources` has their CSL variables by key.

    A work that is not there is cited by its key alone.
    """
    by_key: dict[str, dict[tuple[str, int], Figure]] = {}
    for each in figures:
        by_key.setdefault(each.fact.source, {})[each.fact.id, each.observations] = each
    return [
        Cited(key, read_work(sources.get(key, {"title": key})), tuple(found.values())) for key, found in by_key.items()
    ]
