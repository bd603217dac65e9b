"""The graph over HTTP: SPARQL protocol, linked data, pages for people, reconciliation, and pictures for papers."""
