"""Components that are worked out ahead write to the letter what cotton itself writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.test import override_settings
from django.utils import translation

from hylla.doors.parts.components.component import Component
from hylla.doors.parts.look.catalogue import EveryField
from hylla.doors.parts.page import Said

USES = (
    "<c-button>Go</c-button>",
    '<c-button variant="secondary" name="item" value="7" disabled about="{{ text }}">Go</c-button>',
    '<c-button :disabled="no" :title="nothing" :variant="text" icon="print">{{ text }}</c-button>',
    '<c-button :name="missing" aria-label="a & b" :tone="tone" data-x="{{ text }}" id=plain />',
    '<c-tag tone="bad">{{ text }}</c-tag><c-tag :tone="tone" icon="clock">x</c-tag><c-tag />',
    '<c-cell label="{{ text }}" data-n="1">1</c-cell><c-cell head="1" id="x">2</c-cell>',
    '<c-notice tone="{{ tone }}" title="a & b" :where="text" role="status">{{ text }}</c-notice>',
    '<c-empty icon="search" title="<b>"><c-button>{{ text }}</c-button></c-empty>',
    '<c-table label="t"><c-slot name="head"><c-column>{{ text }}</c-column></c-slot>'
    "{% for n in many %}<c-row><c-cell>{{ n }}</c-cell></c-row>{% endfor %}</c-table>",
    '{% if tone %}<c-table>{% if text %}<c-slot name="head">{{ text }}</c-slot>{% endif %}'
    '<c-card title="{{ text }}" level="3"><c-table><c-slot name="head">in</c-slot>x</c-table>'
    "</c-card></c-table>{% endif %}",
    '<c-form :form="form" action="/a/" button="{{ text }}" opening="5"><p>in it</p></c-form>',
    '<c-form :form="form" button="Go" data-whole><c-slot name="before"><i>b</i></c-slot></c-form>',
    '<c-said :said="said" />',
    '<c-steps :names="many" :at="2" /><c-progress label="{{ text }}" :value="5" />',
    '<c-crumbs><c-crumb href="/">{{ text }}</c-crumb><c-crumb>b</c-crumb></c-crumbs>',
    '<c-card><c-card title="{{ text }}" aria-labelledby="x">{{ slot }}</c-card></c-card>',
    '{% with text="inner" %}<c-dialog id="d" title="{{ text }}">{{ text }}</c-dialog>{% endwith %}',
)


def context() -> dict[str, Any]:
    """Return what the uses above are given; some of it would break out if it could."""
    form = EveryField({})
    form.is_valid()
    return {
        "text": '"><script>',
        "tone": "notice",
        "no": False,
        "nothing": None,
        "many": ["a", "<b>", 3],
        "form": form,
        "said": [Said("bad", ("One & two",), where="A1"), Said("good", ("Three",))],
    }


@contextmanager
def by_cotton_alone() -> Iterator[None]:
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["builtins"].remove("hylla.doors.parts.components")
    with override_settings(TEMPLATES=templates):
        button = engines["django"].from_string("{% cotton button %}{% endcotton %}").template
        assert not button.nodelist.get_nodes_by_type(Component)
        yield


def written(source: str, values: dict[str, Any], language: str) -> str:
    loader = engines["django"].engine.template_loaders[0].loaders[0]
    compiled = loader.cotton_compiler.process(source)
    with translation.override(language):
        return str(engines["django"].from_string(compiled).render(values))


@pytest.mark.parametrize("source", USES)
def test_a_component_is_written_as_cotton_writes_it(source: str) -> None:
    ahead = [written(source, context(), language) for language in ("en", "sv")]
    again = [written(source, context(), language) for language in ("en", "sv")]
    with by_cotton_alone():
        plain = [written(source, context(), language) for language in ("en", "sv")]
    assert ahead == again == plain


def test_the_components_of_these_tests_are_planned_and_not_left_to_cotton() -> None:
    for source in USES:
        loader = engines["django"].engine.template_loaders[0].loaders[0]
        template = engines["django"].from_string(loader.cotton_compiler.process(source)).template
        uses = template.nodelist.get_nodes_by_type(Component)
        assert uses
        assert all(each.plan() is not None for each in uses)


def test_what_hangs_on_nothing_is_text() -> None:
    template = engines["django"].from_string(
        '{% cotton button variant="secondary" icon="print" %}Go{% endcotton %}'
    )
    (use,) = template.template.nodelist.get_nodes_by_type(Component)
    plan = use.plan()
    assert plan.parts is not None
    assert [each is None for each in plan.parts] == [False, True, False]
    assert "<path" in (plan.parts[0] or "")


def test_what_a_plan_cannot_hold_is_left_to_cotton() -> None:
    source = '{% cotton button :attrs="given" %}Go{% endcotton %}'
    template = engines["django"].from_string(source)
    (use,) = template.template.nodelist.get_nodes_by_type(Component)
    assert use.plan() is None
    assert 'name="x"' in template.render({"given": {"name": "x"}})
