"""The tools over the Model Context Protocol on stdin and stdout: this module alone knows the SDK."""

from __future__ import annotations

import logging
import signal
import traceback
from typing import TYPE_CHECKING

import anyio
import mcp_types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.shared.message import SessionMessage

from jimo_cli import __version__
from jimo_cli.errors import OutputError
from jimo_cli.serve.tools import INSTRUCTIONS, TOOLS

if TYPE_CHECKING:
    from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
    from mcp.server import ServerRequestContext
    from mcp.shared._stream_protocols import ReadStream, WriteStream

    from jimo_cli.serve.told import Reply
    from jimo_cli.serve.tools import Desk

_LONGEST_WAIT = 10.0
"""Seconds after the end of stdin for the answers to what was read before."""

_NO_MESSAGE = types.JSONRPCError(
    jsonrpc="2.0",
    id=None,
    error=types.ErrorData(
        code=types.PARSE_ERROR, message="a line is no JSON-RPC message; send each on a line, in UTF-8"
    ),
)
_HINTS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def serve(desk: Desk) -> None:
    """Answer the calls of one client until it closes stdin; raises OutputError where a stream fails."""
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # what a client sends wrong is said to it, not to stderr
    failures: list[BaseException] = []
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing else interrupts the thread that reads stdin
    try:
        anyio.run(_serve, desk)
    except* (BrokenPipeError, anyio.BrokenResourceError, anyio.ClosedResourceError):
        pass  # the client has gone
    except* OSError as failed:
        failures += failed.exceptions
    finally:
        signal.signal(signal.SIGINT, before)
    if failures:
        raise OutputError("stdin or stdout failed", str(failures[0]))


async def _serve(desk: Desk) -> None:
    async def list_tools(
        _context: ServerRequestContext, _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(name) for name in TOOLS])

    async def call_tool(_context: ServerRequestContext, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in TOOLS:
            raise MCPError(types.INVALID_PARAMS, f"no tool {params.name!r}; the tools are {', '.join(TOOLS)}")
        try:
            return _result(desk.call(params.name, params.arguments or {}))
        except Exception:
            traceback.print_exc()  # the client is told only that there is a bug
            raise

    server = Server(
        "jimo", version=__version__, instructions=INSTRUCTIONS, on_list_tools=list_tools, on_call_tool=call_tool
    )
    async with stdio_server() as (incoming, outgoing), anyio.create_task_group() as tasks:
        to_server, read = anyio.create_memory_object_stream[SessionMessage | Exception]()
        write, from_server = anyio.create_memory_object_stream[SessionMessage]()
        wire = _Wire()
        tasks.start_soon(wire.read, incoming, to_server, outgoing)
        tasks.start_soon(wire.write, from_server, outgoing)
        async with write, read:
            await server.run(read, write, server.create_initialization_options())


class _Wire:
    """What passes between a client and the server of the SDK, which by itself drops two things.

    It drops what is no message, and when stdin ends what it has not answered yet, as a script has it that writes all of
    its requests at once.
    """

    def __init__(self) -> None:
        self._open: set[types.RequestId] = set()
        self._answered = anyio.Event()

    async def read(
        self,
        incoming: ReadStream[SessionMessage | Exception],
        server: MemoryObjectSendStream[SessionMessage | Exception],
        outgoing: WriteStream[SessionMessage],
    ) -> None:
        """Pass on what comes from a client until it ends and is answered; say where it is no message."""
        async with incoming, server:
            async for message in incoming:
                if isinstance(message, Exception):
                    await outgoing.send(SessionMessage(_NO_MESSAGE))
                    continue
                if isinstance(message.message, types.JSONRPCRequest):
                    self._open.add(message.message.id)
                await server.send(message)
            with anyio.move_on_after(_LONGEST_WAIT):  # a request that the client cancelled has no answer
                while self._open:
                    self._answered = anyio.Event()
                    await self._answered.wait()

    async def write(
        self, server: MemoryObjectReceiveStream[SessionMessage], outgoing: WriteStream[SessionMessage]
    ) -> None:
        """Pass on what the server answers."""
        async with server, outgoing:
            async for message in server:
                await outgoing.send(message)
                if isinstance(message.message, types.JSONRPCResponse | types.JSONRPCError):
                    self._open.discard(message.message.id or 0)
                    self._answered.set()


def _tool(name: str) -> types.Tool:
    tool = TOOLS[name]
    return types.Tool(name=name, description=tool.description, input_schema=tool.schema, annotations=_HINTS)


def _result(reply: Reply) -> types.CallToolResult:
    """An answer as text and as data: a client may pass on either alone."""
    text = types.TextContent(type="text", text=reply.text)
    return types.CallToolResult(content=[text], structured_content=reply.data, is_error=reply.is_error)
