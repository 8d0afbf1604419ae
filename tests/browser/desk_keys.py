"""Hands and scanner at the desk: what is pressed, and what is waited for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

LISTEN = """() => {
  window.unanswered = true;
  document.addEventListener("hylla:shown", () => { window.unanswered = false; }, { once: true });
}"""


@contextmanager
def answered(page: Page) -> Iterator[None]:
    """Wait until what is done inside has been answered, by a part of the page or a whole one."""
    page.evaluate(LISTEN)
    yield
    page.wait_for_function("() => !window.unanswered")
    page.wait_for_load_state()


class Hands:
    """Counts what a person presses; what a scanner sends is one scan."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.scans = page, 0, 0

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.pressed += 1
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type by hand."""
        self.pressed += len(text)
        self.page.keyboard.type(text)

    def scan(self, line: str, *, end: str = "Enter") -> None:
        """Send a line as a scanner does."""
        self.scans += 1
        self.page.keyboard.type(line)
        self.page.keyboard.press(end)

    def tab_to(self, is_there: Callable[[], bool]) -> None:
        """Press Tab until there."""
        for _ in range(80):
            self.press("Tab")
            if is_there():
                return
        raise AssertionError("Tab never got there")

    def tab_to_button(self, name: str) -> None:
        """Press Tab until a button or a link with this name has the focus."""
        told = "(name) => (document.activeElement.innerText || '').includes(name)"
        self.tab_to(lambda: bool(self.page.evaluate(told, name)))


def says(page: Page, text: str) -> None:
    """Expect the desk's answer to say something."""
    expect(page.locator("#answer")).to_contain_text(text)
