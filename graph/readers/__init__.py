"""Readers: a source text in, a suggested study out."""
