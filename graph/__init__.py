"""From a study to a graph, and what can be computed on it."""
