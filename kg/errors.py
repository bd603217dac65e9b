"""The one error class for what a user can mend."""


class KGError(Exception):
    """Something the user can mend; its text is one sentence: where, what is wrong, what to do."""
