"""The record that the readers of file formats give."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A text and what the head of its file says; empty where it says nothing."""

    text: str
    title: str = ""
    url: str = ""
    published: str = ""
