"""The tables of the index, and the number that changes with them.

What many facts have in common is stored once: names in `label`, kind, unit and source in `frame`, places in
`area`, the days of a period in `period`, what observations share in `series`, and what few facts have in
`detail`. The view `entry` puts a fact together again. A row of a fact is so a few dozen bytes long.

A fact is found by its slug: `key` has the positions of each, and `span` between which of them those of a
topic lie. An observation has no slug: its id is that of its series with its place and its period, as far as
these vary. One that a later status supersedes is a row of `earlier` instead: it is found by its place and period,
or by its id, which has its status behind.

The facts of a place, a period or a kind are found without an index of all facts: for each there are the blocks of
positions that have one, and only those are read. A block may also have lost its last one in an update.
"""

from binascii import crc32

from jimo_cli import __version__

SCHEMA = "16"
"""The version of the tables: an index of another version is not read."""

BLOCK = 256
"""How many positions a block has."""

_AREAS = """
CREATE TABLE IF NOT EXISTS area(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, labels INTEGER NOT NULL, depth INTEGER NOT NULL);
"""
"""The places that facts are about: facts refer to them, and names are searched by them."""

_OF_FACT = """
    position INTEGER PRIMARY KEY, slug TEXT, frame INTEGER, label INTEGER, area INTEGER, period INTEGER,
    value TEXT, as_written TEXT, paragraph INTEGER
"""

TABLES = f"""{_AREAS}
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE problem(
    path TEXT, line INTEGER, message TEXT, hint TEXT, code TEXT, "column" INTEGER, width INTEGER, paste TEXT, fact TEXT
);
CREATE TABLE source(key TEXT PRIMARY KEY, csl TEXT) WITHOUT ROWID;
CREATE TABLE topic(id TEXT PRIMARY KEY, label TEXT, label_en TEXT, aliases TEXT, counts TEXT, first INTEGER);
CREATE TABLE span(path TEXT PRIMARY KEY, topic TEXT, first INTEGER, last INTEGER, room INTEGER);
CREATE TABLE topic_name(key TEXT, topic TEXT, PRIMARY KEY(key, topic)) WITHOUT ROWID;
CREATE TABLE topic_index(content BLOB);
CREATE TABLE broken(id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE frame(
    id INTEGER PRIMARY KEY, topic TEXT, kind TEXT, unit TEXT, qualifier TEXT, aspect TEXT, source TEXT,
    section TEXT, status TEXT, basis TEXT, among TEXT, series INTEGER
);
CREATE TABLE series(
    id INTEGER PRIMARY KEY, name TEXT UNIQUE, slug TEXT, path TEXT, beside TEXT,
    first INTEGER, last INTEGER, room INTEGER, has_area INTEGER, has_period INTEGER,
    of TEXT, owner INTEGER, parts TEXT, description TEXT, description_en TEXT
);
CREATE TABLE period(id INTEGER PRIMARY KEY, text TEXT UNIQUE, first_day TEXT, last_day TEXT);
CREATE TABLE fact({_OF_FACT});
CREATE TABLE earlier({_OF_FACT});
CREATE TABLE detail(
    position INTEGER PRIMARY KEY, of TEXT, value_max TEXT, parts TEXT, description TEXT, description_en TEXT
);
CREATE TABLE key(hash INTEGER, position INTEGER, PRIMARY KEY(hash, position)) WITHOUT ROWID;
CREATE TABLE area_block(area INTEGER, block INTEGER, PRIMARY KEY(area, block)) WITHOUT ROWID;
CREATE TABLE period_block(period INTEGER, block INTEGER, PRIMARY KEY(period, block)) WITHOUT ROWID;
CREATE TABLE kind_block(kind TEXT, block INTEGER, PRIMARY KEY(kind, block)) WITHOUT ROWID;
CREATE TABLE figure(number REAL, position INTEGER, PRIMARY KEY(number, position)) WITHOUT ROWID;
"""
"""Facts, topics, sources and problems."""

PACK_TABLES = """
CREATE TABLE place(
    number INTEGER PRIMARY KEY, id TEXT, label TEXT, label_en TEXT, aliases TEXT, code TEXT, within TEXT
);
CREATE TABLE term(number INTEGER PRIMARY KEY, id TEXT, words TEXT, loose TEXT, broader TEXT, contrast TEXT);
CREATE TABLE term_name(name TEXT, term INTEGER, PRIMARY KEY(name, term)) WITHOUT ROWID;
"""
"""The places and terms that packs add."""

NAME_TABLES = f"""{_AREAS}
CREATE TABLE label(
    id INTEGER PRIMARY KEY, label TEXT NOT NULL, label_en TEXT NOT NULL, aliases TEXT NOT NULL);
CREATE TABLE name_key(
    hash INTEGER NOT NULL, label INTEGER NOT NULL, PRIMARY KEY(hash, label)) WITHOUT ROWID;
CREATE VIRTUAL TABLE gram USING fts5(
    t, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_'");
CREATE TABLE gram_count(term TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word_near(
    shorter TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY(shorter, word)) WITHOUT ROWID;
CREATE TABLE label_area(
    area INTEGER NOT NULL, label INTEGER NOT NULL, PRIMARY KEY(area, label)) WITHOUT ROWID;
CREATE TABLE search_size(n INTEGER NOT NULL);
"""
"""Names, and the terms that they share: `gram` is a full-text table without text or positions."""

INDEXES = f"""
CREATE INDEX fact_label ON fact(label, area, period);
CREATE INDEX earlier_label ON earlier(label, area, period);
CREATE INDEX frame_rated ON frame(aspect) WHERE basis IS NOT NULL OR aspect = 'rank';
CREATE INDEX frame_stated ON frame(status) WHERE status IS NOT NULL AND series IS NULL;
CREATE INDEX span_topic ON span(topic);
CREATE INDEX topic_label ON topic(label);
CREATE INDEX series_slug ON series(slug);
CREATE INDEX series_of ON series(of) WHERE of IS NOT NULL;
CREATE INDEX series_owner ON series(owner) WHERE owner IS NOT NULL;
CREATE INDEX detail_of ON detail(of) WHERE of IS NOT NULL;
INSERT INTO area_block SELECT DISTINCT area, position / {BLOCK} FROM fact WHERE area IS NOT NULL ORDER BY 1, 2;
INSERT INTO period_block SELECT DISTINCT period, position / {BLOCK} FROM fact WHERE period IS NOT NULL ORDER BY 1, 2;
INSERT INTO kind_block SELECT DISTINCT r.kind, f.position / {BLOCK} FROM fact AS f JOIN frame AS r ON r.id = f.frame;
CREATE TRIGGER blocks AFTER INSERT ON fact BEGIN
    INSERT OR IGNORE INTO area_block SELECT new.area, new.position / {BLOCK} WHERE new.area IS NOT NULL;
    INSERT OR IGNORE INTO period_block SELECT new.period, new.position / {BLOCK} WHERE new.period IS NOT NULL;
    INSERT OR IGNORE INTO kind_block SELECT kind, new.position / {BLOCK} FROM frame WHERE id = new.frame;
END;
"""  # noqa: S608  # of this module
"""What is indexed once all facts are written, and of those that an update writes."""


def _view(name: str, facts: str, behind: str) -> str:
    return f"""
CREATE VIEW {name} AS SELECT
    f.position,
    CASE WHEN f.slug IS NULL THEN
        s.name || CASE WHEN s.has_area THEN '@' || a.name ELSE '' END
            || CASE WHEN s.has_period THEN '@' || p.text ELSE '' END{behind}
    ELSE r.topic || '.' || f.slug END AS id,
    l.label,
    f.value,
    r.unit,
    p.text AS time_period,
    a.name AS reference_area,
    r.topic,
    r.kind,
    nullif(l.label_en, '') AS label_en,
    d.value_max,
    r.qualifier,
    -- Without an observation of the same place and period in the series that was named, a detail has an empty text.
    nullif(CASE WHEN d.of IS NOT NULL OR o.id IS NULL THEN ifnull(d.of, s.of) ELSE
        o.name || CASE WHEN o.has_area THEN '@' || a.name ELSE '' END
            || CASE WHEN o.has_period THEN '@' || p.text ELSE '' END
    END, '') AS of,
    r.aspect,
    ifnull(d.parts, s.parts) AS parts,
    -- The parts of a reform stand behind the aliases among its names.
    nullif(substr(l.aliases, 1, length(l.aliases) - ifnull(
        length(ifnull(d.parts, s.parts)) + (ifnull(d.parts, s.parts) <> l.aliases), 0)), ''
    ) AS aliases,
    ifnull(d.description, s.description) AS description,
    ifnull(d.description_en, s.description_en) AS description_en,
    CASE WHEN f.as_written = '' THEN f.value || ifnull(r.unit, '') ELSE f.as_written END AS as_written,
    r.source,
    CASE WHEN f.paragraph IS NULL THEN r.section ELSE r.section || '¶' || f.paragraph END AS locator,
    r.status,
    r.basis,
    r.among,
    f.label AS label_id,
    p.first_day,
    p.last_day,
    f.area,
    f.period
FROM {facts} AS f
JOIN frame AS r ON r.id = f.frame
JOIN label AS l ON l.id = f.label
LEFT JOIN area AS a ON a.id = f.area
LEFT JOIN period AS p ON p.id = f.period
LEFT JOIN detail AS d ON d.position = f.position
LEFT JOIN series AS s ON s.id = r.series
LEFT JOIN series AS o ON o.id = s.owner;
"""  # noqa: S608  # of this module


ENTRY = _view("entry", "fact", "") + _view("earlier_entry", "earlier", " || '@' || ifnull(r.status, 'final')")
"""A fact with all its fields, and an observation that is superseded."""


def version() -> str:
    """Return what differs between two programs that do not read each other's index."""
    return f"{SCHEMA}\n{__version__}"


def hash_of(key: str) -> int:
    """Return the number under which a slug or a folded name is found; what it finds is compared with the key."""
    return crc32(key.encode(errors="surrogatepass"))


def insert(table: str, columns: int) -> str:
    """Return the statement that inserts a row of so many columns into a table of this module."""
    return f"INSERT INTO {table} VALUES({', '.join('?' * columns)})"
