"""Drafts made by hand, as readers of rows and of prose make them."""

from collections.abc import Iterable
from typing import Any

from jimo_cli.imports.drafts import Draft, FactDraft, Observation, SeriesDraft

SHA256 = "0" * 63 + "1"


def series(rows: Iterable[tuple[Any, ...]], **fields: Any) -> SeriesDraft:
    """Return a series of cargo whose rows are (place, period, value, …)."""
    plain: dict[str, Any] = {"label": "货物吞吐量", "label_en": "Cargo throughput", "unit": "亿吨"}
    return SeriesDraft(observations=[Observation(*row) for row in rows], **{**plain, **fields})


def fact(**fields: Any) -> FactDraft:
    """Return a fact of 6.80."""
    plain: dict[str, Any] = {
        "kind": "statistic",
        "label": "吞吐量",
        "label_en": "Throughput",
        "value": "6.80",
        "unit": "亿吨",
    }
    plain |= {
        "time_period": "2023",
        "reference_area": "青岛市",
        "as_written": "6.80亿吨",
        "section": "概况",
        "paragraph": 2,
    }
    return FactDraft(**{**plain, **fields})


def draft(*made: SeriesDraft | FactDraft, **fields: Any) -> Draft:
    """Return what an import made of a file."""
    plain: dict[str, Any] = {
        "path": "cargo.csv",
        "topic_label": "港口",
        "source": {"title": "港口年报", "type": "report"},
        "sha256": SHA256,
        "columns": (),
        "skipped": [],
        "unclear": [],
    }
    of_series = [one for one in made if isinstance(one, SeriesDraft)]
    facts = [one for one in made if isinstance(one, FactDraft)]
    return Draft(series=of_series, facts=facts, **{**plain, **fields})
