"""Numbers, units and periods: as people type them, as sources print them, as readers read them, and in running text.

`numerals` and `units` are what all share; `typed` and `printed` are two grammars; `amount` is exact.
"""
