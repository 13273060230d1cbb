"""The language server, as an editor talks to it."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Self

import pytest
from builders import HEAD, Run, fact_text, make_pack
from conftest import process_env
from hypothesis import given, settings
from hypothesis import strategies as st

from jimo_cli import messages, resolve
from jimo_cli.check import stored
from jimo_cli.errors import StoreDamagedError
from jimo_cli.serve import lsp, rpc, texts

Message = dict[str, Any]

OUTPUT = {"label": "海洋生产总值", "value": 345, "unit": "亿元", "time_period": "2024", "label_en": "Marine output"}
GROWTH = {
    "label": "海洋生产总值同比增长",
    "value": 7.7,
    "unit": "%",
    "time_period": "2024",
    "of": "output",
    "aspect": "growth",
}
SERIES = """\
[series.cargo]
label = "货物吞吐量"
unit = "万吨"
columns = ["time_period", "value"]
rows = [["2022", 600], ["2023", 648], ["2024", 684]]
"""
MARINE = HEAD + fact_text("output", **OUTPUT) + fact_text("output-growth", **GROWTH) + SERIES
WRONG = "2024年，即墨区海洋生产总值435亿元。"
DRAFT = "file:///tmp/nowhere/a%20draft.md"
UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return make_pack(tmp_path / "facts", {"marine.toml": MARINE})


# ---- what an editor says


def framed(message: object) -> bytes:
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def request(method: str, number: object = 1, **params: Any) -> Message:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def notification(method: str, **params: Any) -> Message:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def initialize(*encodings: object) -> Message:
    return request("initialize", 0, capabilities={"general": {"positionEncodings": encodings}} if encodings else {})


def opened(text: str, uri: str = DRAFT, language: str = "markdown", version: int = 1) -> Message:
    document = {"uri": uri, "languageId": language, "version": version, "text": text}
    return notification("textDocument/didOpen", textDocument=document)


def changed(text: str, uri: str = DRAFT, version: int = 2) -> Message:
    document = {"uri": uri, "version": version}
    return notification("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])


def asked(method: str, line: int, character: int, uri: str = DRAFT, number: int = 1) -> Message:
    place = {"line": line, "character": character}
    at = {"range": {"start": place, "end": place}} if method == "codeAction" else {"position": place}
    return request(f"textDocument/{method}", number, textDocument={"uri": uri}, **at)


SHUT_DOWN, EXIT = request("shutdown", 99), notification("exit")


# ---- what it hears


def unframed(written: bytes) -> Iterator[Message]:
    stream = io.BytesIO(written)
    while head := stream.readline():
        assert stream.readline() == b"\r\n"
        message = json.loads(stream.read(int(head.removeprefix(b"Content-Length: "))))
        assert message.pop("jsonrpc") == "2.0"
        yield message


def talk(facts: Path | None, *said: Message | bytes) -> list[Message]:
    """Say all of it, and return what was heard."""
    source = io.BytesIO(b"".join(one if isinstance(one, bytes) else framed(one) for one in said))
    sink = io.BytesIO()
    lsp.serve(texts.Checker([str(facts)] if facts else (), os.environ, "zh", messages.of_reader(None)), source, sink)
    return [*unframed(sink.getvalue())]


def answers(heard: Sequence[Message]) -> list[Message]:
    return [message for message in heard if "id" in message]


def result(heard: Sequence[Message], number: int = 1) -> Any:
    (answer,) = (message for message in heard if message.get("id") == number and "method" not in message)
    return answer["result"]


def diagnostics(heard: Sequence[Message], uri: str = DRAFT) -> list[Message]:
    """The last ones of a text."""
    published = [message["params"] for message in heard if message.get("method") == "textDocument/publishDiagnostics"]
    last: list[Message] = [params["diagnostics"] for params in published if params["uri"] == uri][-1]
    return last


def codes(heard: Sequence[Message], uri: str = DRAFT) -> list[str]:
    return [one["code"] for one in diagnostics(heard, uri)]


def marked(text: str, place: Message, encoding: str = "utf-16") -> str:
    """The part of a text that is marked, all on one line."""
    start, end = place["start"], place["end"]
    assert start["line"] == end["line"]
    line = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[start["line"]].encode(UNITS[encoding])
    unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding]
    found: bytes = line[start["character"] * unit : end["character"] * unit]
    return found.decode(UNITS[encoding])


# ---- drafts


@pytest.mark.parametrize("encoding", UNITS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_figure_that_differs_is_marked_in_the_columns_that_were_agreed_on(
    facts: Path, encoding: str, end: str
) -> None:
    text = f"# 𠮷野 😀{end}{end}😀𠮷é：{WRONG}{end}"
    heard = talk(facts, initialize(encoding), opened(text))
    assert result(heard, 0)["capabilities"]["positionEncoding"] == encoding
    (found,) = diagnostics(heard)
    assert marked(text, found["range"], encoding) == "435亿元"
    assert (found["range"]["start"]["line"], found["code"], found["severity"], found["source"]) == (
        2,
        "C401",
        1,
        "jimo",
    )
    assert "marine.output is 345亿元" in found["message"]
    assert found["message"].endswith("write 345亿元")


@pytest.mark.parametrize(
    ("offered", "agreed"),
    [((), "utf-16"), (("utf-32", "utf-16"), "utf-32"), (("utf-7", "utf-8"), "utf-8"), ((1, [], None), "utf-16")],
)
def test_columns_are_counted_in_utf_16_where_nothing_else_is_agreed_on(offered: Sequence[object], agreed: str) -> None:
    assert result(talk(None, initialize(*offered)), 0)["capabilities"]["positionEncoding"] == agreed


@pytest.mark.parametrize(
    ("uri", "language"),
    [
        ("file:///a/b.md", "markdown"),
        ("file:///a/b.MD", ""),
        ("file:///a/b.txt", "plaintext"),
        ("file:///a/%E8%8D%89%E7%A8%BF.html", "html"),
        ("untitled:Untitled-1", "markdown"),
        ("untitled:Untitled-1", "plaintext"),
        ("file:///a/README", "text"),
        ("vscode-vfs://host/a.md", "markdown"),
        ("a.md", "markdown"),
        ("file:///a/%00.md", "markdown"),
        ("file:///a/%ff.md", "markdown"),
        ("file:///\ud800/a.md", "markdown"),
        ("http://[/a.md", "markdown"),
    ],
)
def test_a_text_that_is_in_no_file_is_checked_as_it_is(facts: Path, uri: str, language: str) -> None:
    assert codes(talk(facts, initialize(), opened(WRONG, uri, language)), uri) == ["C401"]


@pytest.mark.parametrize(("uri", "language"), [("file:///a/b.py", "python"), ("untitled:a", "toml"), ("", "")])
def test_other_texts_are_left_alone(facts: Path, uri: str, language: str) -> None:
    assert diagnostics(talk(facts, initialize(), opened(WRONG, uri, language)), uri) == []


def test_the_last_change_is_what_is_checked(facts: Path) -> None:
    right = WRONG.replace("435", "345")
    heard = talk(facts, initialize(), opened(right), changed(WRONG, version=2), changed(right, version=3))
    published = [message["params"] for message in heard if message.get("method")]
    assert [(params["version"], params["diagnostics"]) for params in published] == [(3, [])]
    assert codes(talk(facts, initialize(), opened(right), changed(WRONG))) == ["C401"]


def test_a_fix_writes_what_the_fact_says(facts: Path) -> None:
    heard = talk(facts, initialize(), opened(f"😀{WRONG}"), asked("codeAction", 0, 18))
    (fix,) = result(heard)
    (edit,) = fix["edit"]["changes"][DRAFT]
    assert (fix["title"], fix["kind"], fix["diagnostics"]) == ("write 345亿元", "quickfix", diagnostics(heard))
    assert (marked(f"😀{WRONG}", edit["range"]), edit["newText"]) == ("435亿元", "345亿元")
    assert result(talk(facts, initialize(), opened(f"😀{WRONG}"), asked("codeAction", 0, 3))) == []


def test_what_is_wrong_is_said_in_the_language_of_who_reads_it(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIMO_LANG", "zh")
    heard = talk(facts, initialize(), opened(WRONG), asked("codeAction", 0, 18), asked("hover", 0, 18, number=2))
    assert diagnostics(heard)[0]["message"].startswith("435亿元 在数值上不符：marine.output 是 345亿元")
    assert diagnostics(heard)[0]["message"].endswith("；请写 345亿元")
    assert result(heard)[0]["title"] == "请写 345亿元"
    assert "四舍五入" in result(heard, 2)["contents"]["value"]


def test_a_text_that_was_closed_has_no_problems(facts: Path) -> None:
    closed = notification("textDocument/didClose", textDocument={"uri": DRAFT})
    heard = talk(facts, initialize(), opened(WRONG), asked("hover", 0, 0), closed, asked("hover", 0, 0, number=2))
    assert diagnostics(heard) == []
    assert answers(heard)[-1]["error"]["code"] == rpc.WRONG_PARAMS


def test_a_damaged_index_of_the_pack_of_a_fact_file_is_built_anew(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, real = count(), resolve.any_id

    def damaged_once(*args: Any, **options: Any) -> Any:
        if next(calls) == 0:
            raise StoreDamagedError
        return real(*args, **options)

    monkeypatch.setattr(resolve, "any_id", damaged_once)
    assert hovered(None, MARINE, (facts / "marine.toml").as_uri(), "[fact.output]").startswith("海洋生产总值\n345")


def test_a_path_that_cannot_be_is_that_of_no_pack(facts: Path) -> None:
    for uri in ("file:///\ud800/a.toml", "file:///%00/a.toml", f"file:///{'a' * 5000}/a.toml", "file://[/a.toml"):
        assert "F105" in codes(talk(facts, initialize(), opened("[fact.a]", uri, "toml")), uri)


def test_a_damaged_index_is_built_anew(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, real = count(), stored.results_of

    def damaged_once(*args: Any) -> Any:
        if next(calls) == 0:
            raise StoreDamagedError
        return real(*args)

    monkeypatch.setattr(texts, "results_of", damaged_once)
    assert codes(talk(facts, initialize(), opened(WRONG))) == ["C401"]


# ---- fact files


def test_a_fact_file_is_checked_as_it_is_in_the_editor(facts: Path) -> None:
    uri = (facts / "marine.toml").as_uri()
    text = MARINE.replace("\n", "\r\n").replace("value = 345", 'note = "😀"\r\nvalue = 345')
    heard = talk(facts, initialize(), opened(text, uri, "toml"))
    (found,) = (one for one in diagnostics(heard, uri) if one["code"] == "F104")
    assert marked(text, found["range"]) == "note"
    assert "F104" not in codes(talk(facts, initialize(), opened(text, uri, "toml"), changed(MARINE, uri)), uri)


def test_a_fact_file_is_checked_with_the_others_of_its_pack_as_they_are_in_the_editor(facts: Path) -> None:
    marine, port = (facts / "marine.toml").as_uri(), (facts / "port.toml").as_uri()
    text = HEAD + fact_text("growth", **(GROWTH | {"of": "marine.output"}))
    assert "F109" not in codes(talk(None, initialize(), opened(text, port, "toml")), port)
    heard = talk(None, initialize(), opened(text, port), opened(MARINE, marine), changed(HEAD, marine))
    assert "F109" in codes(heard, port)


def test_only_what_looks_like_facts_is_checked_as_facts(facts: Path, tmp_path: Path) -> None:
    elsewhere = (tmp_path / "pyproject.toml").as_uri()
    assert diagnostics(talk(facts, initialize(), opened("[tool]\na = 1\n", elsewhere, "toml")), elsewhere) == []
    assert diagnostics(talk(facts, initialize(), opened("[topic]\na = 1\n", elsewhere, "toml")), elsewhere) != []
    of_pack = (facts / "other.toml").as_uri()
    assert diagnostics(talk(facts, initialize(), opened("[tool]\na = 1\n", of_pack, "toml")), of_pack) != []


def test_a_fix_of_a_fact_file_is_offered_where_there_is_one_right_way(facts: Path) -> None:
    uri, text = (
        (facts / "marine.toml").as_uri(),
        MARINE.replace("unit =", "unit  =").replace("value = 345", "value = 345  "),
    )
    heard = talk(facts, initialize(), opened(text, uri, "toml"))
    offered = 0
    for found in diagnostics(heard, uri):
        place = found["range"]["start"]
        offered += len(
            result(
                talk(
                    facts, initialize(), opened(text, uri), asked("codeAction", place["line"], place["character"], uri)
                )
            )
        )
    assert offered > 0


@pytest.mark.parametrize(("size", "told"), [(3_000_001, "F101"), (6_000_000, None)])
def test_a_pack_that_is_too_large_is_told_and_not_checked(facts: Path, size: int, told: str | None) -> None:
    uri = (facts / "marine.toml").as_uri()
    if told is None:
        (facts / "cargo.csv").write_bytes(b"#" * size)
    text = MARINE if told is None else "#" * size
    (found,) = diagnostics(talk(facts, initialize(), opened(text, uri, "toml")), uri)
    assert found.get("code") == told
    assert "too large" in found["message"]
    assert result(talk(facts, initialize(), opened(text, uri), asked("hover", 0, 0, uri))) is None or told


# ---- hovering


def hovered(facts: Path | None, text: str, uri: str, words: str) -> str:
    """What is said of the middle of words in a text, "" for nothing."""
    before = text[: text.index(words) + len(words) // 2]
    line = before.count("\n")
    character = len(before.rpartition("\n")[2].encode("utf-16-le")) // 2
    said = result(talk(facts, initialize(), opened(text, uri, "toml"), asked("hover", line, character, uri)))
    return str(said["contents"]["value"]) if said else ""


@pytest.mark.parametrize("words", ["345亿元", "海洋生产总值", "435亿元", "marine.output"])
def test_over_a_figure_its_measure_or_its_id_stands_the_fact_with_its_source(facts: Path, words: str) -> None:
    figure = "435亿元" if words == "435亿元" else "345亿元"
    text = f"😀2024年，即墨区海洋生产总值{figure}<!-- jimo: marine.output -->，有17座灯塔。"
    said = hovered(facts, text, DRAFT, words)
    head = "海洋生产总值\n345 亿元 · 即墨区 · 2024年\n王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详].\nmarine.output"
    assert said.startswith(head)
    assert ("C401 (error)" in said) is (words == "435亿元")
    assert hovered(facts, text, DRAFT, "灯塔") == hovered(facts, text, DRAFT, "😀") == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("[fact.output]", "海洋生产总值\n345 亿元 · 即墨区 · 2024年\n"),
        ('of = "output"', "海洋生产总值\n345 亿元 · 即墨区 · 2024年\n"),
        ("[fact.output-growth]", "海洋生产总值同比增长\n7.7% · 即墨区 · 2024年\n"),
        (
            "[series.cargo]",
            "货物吞吐量\n600 万吨 · 即墨区 · 2022年\n648 万吨 · 即墨区 · 2023年\n684 万吨 · 即墨区 · 2024年\n",
        ),
    ],
)
@pytest.mark.parametrize("is_read", [True, False])
def test_over_a_slug_or_an_id_stands_the_fact_with_its_source(
    facts: Path, words: str, said: str, *, is_read: bool
) -> None:
    uri = (facts / "marine.toml").as_uri()
    text = MARINE.replace('of = "output"', 'of = "output"  # 😀')
    found = hovered(facts if is_read else None, text, uri, words.removeprefix("of = "))
    assert found.startswith(said)
    assert "王涛，Lee A. 一篇报道[Z]. 日报，[出版日期不详]." in found


def test_over_a_problem_stands_the_explanation_of_its_rule(facts: Path) -> None:
    text = MARINE.replace("value = 345", "valeu = 345")
    assert hovered(facts, text, (facts / "marine.toml").as_uri(), "valeu").count("F104 (error): ") == 1


def test_what_is_saved_is_what_drafts_are_checked_against(facts: Path) -> None:
    with Editor(facts) as editor:
        editor.say(initialize(), opened(WRONG))
        assert codes(editor.until("textDocument/publishDiagnostics")) == ["C401"]
        (facts / "marine.toml").write_text(MARINE.replace("345", "435"), encoding="utf-8")
        editor.say(notification("textDocument/didSave", textDocument={"uri": (facts / "marine.toml").as_uri()}))
        assert codes(editor.until("textDocument/publishDiagnostics")) == []


# ---- bad input

ALIVE = asked("hover", 0, 18, number=77)


def test_what_is_no_message_is_passed_over_and_the_next_one_is_answered(facts: Path) -> None:
    rubbish = [
        b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\0\xff" * 5000,
        b"Content-Length: abc\r\n\r\n",
        b"Content-Length: -5\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"Content-Length: 3\r\n\r\n{]}",
        b"Content-Length: 2\r\n\r\n\xff\xfe",
        b"Content-Length: 2\r\n\r\n[]",
        b"content-length:4\r\nContent-Type: x\r\n\r\nnull",
        b"Content-Length: 2\r\n\r\n{} and more",
        framed({"id": 5}),
        framed({"id": 5, "method": 7}),
        framed([initialize()]),
        framed(json.loads("[" * 500 + "]" * 500)),
        b"Content-Length: 100000\r\n\r\n" + b"[" * 100_000,
        b'Content-Length: 5005\r\n\r\n{"id":' + b"9" * 4998 + b"}",
        framed(notification("$/setTrace", value="off")),
        framed(request("nosuch/method", 5)),
        framed({"id": 5, "result": None}),
    ]
    for one in rubbish:
        heard = talk(facts, initialize(), one, opened(WRONG), ALIVE)
        assert "海洋生产总值" in result(heard, 77)["contents"]["value"], one
        assert all(message["error"]["message"] for message in answers(heard) if message["id"] not in {0, 77}), one


def test_a_message_of_10_mb_is_a_text_and_a_larger_one_is_passed_over(facts: Path) -> None:
    heard = talk(facts, initialize(), opened("产值345亿元。" * 500_000), opened(WRONG, "a.md"), ALIVE)
    (found,) = diagnostics(heard)
    assert (found["severity"], "code" in found) == (3, False)
    assert found["message"] == "this text is too large to be checked while it is edited; run jimo check"
    assert codes(heard, "a.md") == ["C401"]
    heard = talk(facts, initialize(), b"Content-Length: 40000000\r\n\r\n" + b"x" * 40_000_000, opened(WRONG), ALIVE)
    assert [message["error"]["code"] for message in answers(heard) if "error" in message] == [rpc.NO_MESSAGE]
    assert codes(heard) == ["C401"]


def test_of_too_many_texts_the_oldest_are_let_go_of(facts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lsp, "_MOST_KEPT", 100)
    heard = talk(facts, initialize(), *(opened(WRONG, f"{number}.md") for number in range(50)))
    assert [bool(diagnostics(heard, f"{number}.md")) for number in (0, 45, 46, 49)] == [False, False, True, True]


@pytest.mark.parametrize("method", ["textDocument/hover", "textDocument/codeAction", "shutdown", "nosuch"])
def test_before_it_is_initialized_nothing_is_answered(facts: Path, method: str) -> None:
    heard = talk(facts, opened(WRONG), request(method, 5), initialize(), ALIVE)
    assert [(message["id"], message.get("error", {}).get("code")) for message in heard] == [
        (5, rpc.NOT_INITIALIZED),
        (0, None),
        (77, rpc.WRONG_PARAMS),
    ]


def test_a_session_begins_once_and_ends_once(facts: Path) -> None:
    heard = talk(facts, initialize(), request("initialize", 5), SHUT_DOWN, request("shutdown", 6), EXIT, ALIVE)
    assert [(message["id"], "error" in message) for message in heard] == [(0, False), (5, True), (99, False), (6, True)]


def test_a_text_without_a_version_is_checked_all_the_same(facts: Path) -> None:
    message = opened(WRONG)
    del message["params"]["textDocument"]["version"]
    (published,) = (one["params"] for one in talk(facts, initialize(), message) if "method" in one)
    assert ([one["code"] for one in published["diagnostics"]], "version" in published) == (["C401"], False)


def test_a_change_of_a_part_is_refused_and_leaves_the_text_as_it_was(facts: Path) -> None:
    place = {"line": 0, "character": 0}
    part = changed("x")
    part["params"]["contentChanges"][0]["range"] = {"start": place, "end": place}
    heard = talk(facts, initialize(), opened(WRONG), {**part, "id": 5}, ALIVE)
    assert answers(heard)[1]["error"]["code"] == rpc.WRONG_PARAMS
    assert codes(heard) == ["C401"]


def test_positions_beyond_a_text_are_its_end(facts: Path) -> None:
    for line, character in ((10**30, 0), (-1, -1), (0, 10**30), (0, -(10**30)), (True, True)):
        assert result(talk(facts, initialize(), opened(WRONG), asked("hover", line, character))) is None or line == 0


def test_half_a_character_is_one_column(facts: Path) -> None:
    text = f"\ud800{WRONG}\udfff"
    (found,) = diagnostics(talk(facts, initialize(), opened(text)))
    assert marked(text.replace("\ud800", "?").replace("\udfff", "?"), found["range"]) == "435亿元"


METHODS = [
    "initialize",
    *(f"textDocument/{name}" for name in ("didOpen", "didChange", "didSave", "didClose", "hover", "codeAction")),
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([DRAFT, "a.toml"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(
        ["textDocument", "uri", "text", "version", "languageId", "contentChanges", "position", "range", "start", "end",
         "line", "character", "capabilities", "general", "positionEncodings"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150)
@given(said=st.lists(st.tuples(st.sampled_from(METHODS), VALUES), max_size=4))
def test_whatever_the_parameters_are_each_request_is_answered_once(said: list[tuple[str, object]]) -> None:
    requests = [{**request(method, number), "params": params} for number, (method, params) in enumerate(said, 100)]
    heard = talk(
        None, initialize(), opened("[topic]", "file:///nowhere/a.toml"), *requests, opened("x"), asked("hover", 0, 0)
    )
    assert [message["id"] for message in answers(heard)] == [0, *range(100, 100 + len(said)), 1]
    assert "error" not in answers(heard)[-1]


# ---- as a process


class Editor:
    """A process that is being talked to."""

    def __init__(self, facts: Path) -> None:
        self._facts = facts

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jimo_cli", "lsp", "--facts", str(self._facts)],
            env=process_env(self._facts.parent / "home"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self.process.stdin
        assert self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def say(self, *messages: Message) -> None:
        self.stdin.write(b"".join(map(framed, messages)))
        self.stdin.flush()

    def until(self, method: str) -> list[Message]:
        """What is heard up to a notification."""
        heard: list[Message] = []
        while not heard or heard[-1].get("method") != method:
            head = self.stdout.readline()
            assert head, self.process.communicate()[1]
            self.stdout.readline()
            heard.append(json.loads(self.stdout.read(int(head.removeprefix(b"Content-Length: ")))))
        return heard


@pytest.mark.parametrize(
    ("last", "code"), [((SHUT_DOWN, EXIT), 0), ((EXIT,), 1), ((), 0), ((b"Content-Length: 500\r\n\r\n{",), 0)]
)
def test_it_ends_with_the_session_or_with_stdin(facts: Path, last: Sequence[Message | bytes], code: int) -> None:
    with Editor(facts) as editor:
        editor.say(initialize(), opened(WRONG))
        editor.until("textDocument/publishDiagnostics")
        rest = b"".join(one if isinstance(one, bytes) else framed(one) for one in last)
        assert editor.process.communicate(rest, timeout=60)[1] == b""
        assert editor.process.returncode == code


def test_an_editor_that_is_gone_ends_it_quietly(facts: Path) -> None:
    with Editor(facts) as editor:
        editor.say(initialize())
        editor.stdout.close()
        editor.say(*(asked("hover", 0, 0) for _ in range(10)))
        assert editor.process.wait(60) == 0
        assert editor.process.stderr
        assert editor.process.stderr.read() == b""


@pytest.mark.parametrize("redirected", ["<&-", ">&- </dev/null"])
def test_without_stdin_or_stdout_there_is_no_editor(redirected: str) -> None:
    command = f'"{sys.executable}" -m jimo_cli lsp {redirected}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", check=False)  # noqa: S607
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("jimo: there is no editor at stdin and stdout; ")


def test_broken_facts_and_missing_ones_end_nothing(run: Run, tmp_path: Path, facts: Path) -> None:
    (facts / "other.toml").write_text("[", encoding="utf-8")
    assert codes(talk(facts, initialize(), opened(WRONG))) == ["C401"]
    assert codes(talk(tmp_path / "nowhere", initialize(), opened(WRONG))) == []
    assert run("lsp", "--facts", str(tmp_path / "nowhere")) == (0, "", "")
