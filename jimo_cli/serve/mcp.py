"""The tools over the Model Context Protocol on stdin and stdout: this module alone knows the SDK."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

import anyio
import mcp_types as types
from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from jimo_cli import __version__
from jimo_cli.serve.tools import INSTRUCTIONS, TOOLS

if TYPE_CHECKING:
    from mcp.server import ServerRequestContext

    from jimo_cli.serve.told import Reply
    from jimo_cli.serve.tools import Desk

_HINTS = types.ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)


def serve(desk: Desk) -> None:
    """Answer the calls of one client until it closes stdin or no longer reads stdout."""
    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # what a client sends wrong is said to it, not to stderr
    try:
        anyio.run(_serve, desk)
    except* OSError as gone:
        if gone.subgroup(BrokenPipeError) is None:
            raise


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
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _tool(name: str) -> types.Tool:
    tool = TOOLS[name]
    return types.Tool(name=name, description=tool.description, input_schema=tool.schema, annotations=_HINTS)


def _result(reply: Reply) -> types.CallToolResult:
    """An answer as text and as data: a client may pass on either alone."""
    text = types.TextContent(type="text", text=reply.text)
    return types.CallToolResult(content=[text], structured_content=reply.data, is_error=reply.is_error)
