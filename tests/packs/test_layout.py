"""Where the tables, keys and comments of a fact file stand, whatever way they are written."""

import json
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from jimo_cli.packs.layout import Layout, Place

TEXT = '''\
# of the file
[topic]   # of the topic
label = "a # b"  # of the label
"x \\u0079".z = [ "one", # two = 2
  "b]",
  'c', ]
where = { section = "]", paragraph = 1 }
long = """
[fact.no]
key = \\"""1
"""
[fact."a-b"]
value = 12 # so
[[many.x]]
v=1'''


def _place(*path: str) -> Place | None:
    return Layout(TEXT).place(path[:-1], path[-1])


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("topic", "label"), Place(3, 1, 5)),
        (("topic", "x y", "z"), Place(4, 1, 12)),
        (("topic", "x y"), Place(4, 1, 12)),
        (("topic", "where"), Place(7, 1, 5)),
        (("topic", "nothing"), Place(2, 1, 7)),
        (("fact", "a-b", "value"), Place(13, 1, 5)),
        (("fact", "a-b"), Place(12, 1, 12)),
        (("fact",), Place(12, 1, 12)),
        (("many", "x", "v"), Place(15, 1, 1)),
        (("fact", "no", "key"), None),
    ],
)
def test_tables_and_keys_have_their_place_else_that_of_their_table(path: tuple[str, ...], place: Place | None) -> None:
    assert _place(*path) == place


def test_entries_of_a_list_are_found_without_comments_and_blanks() -> None:
    stated = Layout(TEXT).statement("topic", "x y", "z")
    assert stated is not None
    assert [TEXT[start:end] for start, end in stated.entries] == ['"one"', '"b]"', "'c'"]


@pytest.mark.parametrize(
    ("value", "entries"),
    [
        ('["a" # c\n]', ['"a"']),
        ('["a" # c, d\n  , "b" # ]\n]', ['"a"', '"b"']),
        ('[ # c\n "a",\n # d\n]', ['"a"']),
        ("[1 # c\n # d\n , 2]", ["1", "2"]),
        ('["""a # b\n""" # c\n]', ['"""a # b\n"""']),
        ("[[1, # c\n 2] # d\n , { a = [3] } # e\n]", ["[1, # c\n 2]", "{ a = [3] }"]),
        ("[# c\n]", []),
    ],
)
def test_an_entry_ends_before_the_comment_behind_it(value: str, entries: list[str]) -> None:
    text = f"x = {value}\ny = 1"
    tomli.loads(text)
    stated = Layout(text).statement("x")
    assert stated is not None
    assert [text[start:end] for start, end in stated.entries] == entries
    assert text[stated.value : stated.end] == value


def test_a_table_is_found_before_what_lies_in_it_also_where_it_stands_behind() -> None:
    layout = Layout("[fact.a.locator]\nsection = 'x'\n[fact.a]\nkind = 'y'\n[[fact.b]]\n")
    assert layout.place(("fact", "a"), None) == Place(3, 1, 8)
    assert layout.place(("fact", "a"), "locator") == Place(1, 1, 16)
    assert layout.place(("fact",), None) == Place(1, 1, 16)
    assert [each.kind for each in layout.statements] == ["table", "key", "table", "key", "array"]


def test_what_begins_at_a_place_is_found_and_what_lies_beside_it_is_not() -> None:
    layout = Layout(TEXT)
    for each in layout.statements:
        line, column, _ = layout.at(each.start, each.end)
        assert layout.stated_at(line, column) == (None if each.kind == "comment" else each)
        assert layout.stated_at(line, column + 1) is None
    assert layout.stated_at(99, 1) is None
    assert layout.stated_at(3, 99) is None


def test_the_own_name_of_a_key_is_the_last_part_of_it() -> None:
    layout = Layout("a.'b.c' . \"d\" = 1\ne = 2\n")
    assert [layout.text[slice(*layout.own_name(each))] for each in layout.statements] == ['"d"', "e"]


def test_a_comment_belongs_to_what_it_stands_behind_else_to_the_table_around_it() -> None:
    comments = [(each.path, TEXT[each.start : each.end]) for each in Layout(TEXT).statements if each.kind == "comment"]
    assert comments == [
        ((), "# of the file"),
        (("topic",), "# of the topic"),
        (("topic", "label"), "# of the label"),
        (("fact", "a-b", "value"), "# so"),
    ]


_KEY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
_VALUE = st.recursive(
    st.integers(-9, 99) | st.booleans() | _KEY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEY, inner, max_size=3),
    max_leaves=6,
)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f" {_toml(key)} = {_toml(entry)}" for key, entry in value.items()) + " }"
    if isinstance(value, list):  # a comma before a comment and behind one
        return "[" + "".join(f"\n  {_toml(entry)} # one, two\n , # ]" for entry in value) + "\n]"
    return json.dumps(value, ensure_ascii=False)


@given(st.dictionaries(_KEY, st.dictionaries(_KEY, _VALUE, max_size=4), max_size=4))
def test_every_key_of_any_file_is_found_with_its_value(tables: dict[str, dict[str, Any]]) -> None:
    text = "".join(
        f"[{_toml(name)}] # = [\n"
        + "".join(f"  {_toml(key)} = {_toml(value)} # x = 1\n" for key, value in table.items())
        for name, table in tables.items()
    )
    layout = Layout(text)
    for name, table in tomli.loads(text).items():
        for key, value in table.items():
            stated = layout.statement(name, key)
            assert stated is not None
            assert tomli.loads(f"x = {text[stated.value : stated.end]}")["x"] == value
            if isinstance(value, list):
                assert [tomli.loads(f"x = {text[start:end]}")["x"] for start, end in stated.entries] == value
    assert sum(each.kind == "key" for each in layout.statements) == sum(map(len, tables.values()))


@given(st.text(st.sampled_from("ab=\"'[]{}#,.\n \\")))
@example('"' * 7)
@example('a = "\\U00110000"\n"\\U00110000" = 1')
@example("a = [")
def test_what_is_no_toml_is_gone_through_all_the_same(text: str) -> None:
    for each in Layout(text).statements:
        assert 0 <= each.start <= each.name_end <= len(text)
        assert each.end <= len(text)
        assert Layout(text).at(each.start, each.name_end).line <= text.count("\n") + 1


@pytest.mark.parametrize("piece", ['"a\\', "[", '"""', "'''", "a.", '"a".', "[[", "= ", "# ", "{a=", "[ ,", "\\"])
def test_a_hostile_text_takes_no_more_than_its_length(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    assert len(Layout(text).statements) <= len(text)
