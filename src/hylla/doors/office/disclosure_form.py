"""What is asked where somebody wants to read what the library keeps."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.words import ASKERS
from hylla.privacy.disclosing import OPEN, ORDERED_BY, CaseFacts, Question
from hylla.privacy.incidents import kinds_in_tables
from hylla.privacy.models.disclosing import About, Ruling
from hylla.privacy.models.incidents import AskedBy
from hylla.privacy.record.words import called

ABOUT: Mapping[About, str | Promise] = {
    About.ONE: gettext_lazy("One person"),
    About.EVERYONE: gettext_lazy("All patrons"),
}
GIVEN: Mapping[str, str | Promise] = {
    "patrons.Identity": gettext_lazy("Names"),
    "patrons.Address": gettext_lazy("Postal addresses"),
    "patrons.Phone": gettext_lazy("Telephone numbers"),
    "patrons.Email": gettext_lazy("E-mail addresses"),
}
"""What may be handed out, as it stands on the list: of who somebody is, the name alone."""
RULINGS: Mapping[Ruling, str | Promise] = {
    Ruling.GIVEN: gettext_lazy("Given"),
    Ruling.PARTLY: gettext_lazy("Given in part"),
    Ruling.REFUSED: gettext_lazy("Refused"),
}
FIELDS = {
    "disclosure_needs_law": "law",
    "disclosure_not_that": "given",
    "disclosure_in_part": "ruling",
    "disclosure_not_silent": "silence_law",
}


class QuestionForm(Form):
    """Who asks, on what ground, and for what."""

    asked_by = forms.ChoiceField(
        label=gettext_lazy("Who asks"),
        choices=list(ASKERS.items()),
        initial=AskedBy.PUBLIC_RECORD.value,
    )
    recipient = line(
        gettext_lazy("Which authority or organisation"),
        required=False,
        help_text=gettext_lazy("Of a private person nothing: they need not say who they are."),
    )
    reference = line(
        gettext_lazy("Their own number of the case"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("The police have one; an authority often."),
    )
    ground = line(
        gettext_lazy("On what ground they ask"),
        max_length=100,
        help_text=gettext_lazy("The law they name, or that gives them the right."),
    )
    about = forms.ChoiceField(label=gettext_lazy("About whom"), choices=list(ABOUT.items()))
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Which data"),
        choices=lambda: sorted(
            ((each, called(each)) for each in kinds_in_tables()), key=lambda e: e[1]
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=gettext_lazy("What was asked for"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Name nobody."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask of the police who they are, and for their case."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("asked_by") == AskedBy.POLICE:
            for name in ("recipient", "reference"):
                if not told.get(name):
                    self.add_error(name, _("The police say who they are, and name their case."))
        return told


class RulingForm(Form):
    """What was decided, on which law, and what of it is handed out."""

    ruling = forms.ChoiceField(
        label=gettext_lazy("What was decided"), choices=list(RULINGS.items())
    )
    law = line(
        gettext_lazy("On which law"),
        max_length=100,
        help_text=gettext_lazy(
            "In Sweden for example OSL 40:3 or 21:7, in Norway forvaltningsloven § 13."
        ),
    )
    given = forms.MultipleChoiceField(
        label=gettext_lazy("What is handed out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    silence_law = line(
        gettext_lazy("The law that forbids to tell the person"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "Only where a court or the police demands it. Left empty, the person is told."
        ),
    )

    def __init__(self, facts: CaseFacts, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        may = [(each, GIVEN[each]) for each in facts.question.wanted if each in OPEN]
        field = self.fields["given"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = may
        if not may:
            del self.fields["given"]
        if facts.question.asked_by not in ORDERED_BY or facts.question.about is not About.ONE:
            del self.fields["silence_law"]

    def clean(self) -> dict[str, Any]:
        """Hand out nothing where nothing may be."""
        told: dict[str, Any] = super().clean() or {}
        told.setdefault("given", [])
        told.setdefault("silence_law", "")
        return told


class WhoseForm(Form):
    """About whom it is, where it is one person; the card is not kept."""

    card = line(gettext_lazy("Card number"), max_length=30)


def question_of(given: dict[str, Any]) -> Question:
    """Return what a whole form says."""
    return Question(
        asked_by=AskedBy(given["asked_by"]),
        ground=given["ground"],
        wanted=tuple(given["wanted"]),
        about=About(given["about"]),
        recipient=given["recipient"],
        reference=given["reference"],
        words=given["words"],
    )
