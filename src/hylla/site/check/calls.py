"""The texts that code gives to gettext where Babel does not look, and those it could never find."""

import ast
from collections.abc import Iterator

SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop", "phrase"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
PLURAL_CONTEXT = {"npgettext", "npgettext_lazy"}
# For each function: which of its arguments are texts, in order.
TEXTS = {
    **dict.fromkeys(SINGLE, (0,)),
    **dict.fromkeys(PLURAL, (0, 1)),
    **dict.fromkeys(CONTEXT, (1,)),
    **dict.fromkeys(PLURAL_CONTEXT, (1, 2)),
}


def calls_in(source: str) -> Iterator[tuple[int, str, list[ast.expr]]]:
    """Yield the line, the function and the arguments of each call of gettext's family."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            if name in TEXTS and len(node.args) > max(TEXTS[name]):
                yield node.lineno, name, node.args


def hidden_texts(source: str) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    """Yield the line, text and context of each call within an f-string, which Babel passes over."""
    for string in ast.walk(ast.parse(source)):
        if isinstance(string, ast.JoinedStr):
            for line, name, arguments in calls_in(ast.unparse(string)):
                texts = tuple(_constant(arguments[at]) for at in TEXTS[name])
                context = _constant(arguments[0]) if name in CONTEXT | PLURAL_CONTEXT else None
                if all(texts):
                    yield line, texts[0] if len(texts) == 1 else texts, context


def unwritten(source: str) -> Iterator[int]:
    """Yield the lines of calls whose text is not written out there: nobody can collect it.

    A phrase's pattern is: where the phrase is made.
    """
    for line, name, arguments in calls_in(source):
        texts = [arguments[at] for at in TEXTS[name]]
        if not all(_constant(each) or _is_pattern(each) for each in texts):
            yield line


def _is_pattern(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "pattern"


def _constant(node: ast.expr) -> str:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text else ""  # type: ignore[attr-defined]  # mypy loses it


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
