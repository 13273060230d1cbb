"""The pictures of the README show what jimo does today."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

TESTS = Path(__file__).parent
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("session.svg", "chart.svg")


def test_the_pictures_are_those_that_the_script_draws(tmp_path: Path) -> None:
    pytest.importorskip("pty", reason="a session needs a terminal")
    script = str(TESTS / "tools" / "pictures.py")
    subprocess.run([sys.executable, script, str(tmp_path)], check=True, timeout=120)
    for name in NAMES:
        drawn, kept = ((folder / name).read_text(encoding="utf-8") for folder in (tmp_path, TESTS / "pictures"))
        assert drawn == kept, f"python {script} draws {name} anew"


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_shows_a_picture_that_is_complete_in_itself(name: str) -> None:
    readme = (TESTS.parent / "README.md").read_text(encoding="utf-8")
    assert f"](tests/pictures/{name})" in readme
    text = (TESTS / "pictures" / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://[^\"' ]+", text) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<script|<image|href|@import|url\(", text)


def test_no_two_texts_of_the_session_overlap() -> None:
    picture = ET.parse(TESTS / "pictures" / "session.svg").getroot()  # noqa: S314  # our own
    lines: dict[float, list[tuple[float, float]]] = {}
    for text in picture.iter(f"{SVG}text"):
        x, length = float(text.get("x", 0)), float(text.get("textLength", 0))
        assert length == pytest.approx(cell_len(text.text or "") * 8.4)
        lines.setdefault(float(text.get("y", 0)), []).append((x, x + length))
    assert len(lines) > 20
    for runs in lines.values():
        for (_, end), (start, _) in zip(sorted(runs), sorted(runs)[1:], strict=False):
            assert end <= start + 0.01
