"""How far apart two spellings are, beside a library that counts any number of slips."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from jimo_cli.text.slips import slips

WORDS = st.text("abc", max_size=9)


@pytest.mark.parametrize("most", [0, 1, 2])
def test_slips_of_short_words_are_those_of_the_library(most: int) -> None:
    words = ["".join(letters) for size in range(5) for letters in product("abc", repeat=size)]
    wrong = [
        (one, other)
        for one in words
        for other in words
        if slips(one, other, most) != OSA.distance(one, other, score_cutoff=most)
    ]
    assert wrong == []


@given(WORDS, WORDS, st.integers(0, 3))
def test_slips_of_any_words_are_those_of_the_library(one: str, other: str, most: int) -> None:
    assert slips(one, other, most) == OSA.distance(one, other, score_cutoff=most)
