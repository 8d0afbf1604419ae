"""Components: what they write, that nothing in them can break out, and what people hear of them."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import zxingcpp
from django import forms
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from hylla.doors.parts.look.catalogue import EveryField
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.tags import linked
from tests.house.sources import ROOT

COTTON = ROOT / "src" / "hylla" / "doors" / "templates" / "cotton"
STATIC = ROOT / "src" / "hylla" / "doors" / "static" / "hylla"


def shown(component: str, context: Mapping[str, Any] | None = None, *, slot: str = "") -> str:
    """Render one component, written as the loader compiles it, in English."""
    source = f"{{% cotton {component} %}}{slot}{{% endcotton %}}"
    with translation.override("en"):
        return str(engines["django"].from_string(source).render(dict(context or {})))


@pytest.mark.parametrize("path", sorted(COTTON.glob("*.html")), ids=lambda path: path.stem)
def test_a_component_never_writes_attributes_unescaped(path: Any) -> None:
    """django-cotton's own `attrs` are marked safe, whatever is in them."""
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"{{ *attrs *}}", source)
    assert "|safe" not in source
    assert "style=" not in source


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_nothing_breaks_out_of_an_attribute(text: str) -> None:
    for given_as in (':aria-label="text"', 'aria-label="{{ text }}"', ':name="text"'):
        out = shown(f"button {given_as}", {"text": text}, slot="Go")
        assert "<script" not in out
        tag = re.match(r'\s*<button(?: [a-z-]+="[^"<>]*")*>', out)
        assert tag is not None, out


def test_a_button() -> None:
    out = shown('button variant="secondary" tone="bad" name="item" value="7" disabled', slot="Go")
    for part in ('type="submit"', 'data-variant="secondary"', 'data-color="danger"', 'name="item"'):
        assert part in out
    assert " disabled" in out


def test_what_is_false_or_nothing_is_no_attribute() -> None:
    out = shown('button :disabled="no" :title="nothing" :hidden="yes"', {"no": False, "yes": True})
    assert "disabled" not in out
    assert "title" not in out
    assert 'hidden=""' in out


@pytest.mark.parametrize(
    ("tone", "colour"),
    [("good", "success"), ("notice", "warning"), ("bad", "danger"), ("quiet", "neutral")],
)
def test_a_tone_is_an_icon_and_words_as_well_as_a_colour(tone: str, colour: str) -> None:
    out = shown(f'tag tone="{tone}"', slot="kept")
    assert f'data-color="{colour}"' in out
    assert re.search(r"<svg.*aria-hidden=\"true\".*</svg>\s*kept", out, re.DOTALL)


def test_no_two_tones_have_the_same_icon() -> None:
    drawn = {tone: shown(f'tag tone="{tone}"') for tone in ("good", "notice", "bad", "info")}
    icons = {re.sub(r"data-color=\"\w+\"", "", out) for out in drawn.values()}
    assert len(icons) == len(drawn)


def test_each_field_points_at_its_hint_and_its_problem() -> None:
    form = EveryField({"email": "nowhere"})
    for field in form.visible_fields():
        out = shown('field :field="field"', {"field": field})
        for name in re.findall(r'aria-describedby="([^"]+)"', out):
            for each in name.split():
                assert f'id="{each}"' in out, f"{field.name}: {each}"
        if field.errors:
            assert 'aria-invalid="true"' in out
        assert "ds-input" in out


def test_the_summary_leads_to_every_field() -> None:
    form = EveryField({})
    summary = shown('errors :form="form"', {"form": form})
    fields = "".join(shown('field :field="field"', {"field": each}) for each in form)
    targets = re.findall(r'href="#([^"]*)"', summary)
    assert len(targets) == len(form.errors)
    for target in targets:
        assert f'id="{target}"' in fields
    assert 'role="alert"' in summary


def test_a_form_carries_its_hidden_fields_and_what_was_opened() -> None:
    class Sent(forms.Form):
        kind = forms.CharField(widget=forms.HiddenInput, initial="x")

    out = shown('form :form="form" action="/x" button="Save" opening="17"', {"form": Sent()})
    assert '<input type="hidden" name="opened" value="17">' in out
    assert 'name="kind"' in out
    assert 'action="/x"' in out
    assert "Save" in out


def test_what_is_said_is_heard() -> None:
    out = shown(
        'said :said="said"', {"said": [good("Lent."), bad("No."), Said("good", (), "West")]}
    )
    assert re.findall(r'role="(\w+)"', out) == ["status", "alert", "status"]
    assert '<p class="where">West</p>' in out


def test_a_table_stays_one_for_those_who_listen() -> None:
    """Its rows are blocks on a phone, where browsers would forget what they are."""
    cells = '{% cotton cell label="Due" %}now{% endcotton %}'
    out = shown("table", slot=f"{{% cotton row %}}{cells}{{% endcotton %}}")
    for role in ("table", "rowgroup", "row", "cell"):
        assert f'role="{role}"' in out
    assert 'data-label="Due"' in out


def test_the_step_one_is_on_is_told() -> None:
    out = shown('steps :names="names" :at="2"', {"names": ["One", "Two", "Three"]})
    assert out.count('aria-current="step"') == 1
    assert 'aria-label="Step 2 of 3"' in out
    assert out.count("Done") == 1


def test_a_scanner_reads_the_barcode() -> None:
    out = shown('barcode number="20000000000017" label="Card"')
    width = int(re.search(r'viewBox="0 0 (\d+) 1"', out)[1])  # type: ignore[index] # it is there
    picture = Image.new("L", (width * 3, 120), 255)
    draw = ImageDraw.Draw(picture)
    for at, length in re.findall(r"M(\d+) 0h(\d+)", out):
        draw.rectangle((int(at) * 3, 10, (int(at) + int(length)) * 3 - 1, 110), fill=0)
    assert [each.text for each in zxingcpp.read_barcodes(picture)] == ["20000000000017"]
    assert 'aria-label="Card 20000000000017"' in out


@pytest.mark.parametrize(
    ("language", "day", "period", "sum_of_money"),
    [
        ("nb", "3. mai 2027", "3.–10. mai 2027", "1\u00a0234,50\u00a0kr"),
        ("nn", "3. mai 2027", "3.–10. mai 2027", "1\u00a0234,50\u00a0kr"),
        ("sv", "3 maj 2027", "3–10 maj 2027", "1\u00a0234,50\u00a0kr"),
        ("en", "3 May 2027", "3–10 May 2027", "1,234.50\u00a0kr"),
    ],
)
def test_days_and_sums_as_people_write_them(
    language: str, day: str, period: str, sum_of_money: str
) -> None:
    source = "{{ start|day }}|{{ start|days_until:end }}|{{ 123450|money }}"
    with translation.override(language):
        dates = {"start": date(2027, 5, 3), "end": date(2027, 5, 10)}
        out = engines["django"].from_string(source).render(dates)
    assert out.split("|") == [day, period, sum_of_money]


def test_the_inventory_names_every_component() -> None:
    listed = set(re.findall(r"<c-([a-z-]+)", (ROOT / "docs" / "design.md").read_text("utf-8")))
    made = {path.stem.replace("_", "-") for path in COTTON.glob("*.html")}
    assert made - listed == set()
    assert listed - made <= {"slot"}


@pytest.mark.parametrize("path", sorted(STATIC.glob("css/*.css")), ids=lambda path: path.stem)
def test_our_sheets_stand_in_layers_and_fetch_nothing(path: Any) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"@layer ([^{;]+)", text)) <= {"hylla-parts "}
    assert "url(" not in text
    assert "@import" not in text
    assert "!important" not in text
    # Colours come from the library's policy; black and white are for paper and barcodes.
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", text)) <= {"#ffffff", "#000000"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask us.", "Ask us."),
        ("a@b.no", '<a href="mailto:a@b.no">a@<wbr>b.<wbr>no</a>'),
        ("<b> a.b@c.no.", '&lt;b&gt; <a href="mailto:a.b@c.no">a.<wbr>b@<wbr>c.<wbr>no</a>.'),
    ],
)
def test_an_address_breaks_between_its_parts(text: str, expected: str) -> None:
    assert linked(text) == expected
