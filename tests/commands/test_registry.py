"""A new command is one new file and one line in the registry."""

import inspect
import pkgutil
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from builders import Run

from jimo_cli import commands
from jimo_cli.commands import REGISTRY
from jimo_cli.commands.session import Answer, Session
from jimo_cli.commands.spec import Command

ROOT = Path(__file__).parents[2]
MODULES = {name: import_module(f"jimo_cli.commands.{name}") for _, name, _ in pkgutil.iter_modules(commands.__path__)}


def test_every_module_with_a_spec_is_in_the_registry_and_the_other_way_round() -> None:
    assert sorted(REGISTRY.values()) == sorted(name for name, module in MODULES.items() if hasattr(module, "SPEC"))


def test_no_command_may_be_imported_by_another() -> None:
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    (contract,) = (each for each in tool["importlinter"]["contracts"] if each["type"] == "independence")
    assert contract["modules"] == ["jimo_cli.commands.*"]
    allowed = {ignored.rpartition(".")[2] for ignored in contract["ignore_imports"]}
    assert allowed.isdisjoint(REGISTRY.values())


@pytest.mark.parametrize("name", REGISTRY)
def test_a_command_has_a_spec_with_its_help_and_two_examples(name: str) -> None:
    spec = commands.load(name).SPEC
    assert isinstance(spec, Command)
    assert spec.help[0].isupper()
    assert spec.help.endswith(".")
    assert len(spec.examples) == 2
    assert all(example.startswith(f"jimo {name}") for example in spec.examples)
    assert set(spec.line_fields) <= set(spec.fields)
    parameters = [*spec.arguments, *spec.options]
    assert len({parameter.name for parameter in parameters}) == len(parameters)
    assert len({option.flag for option in spec.options}) == len(spec.options)
    assert all(parameter.help.endswith((".", "]", "..")) for parameter in parameters)


@pytest.mark.parametrize("name", REGISTRY)
def test_a_command_takes_what_its_spec_declares_and_returns_an_answer(name: str) -> None:
    command = commands.load(name)
    session, *own = inspect.signature(command.run).parameters.values()
    assert session.name == "session"
    assert {parameter.name for parameter in own} == _own_names(command.SPEC)
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in own)
    required = {parameter.name for parameter in (*command.SPEC.arguments, *command.SPEC.options) if parameter.required}
    assert {parameter.name for parameter in own if parameter.default is inspect.Parameter.empty} == required
    assert inspect.signature(command.run).return_annotation in {Answer, Answer.__name__}
    assert inspect.getdoc(command.run)


def _own_names(spec: Command) -> set[str]:
    """The parameters that the command itself gets, and not its session."""
    of_session = set(inspect.signature(Session).parameters) - {"spec"}
    return {parameter.name for parameter in (*spec.arguments, *spec.options)} - of_session


def test_a_look_up_imports_no_command_but_its_own() -> None:
    script = (
        "import sys; sys.argv = ['jimo', 'get', 'marine.gross-product']; from jimo_cli.__main__ import main; main()\n"
        f"sys.exit(sorted(name for name in {sorted(REGISTRY.values())!r} if f'jimo_cli.commands.{{name}}' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == "['get']\n"


def test_a_command_is_added_by_a_module_and_a_line(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "shout.py").write_text(
        "from jimo_cli.commands import spec\n"
        "from jimo_cli.commands.session import Answer\n"
        "SPEC = spec.Command('Shout.', ('jimo shout a', 'jimo shout b'), options=(),\n"
        "    arguments=(spec.Parameter('word', 'What.', 'WORD', parse=str.upper, required=True),))\n"
        "def run(session, *, word): return Answer(text=[word], found=True, notes=['done'])\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    monkeypatch.setattr(commands, "REGISTRY", {**REGISTRY, "shout": "shout"})
    assert run("shout", "hey") == (0, "HEY\n", "jimo: done\n")
    monkeypatch.delitem(sys.modules, "jimo_cli.commands.shout")
