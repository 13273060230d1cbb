"""How well right and wrong figures of drafts are told apart, over few of the drafts that `measure_check.py` makes."""

import pytest
from measure_check import KINDS, SHAPES, Measured, measured

from jimo_cli.check import AGREES, DIFFERS


@pytest.fixture(scope="module")
def found() -> Measured:
    return measured(seed=3, size=40)


def test_hardly_a_figure_that_differs_is_passed_as_right(found: Measured) -> None:
    assert len(SHAPES) >= 40
    assert min(found.total(kind) for kind in KINDS) >= 40
    assert found.over_kinds(AGREES) <= 0.02
    assert all(found.share(kind, AGREES) <= 0.1 for kind in KINDS)


def test_most_figures_that_differ_are_reported(found: Measured) -> None:
    assert found.over_kinds(DIFFERS) >= 0.88
    assert all(found.share(kind, DIFFERS) >= 0.7 for kind in KINDS)


def test_right_figures_agree_and_few_are_reported(found: Measured) -> None:
    assert found.share("right", AGREES) >= 0.95
    assert found.share("right", DIFFERS) <= 0.02


def test_few_figures_of_other_things_are_reported(found: Measured) -> None:
    assert found.total("negative") >= 1000
    assert found.share("negative", DIFFERS) <= 0.06


def test_more_is_found_and_less_reported_wrongly_than_by_a_search_for_the_exact_number(found: Measured) -> None:
    assert found.over_kinds(DIFFERS) > found.over_kinds(DIFFERS, of_exact=True) + 0.2
    assert found.over_kinds(AGREES) < found.over_kinds(AGREES, of_exact=True)
    assert found.precision() > found.precision(of_exact=True) + 0.5
    assert found.precision() > 0.8
