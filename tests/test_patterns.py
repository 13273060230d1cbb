"""The regular expressions of the package."""

import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from re import _parser  # type: ignore[attr-defined]  # the parser of the standard library has no public name
from typing import Any

import pytest

import jimo_cli

_BEFORE_3_11_5 = "Python before 3.11.5 matches a possessive quantifier of a group, and an atomic group, wrongly"


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(jimo_cli.__path__, "jimo_cli."):
        for name, value in vars(import_module(module.name)).items():
            for pattern in _in(value):
                yield f"{module.name}.{name}", pattern


def _in(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | dict):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _in(entry)


def _is_safe(parsed: Iterable[tuple[Any, Any]]) -> bool:
    return all(_is_safe_step(str(step), argument) for step, argument in parsed)


def _is_safe_step(step: str, argument: Any) -> bool:
    if step == "ATOMIC_GROUP":
        return False
    if step == "POSSESSIVE_REPEAT":
        return [str(each) for each, _ in argument[2]] in (["IN"], ["LITERAL"], ["NOT_LITERAL"], ["ANY"])
    inner = argument if isinstance(argument, tuple | list | _parser.SubPattern) else ()
    return all(_is_safe(each) for each in _subpatterns(inner))


def _subpatterns(argument: Iterable[Any]) -> Iterator[Any]:
    for each in argument:
        if isinstance(each, _parser.SubPattern):
            yield each
        elif isinstance(each, list):
            yield from _subpatterns(each)


def test_every_pattern_means_the_same_to_every_patch_of_python() -> None:
    found = list(_patterns())
    assert "jimo_cli.packs.layout._TOKEN" in dict(found)
    wrong = [name for name, pattern in found if not _is_safe(_parser.parse(pattern.pattern, pattern.flags))]
    assert not wrong, _BEFORE_3_11_5


@pytest.mark.parametrize("pattern", ["(?:ab)*+", "a(?:,b{3})?+c", "(?>ab)", "x|(?:(a|(?:b|cd)++)e)", "(?=(?:ab)*+)"])
def test_a_pattern_with_a_possessive_group_is_noticed(pattern: str) -> None:
    assert not _is_safe(_parser.parse(pattern))


@pytest.mark.parametrize("pattern", ["[0-9]++", "a*+", "(?:[ab]++|c)*", "[^a]?+", r"\s{2,}+(?P<x>.*+)"])
def test_a_pattern_with_a_possessive_character_is_not(pattern: str) -> None:
    assert _is_safe(_parser.parse(pattern))
