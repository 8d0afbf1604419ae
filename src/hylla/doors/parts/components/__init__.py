"""Components worked out ahead: what a template says for good is written once, not at each page.

The parts of `django-cotton` that read templates are its own. Only how a component is rendered is
ours: docs/adr/0030 says why.
"""

from django import template
from django.template.base import Parser, Token
from django_cotton.templatetags._component import cotton_component

from hylla.doors.parts.components.component import Component

register = template.Library()


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Component:
    """Read a component as cotton does."""
    return Component.of(cotton_component(parser, token))
