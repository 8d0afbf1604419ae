"""What is done for the open patron: renewals, holds, fees, and what is lost."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation import actions
from hylla.circulation.queries import ItemState, item_state
from hylla.doors.desk.forms import HoldForm, LostForm
from hylla.doors.desk.home import desk, not_open
from hylla.doors.desk.open_patron import Opened, is_another, opened
from hylla.doors.desk.overriding import renew_all_the_same
from hylla.doors.desk.sight import OPENERS, sight_of
from hylla.doors.desk.worker import for_staff, opening_role
from hylla.doors.parts.claims import claim_lines
from hylla.doors.parts.editions import chosen_editions
from hylla.doors.parts.page import bad, good
from hylla.doors.parts.receipts import sent_text
from hylla.doors.parts.refusals import why
from hylla.doors.parts.sets import gathered_text
from hylla.doors.parts.shelves import (
    known_id,
    renewal_outcomes,
    renewal_summary,
    renewed_text,
)
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.fees.rules import AT_DESK, BY_STAFF, Method, WaivedFor
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

log = logging.getLogger("hylla.desk")

Act = Callable[..., HttpResponse]


def for_open_patron(needs: str = "", *, is_page: bool = False) -> Callable[[Act], Act]:
    """Let an act through when a patron is open, and the role sees what the act `needs`.

    A page may be opened by its address too; an act is done by a form only.
    """

    def around(act: Act) -> Act:
        @wraps(act)
        def wrapped(request: HttpRequest, worker: StaffFacts, **named: Any) -> HttpResponse:
            if request.method != "POST" and not (is_page and opened(request)):
                return redirect("desk:home")
            open_here, role = opened(request), opening_role(worker)
            if open_here is None or role is None or is_another(request, open_here):
                return not_open(request, worker)
            if needs and not getattr(sight_of(role), needs):
                return desk(request, worker, said=bad(_("This is not open to your role.")))
            return act(request, worker, open_here, **named)

        return for_staff(OPENERS)(wrapped)

    return around


@for_open_patron(needs="contact")
def contact(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Show how to reach the patron, who can see that it was looked up."""
    return desk(request, worker, title=_("Contact shown"), with_contact=True)


@for_open_patron(needs="loans")
def all_loans(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Show every loan of somebody who has very many."""
    return desk(request, worker, title=_("All loans"), all_loans=True)


@for_open_patron(needs="loans")
def renew(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Renew one loan of the open patron's; what staff may set aside, they can."""
    barcode = told(request.POST, "item")
    try:
        renewed = actions.renew(
            barcode=barcode,
            person_id=open_here.person_id,
            now=now_of(request),
            policy=policy_in_force(),
            overriding=frozenset(told(request.POST, "overriding").split()),
        )
    except Refused as refused:
        title, override = _("Not renewed"), renew_all_the_same(refused, barcode)
        return desk(request, worker, title=title, said=why(refused), override=override)
    if renewed.overridden:
        log.info("override", extra={"code": " ".join(renewed.overridden)})
    text = renewed_text(renewed)
    return desk(
        request,
        worker,
        title=_("Renewed"),
        said=good(f"{renewed.title}: {text}"),
        outcomes={renewed.loan_id: text},
    )


@for_open_patron(needs="loans")
def receipt(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Send the open patron a receipt, by the way they have chosen for messages."""
    try:
        channel = actions.send_receipt(
            open_here.person_id, now=now_of(request), policy=policy_in_force()
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not sent"), said=why(refused))
    return desk(request, worker, title=_("Receipt sent"), said=good(sent_text(channel)))


@for_open_patron(needs="loans")
def renew_all(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Renew what can be renewed, and say of each loan what became of it."""
    answers = actions.renew_all(open_here.person_id, now=now_of(request), policy=policy_in_force())
    said, outcomes = renewal_summary(answers), renewal_outcomes(answers)
    return desk(request, worker, title=_("Renewal"), said=said, outcomes=outcomes)


@for_open_patron(needs="loans")
def lost(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Ask for the price of a lost item, then count it as lost and claim the price."""
    item = item_state(told(request.POST, "item"))
    if item is None:
        return desk(request, worker, said=bad(_("There is no such item.")))
    form = LostForm(request.POST)
    if "price" not in request.POST or not form.is_valid():
        asked = LostForm(initial={"item": item.barcode}) if "price" not in request.POST else form
        title = _("Lost: what does it cost?")
        return desk(request, worker, title=title, lost_form=asked, lost_title=item.title)
    price = int((form.cleaned_data["price"] or 0) * 100)
    try:
        actions.declare_lost(
            item.barcode, price_ore=price, now=now_of(request), policy=policy_in_force()
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not done"), said=why(refused))
    lines = [_("Counted as lost: %(title)s.") % {"title": item.title}]
    if price:
        lines.append(_("Claimed: %(amount)s.") % {"amount": money(price)})
    return desk(request, worker, title=_("Counted as lost"), said=good(*lines))


@for_open_patron(needs="holds")
def place_hold(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Place a hold for the open patron on an item, on its title, or on many copies of it."""
    form = HoldForm(request.POST)
    item = item_state(form.data.get("barcode", "").strip()) if form.is_valid() else None
    if form.is_valid() and item is None:
        form.add_error("barcode", _("No item has this barcode."))
    if item is not None:
        try:
            said = _hold_placed(form.cleaned_data, item, open_here, now_of(request))
        except Refused as refused:
            form.refuse(refused, {})
        else:
            return desk(request, worker, title=_("Hold placed"), said=good(said))
    return desk(request, worker, title=_("Hold not placed"), hold_form=form)


def _hold_placed(
    told_of: Mapping[str, Any], item: ItemState, open_here: Opened, now: datetime
) -> str:
    """Place the hold, or the set for a group, and say what came of it."""
    person_id, pickup, policy = open_here.person_id, told_of["pickup"], policy_in_force()
    if told_of["copies"]:
        wish = actions.SetWish(item.record_id, told_of["copies"], told_of["needed_on"])
        actions.place_set(
            wish, person_id=person_id, pickup_branch_id=pickup, now=now, policy=policy
        )
        return gathered_text(wish.copies, item.title)
    only = item.item_id if told_of["alone"] else None
    sought = actions.Sought(item.record_id, only, chosen_editions(told_of))
    placed = actions.wait_for(
        sought, person_id=person_id, pickup_branch_id=pickup, now=now, policy=policy
    )
    text = _("Hold placed on %(title)s, as number %(position)d in the queue.")
    return text % {"title": item.title, "position": placed.position}


@for_open_patron(needs="holds")
def cancel_hold(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """End a hold of the open patron's."""
    hold_id = known_id(told(request.POST, "hold"))
    if hold_id is None:
        return desk(request, worker, said=bad(_("There is no such hold.")))
    try:
        actions.cancel_hold(hold_id, person_id=open_here.person_id, now=now_of(request))
    except Refused as refused:
        return desk(request, worker, title=_("Not cancelled"), said=why(refused))
    return desk(request, worker, title=_("Hold cancelled"), said=good(_("The hold is cancelled.")))


@for_open_patron(needs="settles")
def settle(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Take a payment, or waive a claim; the voucher names nobody."""
    claim_id, method = known_id(told(request.POST, "claim")), told(request.POST, "method")
    owed = {each.id for each in claim_lines(open_here.person_id)}
    if claim_id not in owed or method not in AT_DESK:
        return desk(request, worker, said=bad(_("There is no such claim.")))
    assert claim_id is not None, "it is among those owed"  # noqa: S101 - for mypy
    reason = told(request.POST, "reason")
    if method == Method.WAIVED and reason not in BY_STAFF:
        said = bad(_("Nothing is waived yet: choose why."))
        return desk(request, worker, title=_("Not settled"), said=said)
    waived_for = WaivedFor(reason) if reason in BY_STAFF else WaivedFor.GOODWILL
    try:
        number = actions.settle_claim(
            claim_id,
            method=method,
            now=now_of(request),
            policy=policy_in_force(),
            waived_for=waived_for,
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not settled"), said=why(refused))
    said = good(_("Settled, voucher number %(number)d.") % {"number": number})
    return desk(request, worker, title=_("Settled"), said=said)
