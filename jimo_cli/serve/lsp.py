"""The Language Server Protocol 3.17 over two streams: what `texts` says, where an editor shows it.

A text that changed is checked when its editor has been quiet for as long as the last check took.
"""

from __future__ import annotations

from queue import Empty, Queue
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING

from jimo_cli import __version__
from jimo_cli.errors import quoted
from jimo_cli.packs import rules
from jimo_cli.serve import rpc
from jimo_cli.serve.rpc import RefusedError, value
from jimo_cli.serve.texts import UNITS, Checker, Note, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import BinaryIO

    from jimo_cli.model import Problem

_MOST_KEPT = 2**24  # characters of open texts
_QUIET_S = 0.2
_SEVERITIES = {rules.ERROR: 1, rules.WARNING: 2}
_INFORMATION = 3
_FIX = "quickfix"


def serve(checker: Checker, source: BinaryIO, sink: BinaryIO) -> bool:
    """Answer an editor until it ends the session or the stream; return whether it ended as the protocol says."""
    bodies: Queue[bytes | None] = Queue(1)
    Thread(target=rpc.read, args=(source, bodies), daemon=True).start()
    session = _Session(checker, sink)
    while session.phase != "ended":
        try:
            body = bodies.get(timeout=session.patience if session.has_changed else None)
        except Empty:
            session.check()
            continue
        if body is None:
            session.check()
            return True
        if answer := rpc.answer(body, session.result):
            rpc.write(sink, **answer)
    return session.is_shut_down


class _Session:
    """What an editor and the server agreed on, and the texts that are open in it."""

    def __init__(self, checker: Checker, sink: BinaryIO) -> None:
        self._checker, self._sink, self._texts = checker, sink, dict[str, Text]()
        self.phase, self.is_shut_down, self.patience = "new", False, _QUIET_S

    def result(self, method: str, params: object) -> object:
        """Return what a method makes of its parameters; raises RefusedError where it may not or cannot."""
        if method == "exit":
            self.phase = "ended"
            return None
        if self.phase == "new" and method != "initialize":
            raise RefusedError(rpc.NOT_INITIALIZED, "initialize comes first")
        if self.is_shut_down:
            raise RefusedError(rpc.NO_REQUEST, "nothing but exit comes after shutdown")
        if method not in _METHODS:
            raise RefusedError(rpc.NO_METHOD, f"no method {quoted(method)}")
        return _METHODS[method](self, params)

    def initialize(self, params: object) -> object:
        """Return what the server does, and the encoding in which columns are counted."""
        if self.phase != "new":
            raise RefusedError(rpc.NO_REQUEST, "the session is initialized already")
        self.phase = "running"
        try:
            offered = value(params, list, "capabilities", "general", "positionEncodings")
        except RefusedError:
            offered = []
        encoding = self._checker.encoding = next((name for name in map(str, offered) if name in UNITS), "utf-16")
        able = {
            "positionEncoding": encoding,
            "textDocumentSync": {"openClose": True, "change": 1, "save": True},
            "hoverProvider": True,
            "codeActionProvider": {"codeActionKinds": [_FIX]},
        }
        return {"capabilities": able, "serverInfo": {"name": "jimo", "version": __version__}}

    def shut_down(self, _: object) -> None:
        """Wait for nothing but the exit."""
        self.is_shut_down = True

    def open(self, params: object) -> None:
        """Keep a text that was opened."""
        language = value(params, str, "textDocument", "languageId")
        self._keep(params, language, value(params, str, "textDocument", "text"))

    def change(self, params: object) -> None:
        """Keep a text that was changed, which comes as a whole."""
        if "range" in value(params, dict, "contentChanges", -1):
            raise RefusedError(rpc.WRONG_PARAMS, "a change has to be the whole text")
        self._keep(params, self._text(params).language, value(params, str, "contentChanges", -1, "text"))

    def _keep(self, params: object, language: str, content: str) -> None:
        """Keep a text, and check the fact files anew with it; of too many texts the oldest is let go of."""
        uri, version = value(params, str, "textDocument", "uri"), value(params, object, "textDocument", "version")
        self._texts.pop(uri, None)
        text = self._texts[uri] = self._checker.text(uri, version, language, content)
        while len(self._texts) > 1 and sum(one.size for one in self._texts.values()) > _MOST_KEPT:
            self._forget(next(iter(self._texts)))
        for one in self._texts.values():
            one.notes = None if text.is_facts and one.is_facts else one.notes

    def save(self, _: object) -> None:
        """Check every text anew: the facts may be others."""
        for text in self._texts.values():
            text.notes = None

    def close(self, params: object) -> None:
        """Let go of a text."""
        self._forget(self._text(params).uri)

    def _forget(self, uri: str) -> None:
        self._publish(self._texts.pop(uri), [])

    def _publish(self, text: Text, shown: Sequence[object]) -> None:
        version = {"version": text.version} if isinstance(text.version, int) else {}
        params = {"uri": text.uri, **version, "diagnostics": shown}
        rpc.write(self._sink, method="textDocument/publishDiagnostics", params=params)

    def _text(self, params: object) -> Text:
        text = self._texts.get(value(params, str, "textDocument", "uri"))
        if text is None:
            raise RefusedError(rpc.WRONG_PARAMS, "this text is not open")
        return text

    @property
    def has_changed(self) -> bool:
        """Whether a text is not checked yet."""
        return any(text.notes is None for text in self._texts.values())

    def check(self) -> None:
        """Check the texts that changed."""
        start = perf_counter()
        for text in self._texts.values():
            self._notes(text)
        self.patience = max(_QUIET_S, perf_counter() - start)

    def _notes(self, text: Text) -> list[Note]:
        if text.notes is None:
            text.notes = self._checker.notes(text, self._texts.values())
            shown = [self._diagnostic(text, note, note.problem) for note in text.notes if note.problem]
            self._publish(text, shown)
        return text.notes

    def _diagnostic(self, text: Text, note: Note, problem: Problem) -> Mapping[str, object]:
        severity = _SEVERITIES[rules.severity(problem.code)] if problem.code else _INFORMATION
        place = {"range": text.range(note.start, note.end), "severity": severity, "source": "jimo"}
        code = {"code": problem.code} if problem.code else {}
        return {**place, "message": self._checker.told(problem)[0], **code}

    def hover(self, params: object) -> object:
        """Return the facts and the rules at a position."""
        text = self._text(params)
        said = self._checker.said_at(text, self._notes(text), _offset(text, params, "position"))
        return {"contents": {"kind": "plaintext", "value": said}} if said else None

    def fixes(self, params: object) -> object:
        """Return what puts the problems of a range right, of those for which there is one right way."""
        text, fixes = self._text(params), []
        first, last = (_offset(text, params, "range", end) for end in ("start", "end"))
        for note in self._notes(text):
            if note.problem and (edit := note.problem.edit) and note.start <= last and first <= note.end:
                change = {"range": text.range(edit.start, edit.end), "newText": edit.text}
                fix = {
                    "title": self._checker.told(note.problem)[1],
                    "kind": _FIX,
                    "edit": {"changes": {text.uri: [change]}},
                }
                fixes.append({**fix, "diagnostics": [self._diagnostic(text, note, note.problem)]})
        return fixes


def _offset(text: Text, params: object, *keys: str) -> int:
    return text.offset(*(value(params, int, *keys, key) for key in ("line", "character")))


_METHODS: Mapping[str, Callable[[_Session, object], object]] = {
    "initialize": _Session.initialize,
    "shutdown": _Session.shut_down,
    "textDocument/didOpen": _Session.open,
    "textDocument/didChange": _Session.change,
    "textDocument/didSave": _Session.save,
    "textDocument/didClose": _Session.close,
    "textDocument/hover": _Session.hover,
    "textDocument/codeAction": _Session.fixes,
}
