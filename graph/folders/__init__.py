"""A study in a folder: CSV tables, what they must mean, and how they change."""
