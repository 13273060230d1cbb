"""What the package says to people, found in its code: every sentence with `{}` for what is filled in."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import jimo_cli

ROOT = Path(jimo_cli.__file__).parent

_READERS = ("claims/", "figures/", "measures/", "places/", "search/", "text/")
"""Rooms that read what others have written: their strings are words to look for, apart from what they raise."""

_TRANSLATIONS = "messages/zh/"

_WRITERS = ("messages/", "store/sqlite/", "charts/svg", "cite/", "exports/", "tables/sqlite.py")
"""Rooms that write for others: translations, SQL, markup, references, files. Nothing there is said but what is raised
or noted."""

_FOR_PROGRAMS = ("serve/",)
"""Rooms that answer programs, which get English."""

_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z{]{0,3} [^A-Za-z{]{0,2}[A-Za-z]{2,}|[A-Za-z]{2,}[,;:]? \{|\} [a-z]{2,}")
_PATTERN = re.compile(r"\\[bdswAZ.]|\(\?|\[\^|\[a-z|\w\|\w")
_SQL = re.compile(r"\b(SELECT|INSERT|DELETE|UPDATE|CREATE|DROP|PRAGMA|WHERE|IS NULL|ifnull)\b")
_FUNCTION_WORDS = re.compile(
    r"\b(an?|the|of|is|are|not?|to|in|it|has|with|without|for|or|and|this|that|be|by|from|as)\b"
)
_EXAMPLE = re.compile(r"[a-z_]+ = |# lint|[~/]|jimo:? \{\}$")
_OF_WORDS = {"split", "splitlines", "words", "compile", "startswith", "endswith", "removeprefix", "partition"}
_LIST = re.compile(r"(NAMES|WORDS|TOTALS|PERIOD)$")


class Sentence(NamedTuple):
    """A sentence as the code has it, where, what fills its holes, and which of these is only the end of a plural."""

    text: str
    where: str
    holes: tuple[str, ...]


def said() -> Mapping[str, Sentence]:
    """Return every sentence that is said to people, by its text."""
    return {one.text: one for one in _sentences(only_said=True)}


def written() -> Mapping[str, Sentence]:
    """Return every text of the code, whether or not it is said."""
    return {one.text: one for one in _sentences(only_said=False)}


def counted() -> set[str]:
    """Return the nouns that functions are called with which say how many there are of something."""
    return {
        argument.value
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_counted", "_coverage"}
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _sentences(*, only_said: bool) -> Iterator[Sentence]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(_TRANSLATIONS):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            found = _text(node)
            if found is None or isinstance(above.get(node), ast.JoinedStr):
                continue
            text, holes = found
            if not only_said or _is_said(name, text, node, above):
                yield Sentence(text, f"{name}:{getattr(node, 'lineno', 0)}", holes)


def _text(node: ast.AST) -> tuple[str, tuple[str, ...]] | None:
    """The text of a string, with `{}` for what is filled in; what stands side by side is filled in as one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
        is_template = "{}" in text or "{{" in text
        return (text if is_template else _escaped(text)), tuple("?" * text.count("{}"))
    if not isinstance(node, ast.JoinedStr):
        return None
    parts, holes = [""], list[str]()
    for value in node.values:
        if isinstance(value, ast.Constant):
            parts[-1] += _escaped(str(value.value))
        elif isinstance(value, ast.FormattedValue):
            if holes and not parts[-1]:
                holes[-1] += f" {ast.unparse(value.value)}"
            else:
                holes.append(ast.unparse(value.value))
                parts.append("")
    return "{}".join(parts), tuple(holes)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _is_said(name: str, text: str, node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> bool:
    if not _WORDS.search(text) or _PATTERN.search(text) or _SQL.search(text) or _EXAMPLE.match(text.strip()):
        return False
    if name.startswith(_FOR_PROGRAMS):
        return False
    chain = [*_chain(node, above)]
    if any(isinstance(one, ast.Raise) or _is_noted(one) for one in chain):
        return True
    if name.startswith(_WRITERS) or (name.startswith(_READERS) and name != "figures/agreement.py"):
        return False
    if _is_listed(text, chain) or _is_command(text, chain):
        return False
    return not any(_is_no_speech(one, inner) for one, inner in zip(chain, [node, *chain], strict=False))


def _is_noted(around: ast.AST) -> bool:
    """Whether what stands around a text adds it to the notes that a command tells."""
    function = around.func if isinstance(around, ast.Call) else None
    return isinstance(function, ast.Attribute) and "notes" in ast.unparse(function.value)


def _chain(node: ast.AST, above: Mapping[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    """What a string stands in, from the inside, as far as the statement, and the module if it is one of its own."""
    while (node := above[node]) and not isinstance(node, ast.stmt):
        yield node
    yield node
    if isinstance(above.get(node), ast.Module):
        yield above[node]


def _is_listed(text: str, chain: Sequence[ast.AST]) -> bool:
    """Whether a string is words to look for: in a constant that is called so, or that holds no sentences."""
    calls = [ast.unparse(one.func) for one in chain if isinstance(one, ast.Call)]
    if not isinstance(chain[-1], ast.Module) or {*calls} - {"frozenset"}:
        return False
    targets = [target for one in chain if isinstance(one, ast.Assign) for target in one.targets]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return any(map(_LIST.search, names)) or not _FUNCTION_WORDS.search(text)


def _is_command(text: str, chain: Sequence[ast.AST]) -> bool:
    """Whether a string is an example of a command line."""
    return text.startswith("jimo ") and isinstance(chain[0], ast.Tuple) and isinstance(chain[-1], ast.Module)


def _is_no_speech(around: ast.AST, inner: ast.AST) -> bool:
    """Whether what stands around a string shows that nobody is told it: a docstring, a list of words, a type."""
    if isinstance(around, ast.Expr):
        return inner is around.value and isinstance(inner, ast.Constant)
    if isinstance(around, ast.Call):
        function = around.func
        return isinstance(function, ast.Attribute) and function.attr in _OF_WORDS
    if isinstance(around, ast.Attribute):
        return around.attr in _OF_WORDS
    if isinstance(around, ast.Dict):
        return inner in around.keys or _is_said_in_both(around, inner)
    if isinstance(around, ast.AnnAssign):
        return inner is around.annotation
    return isinstance(around, (ast.Set, ast.Subscript, ast.Compare, ast.arg))


def _is_said_in_both(around: ast.Dict, inner: ast.AST) -> bool:
    """Whether a text stands under its language, with the other one beside it."""
    keys = [ast.unparse(key) if key else "" for key in around.keys]
    own = [key for key, value in zip(keys, around.values, strict=True) if value is inner]
    return {"'zh'", "'en'"} <= {*keys} and {*own} <= {"'zh'", "'en'"}


if __name__ == "__main__":
    for one in said().values():
        print(f"{one.where} | {one.text!r} | {one.holes}")
