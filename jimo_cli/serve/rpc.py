"""JSON-RPC 2.0 over streams, each message behind a head with its length, as language servers speak it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeVar

from jimo_cli.errors import JimoError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from queue import Queue
    from typing import BinaryIO

T = TypeVar("T")

MOST_BYTES = 16 * 2**20
"""The largest message that is read."""

NO_MESSAGE, NO_REQUEST, NO_METHOD, WRONG_PARAMS, NOT_INITIALIZED, FAILED = (
    -32700,
    -32600,
    -32601,
    -32602,
    -32002,
    -32803,
)
"""The codes of errors."""

_LONGEST_LINE = 1000  # of a head
_LENGTH = re.compile(rb"content-length:[ \t]*([0-9]{1,18})\s*$", re.IGNORECASE)


class RefusedError(Exception):
    """A message that is not answered: the code and the text of the error."""


def read(source: BinaryIO, bodies: Queue[bytes | None]) -> None:
    """Hand over the bodies of messages, of one too large its end, then None; what is no message is passed over."""
    try:
        while line := source.readline(_LONGEST_LINE):
            if found := _LENGTH.search(line):
                length = int(found[1])
                while source.readline(_LONGEST_LINE).strip():
                    pass  # nothing else in a head matters
                while length > MOST_BYTES and source.read(MOST_BYTES):
                    length -= MOST_BYTES
                bodies.put(source.read(length))
    except (OSError, ValueError):  # a stream that is closed
        pass
    bodies.put(None)


def write(sink: BinaryIO, **message: object) -> None:
    """Write a message; raises OSError where the stream is closed."""
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sink.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    sink.flush()


def answer(body: bytes, result: Callable[[str, object], object]) -> Mapping[str, object] | None:
    """Return the answer to a message, None to a notification or to an answer.

    `result` returns what a method makes of its parameters, and may raise RefusedError or JimoError.
    """
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict) or not isinstance(message.get("method", ""), str):
        return {"id": None, "error": {"code": NO_MESSAGE, "message": "this is no message of JSON-RPC, or too large"}}
    if "method" not in message:
        return None
    number = message.get("id") if isinstance(message.get("id"), int | str) else None
    try:
        answer = {"id": number, "result": result(message["method"], message.get("params"))}
    except RefusedError as error:
        answer = {"id": number, "error": {"code": error.args[0], "message": error.args[1]}}
    except JimoError as error:
        answer = {"id": number, "error": {"code": FAILED, "message": str(error)}}
    return answer if "id" in message else None


def value(params: object, of: type[T], *keys: str | int) -> T:
    """Return the value to which keys lead; raises RefusedError where there is none of that type."""
    here: Any = params
    try:
        for key in keys:
            here = here[key]
    except (TypeError, KeyError, IndexError):
        here = None
    if not isinstance(here, of):
        raise RefusedError(WRONG_PARAMS, f"{'.'.join(map(str, keys))} is missing or has a wrong type")
    return here
