"""Draw the pictures of the README: `python tests/tools/pictures.py [DIR]`.

`session.svg` is what a terminal of 80 columns shows of a few commands, `chart.svg` what `jimo series --chart-file`
writes. Without DIR they go where the README looks for them. A session needs a pseudo-terminal.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURES = Path(__file__).parents[1] / "pictures"
FACTS = ("--facts", "facts")
SESSION = (
    ("search", "海羊生产总值"),
    ("get", "marine.gross-product"),
    ("series", "货物吞吐量", "--chart", *FACTS),
)
CHART = ("series", "货物吞吐量", *FACTS, "--chart-file")

COLUMNS = 80
CELL, LINE, SIZE, MARGIN = 8.4, 20, 14, 20
FONTS = (
    'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "PingFang SC", '
    '"Microsoft YaHei", "Noto Sans CJK SC", monospace'
)
STYLES = {"1": "b", "2": "d", "35": "m", "36": "c"}
"""The classes of the styles that jimo uses, by their codes: bold, dim, magenta, cyan."""
STYLE = f"""\
.t text{{font:{SIZE}px {FONTS};fill:#1f2328}}.t rect{{fill:#f6f8fa;stroke:#d1d9e0}}
.t .w{{font-size:{2 * CELL - 1:g}px}}.t .b{{font-weight:600}}.t .d{{fill:#59636e}}.t .m{{fill:#8250df}}.t .c{{fill:#0a6b77}}.t .p{{fill:#1a7f37}}
@media (prefers-color-scheme:dark){{
.t text{{fill:#e6edf3}}.t rect{{fill:#0d1117;stroke:#3d444d}}
.t .d{{fill:#9198a1}}.t .m{{fill:#d2a8ff}}.t .c{{fill:#76e3ea}}.t .p{{fill:#56d364}}
}}"""
_KINDS = ("", "", "w")
"""The classes of characters that are to touch each other, of narrow ones and of wide ones."""


class Run(NamedTuple):
    """Characters of one style and one width, from a cell of a line on."""

    at: int
    text: str
    style: str


def env(home: str) -> dict[str, str]:
    """Return the variables of a session, with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "SYSTEMROOT"}}
    said = {"TERM": "xterm", "COLUMNS": str(COLUMNS), "LINES": "50", "JIMO_LANG": "zh", "PYTHONUTF8": "1"}
    return {**kept, **said, "HOME": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home}


def on_terminal(argv: tuple[str, ...], home: str) -> list[str]:
    """Return the lines that a command shows on a terminal, with the escapes of their styles."""
    import pty  # not every system has one

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "jimo_cli", *argv]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env(home), cwd=PICTURES) as process:
        os.close(theirs)
        shown = b""
        while data := _read(ours):
            shown += data
        os.close(ours)
    if process.returncode:
        sys.exit(f"jimo {' '.join(argv)} ended with {process.returncode}: {shown.decode()}")
    return shown.decode().replace("\r\n", "\n").rstrip("\n").split("\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # what Linux says at the end of a terminal
        return b""


def runs(line: str) -> Iterator[Run]:
    """Yield what of a line is to be drawn where: no blanks at the ends of a run, and no two of them in it."""
    style, at = "", 0
    for part in re.split(r"(\x1b\[[\d;]*m)", line):
        if part.startswith("\x1b"):
            codes = part[2:-1].split(";")
            style = " ".join(STYLES[code] for code in codes if code in STYLES)
            continue
        for text in re.split("( {2,})", part):
            cell = at + len(text) - len(text.lstrip(" "))
            for _, characters in groupby(text.strip(" "), key=_kind):
                run = "".join(characters)
                if run.strip():
                    yield Run(cell + len(run) - len(run.lstrip()), run.strip(), style)
                cell += cell_len(run)
            at += cell_len(text)


def _kind(character: str) -> int:
    """What characters of one run share: how wide they are, and whether they are to touch each other."""
    return 0 if "\u2500" <= character < "\u25a0" else cell_len(character)


def drawn(run: Run, y: float) -> str:
    """Return a run as text that is exactly as long as its cells, whatever the font."""
    length = cell_len(run.text) * CELL
    joined = ' lengthAdjust="spacingAndGlyphs"' if _kind(run.text[0]) == 0 else ""
    kinds = " ".join(filter(None, (run.style, _KINDS[_kind(run.text[0])])))
    kind = f' class="{kinds}"' if kinds else ""
    place = f'x="{MARGIN + run.at * CELL:g}" y="{y:g}"'
    return f'<text {place} textLength="{length:g}"{joined}{kind}>{escape(run.text)}</text>'


def session(home: str) -> str:
    """Return the picture of the session."""
    lines: list[str] = []
    for argv in SESSION:
        shown = " ".join(("jimo", *argv))
        lines += [f"$ {shown}", *on_terminal(argv, home), ""]
    width, height = COLUMNS * CELL + 2 * MARGIN, (len(lines) - 1) * LINE + 2 * MARGIN
    elements = []
    for number, line in enumerate(lines):
        prompt = [Run(0, "$", "p")] if line.startswith("$ ") else []
        rest = f"  {line[2:]}" if prompt else line
        elements += [drawn(run, MARGIN + LINE * (number + 0.75)) for run in (*prompt, *runs(rest))]
    body = "\n".join(elements)
    told = escape("\n".join(f"jimo {' '.join(argv)}" for argv in SESSION))
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" class="t" role="img" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">
<title>jimo</title>
<desc>{told}</desc>
<style>{STYLE}</style>
<rect x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="8"/>
{body}
</svg>
"""


def main(directory: Path) -> None:
    """Write both pictures into a directory."""
    with tempfile.TemporaryDirectory() as home:
        (directory / "session.svg").write_text(session(home), encoding="utf-8")
        argv = [sys.executable, "-m", "jimo_cli", *CHART, str(directory.resolve() / "chart.svg"), "--force"]
        subprocess.run(argv, env=env(home), cwd=PICTURES, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main(Path(*sys.argv[1:2]) if sys.argv[1:] else PICTURES)
