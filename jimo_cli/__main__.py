"""The entry of the process."""

from __future__ import annotations

import gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def script() -> NoReturn:
    """Run `sys.argv` as a process of its own, and end it."""
    # A look-up ends before garbage matters, and modules make none; commands that run for long enable it again, and
    # would spend a third of their time on it if it began after each 700 objects: rows are let go of without it.
    gc.disable()
    gc.set_threshold(10_000)
    from jimo_cli import cli  # noqa: PLC0415  # imported without collecting

    cli.leave(cli.main())


def main() -> int:
    """Run `sys.argv` and return the exit code; see `cli.main`."""
    from jimo_cli import cli  # noqa: PLC0415

    return cli.main()


if __name__ == "__main__":
    script()
