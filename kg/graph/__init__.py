"""Accounts become quads; the store that holds them, its checks and its exports."""
