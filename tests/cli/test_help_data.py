"""Programs and agents read the command line as JSON, and a page of their own."""

import json
import re
import shlex
from typing import Any

import pytest
from builders import Run

from jimo_cli import commands
from jimo_cli.cli import fast
from jimo_cli.commands import REGISTRY, help_topics
from jimo_cli.commands.spec import Parameter
from jimo_cli.fields import FACT_FIELDS, HIT_FIELDS, LINE_FIELDS


def _said(run: Run, *words: str) -> Any:
    done = run("help", *words, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return json.loads(done.out)


def test_the_program_is_told_with_its_commands_exit_codes_and_topics(run: Run) -> None:
    program = _said(run)
    assert [each["name"] for each in program["commands"]] == [*REGISTRY, "help"]
    assert [option["flag"] for option in program["options"]] == [option.flag for option in fast.PROGRAM.options]
    assert [*program["exit_codes"]] == ["0", "1", "2", "3", "130"]
    assert program["topics"] == [*help_topics.TOPICS]
    assert all(each == _said(run, each["name"]) for each in program["commands"])


@pytest.mark.parametrize("name", [*REGISTRY, "help"])
def test_a_command_is_told_as_its_spec_declares_it(run: Run, name: str) -> None:
    spec, told = fast.spec_of(name), _said(run, name)
    assert told["help"] == spec.help
    assert told["examples"] == [*spec.examples]
    for parameters, said in ((spec.arguments, told["arguments"]), ((*spec.options, fast.HELP), told["options"])):
        assert len(parameters) == len(said)
        for parameter, one in zip(parameters, said, strict=True):
            _is_told(parameter, one)
    assert [option["flag"] for option in told["options"]] == [*(option.flag for option in spec.options), "--help"]


def _is_told(parameter: Parameter, said: dict[str, Any]) -> None:
    default = f" [default: {said['default']}]" if said["default"] else ""
    assert said["name"] == parameter.name
    assert said["help"] + default == parameter.help
    assert (said["required"], said["many"]) == (parameter.required, parameter.many)
    assert said["takes_value"] is bool(said["value"] or said["choices"])
    assert (said["choices"] or []) == [*parameter.choices]
    assert said["value"] == (parameter.metavar or None)


def test_the_fields_and_formats_of_a_command_are_told(run: Run) -> None:
    search, get, check = _said(run, "search"), _said(run, "get"), _said(run, "check")
    assert (search["fields"], search["line_fields"]) == ([*HIT_FIELDS], [*LINE_FIELDS, "score"])
    assert search["default_format"] == {"pipe": "tsv", "terminal": "table"}
    assert (get["fields"], check["fields"]) == ([*FACT_FIELDS], [])
    assert _said(run, "mcp")["fields"] == []
    assert {option["name"]: option["default"] for option in search["options"]}[
        "format"
    ] == "table on a terminal, tsv in a pipe"


def test_a_topic_is_told_as_its_text_and_an_unknown_one_is_an_error(run: Run) -> None:
    assert _said(run, "formats") == {"name": "formats", "text": help_topics.FORMATS}
    done = run("help", "nothing", "--format", "json")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("jimo: no help on 'nothing'; there is help on exit-codes")


AGENTS = help_topics.TOPICS["agents"]


def test_the_page_for_agents_is_short_enough_to_be_read_with_every_task() -> None:
    assert len(AGENTS.encode()) / 3 <= 5000  # of English text a token has four bytes and more


def test_the_page_for_agents_can_be_saved_as_a_skill() -> None:
    _, front, _ = AGENTS.split("---\n", 2)
    assert re.fullmatch(r"name: jimo\ndescription: [^\n]{50,1024}\n", front)


def test_every_command_on_the_page_for_agents_runs(run: Run) -> None:
    shown = [line for line in re.findall(r"`jimo ([^`]*)`", AGENTS) if "FILE" not in line]
    assert len(shown) > 12
    for line in shown:
        name, raw = fast.read_argv(shlex.split(line))
        assert name in fast.names()
        if name not in {"check", "help", "mcp"} and "-" not in shlex.split(line) and "batch" not in raw:
            assert run(*shlex.split(line)).code == 0, line


def test_the_page_for_agents_names_the_fields_options_and_exit_codes_that_there_are() -> None:
    fields = [
        name
        for row in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| ", AGENTS, re.MULTILINE)
        for name in re.findall(r"\w+", row)
    ]
    assert len(fields) > 12
    assert set(fields) <= set(HIT_FIELDS)
    flags = {option.flag for name in REGISTRY for option in commands.load(name).SPEC.options}
    assert set(re.findall(r"--[a-z][\w-]+", AGENTS)) <= flags
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", AGENTS, re.MULTILINE)] == [*help_topics.EXITS]
