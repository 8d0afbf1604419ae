"""After a return at this desk: it was a mistake, or the thing came back damaged."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.actions import Damage, claim_damage, undo_return
from hylla.circulation.queries import item_state, last_borrower
from hylla.circulation.rules.codes import Refusal
from hylla.doors.desk.home import desk
from hylla.doors.desk.sight import OPENERS
from hylla.doors.desk.worker import CASHIERS, desk_page, for_staff
from hylla.doors.parts.forms import Form
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import day_text, money
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Reason, Refused

CAPSULE = "capsule"
"""The field with what this desk holds of a return: sealed, and good for ten minutes."""


class DamageForm(Form):
    """What the damage costs; what the desk holds of the return goes along unseen."""

    barcode = forms.CharField(widget=forms.HiddenInput, max_length=30)
    capsule = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)
    amount = forms.DecimalField(
        label=gettext_lazy("What it costs, in kroner"),
        min_value=1,
        max_value=100_000,
        decimal_places=2,
    )


def desk_of(request: HttpRequest) -> str:
    """Return what a desk's log-in is known by, to which a return is sealed."""
    return request.session.session_key or ""


@for_staff(OPENERS)
def undo(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Undo a return of the last ten minutes, which was a mistake."""
    if request.method != "POST":
        return redirect("desk:home")
    try:
        undone = undo_return(
            request.POST.get(CAPSULE, ""),
            desk=desk_of(request),
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not undone"), said=why(refused))
    said = good(
        _("On loan as before: %(title)s.") % {"title": undone.title},
        _("Due %(day)s.") % {"day": day_text(undone.due_on)},
    )
    return desk(request, worker, title=_("The return is undone"), said=said)


@for_staff(CASHIERS)
def damage(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Ask what the damage costs, and claim it from whoever had the thing, who is not named."""
    item = item_state(told(request.POST, "barcode"))
    if request.method != "POST" or item is None:
        return redirect("desk:item")
    is_told = "amount" in request.POST
    form = DamageForm(request.POST) if is_told else DamageForm(initial=request.POST.dict())
    if not form.is_valid():
        said = None if is_told else _why_not(request, item.barcode)
        return _page(request, worker, item.title, form, said=said)
    amount = int(form.cleaned_data["amount"] * 100)
    asked = Damage(item.barcode, amount, form.cleaned_data[CAPSULE], desk_of(request))
    try:
        claim_damage(
            asked, branch_id=worker.branch.id, now=now_of(request), policy=policy_in_force()
        )
    except Refused as refused:
        return _page(request, worker, item.title, None, said=why(refused))
    said = good(
        _("Claimed: %(amount)s.") % {"amount": money(amount)},
        _("Whoever had it is told, and can contest it. Note the condition, too."),
    )
    return _page(request, worker, item.title, None, said=said, barcode=item.barcode)


def _why_not(request: HttpRequest, barcode: str) -> Said | None:
    """Say beforehand that nobody is known who could be asked (conflict case 29)."""
    if request.POST.get(CAPSULE):
        return None
    if last_borrower(barcode, now=now_of(request), policy=policy_in_force()):
        return None
    return why(Refused(Reason(Refusal.NOBODY_KNOWN)))


def _page(
    request: HttpRequest,
    worker: StaffFacts,
    what: str,
    form: DamageForm | None,
    *,
    said: Said | None = None,
    barcode: str = "",
) -> HttpResponse:
    is_refused = said is not None and said.tone == "bad"
    return desk_page(
        request,
        worker,
        "desk/damage.html",
        title=_("Damaged: what does it cost?") if form and not is_refused else _("Damaged"),
        said=[said] if said else [],
        what=what,
        form=None if is_refused else form,
        barcode=barcode,
        status=422 if is_refused or (form is not None and form.errors) else 200,
    )
