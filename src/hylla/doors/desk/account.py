"""Card, PIN and blocks of the open patron."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.circulation.actions import disagree, note_talking_books
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.forms import BlockForm, CardForm, OutreachForm, PinForm
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.parts.page import bad, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import BLOCKS
from hylla.doors.parts.writing import money
from hylla.fees.actions import open_claim
from hylla.fees.models import ClaimKind
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused
from hylla.outreach.actions import Terms
from hylla.outreach.actions import begin as begin_outreach
from hylla.outreach.actions import end as end_outreach
from hylla.patrons import actions
from hylla.patrons.actions import Shown
from hylla.patrons.models.cards import BlockReason
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.vocabulary import Language

PIN_FIELDS = {"pin_length": "pin", "pin_too_plain": "pin", "pin_is_birth_year": "pin"}
"""Beside which field each refusal stands."""


@for_open_patron()
def pin(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Give the patron, who stands here, a new PIN."""
    form = PinForm(request.POST)
    if form.is_valid():
        try:
            actions.set_pin(open_here.person_id, form.cleaned_data["pin"])
        except Refused as refused:
            form.refuse(refused, PIN_FIELDS)
    if form.errors:
        return desk(request, worker, title=_("PIN not set"), pin_form=form)
    return desk(request, worker, title=_("PIN set"), said=good(_("The new PIN works now.")))


@for_open_patron()
def card_lost(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Stop the card at once."""
    try:
        actions.report_card_lost(open_here.person_id, on=today_of(request))
    except Refused as refused:
        return desk(request, worker, title=_("Not done"), said=why(refused))
    said = good(
        _("The card is stopped. Nobody can borrow with it."),
        _("A new one is made under Replace the card, now or later."),
    )
    return desk(request, worker, title=_("Card stopped"), said=said)


@for_open_patron()
def replace_card(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Give the patron a new card, and charge for it unless staff waive that."""
    form = CardForm(request.POST)
    is_charged = form.is_valid() and form.cleaned_data["charge"]
    with transaction.atomic():
        new = actions.replace_card(
            open_here.person_id, policy=policy_in_force(), now=now_of(request)
        )
        if is_charged and new.charge_ore:
            open_claim(
                open_here.person_id,
                branch_id=worker.branch.id,
                kind=ClaimKind.CARD,
                amount_ore=new.charge_ore,
                on=today_of(request),
            )
    lines = [_("New card: %(number)s. The old one no longer works.") % {"number": new.card_number}]
    if is_charged and new.charge_ore:
        lines.append(_("Claimed: %(amount)s.") % {"amount": money(new.charge_ore)})
    return desk(request, worker, title=_("Card replaced"), said=good(*lines))


@for_open_patron(needs="blocks")
def block(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Stop the patron from borrowing, for a coded reason."""
    form = BlockForm(request.POST)
    if form.is_valid():
        until_on = form.cleaned_data["until_on"]
        if until_on and until_on < today_of(request):
            form.add_error("until_on", _("This day is past."))
    if not form.is_valid():
        return desk(request, worker, title=_("Not blocked"), block_form=form)
    reason = BlockReason(form.cleaned_data["reason"])
    actions.block(
        open_here.person_id, reason, on=today_of(request), until_on=form.cleaned_data["until_on"]
    )
    said = good(_("Blocked: %(reason)s.") % {"reason": BLOCKS[reason]})
    return desk(request, worker, title=_("Patron blocked"), said=said)


@for_open_patron(needs="blocks")
def unblock(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Let the patron borrow again."""
    reason = told(request.POST, "reason")
    if reason not in set(BlockReason):
        return desk(request, worker, said=bad(_("There is no such block.")))
    actions.unblock(open_here.person_id, BlockReason(reason), on=today_of(request))
    said = good(_("The block is lifted: %(reason)s.") % {"reason": BLOCKS[reason]})
    return desk(request, worker, title=_("Block lifted"), said=said)


@for_open_patron(needs="consents")
def talking_books(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Note the right to talking books, or take the note away; whether there was one is not said."""
    if told(request.POST, "right") != "yes":
        disagree(open_here.person_id, ConsentTo.TALKING_BOOKS, now=now_of(request))
        said = good(_("The right to talking books is not noted."))
        return desk(request, worker, title=_("Talking books"), said=said)
    shown = Shown(policy_in_force(), Language(get_language() or Language.EN))
    try:
        note_talking_books(open_here.person_id, shown=shown, now=now_of(request))
    except Refused as refused:
        return desk(request, worker, title=_("Not noted"), said=why(refused))
    said = good(_("The right to talking books is noted. Nothing is kept of what you were shown."))
    return desk(request, worker, title=_("Talking books"), said=said)


@for_open_patron(needs="consents")
def outreach(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Make the agreement that the books come to the patron, or end it."""
    if told(request.POST, "do") == "end":
        end_outreach(open_here.person_id, now=now_of(request))
        said = good(
            _("The agreement has ended. What was remembered is deleted for good."),
            _("What is on loan stays on loan."),
        )
        return desk(request, worker, title=_("The books come"), said=said)
    form = OutreachForm(request.POST)
    if form.is_valid():
        shown = Shown(policy_in_force(), Language(get_language() or Language.EN))
        terms = Terms(form.cleaned_data["round"], form.cleaned_data["until_on"])
        try:
            begin_outreach(open_here.person_id, terms, shown=shown, now=now_of(request))
        except Refused as refused:
            return desk(request, worker, title=_("Not agreed"), said=why(refused))
        said = good(_("Agreed. They are on the round from now on."))
        return desk(request, worker, title=_("The books come"), said=said)
    return desk(request, worker, title=_("Not agreed"), outreach_form=form)
