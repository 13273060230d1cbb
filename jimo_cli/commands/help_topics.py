"""What `jimo help TOPIC` explains."""

from jimo_cli.errors import FACTS_BROKEN, FOUND, INTERRUPTED, NOTHING_FOUND, USAGE
from jimo_cli.fields import FIELDS, RESULT_FIELDS, UNCOVERED_FIELDS
from jimo_cli.packs.rules import RULES

EXIT_CODES = f"""\
Exit codes:

  {FOUND:<3}  found
  {NOTHING_FOUND:<3}  nothing found, not every id of show, or lint, verify or check found a problem,
       or in an import something is not clear or differs
  {USAGE:<3}  usage error, or the output could not be written
  {FACTS_BROKEN:<3}  fact files are broken; what could be read is still answered
  {INTERRUPTED:<3}  interrupted

If the reader closes the pipe early (head, less), the exit code is 0."""

FORMATS = """\
--format, on every command that prints facts:

  table  for people; the default on a terminal
  tsv    for scripts; the default in a pipe: one fact a line, tabs between
         fields, no header without --header; search puts the score last
  csv    for spreadsheets: with a header, and a byte order mark for Excel;
         text that might run as a formula is prefixed with an apostrophe
  json   one array; every field, null where empty, numbers with exact digits
  jsonl  the same, one object a line
  md     a Markdown table; markup and addresses in it stay literal

In tsv, csv and md a range shows both ends: 5..6 is from 5 to 6."""

FIELDS_HELP = f"""\
--fields chooses and orders them; jimo get ID FIELD prints one:

  {"  ".join(FIELDS[:10])}
  {"  ".join(FIELDS[10:])}

search also has score (0 to 100), matched (what matched, and how) and, with
--explain, explanation (what counted for and against it), and fit (exact,
within for a part of the year, unstated).
series also has change: with --change the difference to the figure of the
period before, computed.
verify has {", ".join(RESULT_FIELDS)};
with --uncovered {", ".join(UNCOVERED_FIELDS)}."""

PACKS = """\
Where jimo looks for facts (~ is your home):

  --facts DIR   only there; may be given again
  JIMO_FACTS    directories separated as in PATH
  otherwise     the bundled facts, and your own in jimo/facts
                under your data directory (on Linux ~/.local/share)

A directory has one TOML file for each topic, sources.toml for the works cited, and
the CSV files that series name; if need be also places.toml and terms.toml for names
of places and measures that jimo does not know. Subdirectories are not read.
An index in your cache directory is updated whenever a file changes."""

CODES = "\n".join(
    (
        "The rules of jimo lint and check; jimo lint --explain CODE says why, and what to do:",
        "",
        *(f"  {rule.code}  {rule.severity:<7}  {rule.title}" for rule in RULES.values()),
        "",
        "A comment suppresses a rule: after a key or a heading for that one, on a line of",
        "its own for the key or heading below, before the first heading for the file:",
        "  # lint: ignore S205",
        "In a draft <!-- jimo: ignore --> sets the figures of a paragraph aside.",
    )
)

TOPICS = {"exit-codes": EXIT_CODES, "formats": FORMATS, "fields": FIELDS_HELP, "packs": PACKS, "codes": CODES}
