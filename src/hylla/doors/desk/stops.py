"""One stop of one's own round: what they have had, what they wish for, and their bag (R46)."""

from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.circulation.queries.history import had_under
from hylla.doors.desk.many import Barcodes
from hylla.doors.desk.rounds import (
    for_outreach,
    gone,
    loans_at,
    noted,
    round_list,
    round_page,
)
from hylla.doors.desk.worker import desk_page
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import Said, bad, good, notice, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.saying import say
from hylla.doors.parts.tasks import Task
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import WISHES
from hylla.doors.parts.writing import day_text
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.outreach import actions
from hylla.outreach.actions import Bag, Packed
from hylla.outreach.queries import Stop, stop_of
from hylla.outreach.rules import Wanted
from hylla.privacy.vocabulary import Kind

MOST = 60
"""Lines of one bag: more than anyone carries."""
CHOOSING = frozenset(
    {Kind.NAME, Kind.MEMBERSHIP, Kind.PREFERENCE, Kind.BORROWED, Kind.TIME_AND_PLACE}
)


class WishForm(Form):
    """What a patron likes to be brought."""

    wanted = forms.ChoiceField(
        label=gettext_lazy("What it is about"), choices=lambda: list(WISHES.items())
    )
    words = line(gettext_lazy("In a few words"), max_length=80)


class BagForm(Form):
    """What was chosen for a stop."""

    barcodes = Barcodes(most=MOST)
    again = forms.BooleanField(
        label=gettext_lazy("Lend what they have had before, too"), required=False
    )


@for_outreach
def stop(request: HttpRequest, worker: StaffFacts, *, agreement: UUID) -> HttpResponse:
    """Show one patron of one's own, and lend the bag that was chosen for them."""
    found = stop_of(agreement, worker.id, on=today_of(request))
    if found is None:
        return round_list(request, worker, said=gone())
    if request.method != "POST":
        return _stop(request, worker, found)
    form = BagForm(request.POST)
    if not form.is_valid():
        return _stop(request, worker, found, bag=form)
    try:
        packed = actions.lend_bag(
            found,
            Bag(form.cleaned_data["barcodes"], again=form.cleaned_data["again"]),
            branch_id=worker.branch.id,
            now=now_of(request),
            policy=policy_in_force(),
        )
    except Refused as refused:
        return _stop(request, worker, found, bag=form, said=why(refused))
    left = [each.barcode for each in packed if each.had_before or each.reasons]
    rest = BagForm(initial={"barcodes": "\n".join(left)})
    return _stop(request, worker, found, bag=rest, said=_packed_text(packed))


@for_outreach
def change(request: HttpRequest, worker: StaffFacts, *, agreement: UUID) -> HttpResponse:
    """Add a wish or forget one, move a stop up, or end its agreement."""
    found = stop_of(agreement, worker.id, on=today_of(request))
    if request.method != "POST" or found is None:
        return round_list(request, worker, said=gone())
    do = told(request.POST, "do")
    if do == "up":
        actions.move_up(found)
        return redirect("desk:round", number=found.round_id)
    if do == "end":
        actions.end(found.person_id, now=now_of(request))
        said = good(
            _("The agreement has ended. What was remembered is deleted for good."),
            _("What is on loan stays on loan."),
        )
        return round_page(request, worker, found.round_id, said=said)
    if do == "forget":
        _forget(request, found)
        return redirect("desk:stop", agreement=agreement)
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            actions.wish(
                found.id,
                wanted=Wanted(form.cleaned_data["wanted"]),
                words=form.cleaned_data["words"],
            )
        except Refused as refused:
            form.refuse(refused, {"outreach_wish_empty": "words"})
        else:
            return redirect("desk:stop", agreement=agreement)
    return _stop(request, worker, found, wish=form)


def _forget(request: HttpRequest, found: Stop) -> None:
    for each in found.wishes:
        if str(each.id) == told(request.POST, "wish"):
            actions.forget_wish(each.id, person_id=found.person_id)


def _stop(
    request: HttpRequest,
    worker: StaffFacts,
    found: Stop,
    *,
    bag: BagForm | None = None,
    wish: WishForm | None = None,
    said: Said | None = None,
) -> HttpResponse:
    now, policy = now_of(request), policy_in_force()
    fresh = stop_of(found.id, worker.id, on=today_of(request))
    with transaction.atomic():
        if fresh is None or not noted(request, worker, fresh, Task.OUTREACH, CHOOSING):
            return round_list(
                request, worker, said=bad(_("Nothing may be done with this data now."))
            )
        loans, had = loans_at(request, fresh), had_under(fresh.id, now=now, policy=policy)
    wrong = bool((bag is not None and bag.errors) or (wish is not None and wish.errors))
    return desk_page(
        request,
        worker,
        "desk/stop.html",
        title=_("Not done: check what you wrote") if wrong else _("Choose for a stop"),
        said=[said] if said else [],
        stop=fresh,
        loans=loans,
        had=had,
        wishes=[(each, WISHES[each.wanted]) for each in fresh.wishes],
        bag=bag or BagForm(),
        wish_form=wish or WishForm(),
        status=422 if wrong else 200,
    )


def _packed_text(packed: tuple[Packed, ...]) -> Said:
    lines, is_whole = [], True
    for each in packed:
        what = each.title or each.barcode
        if each.had_before:
            lines.append(_("Not lent, for they have had it before: %(title)s") % {"title": what})
        elif each.reasons:
            reasons = " ".join(say(reason) for reason in each.reasons)
            lines.append(
                _("Not lent: %(title)s. %(reasons)s") % {"title": what, "reasons": reasons}
            )
        else:
            until = day_text(each.due_on) if each.due_on else ""
            lines.append(_("Lent: %(title)s, until %(day)s") % {"title": what, "day": until})
        is_whole = is_whole and not (each.had_before or each.reasons)
    return good(*lines) if is_whole else notice(*lines)
