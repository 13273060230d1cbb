"""Making facts of tables and documents: what is read, what is guessed and why, and what is written."""
