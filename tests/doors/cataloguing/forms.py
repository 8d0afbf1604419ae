"""What stands in the editor's form, as a browser without scripts would send it."""

from html.parser import HTMLParser
from typing import Any

Attributes = list[tuple[str, str | None]]


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._is_inside = False
        self._choosing = ""
        self._writing = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag == "form":
            self._is_inside = told.get("id") == "marc"
        elif not self._is_inside:
            return
        elif tag == "input":
            self.values[name] = told.get("value") or ""
        elif tag == "textarea":
            self._writing = name
            self.values[name] = ""
        elif tag == "select":
            self._choosing = name
        elif not self._choosing:
            return
        elif tag == "option" and ("selected" in told or self._choosing not in self.values):
            self.values[self._choosing] = told.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "textarea":
            self._writing = ""
        elif tag == "select":
            self._choosing = ""

    def handle_data(self, data: str) -> None:
        if self._writing:
            self.values[self._writing] += data


def filled(answer: Any) -> dict[str, str]:
    """Return the names and values of the form on a page."""
    form = _Form()
    form.feed(answer.content.decode())
    return form.values
