"""Numbers, units and periods: as sources print them, as people type them, and as readers read them."""
