"""The steps of a request to another library: what a form asks, and which button does what."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.rules.copies import NewCopy
from hylla.doors.desk.outcomes import returned
from hylla.doors.desk.rule_forms import item_type_choices
from hylla.doors.parts.elsewhere import UNHEARD
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.who import now_of
from hylla.interlibrary import actions
from hylla.interlibrary.queries import Request, partners
from hylla.interlibrary.rules import Stage, Unheard, Why
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.privacy.extract.coded import code_text


class DeclineForm(Form):
    """Why something is not got: a code, which its patron reads in words."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=lambda: [(each.value, code_text(each, "reason")) for each in Why],
    )


class ArriveForm(Form):
    """Which copy it is."""

    barcode = line(gettext_lazy("Barcode of a copy that was bought"), max_length=30)


class OrderForm(Form):
    """Which library is asked."""

    partner = forms.TypedChoiceField(
        label=gettext_lazy("Other library"), coerce=int, choices=partners
    )


class ReceiveForm(Form):
    """What has come, and until when."""

    barcode = line(
        gettext_lazy("Barcode: the other library's own, or a label of ours"), max_length=30
    )
    item_type = forms.ChoiceField(label=gettext_lazy("Kind of item"), choices=item_type_choices)
    due_on = day(gettext_lazy("To be back by its patron on"))


class TimeForm(Form):
    """Until when the lender lets it stay."""

    due_on = day(gettext_lazy("To be back by its patron on"))


class CloseForm(Form):
    """Why its lender's word is waited for no longer."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why it ends without their word"),
        choices=[(each.value, UNHEARD[each]) for each in Unheard],
    )


@dataclass(frozen=True)
class Button:
    """A step that needs nothing but a yes."""

    step: str
    text: str
    tone: str = "secondary"


def _receive(http: HttpRequest, request_id: uuid.UUID, form: Form, worker: StaffFacts) -> Said:
    filled = form.cleaned_data
    copy = NewCopy(filled["barcode"].strip(), worker.branch.id, filled["item_type"])
    back = actions.receive(
        request_id, copy, due_on=filled["due_on"], now=now_of(http), policy=policy_in_force()
    )
    return returned(back)


def _arrive(http: HttpRequest, request_id: uuid.UUID, form: Form, worker: StaffFacts) -> Said:
    barcode, policy = form.cleaned_data["barcode"].strip(), policy_in_force()
    back = actions.arrive(
        request_id, barcode, branch_id=worker.branch.id, now=now_of(http), policy=policy
    )
    return returned(back)


def _order(http: HttpRequest, request_id: uuid.UUID, form: Form, worker: StaffFacts) -> Said:
    actions.order(request_id, partner_id=form.cleaned_data["partner"], now=now_of(http))
    return good(_("Ordered. The other library's office gets a mail with our number."))


def _decline(http: HttpRequest, request_id: uuid.UUID, form: Form, worker: StaffFacts) -> Said:
    actions.decline(request_id, why=Why(form.cleaned_data["reason"]), now=now_of(http))
    return good(_("Noted. Whoever asked reads why on My page."))


def _time(http: HttpRequest, request_id: uuid.UUID, form: Form, worker: StaffFacts) -> Said:
    on = form.cleaned_data["due_on"]
    actions.give_time(request_id, due_on=on, now=now_of(http), policy=policy_in_force())
    return good(_("Noted. The loan can be renewed until that day."))


def _close(http: HttpRequest, request_id: uuid.UUID, form: Form, worker: StaffFacts) -> Said:
    why, policy = Unheard(form.cleaned_data["why"]), policy_in_force()
    actions.close_unheard(request_id, why=why, now=now_of(http), policy=policy)
    return good(_("Ended. Nobody here is held by it any more; its number stands below."))


Step = Callable[[HttpRequest, uuid.UUID], object]
Filled = Callable[[HttpRequest, uuid.UUID, Form, StaffFacts], Said]
STEPS: Mapping[str, Step] = {
    "approve": lambda http, key: actions.approve(key, policy=policy_in_force()),
    "buy": lambda http, key: actions.buy(key, policy=policy_in_force()),
    "take_back": lambda http, key: actions.take_back_wish(key),
    "announce": lambda http, key: actions.announce(key, now=now_of(http)),
    "name": lambda http, key: actions.note_name(key),
    "send_back": lambda http, key: actions.send_back(key, now=now_of(http)),
    "refused": lambda http, key: actions.refused_there(
        key, now=now_of(http), policy=policy_in_force()
    ),
    "ask_again": lambda http, key: actions.ask_again(
        key, now=now_of(http), policy=policy_in_force()
    ),
    "confirm": lambda http, key: actions.confirm(key, now=now_of(http), policy=policy_in_force()),
}
FORMS: Mapping[str, tuple[type[Form], Filled]] = {
    "decline": (DeclineForm, _decline),
    "order": (OrderForm, _order),
    "arrive": (ArriveForm, _arrive),
    "receive": (ReceiveForm, _receive),
    "time": (TimeForm, _time),
    "close": (CloseForm, _close),
}
FORMS_AT: Mapping[Stage, tuple[str, ...]] = {
    Stage.ASKED: ("decline",),
    Stage.APPROVED: ("order", "decline"),
    Stage.BOUGHT: ("arrive", "decline"),
    Stage.SENT: ("receive",),
    Stage.SHIPPED: ("receive",),
    Stage.WAITING: ("time",),
    Stage.LENT: ("time",),
}
PROBLEMS = {
    "wish_copy_not_ours": "barcode",
    "barcode_taken": "barcode",
    "barcode_unfit": "barcode",
    "item_type_unknown": "item_type",
    "order_due_past": "due_on",
    "unknown_partner": "partner",
}


def buttons_of(found: Request) -> list[Button]:
    """Return what can be done to a request with one button, what comes next first."""
    terms = policy_in_force().interlibrary
    lend = [Button("approve", _("Yes, borrow it from another library"), "primary")]
    buying = [Button("buy", _("Yes, buy it"), "secondary" if terms.offered else "primary")]
    may_buy = buying if terms.buys else []
    steps = {
        Stage.ASKED: [*(lend if terms.offered else []), *may_buy],
        Stage.APPROVED: may_buy,
        Stage.SENT: [
            Button("announce", _("They have sent it")),
            Button("refused", _("They do not lend it")),
        ],
        Stage.SHIPPED: [Button("refused", _("It did not come"))],
        Stage.BACK: [Button("send_back", _("Sent back"), "primary")],
        Stage.SENT_BACK: [Button("confirm", _("They have it back"), "primary")],
    }.get(found.stage, [])
    if found.is_quiet:
        steps.append(Button("ask_again", _("Ask them by mail")))
    if found.is_wish:
        steps.append(Button("take_back", _("Called off by its patron"), "tertiary"))
    if found.number and not found.knows_name:
        steps.append(Button("name", _("They were told the name"), "tertiary"))
    return steps


@dataclass(frozen=True)
class Filling:
    """A form of a request's page."""

    step: str
    heading: str
    button: str
    form: Form


def fillings_of(found: Request, filled: tuple[str, Form] | None) -> list[Filling]:
    """Return the forms of what can be done to a request, the one that was filled in as it was."""
    texts = {
        "decline": (_("Say no"), _("Say no")),
        "arrive": (_("It has come"), _("Set it aside")),
        "order": (_("Ask a library"), _("Send the order")),
        "receive": (_("It has come"), _("Take it in")),
        "time": (_("The lender gives more time"), _("Note the day")),
        "close": (_("Wait for their word no longer"), _("End it")),
    }
    made = []
    may_close = found.is_quiet and found.stage is Stage.SENT_BACK
    for step in (*FORMS_AT.get(found.stage, ()), *(("close",) if may_close else ())):
        form = filled[1] if filled and filled[0] == step else FORMS[step][0](auto_id=f"{step}_%s")
        made.append(Filling(step, *texts[step], form))
    return made
