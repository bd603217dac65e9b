"""Tables in plain text, by the marks that part their cells; `find.py` tries them in turn."""
