"""Where quads are kept: in a folder of our own, or on somebody's server."""
