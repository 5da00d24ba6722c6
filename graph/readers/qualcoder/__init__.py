"""QualCoder's projects: a folder ``name.qda`` with a SQLite database and the sources beside it."""
