"""How people and programs reach the graph: REST, SPARQL protocol, command line."""
