"""How a component is to be written at one place: what is text for good, and what is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template import Context, Node, NodeList, Template
from django.template.base import TextNode
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django_cotton.templatetags import Attrs
from django_cotton.templatetags._component import _MISSING, AttrKind, CottonComponentNode
from django_cotton.templatetags._component import PreparedAttr as Given
from django_cotton.templatetags._vars import CottonVarsNode, PreparedVar
from typing_extensions import override

from hylla.doors.parts.components.folding import fold
from hylla.doors.parts.tags import spread

SPREAD = "attrs|spread"
SLOT = "slot"


@dataclass(frozen=True)
class Plan:
    """`known` are fixed values, `open` what hangs on the page: both by their names inside.

    `parts` are there where nothing but the slot, which is None among them, is left open.
    """

    template: Template
    known: Mapping[str, Any]
    open: tuple[Given, ...]
    slots: frozenset[str]
    body: NodeList
    parts: tuple[str | None, ...] | None


class Spread(Node):
    """The attributes that a component does not name: fixed ones as text, in their order."""

    child_nodelists = ()

    def __init__(self, attributes: Sequence[Given]) -> None:
        self._attributes = attributes

    @override
    def render(self, context: Context) -> SafeString:
        values = context["attrs"]
        found = {
            each.key: values.get(inside(each.key)) if is_open(each) else each.value
            for each in self._attributes
        }
        return spread(Attrs(found))


class Slot(Node):
    """The place of what stands between the tags."""

    child_nodelists = ()

    @override
    def render(self, context: Context) -> SafeString:
        slot: SafeString = context[SLOT]
        return slot


def planned(
    made: CottonComponentNode, given: Sequence[Given], *, slots: frozenset[str]
) -> Plan | None:
    """Plan a component, or return None where it does what a plan cannot hold."""
    if made.only or made.component_name == "component" or any(e.key == "attrs" for e in given):
        return None
    template = _template_of(made)
    heads = [each for each in template.nodelist if isinstance(each, CottonVarsNode)]
    usual = [each for head in heads for each in head._prepared_vars]
    is_odd = template.source.count("attrs") != template.source.count(SPREAD)
    if is_odd or any(_default(each) is _MISSING for each in usual):
        return None
    known = {each.accessible_key: _default(each) for each in usual}
    known |= {inside(each.key): each.value for each in given if not is_open(each)}
    rest = {inside(each.key) for each in given if is_open(each)} | slots
    named = {each.exclude_key for each in usual}.union(*(head.empty_vars for head in heads))
    fixed = {key: value for key, value in known.items() if key not in rest}
    places = {SPREAD: _spread(each for each in given if each.key not in named), SLOT: Slot()}
    body = fold(template.nodelist, {**fixed, **places})
    left = tuple(each._replace(key=inside(each.key)) for each in given if is_open(each))
    return Plan(template, known, left, slots, body, _parts_of(body))


def is_open(attribute: Given) -> bool:
    """Tell whether what is given hangs on the page."""
    return attribute.compiled is not None


def inside(name: str) -> str:
    """Return the name that an attribute has inside its component."""
    return name.replace("-", "_")


def _template_of(made: CottonComponentNode) -> Template:
    path, *others = made._candidate_template_paths(made.component_name, None)
    template: Template = get_template(path).template  # type: ignore[attr-defined] # of Django's own engine
    return template


def _default(usual: PreparedVar) -> Any:
    """Return what a value is where none is given, or _MISSING where the page must be asked."""
    if usual.compiled is None:
        return usual.value
    if usual.kind is AttrKind.ESCAPED:
        return _MISSING
    return True if usual.value == "" else usual.compiled._literal


def _spread(attributes: Iterable[Given]) -> Node:
    rest = list(attributes)
    if any(is_open(each) for each in rest):
        return Spread(rest)
    return TextNode(spread(Attrs({each.key: each.value for each in rest})))


def _parts_of(body: NodeList) -> tuple[str | None, ...] | None:
    if not all(isinstance(each, TextNode | Slot) for each in body):
        return None
    return tuple(each.s if isinstance(each, TextNode) else None for each in body)
