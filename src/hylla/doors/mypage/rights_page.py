"""The page of every right: what was asked for, how far it has come, and what can be asked."""

import uuid
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.mypage.door import my_page
from hylla.doors.parts.forms import Form, secret
from hylla.doors.parts.page import Said, bad, today_of
from hylla.doors.parts.rights import (
    ANSWERS,
    DELAYS,
    FIELDS,
    KINDS,
    complaint_text,
    ground_text,
    purposes_to_object_to,
    whats_text,
)
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.patrons.queries import Relative, family_of
from hylla.privacy.access import record
from hylla.privacy.rights.inbox import RequestFacts, requests_by, requests_of
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.rights.statements import statements_of
from hylla.privacy.rights.terms import RequestKind
from hylla.privacy.vocabulary import Kind, Role

FOR_WARDS = (
    RequestKind.RECTIFICATION,
    RequestKind.RESTRICTION,
    RequestKind.TERMINATION,
    RequestKind.ERASURE,
    RequestKind.REVIEW,
)
"""What a guardian asks for on a child's behalf; what is kept of it they download."""


class Correction(Form):
    """What is wrong, and what it should be."""

    what = forms.ChoiceField(label=gettext_lazy("What is wrong"), choices=sorted(FIELDS.items()))
    words = forms.CharField(
        label=gettext_lazy("What it should be"), max_length=500, widget=forms.Textarea
    )


@dataclass(frozen=True)
class Asking:
    """One request of the patron's, in words."""

    id: uuid.UUID
    kind: str
    facts: RequestFacts
    answer: str
    delay: str
    ground: str


class WardForm(Form):
    """What a guardian asks for a child."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What you ask for"),
        choices=[(each.value, KINDS[each]) for each in FOR_WARDS],
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What is wrong, where something is to be corrected"),
        choices=[("", "–"), *sorted(FIELDS.items())],
        required=False,
    )
    words = forms.CharField(label=gettext_lazy("What it should be"), max_length=500, required=False)
    pin = secret(gettext_lazy("Your own PIN or password"), purpose="current-password")


@dataclass(frozen=True)
class AskedFor:
    """What a guardian asked for one child and was not taken, to be put right."""

    child: int
    form: WardForm


@dataclass(frozen=True)
class Child:
    """A child, and the form to ask for it."""

    id: int
    person_id: uuid.UUID
    name: str
    form: WardForm


def rights_page(
    request: HttpRequest,
    person_id: uuid.UUID,
    *,
    said: Said | None = None,
    form: Correction | None = None,
    asked_for: AskedFor | None = None,
    code: str = "",
) -> HttpResponse:
    """Make the page, with what just came of it."""
    policy, now = policy_in_force(), now_of(request)
    asked = [_asking(each) for each in requests_of(person_id, policy=policy, now=now)]
    if form is not None and said is None:
        said = bad(_("Not taken: say what is wrong, and what it should be."))
    wrong = (said is not None and said.tone == "bad") or asked_for is not None
    return my_page(
        request,
        "mypage/rights.html",
        title=_("Your rights"),
        tab="rights",
        said=[said] if said else [],
        form=form or Correction(),
        asked=asked,
        statements=[(each, FIELDS.get(each.what, "")) for each in statements_of(person_id)],
        purposes=purposes_to_object_to(policy),
        wards=[_with_form(each, asked_for) for each in _wards(request, person_id)],
        for_wards=[_asking(each) for each in requests_by(person_id, policy=policy, now=now)],
        code=code,
        complaint=complaint_text(policy),
        status=422 if wrong else 200,
    )


def _wards(request: HttpRequest, person_id: uuid.UUID) -> list[Relative]:
    """Return the children whose guardian the patron is, and write that their names are shown."""
    with transaction.atomic():
        relatives = family_of(person_id, on=today_of(request)).wards
        told = [each for each in relatives if not is_restricted(each.person_id)]
        for each in told:
            record(
                each.person_id,
                at=now_of(request),
                role=Role.GUARDIAN,
                unit="",
                task=Task.FAMILY,
                kinds={Kind.NAME, Kind.FAMILY},
            )
    return told


def _with_form(ward: Relative, asked_for: AskedFor | None) -> Child:
    """Give each child a form of its own, whose fields nobody takes for another's."""
    wrong = asked_for is not None and asked_for.child == ward.id
    form = asked_for.form if asked_for is not None and wrong else WardForm()
    form.auto_id = f"child_{ward.id}_%s"
    return Child(ward.id, ward.person_id, ward.name, form)


def _asking(facts: RequestFacts) -> Asking:
    what = whats_text(facts.kind, facts.what)
    kind = f"{KINDS[facts.kind]}: {what}" if what else str(KINDS[facts.kind])
    return Asking(
        id=facts.id,
        kind=kind,
        facts=facts,
        answer=str(ANSWERS[facts.answer]) if facts.answer else "",
        delay=str(DELAYS[facts.delay]) if facts.delay else "",
        ground=ground_text(facts.ground) if facts.ground else "",
    )
