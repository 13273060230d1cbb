"""Every number, penalty and stage of the scoring is needed: without it its query is answered otherwise."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import rows as base
from evaluate import FACTS

from jimo_cli import search
from jimo_cli.search import by_figure_and_name, score, stages, weights  # noqa: F401  # all modules that use a weight are loaded
from jimo_cli.search.weights import Weight
from jimo_cli.store.sqlite.names import SqliteNames

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts of the package are not here")

WEIGHTS = {name: value for name, value in vars(weights).items() if isinstance(value, Weight)}
Answer = tuple[str, list[tuple[str, str]], str | None, str | None]


@pytest.fixture(scope="module")
def names() -> Iterator[SqliteNames]:
    with closing(base.index_rows(base.read_pack(FACTS))) as connection:
        yield SqliteNames(connection)


def answer(names: SqliteNames, query: str) -> Answer:
    """What a user sees of a search: the labels in their order, each an answer or near, and the place and period."""
    found = search.find(names, query)
    shown = [(hit.label, hit.decision) for hit in found.hits if hit.decision != "none"]
    return found.decision, shown, base.period_asked(found), found.area


@pytest.mark.parametrize("name", WEIGHTS)
def test_every_weight_is_needed(names: SqliteNames, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    weight = WEIGHTS[name]
    before = answer(names, weight.needs)
    for module in [module for key, module in sys.modules.items() if key.startswith("jimo_cli.search")]:
        for attribute in [attribute for attribute, value in vars(module).items() if value is weight]:
            monkeypatch.setattr(module, attribute, weight.neutral)
    for penalty in score.PENALTIES.values():
        if penalty.factor is weight:
            monkeypatch.setattr(penalty, "factor", weight.neutral)
    assert answer(names, weight.needs) != before


@pytest.mark.parametrize("name", score.PENALTIES)
def test_every_penalty_is_needed(names: SqliteNames, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    penalty = score.PENALTIES[name]
    before = answer(names, penalty.needs)
    monkeypatch.setattr(penalty, "factor", 1.0)
    monkeypatch.setattr(penalty, "bars", False)
    assert answer(names, penalty.needs) != before


@pytest.mark.parametrize("name", [stage.name for stage in stages.STAGES])
def test_every_stage_is_needed(names: SqliteNames, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (stage,) = (stage for stage in stages.STAGES if stage.name == name)
    before = answer(names, stage.needs)
    monkeypatch.setattr(search, "STAGES", [other for other in stages.STAGES if other is not stage])
    assert answer(names, stage.needs) != before


def test_the_scoring_stays_small_enough_to_be_read() -> None:
    assert len(WEIGHTS) <= 25
    assert len(stages.STAGES) <= 8
    assert all(weight.reason for weight in WEIGHTS.values())
