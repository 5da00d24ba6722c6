"""Between a study and its triples."""
