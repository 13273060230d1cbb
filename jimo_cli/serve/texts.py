"""What there is to say of the texts that an editor has open: problems of fact files and drafts, and facts."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import unquote

from jimo_cli import documents, lint, messages, resolve, store
from jimo_cli.check.marks import marks_of
from jimo_cli.check.stored import base_of, results_of
from jimo_cli.errors import AmbiguousError, JimoError, NotFoundError, StoreDamagedError, UsageError
from jimo_cli.fields import FIELDS
from jimo_cli.figures import period, say
from jimo_cli.model import Problem
from jimo_cli.output.citation import citation
from jimo_cli.output.console import printable
from jimo_cli.packs import find
from jimo_cli.packs.layout import Layout
from jimo_cli.packs.read import LARGEST
from jimo_cli.store.filters import Filters
from jimo_cli.store.objects import read_facts, read_source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from jimo_cli.check.base import Base
    from jimo_cli.check.report import Result
    from jimo_cli.documents import Document
    from jimo_cli.model import Fact
    from jimo_cli.store.interface import Store

T = TypeVar("T")

UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""The encodings in which columns may be counted, each with its codec and the bytes of a unit."""

_FACTS, _DRAFTS = ".toml", (".md", ".markdown", ".txt", ".html", ".htm")
_SUFFIXES = {"markdown": ".md", "plaintext": ".txt", "text": ".txt", "html": ".html"}
_LINE_END, _HALF = re.compile("\r\n?"), re.compile(r"[\ud800-\udfff]")
_MOST_IN_PACK, _MOST_IN_DRAFT = 5_000_000, 200_000  # bytes and characters that are checked within seconds
_SHOWN = 12  # observations of a series
_OF_FACTS = re.compile(r"^[ \t]*\[(?:topic|fact\.|series\.)", re.MULTILINE)


class Note(NamedTuple):
    """What there is to say of a span of a text: a problem, a fact or series by its id, or both."""

    start: int
    end: int
    problem: Problem | None = None
    fact_id: str = ""


class Text:
    """A text that is open in an editor, with plain line ends; its notes are None until it is checked.

    Its type is by the suffix of its path. Columns are counted in units of the `encoding`.
    """

    def __init__(self, uri: str, version: object, language: str, content: str, encoding: str) -> None:
        self.uri, self.version, self.language, self.size = uri, version, language, len(content)
        self.path = _path_of(uri, language)
        # Half a character outside of the basic plane is one unit, and so is what takes its place.
        self.layout = Layout(_LINE_END.sub("\n", _HALF.sub("\ufffd", content)))
        self.notes: list[Note] | None = None
        self.is_facts = False
        self._codec, self._unit = UNITS[encoding]

    def range(self, start: int, end: int) -> dict[str, object]:
        """Return a span as the protocol has it."""
        return {"start": self._position(start), "end": self._position(end)}

    def _position(self, offset: int) -> dict[str, int]:
        line, column, _ = self.layout.at(offset, offset)
        before = self.layout.text[offset - column + 1 : offset]
        return {"line": line - 1, "character": len(before.encode(self._codec)) // self._unit}

    def offset(self, line: int, character: int) -> int:
        """Return the offset of a position of the protocol, of one beyond a line or the text its end."""
        start, end = self.layout.line(line + 1)
        before = self.layout.text[start:end].encode(self._codec)[: max(character, 0) * self._unit]
        return start + len(before.decode(self._codec, "ignore"))


def _path_of(uri: str, language: str) -> str:
    """The path of a text, of one that is in no file a name; by its language it has a suffix where it has none."""
    scheme, colon, rest = uri.partition(":")
    path = _HALF.sub("", unquote(rest.removeprefix("//"))).replace("\0", "")
    if scheme == "file" and colon:
        path = find.normal(path.lstrip("/") if os.name == "nt" else f"/{path}")
    else:
        path = os.path.basename(path)
    return path if path.lower().endswith((_FACTS, *_DRAFTS)) else path + _SUFFIXES.get(language, "")


class Checker:
    """Checks texts against the facts that look-ups read, and fact files with the others of their directory.

    Facts are described in the language `lang`, and problems in that of the `reader`.
    """

    def __init__(self, facts: Sequence[str], env: Mapping[str, str], lang: str, reader: str) -> None:
        self._packs, self._cache = find.packs_and_cache(facts, env)
        self._lang, self._reader = lang, reader
        self._state = ""
        self._opened: Store | None = None
        self._base: Base | None = None
        self._linted: tuple[object, list[Problem]] = (None, [])
        self.encoding = "utf-16"

    def text(self, uri: str, version: object, language: str, content: str) -> Text:
        """Return a text, which is of a fact file if it looks like one or lies in a pack."""
        text = Text(uri, version, language, content, self.encoding)
        directory = os.path.dirname(text.path)
        in_pack = directory in self._packs or os.path.basename(directory) == "facts"
        is_toml = text.path.lower().endswith(_FACTS) and os.path.isabs(text.path)
        text.is_facts = is_toml and (in_pack or bool(_OF_FACTS.search(content)))
        return text

    def notes(self, text: Text, texts: Collection[Text]) -> list[Note]:
        """Return what there is to say of a text; a fact file is checked with the others of the open texts.

        Of one that is too large, or cannot be read, that is all there is to say.
        """
        try:
            if text.is_facts:
                return self._of_facts(text, texts)
            return self._of_draft(text) if text.path.lower().endswith(_DRAFTS) else []
        except JimoError as error:
            return [Note(0, 1, Problem(text.path, 1, error.message, error.hint))]

    def _of_facts(self, text: Text, texts: Collection[Text]) -> list[Note]:
        directory = os.path.dirname(text.path)
        unsaved = {one.path: one.layout.text.encode() for one in texts if one.is_facts}
        state = directory, find.state([directory]), unsaved
        if self._linted[0] != state:  # another one of these texts may have been checked just now
            if _size_of(directory) > _MOST_IN_PACK:
                raise UsageError("this pack is too large to be checked while it is edited", "run jimo lint")
            self._linted = state, lint.check([directory], unsaved)
        problems = [problem for problem in self._linted[1] if problem.path == text.path]
        starts = [text.layout.line(problem.line or 1)[0] + problem.column - 1 for problem in problems]
        return [Note(at, at + one.width, one) for at, one in zip(starts, problems, strict=True)]

    def _of_draft(self, text: Text) -> list[Note]:
        if text.size > _MOST_IN_DRAFT:
            raise UsageError("this text is too large to be checked while it is edited", "run jimo check")
        document = documents.of_text(text.path, text.layout.text)
        results = self._with_store(self._packs, lambda opened: self._results(opened, document))
        pins = (
            Note(pin.start, document.content.find("-->", pin.start), None, pin.fact_id)
            for pin in marks_of(document).pins
        )
        return [*(note for result in results for note in _of_figure(result)), *pins]

    def told(self, problem: Problem) -> tuple[str, str]:
        """Return what is wrong and what to do in the language of who reads it."""
        message, hint = (printable(messages.told(text, self._reader)) for text in (problem.message, problem.hint))
        return messages.both(message, hint, self._reader), hint

    def said_at(self, text: Text, notes: Sequence[Note], offset: int) -> str:
        """Return the explanations of the problems at an offset, and the facts there with their sources."""
        here = [note for note in notes if note.start <= offset < max(note.end, note.start + 1)]
        codes = dict.fromkeys(note.problem.code for note in here if note.problem and note.problem.code)
        ids = dict.fromkeys(filter(None, [*(note.fact_id for note in here), *_ids_at(text, offset)]))
        described = [self._described(text, fact_id) for fact_id in ids]
        return "\n\n".join(
            filter(None, [*described, *("\n".join(lint.explained(code, self._reader)) for code in codes)])
        )

    def _described(self, text: Text, fact_id: str) -> str:
        """A fact with its source, or a series; of a fact file out of its own pack."""
        directory = os.path.dirname(text.path)
        packs = [directory] if text.is_facts and directory not in self._packs else self._packs
        return self._with_store(packs, lambda opened: _described(opened, fact_id, self._lang))

    def _with_store(self, packs: Sequence[str], use: Callable[[Store], T]) -> T:
        """Use the facts of some packs as they are saved now; an index that is damaged is built anew."""
        try:
            return use(self._current(packs))
        except StoreDamagedError:
            store.discard(packs, self._cache)
            self._state = ""
            return use(self._current(packs))

    def _current(self, packs: Sequence[str]) -> Store:
        state = find.state(packs)
        if self._opened is None or state != self._state:
            if self._opened is not None:
                self._opened.close()
            self._opened = self._base = None
            self._opened, self._state = store.open_store(packs, self._cache), state
        return self._opened

    def _results(self, opened: Store, document: Document) -> list[Result]:
        self._base = self._base or base_of(opened)  # of a large store it takes a second
        return results_of(document, opened, self._base)


def _size_of(directory: str) -> int:
    """The bytes of the fact files and tables of a pack, 0 where it cannot be read, which is said of it later."""
    try:
        return sum(size for _, size, _ in find.files(directory))
    except OSError:
        return 0


def _of_figure(result: Result) -> Iterator[Note]:
    """The figure of a draft, and the words before it that name its measure."""
    one, claim = result.checked, result.checked.judgement.claim
    fact_id = one.judgement.stated.fact.id if one.judgement.stated else ""
    yield Note(one.start, one.end, result.problem, fact_id)
    at = one.block.text.rfind(claim.measure, 0, claim.start) if claim.measure else -1
    if at >= 0:
        yield Note(one.block.positions[at], one.block.positions[at + len(claim.measure) - 1] + 1, None, fact_id)


def _ids_at(text: Text, offset: int) -> Iterator[str]:
    """The id of the fact or series whose table or key is at an offset of a fact file, or of what it belongs to."""
    topic = os.path.splitext(os.path.basename(text.path))[0]
    for stated in text.layout.statements if text.is_facts and text.size <= LARGEST else ():
        if stated.start <= offset <= stated.end and stated.kind != "comment" and len(stated.path) > 1:
            kind, slug, *keys = stated.path
            if keys == ["of"] and offset >= stated.value:
                slug = text.layout.text[stated.value : stated.end].strip("\"'")
            if kind in {"fact", "series"}:
                yield slug if "." in slug else f"{topic}.{slug}"


def _described(opened: Store, fact_id: str, lang: str) -> str:
    """A fact with its figure, place, period, source and id, the first observations of a series; "" for neither."""
    try:
        found, is_series = resolve.any_id(opened, fact_id, suggest=False)
    except (NotFoundError, AmbiguousError):
        return ""
    if is_series:
        facts = read_facts(opened.rows(FIELDS, Filters(series=found), limit=_SHOWN + 1))
    else:
        facts = read_facts(opened.rows_with_ids(FIELDS, [found]))
    source = read_source(opened, facts[0].source)
    cited = citation(source.csl, lang) if source else facts[0].source
    lines = [
        _in(lang, facts[0].label, facts[0].label_en),
        *(_observed(fact, lang) for fact in facts[:_SHOWN]),
        "…" if len(facts) > _SHOWN else "",
        _in(lang, facts[0].description, facts[0].description_en),
        ", ".join(filter(None, (cited, facts[0].locator))),
        found,
    ]
    return "\n".join(map(printable, filter(None, lines)))


def _observed(fact: Fact, lang: str) -> str:
    """The figure of a fact with its place and period, as far as it has them."""
    when = period.in_words(fact.time_period, lang) if fact.time_period else None
    return " · ".join(filter(None, (say.amount(fact, lang), fact.reference_area, when)))


def _in(lang: str, chinese: str | None, english: str | None) -> str:
    return (english or chinese or "") if lang == "en" else chinese or ""
