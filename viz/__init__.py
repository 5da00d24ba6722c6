"""How people see the graph: pages and the data that they draw."""
