"""What the officer fills in about a request: yes, no, later, and what is put right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from hylla.doors.parts import contact
from hylla.doors.parts.contact import ADDRESS, temporary_of
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.rights import ANSWERS, DELAYS, FIELDS, GROUNDS
from hylla.messages.actions import LiftedAs
from hylla.patrons.queries import PatronDetails
from hylla.patrons.rules import Changes, Code, NewAddress
from hylla.privacy.rights import terms
from hylla.privacy.rights.terms import LAWS, Answer, Delay

OTHER = "other"
"""What is asked for where no field is named: any of them may be put right, or none here."""
NEEDED = frozenset({"family_name", "birth_date", "national_id", "line_1", "postcode", "city"})
"""What is not left empty where it is what was asked about."""
REFUSALS = {
    **contact.FIELDS,
    **{each.value: "national_id" for each in Code if each.startswith("national_id")},
    **{each.value: "birth_date" for each in Code if each.startswith("birth_date")},
    "name_missing": "family_name",
    "name_malformed": "family_name",
    "school_class_not_kept": "school_class",
}
"""Beside which field each refusal stands."""


BY_OFFICER = [each for each in terms.Refused if each not in terms.OF_A_REVIEW]


class AnswerForm(Form):
    """What came of it."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[(each.value, ANSWERS[each]) for each in (Answer.GRANTED, Answer.PARTLY)],
    )


class RefusalForm(Form):
    """Why not, by law."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why the law lets us refuse"),
        choices=lambda: [(each.value, f"{LAWS[each]}: {GROUNDS[each]}") for each in BY_OFFICER],
    )


class DelayForm(Form):
    """Why two months more are needed."""

    delay = forms.ChoiceField(
        label=gettext_lazy("Why it takes longer"),
        choices=[(each.value, DELAYS[each]) for each in Delay],
    )


class LiftForm(Form):
    """How whoever a restriction protects knows that it ends."""

    lifted_as = forms.ChoiceField(
        label=gettext_lazy("How they know of it"),
        choices=[
            (LiftedAs.MESSAGE_HAS_GONE.value, gettext_lazy("Our message has gone")),
            (LiftedAs.TOLD_OTHERWISE.value, gettext_lazy("I have told them otherwise")),
            (LiftedAs.OWN_WISH.value, gettext_lazy("They asked for it themselves")),
        ],
    )


class CorrectionForm(AnswerForm):
    """What is to stand there from now on: the field that was asked about, and no other."""

    given_name = line(FIELDS["given_name"], max_length=100, required=False)
    family_name = line(FIELDS["family_name"], max_length=100, required=False)
    birth_date = day(FIELDS["birth_date"], required=False)
    national_id = line(FIELDS["national_id"], max_length=20, required=False)
    school_class = line(FIELDS["school_class"], max_length=20, required=False)
    line_1 = line(gettext_lazy("Street and number"), required=False)
    line_2 = line(gettext_lazy("Second line"), required=False)
    postcode = line(gettext_lazy("Postcode"), required=False, max_length=12)
    city = line(gettext_lazy("Place"), required=False, max_length=100)
    country = line(gettext_lazy("Country code (empty: ours)"), required=False, max_length=2)

    def __init__(self, what: str, told: Any = None) -> None:
        super().__init__(told, auto_id="correct_%s")
        self._what = what
        asked = set(ADDRESS) if what == "address" else {what}
        for name in list(self.fields):
            if name == "answer" or what == OTHER:
                continue
            if name not in asked:
                del self.fields[name]
            elif name in NEEDED:
                self.fields[name].required = True
        self.order_fields([*(name for name in self.fields if name != "answer"), "answer"])

    def changes(self, known: PatronDetails) -> Changes:
        """Return what is put right; of "something else", what was filled in."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "answer"}
        address = {name: told.pop(name, "") for name in ADDRESS}
        if self._what == OTHER:
            told = {name: value for name, value in told.items() if value}
        if any(address.values()):
            told["addresses"] = (NewAddress(**address), *temporary_of(known))
        return Changes(**told)
