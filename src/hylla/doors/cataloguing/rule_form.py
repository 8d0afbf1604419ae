"""The form of one rule for many records: what it asks follows from what the rule does."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hylla.catalogue.rules.change_rules import LONGEST_TEXT, Do, Fault, How, Rule
from hylla.doors.cataloguing.fixed_words import CHOICES, PARTS
from hylla.doors.cataloguing.rule_words import HOW
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.groups import Group, grouped
from hylla.formats.marc.fixed import Part

_FIELD = "tag first second"
_WHERE = "where_code where_says"
_FOUND = "find how any_case"
_FIELDS: Mapping[Do, str] = {
    Do.ADD_FIELD: f"{_FIELD} text always",
    Do.DELETE_FIELD: f"{_FIELD} {_WHERE} code {_FOUND}",
    Do.COPY_FIELD: f"{_FIELD} {_WHERE} to_tag",
    Do.MOVE_FIELD: f"{_FIELD} {_WHERE} to_tag",
    Do.SET_PART: f"{_FIELD} {_WHERE} code text {_FOUND}",
    Do.DELETE_PART: f"{_FIELD} {_WHERE} code {_FOUND}",
    Do.COPY_PART: f"{_FIELD} {_WHERE} code to_tag to_code",
    Do.MOVE_PART: f"{_FIELD} {_WHERE} code to_tag to_code",
    Do.REPLACE_TEXT: f"{_FIELD} {_WHERE} code find text how any_case",
    Do.SET_INDICATORS: f"{_FIELD} {_WHERE} to_first to_second",
    Do.SET_FIXED: "place",
}
_ONLY = "language only_tag only_code only_says unless"
_MUST = {"tag", "place"}
REFUSALS: Mapping[str, str] = {
    Fault.TAG: "tag",
    Fault.CODE: "code",
    Fault.FIELD: "text",
    Fault.FIND: "find",
    Fault.TEXT: "text",
    Fault.TO_TAG: "to_tag",
    Fault.TO_CODE: "to_code",
    Fault.FIXED: "place",
    Fault.LANGUAGE: "language",
    Fault.WHERE: "where_code",
    Fault.ONLY: "only_tag",
}
_SET_BY_BATCH = (Part.AUDIENCE, Part.LITERARY, Part.FORM, Part.DATE_TYPE)


def _code(label: Any, **options: Any) -> forms.CharField:
    return line(label, max_length=1, required=False, **options)


def _place_choices() -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return what places of 008 can say, each under the name of its place."""
    return [
        (str(PARTS[part]), [(f"{part}={code}", name) for code, name in CHOICES[part].items()])
        for part in _SET_BY_BATCH
    ]


class RuleForm(Form):
    """One rule."""

    tag = line(_("Field"), max_length=3, help_text=_("Such as 650; X is any digit: 6XX."))
    first = _code(_("First indicator"), help_text=_("# is a blank."))
    second = _code(_("Second indicator"))
    where_code = _code(
        _("Only fields with the subfield"), help_text=_("A letter or digit, such as 2.")
    )
    where_says = line(
        _("that says"),
        required=False,
        help_text=_("The whole text, in capitals or not; a * at the end: it begins so."),
    )
    code = _code(_("Subfield"), help_text=_("A letter or digit, such as a."))
    find = line(_("Text to find"), max_length=LONGEST_TEXT, required=False, strip=False)
    text = line(_("New text"), max_length=LONGEST_TEXT, required=False, strip=False)
    how = forms.ChoiceField(
        label=_("It is found"),
        choices=[(each.value, words) for each, words in HOW.items()],
        initial=How.ANYWHERE.value,
        required=False,
    )
    any_case = forms.BooleanField(label=_("In capitals or not"), required=False)
    to_tag = line(_("Other field"), max_length=3, required=False)
    to_code = _code(_("Other subfield"))
    to_first = _code(_("New first indicator"), help_text=_("# is a blank; empty: as it is."))
    to_second = _code(_("New second indicator"))
    place = forms.ChoiceField(label=_("Place of 008"), choices=_place_choices)
    always = forms.BooleanField(label=_("Also where such a field is there"), required=False)
    language = line(
        _("Only titles in the language"),
        max_length=3,
        required=False,
        help_text=_("Three small letters, such as nob."),
    )
    only_tag = line(
        _("Only titles with the field"),
        max_length=3,
        required=False,
        help_text=_("Such as 650; X is any digit: 6XX."),
    )
    only_code = _code(_("and in it the subfield"))
    only_says = line(_("that says"), required=False)
    unless = forms.BooleanField(label=_("Only titles without it"), required=False)

    def __init__(self, do: Do, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._do = do
        asked = _FIELDS[do].split()
        for name in set(self.fields) - {*asked, *_ONLY.split()}:
            del self.fields[name]
        if do is Do.ADD_FIELD:
            self.fields["text"].label = _("What it says")
            self.fields["text"].help_text = _("With its subfields: $a Roman $2 ntsf")
        if do in {Do.COPY_PART, Do.MOVE_PART}:
            self.fields["to_tag"].help_text = _("Left empty, it stays in the same field.")
        if do is Do.REPLACE_TEXT:
            self.fields["code"].help_text = _("Left empty, all of the field.")
            self.fields["text"].help_text = _("Left empty, the text goes.")

    def groups(self) -> list[Group]:
        """Return the fields under headings."""
        names = {
            _("What is done"): tuple(_FIELDS[self._do].split()),
            _("In which titles"): tuple(_ONLY.split()),
        }
        return grouped(self, tuple(names.items()))

    def rule(self) -> Rule:
        """Return what was filled in."""
        told = dict(self.cleaned_data)
        part, _equals, code = told.pop("place", "").partition("=")
        if part:
            told |= {"part": part, "text": code}
        if told.get("how"):
            told["how"] = How(told["how"])
        if self._do not in {Do.REPLACE_TEXT, Do.SET_PART} and "text" in told:
            told["text"] = told["text"].strip()
        return Rule(self._do, **{name: each for name, each in told.items() if each != ""})
