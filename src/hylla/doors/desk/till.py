"""The till at the desk: what is sold, money back against a voucher, and what is in it counted."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.doors.desk.once import once
from hylla.doors.desk.outcomes import Outcome
from hylla.doors.desk.worker import CASHIERS, desk_page, for_staff
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import CLAIMS, METHODS
from hylla.doors.parts.writing import money
from hylla.fees.actions import SOLD, Back, Till, close_till, refund, sell, take_back_refund
from hylla.fees.models import ClaimKind
from hylla.fees.queries import Refundable, closings_of, last_closing, refundable
from hylla.fees.rules import GIVES_BACK, FeeRefusal, Method
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.rules.scans import Taken

MOST_CROWNS = 1_000_000


class Numbered(Form):
    """The number on a voucher."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of the voucher"), min_value=1, max_value=10**12
    )


class GivingBack(Form):
    """How much goes back; what was left of it goes along unseen."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**12)
    left = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**10)
    amount = forms.DecimalField(
        label=gettext_lazy("Give back, in kroner"),
        min_value=0,
        max_value=MOST_CROWNS,
        decimal_places=2,
    )


class Selling(Form):
    """What is sold at once, and for how much."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is sold"), choices=[(each, CLAIMS[each]) for each in SOLD]
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Price, in kroner"),
        min_value=1,
        max_value=MOST_CROWNS,
        decimal_places=2,
    )


class Counting(Form):
    """What is in the till; which closing came before goes along unseen."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    cash = forms.DecimalField(
        label=gettext_lazy("Cash counted, in kroner, without the change that stays"),
        min_value=-MOST_CROWNS,
        max_value=MOST_CROWNS,
        decimal_places=2,
    )
    card = forms.DecimalField(
        label=gettext_lazy("Card payments by the terminal's report, in kroner"),
        min_value=-MOST_CROWNS,
        max_value=MOST_CROWNS,
        decimal_places=2,
    )


@dataclass(frozen=True)
class Line:
    """One way to pay as it was counted, in words; no difference is an empty one."""

    on: date
    method: str
    booked: str
    counted: str
    difference: str


@dataclass(frozen=True)
class Found:
    """A payment by its number, in words; `left` is empty where nothing is."""

    number: int
    what: str
    method: str
    amount: str
    left: str
    paid_on: date
    given: tuple["Given", ...]


@dataclass(frozen=True)
class Given:
    """What went back of a payment, in words."""

    number: int
    method: str
    amount: str
    on: date
    branch: str


@for_staff(CASHIERS)
def till(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show the till; with the number of a voucher, what can be given back of it."""
    if request.method != "POST":
        return _page(request, worker)
    form = Numbered(request.POST)
    paid = refundable(form.cleaned_data["number"]) if form.is_valid() else None
    if paid is None:
        if form.is_valid():
            form.add_error("number", _("Nothing was paid with a voucher of this number."))
        return _page(request, worker, numbered=form)
    return _page(request, worker, paid=paid)


@for_staff(CASHIERS)
def give_back(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Book money back, in cash or to a card, and only then have it handed out."""
    form, method = GivingBack(request.POST), told(request.POST, "method")
    if request.method != "POST" or method not in GIVES_BACK:
        return redirect("desk:till")
    if not form.is_valid():
        return _page(request, worker, giving=form, paid=_paid(form))
    seen = form.cleaned_data
    amount = int(seen["amount"] * 100)
    try:
        number = refund(
            seen["number"],
            back=Back(amount, seen["left"]),
            till=Till(worker.branch.id, Method(method)),
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as no:
        if no.reasons[0].code != FeeRefusal.MORE_THAN_WAS_PAID:
            # What was seen is no longer so: a fresh form has what is left now.
            return _page(request, worker, said=why(no), paid=_paid(form))
        form.refuse(no, {FeeRefusal.MORE_THAN_WAS_PAID: "amount"})
        return _page(request, worker, giving=form, paid=_paid(form))
    text = (
        _("Booked, voucher number %(number)d. Now give %(amount)s back to the card.")
        if method == Method.CARD
        else _("Booked, voucher number %(number)d. Now hand out %(amount)s in cash.")
    )
    said = good(text % {"amount": money(amount), "number": number})
    return _page(request, worker, said=said, paid=_paid(form))


@for_staff(CASHIERS)
def not_given(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take back what was booked as given back, and never went out: the terminal said no."""
    form = Numbered(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("desk:till")
    try:
        number = take_back_refund(
            form.cleaned_data["number"], now=now_of(request), policy=policy_in_force()
        )
    except Refused as no:
        return _page(request, worker, said=why(no))
    said = good(_("Taken back, voucher number %(number)d.") % {"number": number})
    return _page(request, worker, said=said)


@for_staff(CASHIERS)
def sold(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Write down what was sold, once however often the form is sent; nobody is asked who bought."""
    form, method = Selling(request.POST), told(request.POST, "method")
    if request.method != "POST" or method not in GIVES_BACK:
        return redirect("desk:till")
    if not form.is_valid():
        return _page(request, worker, selling=form)
    kind, amount = ClaimKind(form.cleaned_data["kind"]), int(form.cleaned_data["amount"] * 100)

    def act() -> int:
        at = Till(worker.branch.id, Method(method))
        return sell(kind, amount, till=at, now=now_of(request), policy=policy_in_force())

    number = once(request, "sale", act, as_taken=lambda _: Taken(Outcome.DONE))
    if isinstance(number, Taken):
        return _page(request, worker, said=good(_("It is booked already: the form came twice.")))
    said = good(
        _("Sold: %(what)s, %(amount)s, voucher number %(number)d.")
        % {"what": CLAIMS[kind], "amount": money(amount), "number": number}
    )
    return _page(request, worker, said=said)


@for_staff(CASHIERS)
def count(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Take what was counted, and only then show what was booked."""
    if request.method != "POST":
        return redirect("desk:till")
    form = Counting(request.POST)
    if not form.is_valid():
        return _page(request, worker, counting=form)
    try:
        close_till(
            worker.branch.id,
            counted_ore={each: int(form.cleaned_data[each] * 100) for each in GIVES_BACK},
            after=form.cleaned_data["after"],
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as no:
        return _page(request, worker, said=why(no))
    return _page(request, worker, said=good(_("The till is closed.")))


def _paid(form: GivingBack) -> Refundable | None:
    number = form.data.get("number", "")
    return refundable(int(number)) if number.isdecimal() and len(number) < 13 else None


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    *,
    said: Said | None = None,
    paid: Refundable | None = None,
    **given: Form,
) -> HttpResponse:
    is_wrong = any(each.errors for each in given.values())
    is_refused = is_wrong or bool(said and said.tone == "bad")
    return desk_page(
        request,
        worker,
        "desk/till.html",
        title=_("Not done: check what you wrote") if is_wrong else _("Till"),
        said=[said] if said else [],
        numbered=given.get("numbered") or Numbered(),
        paid=_told(paid) if paid else None,
        giving=given.get("giving") or _giving(paid),
        selling=given.get("selling") or Selling(),
        counting=given.get("counting") or _counting(worker),
        closings=[
            Line(
                each.closed_on,
                str(METHODS[each.method]),
                money(each.booked_ore),
                money(each.counted_ore),
                _difference(each.difference_ore),
            )
            for each in closings_of(worker.branch.id)
        ],
        status=422 if is_refused else 200,
    )


def _counting(worker: StaffFacts) -> Counting:
    return Counting(initial={"after": last_closing(worker.branch.id)})


def _difference(ore: int) -> str:
    if not ore:
        return ""
    text = _("%(amount)s too much") if ore > 0 else _("%(amount)s too little")
    return text % {"amount": money(abs(ore))}


def _told(paid: Refundable) -> Found:
    return Found(
        paid.number,
        str(CLAIMS[paid.kind]),
        str(METHODS[paid.method]),
        money(paid.amount_ore),
        money(paid.left_ore) if paid.left_ore else "",
        paid.paid_on,
        tuple(
            Given(
                each.number, str(METHODS[each.method]), money(each.amount_ore), each.on, each.branch
            )
            for each in paid.given
        ),
    )


def _giving(paid: Refundable | None) -> GivingBack:
    if paid is None:
        return GivingBack()
    crowns = f"{paid.left_ore // 100}.{paid.left_ore % 100:02}"
    return GivingBack(initial={"number": paid.number, "left": paid.left_ore, "amount": crowns})
