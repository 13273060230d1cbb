"""What must hold across facts, told by who belongs to whom."""

import pytest

from jimo_cli.packs.links import across, cycles, unknown_owners


def _never() -> list[str]:
    raise AssertionError("the ids are asked for only where an id is looked for")


def test_facts_in_order_have_no_problem() -> None:
    assert across([("marine.b", "marine.a")], {}, {"marine.a", "marine.b"}.__contains__, _never) == []


def test_an_of_that_names_no_fact_is_reported_and_the_fact_itself_is_not_proposed() -> None:
    (problem,) = unknown_owners([("marine.b", "marine.x1y2z3")], {"marine.b"}.__contains__, lambda: ["marine.b"])
    assert (problem.fact_id, problem.message, problem.hint) == (
        "marine.b",
        "`of` refers to an unknown fact: marine.x1y2z3",
        "use a slug of this file, or topic.slug",
    )


def test_an_of_that_nearly_names_a_fact_is_reported_its_name() -> None:
    known = {"marine.b", "marine.output", "marine.output-growth"}
    owners = {"marine.output-growth": "marine.output", "marine.b": "marine.otput"}
    (problem,) = unknown_owners(owners.items(), known.__contains__, lambda: known)
    assert problem.hint == "did you mean marine.output?"


def test_an_of_may_name_a_fact_that_is_itself_broken() -> None:
    assert across([("marine.b", "marine.a")], {}, {"marine.a"}.__contains__, _never) == []


@pytest.mark.parametrize(
    ("owners", "circular"),
    [
        ({"a": "a"}, ["a"]),
        ({"a": "b", "b": "a"}, ["a", "b"]),
        ({"a": "b", "b": "c", "c": "a", "d": "a"}, ["a", "b", "c"]),
        ({"a": "a", "b": "a", "c": "b"}, ["a"]),
        ({"a": "b", "b": "c"}, []),
        ({}, []),
    ],
)
def test_only_what_belongs_to_itself_is_reported_to_run_in_a_circle(
    owners: dict[str, str], circular: list[str]
) -> None:
    found = cycles(owners)
    assert [problem.fact_id for problem in found] == circular
    assert {problem.message for problem in found} <= {"`of` forms a cycle"}
