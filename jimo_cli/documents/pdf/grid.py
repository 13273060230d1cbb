"""Tables whose cells are drawn with lines: what stands between two lines is a row, whatever it is wrapped to."""

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from jimo_cli.documents.pdf.library import Rule, Run

_MOST_RULES = 20_000
"""Of a page; one with more is a drawing."""

_NEAR = 3
"""Points between lines that are one, or that meet."""

_MOST_LINES = 6
"""A cell with more is a part of a page that is laid out by lines."""

_MIDDLE = 0.3
"""Of the size: how high above its base line the middle of a word is."""


class Grid(NamedTuple):
    """Where the lines of a table stand: from the left, and from the top."""

    xs: list[float]
    ys: list[float]

    def cell_of(self, run: Run) -> tuple[int, int] | None:
        """Return the row and the column of a word, None where it stands outside."""
        x, y = (run.left + run.right) / 2, run.base + run.size * _MIDDLE
        if not (self.xs[0] < x < self.xs[-1] and self.ys[-1] < y < self.ys[0]):
            return None
        return bisect([-each for each in self.ys], -y) - 1, bisect(self.xs, x) - 1


class Table(NamedTuple):
    """The rows of a table, each with what stands in its cells."""

    grid: Grid
    rows: list[list[list[Run]]]


def take_tables(runs: Sequence[Run], rules: Sequence[Rule]) -> tuple[list[Table], list[Run]]:
    """Return the tables that lines draw, and the words that stand in none."""
    tables: list[Table] = []
    left = list(runs)
    for grid in _grids(rules):
        table = Table(grid, [[[] for _ in grid.xs[1:]] for _ in grid.ys[1:]])
        outside: list[Run] = []
        for run in left:
            place = grid.cell_of(run)
            (outside if place is None else table.rows[place[0]][place[1]]).append(run)
        if _is_data(table):
            tables.append(table)
            left = outside
    return tables, left


def _is_data(table: Table) -> bool:
    """Tell whether the cells are those of a table, and not parts of a page."""
    bases = [{round(run.base) for run in cell} for row in table.rows for cell in row]
    return max(map(len, bases)) <= _MOST_LINES and sum(map(bool, bases)) > len(table.rows)


def _grids(rules: Sequence[Rule]) -> Iterator[Grid]:
    """Yield the grids that lines make which meet: of two rows and columns at least."""
    for group in _groups(rules) if len(rules) <= _MOST_RULES else ():
        across = [rule for rule in group if rule.is_level]
        down = [rule for rule in group if not rule.is_level]
        ys = _distinct(rule.bottom for rule in across)
        ends = [end for rule in across for end in (rule.left, rule.right)]
        xs = _distinct([*(rule.left for rule in down), *(ends and (min(ends), max(ends)))])
        if len(ys) > 2 and len(xs) > 2 and down:  # noqa: PLR2004
            yield Grid(xs, ys[::-1])


def _groups(rules: Iterable[Rule]) -> list[list[Rule]]:
    """The lines in groups that meet, each group taken for the rectangle around it."""
    done: list[list[Rule]] = []
    open_groups: list[tuple[Rule, list[Rule]]] = []
    for rule in sorted(rules, key=lambda rule: -rule.top):
        around, group = rule, [rule]
        apart = list[tuple[Rule, list[Rule]]]()
        for box, others in open_groups:
            if box.bottom - _NEAR > rule.top:
                done.append(others)
            elif box.left - _NEAR <= rule.right and rule.left - _NEAR <= box.right:
                others.extend(group)
                around, group = _around(around, box), others
            else:
                apart.append((box, others))
        open_groups = [*apart, (around, group)]
    return done + [group for _, group in open_groups]


def _around(one: Rule, other: Rule) -> Rule:
    left, bottom = min(one.left, other.left), min(one.bottom, other.bottom)
    return Rule(left, bottom, max(one.right, other.right), max(one.top, other.top))


def _distinct(places: Iterable[float]) -> list[float]:
    ordered = sorted(places)
    return ordered[:1] + [there for here, there in pairwise(ordered) if there - here > _NEAR]
