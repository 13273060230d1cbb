"""What a fact must be to pass, whatever index it is in."""

from __future__ import annotations

from jimo_cli.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from jimo_cli.store.interface import Days


MOST_VALUES = 100
"""How many values of one filter a store has to take."""


class Filters:
    """What a fact must meet to pass: one value of each filter; an empty one lets every fact pass. Never changed.

    `topic` has ids, one of `days` must contain its period, `area` has reference areas and `within` those of
    the places inside another: a fact is about one of each. `series` is the id of the series whose observation
    it must be, empty for any fact.

    Raises UsageError for a filter of more than `MOST_VALUES`.
    """

    __slots__ = ("area", "days", "kinds", "series", "topic", "within")

    def __init__(  # noqa: PLR0913  # each is one filter
        self,
        topic: tuple[str, ...] = (),
        kinds: tuple[str, ...] = (),
        days: tuple[Days, ...] = (),
        area: tuple[str, ...] = (),
        within: tuple[str, ...] | None = None,
        *,
        series: str = "",
    ) -> None:
        self.series: Final = series
        self.topic: Final = tuple(dict.fromkeys(topic))
        self.kinds: Final = tuple(dict.fromkeys(kinds))
        self.days: Final = tuple(dict.fromkeys(days))
        self.area: Final = tuple(dict.fromkeys(area))
        self.within: Final = within
        for name, values in (("topic", self.topic), ("period", self.days), ("area", self.area)):
            if len(values) > MOST_VALUES:
                raise UsageError(f"{name} is given {len(values)} values", f"give at most {MOST_VALUES}")

    def __bool__(self) -> bool:
        return bool(self.topic or self.kinds or self.days or self.area or self.within is not None or self.series)

    def of_topic(self, topic: str) -> Filters:
        """Return the same for the facts of one topic."""
        return Filters((topic,), self.kinds, self.days, self.area, self.within, series=self.series)

    def of_series(self, series: str) -> Filters:
        """Return the same for the observations of one series."""
        return Filters(self.topic, self.kinds, self.days, self.area, self.within, series=series)


EVERY_FACT = Filters()
