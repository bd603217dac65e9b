"""Wikidata and other registers: links as SSSOM, candidates from live services, comparison, QuickStatements, review."""
