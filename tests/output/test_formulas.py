"""Cells that a spreadsheet would run as formulas are written so that it does not, and are read as they were."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.files.formulas import as_it_was, defused


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("a; -b; +c", "a;' -b;' +c"), ("'=x", "''=x"), ("-7.70", "-7.70"), ("一\n@二", "一\n'@二"),
        ("it's", "it's"), ("'quoted'", "'quoted'"), ("＝全角", "'＝全角"),
    ],
)  # fmt: skip
def test_a_formula_gets_an_apostrophe_and_loses_it_again(cell: str, written: str) -> None:
    assert defused(cell) == written
    assert as_it_was(written) == cell


@given(st.text(st.sampled_from("'\"=+-@;;\n\t 1.a一＝")))
@example("'';'=")
def test_any_cell_is_read_as_it_was(cell: str) -> None:
    if not any(f"'{blank}" in cell for blank in "\t\n"):  # such a cell is taken for one that begins with the blank
        assert as_it_was(defused(cell)) == cell
