"""The tables of the index have a version, which changes with them."""

from zlib import crc32

from jimo_cli.store.sqlite import schema

TABLES = {
    "6": 4077974828,
    "7": 4077974828,
    "8": 4077974828,
    "9": 2508234449,
    "10": 1442138017,
    "11": 1168242429,
    "12": 1622334449,
    "13": 1640636041,
    "14": 1640636041,
    "15": 1964718122,
    "16": 1459753219,
}


def test_the_version_of_the_tables_is_raised_with_them() -> None:
    written = f"{schema.TABLES}\n{schema.PACK_TABLES}\n{schema.INDEXES}\n{schema.ENTRY}\n{schema.NAME_TABLES}"
    assert TABLES.get(schema.SCHEMA) == crc32(written.encode()), "raise schema.SCHEMA and note the new checksum here"
