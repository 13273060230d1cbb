"""What `jimo help TOPIC` explains."""

from jimo_cli.errors import FACTS_BROKEN, FOUND, INTERRUPTED, NOTHING_FOUND, USAGE
from jimo_cli.fields import FIELDS, RESULT_FIELDS, UNCOVERED_FIELDS
from jimo_cli.packs.rules import RULES

EXIT_CODES = f"""\
How jimo ends, for scripts:

  {FOUND:<3}  found
  {NOTHING_FOUND:<3}  nothing found, or lint or verify found what is not so
  {USAGE:<3}  the command line cannot be understood, or the answer not written
  {FACTS_BROKEN:<3}  fact files are broken; what could be read is still answered
  {INTERRUPTED:<3}  interrupted

A reader that closes the pipe early (head, less) is no error: 0."""

FORMATS = """\
--format, on every command that prints facts:

  table  for people; what a terminal gets
  tsv    for scripts; what a pipe gets: one fact a line, tabs between fields,
         no header unless --header; search puts the score last
  csv    for spreadsheets: with a header; text that would run as a formula
         is led by an apostrophe
  json   one array; every field, null where empty, numbers with exact digits
  jsonl  the same, one object a line
  md     a Markdown table

In tsv, csv and md a range shows both ends: 5..6 is from 5 to 6."""

FIELDS_HELP = f"""\
--fields picks and orders them; jimo get ID FIELD prints one:

  {"  ".join(FIELDS[:10])}
  {"  ".join(FIELDS[10:])}

search has score (0 to 100) and matched (what matched, and how) besides.
verify has {", ".join(RESULT_FIELDS)};
with --uncovered {", ".join(UNCOVERED_FIELDS)}."""

PACKS = """\
Where facts are looked for:

  --facts DIR   may be given again; nothing else is read then
  JIMO_FACTS    directories, parted as in PATH
  otherwise     the facts that come with jimo, and your own in jimo/facts
                under your data directory (on Linux ~/.local/share)

A directory holds one TOML file a topic and sources.toml for the works cited.
An index is kept in your cache directory and follows every change of the files."""

CODES = "\n".join(
    (
        "What jimo lint tells, by its code; jimo lint --explain CODE says why and what to do:",
        "",
        *(f"  {rule.code}  {rule.severity:<7}  {rule.title}" for rule in RULES.values()),
        "",
        "A comment sets a rule aside: behind a key for it, behind a heading for the fact",
        "or topic, on a line of its own for what follows, before the first heading for",
        "the file:  # lint: ignore S205",
    )
)

TOPICS = {"exit-codes": EXIT_CODES, "formats": FORMATS, "fields": FIELDS_HELP, "packs": PACKS, "codes": CODES}
