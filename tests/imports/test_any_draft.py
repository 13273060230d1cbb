"""Whatever a draft holds, what is written of it can be read, and the same import again adds nothing."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from made import draft, fact, series

from jimo_cli.errors import UsageError
from jimo_cli.imports import pack
from jimo_cli.imports.drafts import FactDraft, SeriesDraft
from jimo_cli.packs import load

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["青岛市", "GDP", 'a"b', "甲,乙", " x "]
)
_LABELS = _TEXTS | st.sampled_from(["海洋生产总值", "Cargo", "Cargo 2"])
_PERIODS = st.none() | st.sampled_from(["2023", "2024", "2024-S1", "2024-13", "去年"])
_FIGURES = st.sampled_from(["1", "7.70", "-0.5", "1,5", "", "1e3", "007", "12345678901234567890.10"])
_STATUSES = st.none() | st.sampled_from(["preliminary", "final", "revised", "forecast", "wrong"])
_QUALIFIERS = st.none() | st.sampled_from(["over", "exact", "range"])
_UNITS = st.none() | st.sampled_from(["亿元", "%", "个"])
_ROWS = st.lists(
    st.tuples(st.none() | _TEXTS, _PERIODS, _FIGURES, st.none() | _FIGURES, _QUALIFIERS, _STATUSES, st.none(), st.none() | _TEXTS, _UNITS),
    max_size=6,
)  # fmt: skip
_CHECKS = st.dictionaries(
    st.sampled_from(["", "unit", "period", "area", "label", "value", "status"]), _TEXTS, max_size=3
)


@st.composite
def _series(draw: st.DrawFn) -> SeriesDraft:
    fields: dict[str, Any] = {"label": draw(_LABELS), "label_en": draw(st.none() | _LABELS), "unit": draw(_UNITS)}
    fields |= {"area": draw(st.none() | _TEXTS), "period": draw(_PERIODS), "status": draw(_STATUSES)}
    return series(draw(_ROWS), **fields, section=draw(st.none() | _TEXTS), checks=draw(_CHECKS))


@st.composite
def _fact(draw: st.DrawFn) -> FactDraft:
    fields: dict[str, Any] = {"label": draw(_LABELS), "label_en": draw(st.none() | _LABELS), "value": draw(_FIGURES)}
    fields |= {"unit": draw(_UNITS), "time_period": draw(_PERIODS), "reference_area": draw(st.none() | _TEXTS)}
    fields |= {
        "of": draw(st.none() | st.integers(0, 2)),
        "aspect": draw(st.none() | st.sampled_from(["growth", "share"])),
    }
    fields |= {"status": draw(_STATUSES), "qualifier": draw(_QUALIFIERS), "as_written": draw(st.none() | _TEXTS)}
    return fact(**fields, checks=draw(_CHECKS))


@given(st.lists(_series() | _fact(), max_size=4), _LABELS)
def test_whatever_a_draft_holds_it_is_read_without_a_problem_and_a_second_import_adds_nothing(
    made: list[SeriesDraft | FactDraft], title: str
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        output = Path(directory) / "port.toml"
        given_draft = draft(*made, source={"title": title})
        try:
            written = pack.write([given_draft], str(output))
        except UsageError as error:
            assert error.message.startswith("there is nothing to write")  # noqa: PT017
            return
        loaded = load.load([directory])
        # A rate of a rate, or of a figure that is left out, belongs to nothing.
        assert [problem for problem in loaded.problems if problem.code != "F109"] == []
        before = {path.name: path.read_bytes() for path in Path(directory).iterdir()}
        again = pack.write([given_draft], str(output))
        assert (again.added, again.paths) == (0, ())
        assert again.same == written.added
        assert {path.name: path.read_bytes() for path in Path(directory).iterdir()} == before
