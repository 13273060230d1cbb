"""References one below the other, with the figures that are cited of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jimo_cli.cite.cited import Cited
    from jimo_cli.cite.work import Work


def listed(
    works: Sequence[Cited], lang: str, comma: str, reference: Callable[[Work, str], str], *, chinese: bool | None = None
) -> Iterator[str]:
    """Yield each reference, and indented below it what is cited of the work.

    A place that all its figures share stands in the reference, in the language of the work unless `chinese` says it.
    """
    for each in works:
        place = each.place(chinese=each.work.is_chinese if chinese is None else chinese, comma=comma)
        yield reference(each.work, place)
        yield from (f"  {said}" for said in each.said(lang, places=not place))
