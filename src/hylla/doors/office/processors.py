"""Who works with data for the library: the agreement, what is sent, how it is deleted, secrecy."""

import tomllib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.phrases import wrong
from hylla.doors.parts.who import now_of
from hylla.library.actions import write_draft
from hylla.library.queries import StaffFacts, policy_in_force, text_to_change
from hylla.privacy.policy import KnownBy, PolicyErrors, Processor
from hylla.privacy.policy.outgoing import Outgoing, uncovered
from hylla.privacy.policy.writing import with_tables
from hylla.privacy.record.words import activity
from hylla.privacy.vocabulary import Purpose

TABLE = "processors"
WAYS: dict[Outgoing, str | Promise] = {
    Outgoing.MAIL: gettext_lazy("e-mail through a server on another machine"),
    Outgoing.EID: gettext_lazy("log-in by e-ID"),
    Outgoing.PUSH: gettext_lazy("messages to phones"),
    Outgoing.PAYMENT: gettext_lazy("payments on the web"),
    Outgoing.SMS: gettext_lazy("text messages"),
}
KNOWN: dict[KnownBy, str | Promise] = {
    KnownBy.CARD: gettext_lazy("card number"),
    KnownBy.EMAIL: gettext_lazy("e-mail address"),
    KnownBy.PHONE: gettext_lazy("telephone number"),
}


class ProcessorForm(Form):
    """One processor; the policy's reader says what is wrong."""

    name = line(gettext_lazy("Name"), required=False)
    country = line(
        gettext_lazy("Country"),
        required=False,
        max_length=2,
        help_text=gettext_lazy("Two letters, within the EEA (GDPR article 44)."),
    )
    agreement = line(gettext_lazy("Reference of the agreement (article 28)"), required=False)
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What it works for"),
        choices=lambda: [(each.value, activity(each)) for each in Purpose],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    sends = line(gettext_lazy("What it is sent"), required=False)
    deletion = line(
        gettext_lazy("How it deletes, and within what time"),
        required=False,
        help_text=gettext_lazy("As the agreement says it."),
    )
    deletion_channel = line(
        gettext_lazy("Where a deletion is asked for"),
        required=False,
        help_text=gettext_lazy("An e-mail address, or the page of its service."),
    )
    deletion_days = forms.IntegerField(
        label=gettext_lazy("Days within which it says that it has deleted"), required=False
    )
    knows_by = forms.MultipleChoiceField(
        label=gettext_lazy("What it knows a person by"),
        choices=list(KNOWN.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Of whoever is erased this is kept until it has deleted them."),
    )
    secrecy = line(gettext_lazy("Where its people promise secrecy"), required=False)
    carries = forms.MultipleChoiceField(
        label=gettext_lazy("What leaves the library's machines through it"),
        choices=list(WAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def table(self) -> dict[str, Any]:
        """Return the processor as it stands in the policy."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def refuse_policy(self, refused: PolicyErrors, number: int) -> None:
        """Put each problem beside its field; those of other places above them all."""
        for problem in refused.problems:
            told = wrong(problem)
            place, _dot, name = problem.key.partition(".")
            here = place.startswith(TABLE) and f"[{number}]" in place and name in self.fields
            said = _("Found: %(found)s. Allowed: %(allowed)s") % {
                "found": told.found,
                "allowed": told.allowed,
            }
            self.add_error(name if here else None, said if here else f"{told.where}: {said}")


@dataclass(frozen=True)
class Row:
    """A processor in the list."""

    facts: Processor
    purposes: str
    carries: str
    known: str


@for_office()
def listed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List who works for the library, and what would leave without an agreement."""
    policy = policy_in_force()
    missing = uncovered(
        policy,
        mail_host=settings.EMAIL_HOST,
        eid=bool(settings.HYLLA_EID),
        payment=bool(settings.HYLLA_PAYMENTS),
        sms=bool(settings.HYLLA_SMS),
    )
    return office_page(
        request,
        worker,
        "office/processors.html",
        title=_("Who works with data for the library"),
        rows=[_row(each) for each in policy.processors],
        number=len(_tables(request)),
        missing=[WAYS[each] for each in missing],
        is_officer=bool(worker.roles & set(OFFICERS)),
        push_services=policy.push_services,
        payment_provider=policy.payments.provider if policy.payments.online else "",
        eid_provider=policy.registration.eid_provider if policy.registration.eid else "",
    )


@for_office()
def one(request: HttpRequest, worker: StaffFacts, number: int) -> HttpResponse:
    """Add a processor to the draft, change one, or take one away."""
    tables = _tables(request)
    if number > len(tables):
        raise Http404
    here = tables[number] if number < len(tables) else None
    if request.method != "POST":
        return _one(request, worker, ProcessorForm(initial=here), number)
    form = ProcessorForm(request.POST)
    if form.is_valid():
        others = tables[:number], tables[number + 1 :]
        changed = [] if "remove" in request.POST else [form.table()]
        try:
            _write(request, [*others[0], *changed, *others[1]])
        except PolicyErrors as refused:
            form.refuse_policy(refused, number)
        else:
            return redirect("office:preview")
    return _one(request, worker, form, number)


def _write(request: HttpRequest, tables: list[dict[str, Any]]) -> None:
    now = now_of(request)
    write_draft(with_tables(text_to_change(now=now), TABLE, tables), now=now)


def _one(
    request: HttpRequest, worker: StaffFacts, form: ProcessorForm, number: int
) -> HttpResponse:
    is_wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/processor.html",
        title=_("Not saved: check the values") if is_wrong else _("A processor"),
        form=form,
        number=number,
        is_known=number < len(_tables(request)),
        status=422 if is_wrong else 200,
    )


def _tables(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the processors of the draft or, before there is one, of the policy in force."""
    return list(tomllib.loads(text_to_change(now=now_of(request))).get(TABLE, []))


def _row(facts: Processor) -> Row:
    return Row(
        facts,
        ", ".join(activity(each) for each in facts.purposes),
        ", ".join(str(WAYS[each]) for each in facts.carries),
        ", ".join(str(KNOWN[each]) for each in facts.knows_by),
    )
