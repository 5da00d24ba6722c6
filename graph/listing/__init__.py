"""Listing: what every study's lists hold, written down with a generation, to be read at once.

A list of one study costs the engine some hundred look-ups for each record, and a list over all
studies more. So a build asks each kind's query of each study once, and what its filters would find,
and keeps both in a file in the generation. It's a copy: what isn't in it is asked of the engine.
"""
