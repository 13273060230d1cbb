"""The names of a label, in the forms that are compared with a query."""

from __future__ import annotations

from jimo_cli import text
from jimo_cli.fields import SEPARATOR
from jimo_cli.text.concepts import concepts_of


class Form:
    """One name of a label: its field, and its folded text, key and Latin words."""

    __slots__ = ("_words", "field", "folded", "key")

    def __init__(self, field: str, name: str) -> None:
        self.field = field
        self.folded = text.fold(name)
        self.key = text.key(self.folded)
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """The stems of the Latin words: few queries are compared with them."""
        if self._words is None:
            self._words = frozenset(text.words(self.folded))
        return self._words


class Names:
    """The names of one label."""

    __slots__ = ("_concepts", "_forms", "_words", "aliases", "label", "label_en", "label_id")

    def __init__(self, label_id: int, label: str, label_en: str, aliases: str) -> None:
        self.label_id = label_id
        self.label = label
        self.label_en = label_en
        self.aliases = aliases.split(SEPARATOR) if aliases else []
        self._forms: list[Form] = []
        self._concepts: set[str] | None = None
        self._words: frozenset[str] | None = None

    @property
    def folded(self) -> str:
        """All names one after the other, folded: what is looked for in thousands of labels needs no more."""
        return text.fold(" ".join((self.label, self.label_en, *self.aliases)))

    @property
    def forms(self) -> list[Form]:
        """The names in the forms that are compared: label, English label, aliases."""
        if not self._forms:
            fields = [("label", self.label), ("label_en", self.label_en)]
            fields += [("alias", alias) for alias in self.aliases]
            self._forms = [Form(field, name) for field, name in fields if name]
        return self._forms

    @property
    def concepts(self) -> set[str]:
        """The concepts that the names are about: growth, share, both or none."""
        if self._concepts is None:
            self._concepts = set().union(*(concepts_of(form.folded) for form in self.forms))
        return self._concepts

    @property
    def words(self) -> frozenset[str]:
        """The stems of the Latin words of all names."""
        if self._words is None:
            self._words = frozenset().union(*(form.words for form in self.forms))
        return self._words

    def field_with_key(self, folded_key: str) -> str:
        """Return the field whose name has this key: `label`, `label_en`, `alias` or an empty text."""
        return next((form.field for form in self.forms if form.key == folded_key), "")
