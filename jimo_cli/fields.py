"""The words that users, files and programs share, as plain tuples: a look-up imports nothing for them."""

FIELDS = (
    "id",
    "label",
    "value",
    "unit",
    "time_period",
    "reference_area",
    "topic",
    "kind",
    "label_en",
    "value_max",
    "qualifier",
    "of",
    "aspect",
    "parts",
    "aliases",
    "description",
    "description_en",
    "as_written",
    "source",
    "locator",
    "status",
    "basis",
    "among",
)
"""The fields of a fact, in the order of every output."""

CITATION = "citation"
"""The reference of the work with the place of the fact in it: made of `source` and `locator` where it is asked for."""

FACT_FIELDS = (*FIELDS, CITATION)
"""What an output may have of a fact."""

LINE_FIELDS = FIELDS[:6]
"""What a line for a script holds; more are only ever added at the end."""

SERIES_FIELDS = (*FIELDS, "change", CITATION)
HIT_FIELDS = (*FIELDS, "matched", "score", "explanation", "fit", CITATION)
KINDS = ("statistic", "policy", "mechanism", "project", "organization", "recognition")
STATUSES = ("target", "forecast", "estimated", "preliminary", "revised", "final")
PLACE_FIELDS = ("id", "label", "label_en", "aliases", "code", "within")
TERM_FIELDS = ("id", "words", "loose", "broader", "contrast")
TOPIC_FIELDS = ("id", "label", "facts", *KINDS, "label_en", "aliases")

RESULTS = ("found", "found, but", "not found", "not the cited text")
"""The results of checking a fact against a text."""

RESULT_FIELDS = ("id", "result", "as_written", "source", "locator", "detail")
UNCOVERED_FIELDS = ("figure", "locator", "line", "context", "source")

NUMBERS = frozenset(("value", "value_max", "change", "score", "facts", "line", *KINDS))
LISTS = frozenset(("parts", "aliases", "basis"))
BETWEEN = "; "
"""Between the entries of a list where a line or a cell holds it."""

SEPARATOR = "\x1f"
"""Between the entries of a list kept as one text; no fact holds a control character."""

LINT_FORMATS = ("text", "json", "sarif", "github")
EXPORTS = ("sqlite", "datapackage", "sdmx-csv", "jsonld", "parquet")
"""The formats that only `export` has, each a module of `exports`."""

LANGUAGES = ("zh", "en")
