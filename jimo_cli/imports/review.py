"""Going through the guesses of an import: the marks of a fact file one by one, each decision on disk at once.

Nothing is kept but the file: a mark that was decided is gone from it, so that a review is taken up where it was left.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from jimo_cli.errors import OutputError, UsageError, quoted
from jimo_cli.fields import BETWEEN
from jimo_cli.imports import standing
from jimo_cli.imports.files import undisturbed
from jimo_cli.imports.toml_text import FIGURE, Digits, text_of
from jimo_cli.lint import arithmetic, consistency, fix, form, rewrite
from jimo_cli.model import Edit, Locator
from jimo_cli.packs import load, read, rules, schema
from jimo_cli.packs.layout import Layout
from jimo_cli.packs.table import Document
from jimo_cli.verify.index import members
from jimo_cli.verify.passages import Passages
from jimo_cli.verify.presence import figure_pattern, name_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jimo_cli.imports.standing import Standing
    from jimo_cli.model import Fact, Problem
    from jimo_cli.packs.layout import Statement
    from jimo_cli.verify.passages import Passage
    from jimo_cli.verify.texts import Text

_BOM = b"\xef\xbb\xbf"
_HIDDEN = {"source", "locator", "of", "as_written", "columns", "rows"}
_SHOWN = [key for key in (*schema.FACT_KEYS, "table") if key not in _HIDDEN]
_NUMBERS = {key for key, reader in schema.FACT_KEYS.items() if reader.shape.get("type") == "number"}
_LISTS = {key for key, reader in schema.FACT_KEYS.items() if reader.shape.get("type") == "array"}
_NOT_TYPED = {"rows", "columns", "table", "of", "source"}
"""Keys whose values refer to something else of the file or the pack."""

_KEY = re.compile(r"\s*(?P<key>[A-Za-z_]+)\s*[=:：]\s*(?P<value>.*)", re.DOTALL)
_SENTENCE_END = re.compile(r"[。！？!?]|\.(?=\s)|\n")
_BETWEEN = "; "
"""What is between the keys that a comment behind a heading is about."""

_UNREADABLE = "\ufffd"
_CLAUSE_END = re.compile("[，；,;]")
_BY_HAND = "skip it, and edit the file by hand"
_DEPTH = 2  # [fact.slug]


class Mark(NamedTuple):
    """A guess that nobody has confirmed: the fact and the key that it is of, and the words that it was taken from.

    `id` is that of the fact, of a series, or of the topic. Without a `key` all of the fact is to be looked at. `value`
    is that of the key and `shown` what the fact says, as TOML writes it. `span` is the place of the comment.
    """

    id: str
    key: str
    words: str
    value: str
    shown: Mapping[str, str]
    path: tuple[str, ...]
    span: tuple[int, int]


class Sentence(NamedTuple):
    """A sentence of the source: a figure or words, and what stands before and behind these."""

    before: str
    figure: str
    behind: str


class Review:
    """The marks of one fact file; `texts` are those of its sources that are at hand."""

    def __init__(self, path: str, texts: Sequence[Text] = ()) -> None:
        self.path = path
        self.skipped = 0
        self._texts = {text.sha256: text for text in texts}
        self._passages: dict[str, Passages] = {}
        self._here = self._read()

    def _read(self) -> Standing:
        with standing.opened(self.path, force=False) as here:
            if here.document is None:
                raise UsageError(f"there is no fact file {quoted(self.path)}", "import a file first: FILE -o PATH.toml")
            return here

    @property
    def _layout(self) -> Layout:
        return self._here.document.layout if self._here.document else Layout("")

    def marks(self) -> list[Mark]:
        """Return the marks that the file has now, in its order.

        Raises UsageError where it cannot be read, or a look-up would find a problem in it.
        """
        self._here = self._read()
        return [self._mark(*found) for found in form.marks(self._layout)]

    def next(self) -> tuple[Mark, int] | None:
        """Return the first mark that was not skipped and how many there are from there on, None behind the last."""
        left = self.marks()[self.skipped :]
        return (left[0], len(left)) if left else None

    def _mark(self, stated: Statement, span: tuple[int, int], words: str) -> Mark:
        path = stated.path
        slug, key = (path[1:2], path[2:3]) if path[:1] != ("topic",) else ((), path[1:2])
        entry = self._entry(path)
        whole = self._here.whole(entry) if slug else entry
        value = text_of(entry[key[0]]) if key and key[0] in entry and key[0] not in _NOT_TYPED else ""
        shown = {each: text_of(whole[each]) for each in _SHOWN if each in whole}
        if rows := entry.get("rows"):
            shown["rows"] = f"{text_of(rows[0])}{f' and {len(rows) - 1} more' if len(rows) > 1 else ''}"
        name = ".".join((self._here.stem, *slug))
        return Mark(name, "".join(key), words.partition("#")[0].strip(), value, shown, path, span)

    def _entry(self, path: tuple[str, ...]) -> Mapping[str, Any]:
        if path[:1] == ("topic",):
            return self._here.topic
        return self._here.entries(path[0]).get(path[1], {}) if len(path) > 1 else {}

    # ---- decisions

    def skip(self) -> None:
        """Leave the mark as it is until the next review."""
        self.skipped += 1

    def alike(self, mark: Mark) -> list[Mark]:
        """Return the marks that are left of the same guess: of the same key and value, taken from the same words."""
        if not (mark.key and mark.value and mark.words):
            return [mark]
        guess = mark.key, mark.value, mark.words
        return [one for one in self.marks()[self.skipped :] if (one.key, one.value, one.words) == guess]

    def accept(self, *marks: Mark) -> None:
        """Remove marks; raises OutputError where the file cannot be written, and is then as it was."""
        self._write([self._removal(mark) for mark in marks], {})

    def edit(self, mark: Mark, typed: str) -> list[str]:
        """Write the value that was typed, remove the mark, and return what lint newly warns of.

        Of a mark without a key, KEY = VALUE is typed. Raises UsageError where the value is none that the key can have,
        or contradicts other values, and OutputError where the file cannot be written; it is then as it was.
        """
        table, key, value = self._typed(mark, typed)
        stated = self._layout.statement(*table, key)
        if stated and stated.kind == "key" and stated.path == (*table, key):
            if any(self._layout.text[start] == "#" for start, _ in self._layout.within(stated)):
                raise UsageError(f"there are comments within {key}", _BY_HAND)
            change = Edit(stated.value, stated.end, text_of(value))
        else:
            change = self._insertion(table, key, value)
        return self._write([change, self._removal(mark, key)], {(*table, key): value})

    def _typed(self, mark: Mark, typed: str) -> tuple[tuple[str, ...], str, object]:
        """The table, the key and the value that were typed."""
        table = mark.path[: 1 if mark.path[:1] == ("topic",) else _DEPTH]
        key, written = mark.key, typed.strip()
        if not key and (match := _KEY.fullmatch(written)):
            key, written = match["key"], match["value"].strip()
        if not key or not table:
            raise UsageError("no key is named", "type KEY = VALUE, as in time_period = 2023")
        if key in _NOT_TYPED or len(mark.path) > len(table) + 1:
            raise UsageError(f"{key} cannot be typed here", _BY_HAND)
        if _UNREADABLE in written:
            raise UsageError("a character that was typed is not one of the terminal's encoding", "type it again")
        return table, key, _value(key, written)

    def _insertion(self, table: tuple[str, ...], key: str, value: object) -> Edit:
        """A line for a key that a table does not have, behind those that usually stand before it."""
        order = [*(schema.TOPIC_KEYS if table == ("topic",) else schema.FACT_KEYS)]
        before = order[: order.index(key)] if key in order else order
        last = None
        for stated in self._layout.statements:
            is_heading = stated.path == table and stated.kind == "table"
            is_key = stated.kind == "key" and stated.path[:-1] == table and stated.path[-1] in before
            last = stated if is_heading or is_key else last
        if last is None:
            raise UsageError(f"[{'.'.join(table)}] has no heading", _BY_HAND)
        text = self._layout.text
        end = text.find("\n", last.end)
        end = len(text) if end < 0 else end
        return Edit(end, end, f"\n{key} = {text_of(value)}")

    def _removal(self, mark: Mark, key: str = "") -> Edit:
        """The edit that removes a comment: with the blanks before it, with its line where it has one of its own.

        Of the keys that a comment behind a heading is about, only the one that is decided goes.
        """
        text, (start, end) = self._layout.text, mark.span
        parts = mark.words.split(_BETWEEN)
        others = [part for part in parts if not part.startswith(f"{key}: ")]
        if not mark.key and key and 0 < len(others) < len(parts):
            start += text[start:end].index(mark.words)
            return Edit(start, start + len(mark.words), _BETWEEN.join(others))
        rest = text.find("#", start + 1, end)
        if rest >= 0:  # another comment of the same line stays
            return Edit(start, rest, "")
        while start and text[start - 1] in " \t":
            start -= 1
        is_alone = (not start or text[start - 1] == "\n") and text[end : end + 1] == "\n"
        return Edit(start, end + 1 if is_alone else end, "")

    def _write(self, edits: list[Edit], values: Mapping[tuple[str, ...], object]) -> list[str]:
        """Write the file with edits that change these values and nothing else."""
        content = self._here.content
        before = content.removeprefix(_BOM).decode()
        after = fix.edited(before, sorted(edits, key=lambda edit: edit[:2]))
        warnings = self._checked(after, values)
        written = (_BOM if content.startswith(_BOM) else b"") + after.encode()
        directory = self._here.directory
        with undisturbed(), rewrite.opened([directory]) as packs:
            try:
                with rewrite.located(os.path.join(directory, self._here.name), packs) as file:
                    state = rewrite.read(file)
                    if state.content != content:
                        raise OutputError(f"{self.path} was changed while it was being reviewed", "run it again")
                    rewrite.write(file, state, written)
            except (OSError, ValueError) as error:
                raise OutputError(f"{self.path} cannot be written ({error})", "run it again") from None
        return warnings

    def _checked(self, after: str, values: Mapping[tuple[str, ...], object]) -> list[str]:
        """What lint newly warns of; raises UsageError for an error, and where other values would change."""
        plain = read.with_plain_line_ends(after)
        try:
            expected, actual = load.parsed(self._layout.text), load.parsed(plain)
        except (ValueError, ArithmeticError, RecursionError):
            raise UsageError("the file would not be TOML any more", _BY_HAND) from None
        for (*above, last), value in values.items():
            table: Any = expected
            for key in above:
                table = table[key]
            table[last] = load.parsed(f"x = {text_of(value)}")["x"]
        if not fix.is_same(expected, actual):
            raise UsageError("the file would not say the same any more", _BY_HAND)
        if not values:
            return []
        known = {(one.fact_id, one.code) for one in _problems(self._here, self._layout.text)}
        new = [one for one in _problems(self._here, plain) if (one.fact_id, one.code) not in known]
        for problem in new:
            if rules.is_error(problem.code):
                raise UsageError(problem.message, problem.hint)
        return [f"{one.message}; {one.hint}" if one.hint else one.message for one in new]

    # ---- the source

    def sentence(self, mark: Mark) -> Sentence | None:
        """Return the sentence of the source with the figure of a mark, else with its words; None where none is known.

        That is where the text is not at hand, or has neither where the fact says that it stands.
        """
        entry = self._here.whole(self._entry(mark.path)) if mark.path[:1] != ("topic",) else self._here.topic
        work = self._here.works.get(str(entry.get("source")))
        text = self._texts.get(str(work.csl.get("sha256"))) if work else None
        if text is None:
            return None
        passages = self._passages.get(text.sha256)
        if passages is None:
            passages = self._passages[text.sha256] = Passages(text.content, self._sections())
        locator = _locator(entry)
        try:
            cited = {*members(passages.cited(str(locator) or None))}
        except LookupError:
            cited = {*range(len(passages.all))}
        label = str(entry.get("label", ""))
        for pattern in _patterns(mark, entry):
            spans = (span for span in passages.index.spans(pattern) if span[0] in cited)
            found = [_sentence(passages.all[number], start, end) for number, start, end in spans]
            if found:
                return max(found, key=lambda one: _likeness(one, label))
        return None

    def _sections(self) -> Iterator[str]:
        for kind in ("fact", "series"):
            for entry in self._here.entries(kind).values():
                section = _locator(entry).section
                if section:
                    yield section


def _value(key: str, written: str) -> object:
    """A value that was typed: text without quotes, the entries of a list apart by ; and a locator as jimo shows it."""
    if not written:
        raise UsageError("nothing is typed", "type the value")
    if key in _NUMBERS:
        if not FIGURE.fullmatch(written):
            raise UsageError(f"{key} is {quoted(written)}, not a number", "type only its digits, without a unit")
        return Digits(written)
    if key in _LISTS or (key == "basis" and BETWEEN.strip() in written):
        return [part.strip() for part in written.split(BETWEEN.strip()) if part.strip()]
    if key == "locator":
        section, paragraph = Locator.parse(written)
        return {name: each for name, each in (("section", section), ("paragraph", paragraph)) if each is not None}
    return written


def _problems(here: Standing, text: str) -> Iterator[Problem]:
    """What lint finds in the facts of a text, each with the id of its fact."""
    document = Document(here.name, Layout(text), load.parsed(text), [])
    found = load.read_topic(document, schema.Works(here.works))
    topics = [found.topic] if found.topic else []
    facts: list[Fact] = found.facts
    every = [*found.problems, *consistency.check(facts, topics), *arithmetic.check(facts)]
    for problem in every:
        named = f"{problem.fact_id}: {problem.message}" if problem.fact_id else problem.message
        yield problem._replace(message=named)


def _locator(entry: Mapping[str, Any]) -> Locator:
    given = entry.get("locator")
    return Locator(given.get("section"), given.get("paragraph")) if isinstance(given, dict) else Locator(None)


def _patterns(mark: Mark, entry: Mapping[str, Any]) -> Iterator[Any]:
    if "as_written" in entry:
        yield figure_pattern(entry["as_written"], entry.get("unit", ""))
    for words in (mark.words, entry.get("label", "")):
        pattern = name_pattern(words)
        if pattern.plain:
            yield pattern


def _likeness(sentence: Sentence, label: str) -> tuple[int, int]:
    """How much of a label stands in the clause before a figure, and in all of its sentence: it may be printed twice."""
    pieces = {label[at : at + 2] for at in range(len(label) - 1)}
    clause = _CLAUSE_END.split(sentence.before)[-1]
    return sum(piece in clause for piece in pieces), sum(piece in sentence.before for piece in pieces)


def _sentence(passage: Passage, start: int, end: int) -> Sentence:
    """The sentence around a span of the folded text of a passage."""
    text, positions = passage.text, passage.folded.positions
    start, end = positions[start], positions[end - 1] + 1
    first = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    last = _SENTENCE_END.search(text, end)
    return Sentence(text[first:start].lstrip(), text[start:end], text[end : last.end() if last else None].rstrip())
