"""What people have asked for by right, with its clock; and taking in what came by other ways."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hylla.circulation.actions import TakenUp, take_in
from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.rights import CONSENTS, FIELDS, KINDS, PROOFS, WAYS, whats_text
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.messages.queries import to_print_by_officer
from hylla.privacy.extract.words import purpose_text
from hylla.privacy.rights.inbox import RequestFacts, requests_in_force, requests_open
from hylla.privacy.rights.terms import Asked, CameBy, Proof, RequestKind
from hylla.privacy.vocabulary import Purpose, Role

SOON = 7
"""Days before its end from which on a clock is shown as something to mind."""
OTHER_WAYS = (CameBy.LETTER, CameBy.EMAIL, CameBy.TELEPHONE, CameBy.DESK)
NOT_FIELD = ("", "–")


class NewRequest(Form):
    """A request as it came."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is asked for"),
        choices=[(each.value, KINDS[each]) for each in RequestKind],
    )
    came_by = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=[(each.value, WAYS[each]) for each in OTHER_WAYS],
    )
    card = line(
        gettext_lazy("Card number, where they have one"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Without a card, name and address are kept until it is answered."),
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("What was shown"),
        choices=[(each.value, PROOFS[each]) for each in Proof if each is not Proof.LOG_IN],
        initial=Proof.NONE.value,
    )
    name = line(gettext_lazy("Name"), required=False)
    reply_to = line(gettext_lazy("Where to answer"), required=False, max_length=300)
    field = forms.ChoiceField(
        label=gettext_lazy("What is wrong, where something is to be corrected"),
        choices=[NOT_FIELD, *sorted(FIELDS.items())],
        required=False,
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What is objected to"),
        choices=lambda: [NOT_FIELD, *((each.value, purpose_text(each)) for each in Purpose)],
        required=False,
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("Which consent is taken back"),
        choices=[NOT_FIELD, *((each.value, word) for each, word in CONSENTS.items())],
        required=False,
    )
    words = forms.CharField(
        label=gettext_lazy("In their own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea,
        help_text=gettext_lazy("These go when the answer is given."),
    )

    def clean(self) -> dict[str, str]:
        """Ask for a name and an address where there is no card to find them by."""
        told: dict[str, str] = super().clean() or {}
        if not told.get("card"):
            for each in ("name", "reply_to"):
                if not told.get(each):
                    self.add_error(each, _("Without a card this is needed for the answer."))
        return told


@dataclass(frozen=True)
class Row:
    """One request in the list, without whose it is."""

    id: UUID
    kind: str
    way: str
    asked_on: date
    due_on: date
    clock: str
    tone: str


@for_office(OFFICERS)
def inbox(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """List what waits for an answer, the most urgent first, and what is answered and lasts."""
    return _page(request, worker)


@for_office(OFFICERS)
def taken(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take in a request that came by letter, e-mail, telephone, or across a table."""
    if request.method != "POST":
        return _form(request, worker, NewRequest())
    form = NewRequest(request.POST)
    if form.is_valid():
        try:
            done = _take(request, worker, form)
        except Refused as refused:
            form.refuse(refused, FIELDS_OF_REFUSALS)
        else:
            if done.code or done.word:
                return _page(request, worker, _said(request, done))
            return redirect("office:request", request_id=done.request_id)
    return _form(request, worker, form)


FIELDS_OF_REFUSALS = {
    "not_identified": "proof",
    "card_unknown": "card",
    "not_a_field": "field",
    "no_objection": "purpose",
    "no_such_consent": "consent",
}


def _take(request: HttpRequest, worker: StaffFacts, form: NewRequest) -> TakenUp:
    given, kind = form.cleaned_data, RequestKind(form.cleaned_data["kind"])
    what = {
        RequestKind.RECTIFICATION: given["field"],
        RequestKind.OBJECTION: given["purpose"],
        RequestKind.WITHDRAWAL: given["consent"],
    }
    has_card = bool(given["card"])
    asked = Asked(
        came_by=CameBy(given["came_by"]),
        proof=Proof(given["proof"]),
        role=Role.PRIVACY_OFFICER,
        unit=worker.branch.code,
        what=what.get(kind, ""),
        words=given["words"],
        # Whoever has a card is found by it; nothing is written down twice.
        name="" if has_card else given["name"],
        reply_to="" if has_card else given["reply_to"],
    )
    return take_in(
        kind, card=given["card"], asked=asked, policy=policy_in_force(), now=now_of(request)
    )


def _said(request: HttpRequest, done: TakenUp) -> Said:
    if done.code:
        return good(_("Taken. The receipt has this code:"), done.code)
    return link_said(request, done.word)


def link_said(request: HttpRequest, word: str) -> Said:
    """Tell the officer the link behind which an extract waits."""
    link = request.build_absolute_uri(reverse("mypage:fetch", args=[word]))
    return good(_("Send this link to whoever asked. It works once, for a week:"), link)


def _form(request: HttpRequest, worker: StaffFacts, form: NewRequest) -> HttpResponse:
    wrong = bool(form.errors)
    return office_page(
        request,
        worker,
        "office/new_request.html",
        title=_("Not taken: check what you wrote") if wrong else _("Take a request in"),
        form=form,
        status=422 if wrong else 200,
    )


def _page(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    policy, now = policy_in_force(), now_of(request)
    return office_page(
        request,
        worker,
        "office/requests.html",
        title=_("Requests"),
        said=said,
        waiting=[row_of(each) for each in requests_open(policy=policy, now=now)],
        letters=len(to_print_by_officer(policy=policy, now=now)),
        lasting=[row_of(each) for each in requests_in_force(policy=policy, now=now)],
    )


def row_of(facts: RequestFacts) -> Row:
    """Return a request as a line of a list: it names nobody."""
    what = whats_text(facts.kind, facts.what)
    kind = str(KINDS[facts.kind])
    return Row(
        id=facts.id,
        kind=f"{kind}: {what}" if what else kind,
        way=str(WAYS[facts.came_by]),
        asked_on=facts.requested_at.astimezone(policy_in_force().zone).date(),
        due_on=facts.due_on,
        clock=clock_text(facts),
        tone=_tone(facts),
    )


def clock_text(facts: RequestFacts) -> str:
    """Say how much time is left, or by how much it is late."""
    if facts.answered_at is not None:
        return _("answered, and lasts") if facts.is_open else _("answered")
    days = abs(facts.days_left)
    if facts.is_late:
        return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    if days == 0:
        return _("today is the last day")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _tone(facts: RequestFacts) -> str:
    if facts.answered_at is not None:
        return "quiet"
    if facts.is_late:
        return "bad"
    return "notice" if facts.days_left <= SOON else "good"
