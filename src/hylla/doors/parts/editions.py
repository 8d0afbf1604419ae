"""Which editions of a work would do: asked where a hold is placed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.catalogue.queries import RecordFacts, other_editions
from hylla.circulation.actions import Editions
from hylla.formats.language import language_words

THIS, LANGUAGE, ANY = "this", "language", "any"
Choices = list[tuple[str, str]]


def edition_choices(title: RecordFacts) -> Choices:
    """Return what may be chosen of a title's work; nothing where there is one edition of it."""
    others = other_editions(title.id)
    if not others:
        return []
    choices = [(LANGUAGE, _same_language(title)), (THIS, _("Only this edition"))]
    if any(each.languages[:1] != title.languages[:1] for each in others):
        choices.append((ANY, _("Any edition, in any language")))
    return choices


def has_other_forms(title: RecordFacts) -> bool:
    """Say whether the work is there both printed and read aloud."""
    return any(each.kind != title.kind for each in other_editions(title.id))


def _same_language(title: RecordFacts) -> str:
    if not title.languages:
        return _("Any edition in the same language")
    name = language_words(title.languages[0], get_language() or "en")
    return _("Any edition in this language: %(language)s") % {"language": name}


def other_form_field() -> forms.BooleanField:
    """Return the question whether printed and read aloud both do."""
    label = gettext_lazy("Both printed and read aloud will do")
    return forms.BooleanField(label=label, required=False)


def chosen_editions(told: Mapping[str, Any]) -> Editions | None:
    """Return what was chosen: where it is this edition or one copy, nothing else would do."""
    chosen = told.get("editions")
    if chosen not in {LANGUAGE, ANY}:
        return None
    return Editions(chosen == ANY, bool(told.get("any_form")))
