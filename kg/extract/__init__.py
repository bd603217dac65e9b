"""Passages -> mentions -> claims: dates, amounts, names and the rules that read them."""
