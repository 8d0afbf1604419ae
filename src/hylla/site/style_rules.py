"""Leave out of the design system's sheets what no page of ours uses; standard library only."""

import re
from collections.abc import Iterator

UNUSED = (
    ".ds-card__block", ".ds-checkbox--checked", ".ds-details", ".ds-dialog__block",
    ".ds-floating", ".ds-focus", ".ds-icon", ".ds-list--unstyled", ".ds-print-preserve",
    ".ds-readonly-icon", ".ds-sr-only", "[aria-busy", "[aria-disabled", "[aria-readonly",
    "[aria-sort", "[command", "[data-border", "[data-clickdelegatefor", "[data-command",
    "[data-fullwidth", "[data-hover", "[data-icon", "[data-placement", "[data-size",
    "[data-state", "[data-sticky-header", "[data-variant=outline", "[data-weight", "[data-width",
    "[data-zebra", "[readonly]", "[role=switch]", ":dir(rtl)", "click-delegate-hover",
)  # fmt: skip
"""What a selector asks for that no page has: tests/doors/parts/test_styles.py looks."""
HOLDS_RULES = ("@media", "@supports")
CHOICE = re.compile(r":(not|is|where|has)\(")


def in_use(sheet: str) -> str:
    """Return a sheet without the rules, and the selectors of rules, that nothing can match."""
    return "".join(_kept(head, body) for head, body in _rules(sheet))


def _kept(head: str, body: str | None) -> str:
    if body is None:
        return head
    if head.startswith(HOLDS_RULES):
        inside = in_use(body)
        return f"{head}{{{inside}}}" if inside else ""
    if not head.startswith("@"):
        head = ",".join(each for each in _split(head) if not _matches_nothing(each))
    return f"{head}{{{body}}}" if head else ""


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Give each rule's head and body; what ends in a semicolon has no body."""
    at = 0
    while (brace := sheet.find("{", at)) >= 0:
        stop = sheet.find(";", at, brace)
        if stop >= 0:
            yield sheet[at : stop + 1], None
            at = stop + 1
            continue
        end = _closing(sheet, brace, "{}")
        yield sheet[at:brace].strip(), sheet[brace + 1 : end]
        at = end + 1


def _matches_nothing(selector: str) -> bool:
    """Say whether a selector asks for something unused, outside what it says it is not."""
    while choice := CHOICE.search(selector):
        end = _closing(selector, choice.end() - 1, "()")
        inside = _split(selector[choice.end() : end])
        if choice[1] != "not" and all(_matches_nothing(each) for each in inside):
            return True
        selector = selector[: choice.start()] + selector[end + 1 :]
    return any(each in selector for each in UNUSED)


def _split(selectors: str) -> list[str]:
    """Split a list of selectors at the commas that no parenthesis holds."""
    found, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            found.append("")
        else:
            found[-1] += letter
    return found


def _closing(text: str, at: int, pair: str) -> int:
    """Return where what opens at `at` is closed."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == pair[0]) - (text[place] == pair[1])
        if depth == 0:
            return place
    raise ValueError(f"{pair[0]} is never closed")
