"""A component at one place of a template: planned when it is first shown, then quickly written."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.template import Context, Node, NodeList
from django.template.base import TextNode
from django.utils.safestring import SafeString
from django_cotton.templatetags import Attrs, UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, PreparedValue
from django_cotton.templatetags._component import PreparedAttr as Given
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.utils import get_cotton_data
from typing_extensions import override

from hylla.doors.parts.components.folding import Known, fold, is_name, text_of
from hylla.doors.parts.components.planning import Plan, is_open, planned


class Component(Node):
    """One use of a component: what it is given, and what stands between its tags."""

    child_nodelists = ("nodelist",)

    def __init__(
        self, made: CottonComponentNode, given: Sequence[Given], nodelist: NodeList
    ) -> None:
        self._made, self._given = made, given
        self.nodelist = nodelist
        self._plans: tuple[Plan | None] | None = None

    @classmethod
    def of(cls, made: CottonComponentNode) -> "Component":
        """Return the component that cotton has read."""
        return cls(made, made._prepared_attrs, made.nodelist)

    @override
    def render(self, context: Context) -> SafeString:
        plan = self.plan()
        if plan is None:
            whole: SafeString = self._made.render(context)
            return whole
        values = dict(_values(plan.open, context))
        slot, slots = self._between(plan, context)
        if plan.parts is not None:
            return SafeString("".join([slot if each is None else each for each in plan.parts]))
        state = {**plan.known, **slots, **values, "attrs": values, "slot": slot}
        inside = self._made._create_partial_context(context, state)
        inside.template = plan.template
        return SafeString("".join([str(each.render_annotated(inside)) for each in plan.body]))

    def plan(self) -> Plan | None:
        """Return how to write it, or None where only cotton itself can."""
        if self._plans is None:
            filled: list[Any] = list(self.nodelist.get_nodes_by_type(CottonSlotNode))
            named = {each.slot_name for each in filled}
            self._plans = (planned(self._made, self._given, slots=frozenset(named)),)
        return self._plans[0]

    def folded(self, known: Known) -> Iterator[Node]:
        """Yield what is left of it inside a component that knows something."""
        nodelist = fold(self.nodelist, known)
        given = [_settled(each, known) for each in self._given]
        component = Component(self._made, given, nodelist)
        plan = component.plan()
        if plan is None:
            yield self
        elif plan.parts is None or plan.open or plan.slots:
            yield component
        else:
            for each in plan.parts:
                yield from nodelist if each is None else [TextNode(each)]

    def _between(self, plan: Plan, context: Context) -> tuple[SafeString, dict[str, Any]]:
        """Write what stands between the tags: the slot, and those that have names."""
        if not plan.slots:
            return self.nodelist.render(context), {}
        slots: dict[str, Any] = {}
        stack = get_cotton_data(context)["stack"]
        stack.append({"key": self._made.component_name, "attrs": Attrs({}), "slots": slots})
        try:
            return self.nodelist.render(context), slots
        finally:
            stack.pop()


def _values(given: Sequence[Given], context: Context) -> Iterator[tuple[str, Any]]:
    """Yield what hangs on the page; what cannot be worked out is as if it were not given."""
    for each in given:
        if each.kind is AttrKind.ESCAPED:
            yield each.key, each.compiled.nodelist.render(context)
            continue
        try:
            yield each.key, each.compiled.resolve(context)
        except UnprocessableDynamicAttr:
            if each.kind is AttrKind.UNQUOTED:
                yield each.key, each.value


def _settled(attribute: Given, known: Known) -> Given:
    """Return an attribute as fixed, where it is nothing but something known."""
    if not is_open(attribute):
        return attribute
    if isinstance(attribute.compiled, PreparedValue):
        variable = attribute.compiled._variable
        if not is_name(variable, known):
            return attribute
        value = known[variable.lookups[0]]
    else:
        value = text_of(fold(attribute.compiled.nodelist, known))
        if value is None:
            return attribute
        value = SafeString(value)
    return attribute._replace(kind=AttrKind.STATIC, value=value, compiled=None)
