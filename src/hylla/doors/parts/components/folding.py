"""Work out what of a template is already known: its text, its conditions, its fixed values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.template import Context, Node, NodeList, TemplateDoesNotExist
from django.template.base import FilterExpression, TextNode, Variable, VariableNode
from django.template.base import render_value_in_context as written
from django.template.defaultfilters import add
from django.template.defaulttags import IfNode, LoadNode, TemplateLiteral
from django.template.engine import Engine
from django.template.loader_tags import IncludeNode
from django_cotton.templatetags._vars import CottonVarsNode

from hylla.doors.parts.tags import tone_colour, tone_icon

Known = Mapping[str, Any]
"""Fixed values by name. A name with a filter, such as `attrs|spread`, stands for a `Node`."""
PURE: tuple[Callable[..., object], ...] = (add, tone_colour, tone_icon)
"""Filters whose answer depends on nothing but what they are given: no language, no time."""
SILENT = {LoadNode, CottonVarsNode}


def fold(nodes: Iterable[Node], known: Known) -> NodeList:
    """Return the nodes with what is known worked out, and neighbouring texts as one."""
    kept = NodeList()
    for node in nodes:
        for each in _folded(node, known):
            last = kept[-1] if kept else None
            if isinstance(each, TextNode) and isinstance(last, TextNode):
                kept[-1] = TextNode(last.s + each.s)
            else:
                kept.append(each)
    return kept


def text_of(nodes: Iterable[Node]) -> str | None:
    """Return what the nodes say, if that is the same for everyone, always; else None."""
    texts = []
    for each in nodes:
        if not isinstance(each, TextNode):
            return None
        texts.append(each.s)
    return "".join(texts)


def is_name(variable: object, known: Known) -> bool:
    """Tell whether a variable is nothing but the name of something known."""
    lookups: tuple[str, ...] = getattr(variable, "lookups", None) or ()
    return len(lookups) == 1 and lookups[0] in known and not getattr(variable, "translate", False)


def _folded(node: Node, known: Known) -> Iterator[Node]:
    if type(node) in SILENT:
        return
    if isinstance(node, VariableNode):
        yield _variable(node, known)
    elif isinstance(node, IfNode):
        yield from _condition(node, known)
    elif isinstance(node, IncludeNode):
        yield _included(node, known)
    elif hasattr(node, "folded"):
        yield from node.folded(known)
    else:
        yield node


def _variable(node: VariableNode, known: Known) -> Node:
    expression = node.filter_expression
    place = known.get(expression.token)
    if isinstance(place, Node):
        return place
    if not _is_known(expression, known):
        return node
    value = expression.resolve(Context(dict(known)))
    # Numbers and days are written as the reader's language does.
    return TextNode(written(value, Context())) if isinstance(value, str) else node


def _condition(node: Any, known: Known) -> Iterator[Node]:
    """Leave out branches that are never taken; a branch that always is stands for itself."""
    branches: list[tuple[Any, NodeList]] = []
    for condition, nodes in node.conditions_nodelists:
        is_always = condition is None
        if condition is not None and _is_settled(condition, known):
            if not condition.eval(Context(dict(known))):
                continue
            is_always = True
        if is_always and not branches:
            yield from fold(nodes, known)
            return
        branches.append((None if is_always else condition, fold(nodes, known)))
        if is_always:
            break
    if branches:
        yield IfNode(branches)


def _is_settled(condition: Any, known: Known) -> bool:
    if isinstance(condition, TemplateLiteral):
        expression: Any = condition.value
        return _is_known(expression, known)
    parts = [each for each in (condition.first, condition.second) if each is not None]
    return bool(parts) and all(_is_settled(each, known) for each in parts)


def _included(node: Any, known: Known) -> Node:
    """Put a file that is nothing but text, such as an icon, where it is asked for."""
    kept: Node = node
    if not _is_known(node.template, known):
        return kept
    name = node.template.resolve(Context(dict(known)))
    try:
        found = Engine.get_default().get_template(name)
    except TemplateDoesNotExist:
        return kept
    text = text_of(fold(found.nodelist, {}))
    return kept if text is None else TextNode(text)


def _is_known(expression: FilterExpression, known: Known) -> bool:
    variable = expression.var
    if isinstance(variable, Variable):
        if variable.literal is None and not is_name(variable, known):
            return False
    elif not isinstance(variable, str | int):
        # A text in the reader's language is neither.
        return False
    return all(
        function in PURE and all(_is_argument(each, known) for each in arguments)
        for function, arguments in expression.filters
    )


def _is_argument(argument: tuple[bool, Any], known: Known) -> bool:
    is_variable, value = argument
    return is_name(value, known) if is_variable else isinstance(value, str | int)
