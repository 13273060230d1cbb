"""The shares of the three industries that a ratio states: 三次产业结构为4.1:36.9:59.0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jimo_cli.claims import Sort
from jimo_cli.figures.amount import printed_amount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jimo_cli.claims import Claim

_NUMBER = r"[0-9]{1,2}(?:\.[0-9]{1,2})?"
_INDUSTRIES = re.compile(
    rf"三次产业(?:增加值)?(?:结构|比例|比重|占比|构成)[^,。;:0-9]{{0,12}}({_NUMBER}[:∶]{_NUMBER}[:∶]{_NUMBER})(?![0-9.:∶])"
)
_WHOLE = range(98, 103)
"""What the shares add up to, rounded."""


def shares_in(plain: str, written: str, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield a claim for each industry whose share a ratio of a paragraph states.

    `written` is the paragraph as it is printed. Place, period and status are those of the claim before the ratio, or
    of the first one behind it; a paragraph without a claim says neither.
    """
    for found in _INDUSTRIES.finditer(plain):
        terms = re.split("[:∶]", found[1])
        before = [claim for claim in claims if claim.start < found.start()] or [*claims[:1]]
        if not before or round(sum(map(float, terms))) not in _WHOLE:
            continue
        start, end = found.span(1)
        for industry, term in zip("一二三", terms, strict=True):
            amount = printed_amount(f"{term}%")
            if amount is not None:
                yield before[-1]._replace(
                    start=start, number=start, end=end, as_written=written[start:end], amount=amount, sort=Sort.SHARE,
                    direction=0, basis="", measure=f"第{industry}产业增加值占地区生产总值比重", of="", listed="",
                    near=plain[found.start() : end], frame="ratio",
                )  # fmt: skip
