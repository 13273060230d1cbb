"""The README shows what jimo does today."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from builders import Run

from jimo_cli import Catalog

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def sessions() -> list[tuple[str, str]]:
    """The commands of the sessions with what they print."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            found.append((command, printed))
    return found


def test_there_is_a_session_at_a_terminal_and_one_in_a_pipe() -> None:
    commands = [command for command, _ in sessions()]
    assert commands[0] == "jimo stats marine"
    assert any("|" in command for command in commands)


@pytest.mark.parametrize(("command", "printed"), sessions()[:1])
def test_the_session_at_a_terminal_is_as_shown(run: Run, command: str, printed: str) -> None:
    assert run(*command.split()[1:], terminal=True).out.strip() == printed.strip()


@pytest.mark.parametrize(("command", "printed"), sessions()[1:])
def test_a_session_in_a_pipe_is_as_shown(command: str, printed: str) -> None:
    script = f'jimo() {{ "{sys.executable}" -m jimo_cli "$@"; }}; {command}'
    done = subprocess.run(["bash", "-c", script], capture_output=True, encoding="utf-8", check=True)  # noqa: S607
    assert done.stdout.strip() == printed.strip()


def test_the_python_example_does_what_it_says() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(example, {})  # noqa: S102
    with Catalog() as catalog:
        for line in example.splitlines():
            expression, _, said = line.partition("  #")
            if said.strip() and not said.strip().startswith("a "):
                assert repr(eval(expression.strip(), {"catalog": catalog})) == said.strip()  # noqa: S307


def test_the_checks_run_the_test_command_that_is_shown() -> None:
    checks = ROOT / ".ci" / "run"
    if not checks.exists():  # an unpacked sdist has none
        pytest.skip("no checks here")
    commands = re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)
    assert len(commands) == 2
    assert commands[1] in checks.read_text(encoding="utf-8")


def test_the_pack_that_is_shown_can_be_read(run: Run, tmp_path: Path) -> None:
    topic, sources, series, rates, _, places, terms = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    shown = {"port": topic + series + rates, "sources": sources, "places": places, "terms": terms}
    for name, text in shown.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    facts = "--facts", str(tmp_path)
    assert run("get", "port.throughput", *facts) == (0, "6.8\n", "")
    assert run("get", "cargo", "--area", "青岛", "--period", "2023", *facts) == (0, "6.84\n", "")
    assert run("get", "port.cargo@青岛市@2023", *facts) == (0, "6.84\n", "")
    assert run("get", "port.throughput-growth", "basis", *facts) == (0, "year_on_year\n", "")
    assert run("search", "货物吞吐量排名", *facts).rows[0][0] == "port.throughput-rank"
    assert run("lint", str(tmp_path)).code == 0


def test_an_import_writes_the_series_that_is_shown(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("jimo_cli.imports.rows")
    [shown] = (text for text in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "di-qu-sheng" in text)
    [head] = re.findall("with the head `(.*?)`", README)
    rows = re.findall(r'  \["(.*)", "(.*)", (.*)\],', shown)
    (tmp_path / "gdp.csv").write_text("\n".join([head, *map(",".join, rows), ""]), encoding="utf-8")
    assert run("import", str(tmp_path / "gdp.csv"), "-o", str(tmp_path / "facts" / "gdp.toml")).code == 0
    assert (tmp_path / "facts" / "gdp.toml").read_text(encoding="utf-8").endswith(shown)


def test_what_the_readme_says_is_found_is_found_first(run: Run) -> None:
    table = README[README.index("| typed | matched |") :].split("\n\n")[0]
    typed = re.findall(r"`([^`]+)`", table)
    assert len(typed) > 10
    for query in typed:
        assert run("search", query, "--limit", "1", "--fields", "id").out == "marine.gross-product\n", query


def test_every_promise_names_a_test_that_is_there() -> None:
    promises = README[README.index("## What you can rely on") :].split("\n## ")[0]
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = re.findall(r"`(test_\w+)`", promises)
    assert len(named) >= 8
    for name in named:
        assert f"def {name}(" in tests, name
