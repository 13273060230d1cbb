"""`jimo mcp` as clients use it: those of the SDK in both protocols, and ones that send anything else."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from builders import HEAD, Run, fact_text, make_pack

from jimo_cli import serve
from jimo_cli.serve.tools import TOOLS

anyio = pytest.importorskip("anyio", reason="the extra mcp is not installed")
mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")

COMMAND = [sys.executable, "-m", "jimo_cli", "mcp", "--facts"]
LEGACY = [
    {
        "method": "initialize",
        "id": 1,
        "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
    },
    {"method": "notifications/initialized"},
]
META = {
    "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
}


def calling(number: int, name: object, arguments: object, **params: Any) -> dict[str, Any]:
    return {"method": "tools/call", "id": number, "params": {"name": name, "arguments": arguments, **params}}


def sent(messages: Iterable[object]) -> bytes:
    """Messages as a client writes them; bytes are written as they are."""
    written = (
        one if isinstance(one, bytes) else json.dumps({"jsonrpc": "2.0", **one}).encode()  # type: ignore[dict-item]
        for one in messages
    )
    return b"".join(line + b"\n" for line in written)


def answered(pack: Path, *messages: object, cwd: Path | None = None) -> list[dict[str, Any]]:
    """What the server answers until stdin ends, which ends it without a word."""
    done = subprocess.run(
        [*COMMAND, str(pack)], input=sent(messages), capture_output=True, timeout=60, check=False, cwd=cwd
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_id(answers: Iterable[dict[str, Any]]) -> dict[object, dict[str, Any]]:
    return {answer["id"]: answer for answer in answers}


@pytest.mark.parametrize(
    ("mode", "protocol"), [("legacy", "2025-11-25"), ("2026-07-28", "2026-07-28"), ("auto", "2026-07-28")]
)
def test_a_client_of_the_sdk_is_answered_in_the_protocol_of_today_and_of_last_year(
    pack: Path, mode: str, protocol: str
) -> None:
    async def talk() -> tuple[Any, ...]:
        parameters = mcp.StdioServerParameters(command=COMMAND[0], args=[*COMMAND[1:], str(pack)], env={**os.environ})
        async with mcp.Client(parameters, mode=mode) as client:
            tools = (await client.list_tools()).tools
            found = await client.call_tool("search", {"query": "海洋产值"})
            wrong = await client.call_tool("search", {"query": 5})
            return client.session.protocol_version, tools, found, wrong

    version, tools, found, wrong = anyio.run(talk)
    assert version == protocol
    assert [tool.name for tool in tools] == [*TOOLS]
    assert all(tool.annotations.read_only_hint and not tool.annotations.open_world_hint for tool in tools)
    assert found.structured_content["facts"][0]["value"] == "345"
    assert found.content[0].text.startswith("Found for '海洋产值':")
    assert (found.is_error, wrong.is_error) == (False, True)
    assert wrong.content[0].text == "query is no text; give it in quotes"


def test_an_unknown_tool_is_an_error_of_the_protocol(pack: Path) -> None:
    answers = by_id(answered(pack, *LEGACY, calling(2, "nothing", {})))
    assert answers[2]["error"]["code"] == -32602
    assert "the tools are search, get, series, check, cite, topics" in answers[2]["error"]["message"]


def test_requests_that_come_at_once_are_all_answered_before_the_end(pack: Path) -> None:
    asked = [calling(number, "search", {"query": "海洋产值"}) for number in range(2, 22)]
    answers = by_id(answered(pack, *LEGACY, *asked))
    assert [*answers] == [*range(1, 22)]
    assert all(answers[number]["result"]["isError"] is False for number in range(2, 22))


def test_without_a_handshake_each_request_says_its_protocol(pack: Path) -> None:
    answers = by_id(
        answered(
            pack,
            {"method": "server/discover", "id": 1, "params": META},
            {"method": "tools/list", "id": 2, "params": META},
            calling(3, "topics", {}, **META),
        )
    )
    assert answers[1]["result"]["supportedVersions"] == ["2026-07-28"]
    assert len(answers[2]["result"]["tools"]) == len(TOOLS)
    assert answers[3]["result"]["resultType"] == "complete"


def test_rubbish_is_answered_with_an_error_and_the_next_request_as_ever(pack: Path) -> None:
    rubbish = [b"rubbish", b"[]", b'{"a": 1}', b"\xff\xfe\x00", b"{" * 5000, b'"\\ud800"', b"null", b""]
    answers = answered(pack, *rubbish, *LEGACY, b"y" * 10_000_000, calling(2, "topics", {}))
    errors = [answer["error"] for answer in answers if answer["id"] is None]
    assert {error["code"] for error in errors} == {-32700}
    assert len(errors) == len(rubbish) + 1
    assert by_id(answers)[2]["result"]["isError"] is False


def test_ten_megabytes_in_a_call_are_refused_by_their_size(pack: Path) -> None:
    asked = [calling(2, "search", {"query": "x" * 10_000_000}), calling(3, "check", {"text": "字" * 3_500_000})]
    answers = by_id(answered(pack, *LEGACY, *asked))
    assert "give at most 1000" in answers[2]["result"]["content"][0]["text"]
    assert "give at most 200000" in answers[3]["result"]["content"][0]["text"]


def test_wrong_types_are_errors_of_the_protocol(pack: Path) -> None:
    wrong = [calling(2, 5, {}), calling(3, "search", [1]), calling(4, None, {}), {"method": "nothing", "id": 5}]
    answers = by_id(answered(pack, *LEGACY, *wrong))
    assert [answers[number]["error"]["code"] for number in range(2, 6)] == [-32602, -32602, -32602, -32601]


def test_a_call_before_the_handshake_is_refused(pack: Path) -> None:
    assert by_id(answered(pack, calling(2, "topics", {})))[2]["error"]["code"] == -32602


def test_a_client_that_says_nothing_ends_the_server(pack: Path) -> None:
    assert answered(pack) == []


def test_a_client_that_closes_early_leaves_no_traceback(pack: Path) -> None:
    server = subprocess.Popen(
        [*COMMAND, str(pack)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert server.stdin
    assert server.stdout
    assert server.stderr
    server.stdout.close()
    server.stdin.write(sent([*LEGACY, *(calling(number, "topics", {}) for number in range(2, 9))]))
    server.stdin.close()
    assert server.stderr.read() == b""
    assert server.wait(30) == 0
    server.stderr.close()


def test_an_interrupt_ends_the_server_though_it_waits_for_stdin(pack: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, str(pack)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdin
        assert server.stdout
        assert server.stderr
        server.stdin.write(sent(LEGACY))
        server.stdin.flush()
        server.stdout.readline()
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == -signal.SIGINT
        assert server.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_answer_that_cannot_be_written_is_told(pack: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, str(pack)], input=sent(LEGACY), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("jimo: stdin or stdout failed; ")
    assert done.stderr.count(b"\n") == 1


def test_a_closed_stream_is_told(pack: Path) -> None:
    line = f"exec {' '.join(COMMAND)} {pack}"
    for closed in ("<&-", ">&-"):
        done = subprocess.run(["sh", "-c", f"{line} {closed}"], capture_output=True, timeout=60, check=False)  # noqa: S607
        assert (done.returncode, done.stderr.decode().partition(";")[0]) == (
            2,
            "jimo: jimo mcp has no stdin or no stdout",
        )


def test_what_changes_between_two_calls_is_seen_by_the_second(pack: Path) -> None:
    with subprocess.Popen([*COMMAND, str(pack)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(sent([*LEGACY, calling(2, "get", {"ids": ["new"]})]))
        server.stdin.flush()
        before = [json.loads(server.stdout.readline()) for _ in range(2)][1]
        make_pack(pack, {"port.toml": HEAD + fact_text("new", value=7)})
        server.stdin.write(sent([calling(3, "get", {"ids": ["new"]})]))
        server.stdin.flush()
        after = json.loads(server.stdout.readline())
        server.stdin.close()
    assert before["result"]["isError"] is True
    assert after["result"]["structuredContent"]["facts"][0]["value"] == "7"


def test_without_the_extra_the_command_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jimo_cli.serve.mcp", None)
    monkeypatch.delattr(serve, "mcp", raising=False)  # another test may have imported it
    ran = run("mcp")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'jimo[mcp]'" in ran.err


def test_a_look_up_loads_nothing_of_it() -> None:
    script = (
        "import sys; sys.argv = ['jimo', 'search', '海洋生产总值']; from jimo_cli.__main__ import main; main()\n"
        "print([name for name in sys.modules if name.startswith(('jimo_cli.serve', 'jimo_cli.catalog', 'mcp', 'anyio'))], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == "[]\n"
