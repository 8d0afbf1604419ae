"""A query, from tree to text: what is written is read as the same tree."""

import re

from .tree import Boolean, Clause, Modifier, Prefixed, Query, SortKey, Tree

_PLAIN = re.compile(r"[\w.*?^:-]+")
_KEYWORDS = frozenset({"and", "or", "not", "prox", "sortby"})
# A quotation mark, or a backslash with what it escapes.
_QUOTE = re.compile(r'\\.|"', re.DOTALL)


def written(query: Query) -> str:
    """Return the text of a query."""
    text = _tree(query.tree)
    if not query.sort:
        return text
    return f"{text} sortby {' '.join(map(_sort_key, query.sort))}"


def _tree(tree: Tree) -> str:
    match tree:
        case Prefixed(prefix, uri, inner):
            name = f"{_text(prefix)} = " if prefix else ""
            return f"(> {name}{_text(uri)} {_tree(inner)})"
        case Boolean(operator, left, right, modifiers):
            # Operators are of one strength and go from left to right.
            after = f"({_tree(right)})" if isinstance(right, Boolean) else _tree(right)
            return f"{_tree(left)} {operator}{_modifiers(modifiers)} {after}"
        case Clause(term, index, relation, modifiers):
            if not relation:
                return _text(term)
            return f"{_text(index)} {relation}{_modifiers(modifiers)} {_text(term)}"


def _sort_key(key: SortKey) -> str:
    return f"{_text(key.index)}{_modifiers(key.modifiers)}"


def _modifiers(modifiers: tuple[Modifier, ...]) -> str:
    return "".join(
        f" /{_text(each.name)}"
        + (f" {each.comparison} {_text(each.value)}" if each.comparison else "")
        for each in modifiers
    )


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _KEYWORDS:
        return text
    escaped = _QUOTE.sub(lambda found: '\\"' if found[0] == '"' else found[0], text)
    return f'"{escaped}"'
