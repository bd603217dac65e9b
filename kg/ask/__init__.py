"""Questions to the graph: saved queries, their parameters, safe running, result formats, and portraits of entities."""
