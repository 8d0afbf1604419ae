"""Paying by card at the desk: a terminal is told a sum and a random word, never who pays."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hylla.circulation.actions import call_off, decide_by_receipt, look
from hylla.clients.payments import PaymentError
from hylla.doors.desk.acts import for_open_patron
from hylla.doors.desk.home import desk
from hylla.doors.desk.open_patron import Opened
from hylla.doors.desk.worker import desk_page
from hylla.doors.parts.page import Said, bad, good, notice
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import money
from hylla.fees.actions import Chosen, begin_at_terminal
from hylla.fees.models import PaymentState
from hylla.fees.queries import PaymentFacts, claims_of, payment_of
from hylla.fees.terminals import AtTerminal, at_terminal, terminals_at
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.library.refusals import Refused

log = logging.getLogger("hylla.payments")


@for_open_patron(needs="settles")
def begin(request: HttpRequest, worker: StaffFacts, open_here: Opened) -> HttpResponse:
    """Have a terminal of this branch ask for what is owed, one claim or all of it."""
    now, name = now_of(request), told(request.POST, "terminal")
    here = terminals_at(worker.branch.code, policy_in_force())
    terminal = at_terminal(name, now) if name in here else None
    if terminal is None:
        said = bad(_("There is no such terminal at this branch now."))
        return desk(request, worker, title=_("Not begun"), said=said)
    chosen = _chosen(request, open_here)
    try:
        reference = begin_at_terminal(
            open_here.person_id,
            chosen=chosen,
            terminal=terminal,
            now=now,
            policy=policy_in_force(),
        )
    except Refused as refused:
        return desk(request, worker, title=_("Not begun"), said=why(refused))
    return redirect("desk:card_payment", reference=reference)


def _chosen(request: HttpRequest, open_here: Opened) -> Chosen:
    """Return one claim or all, and what the button said that it costs."""
    one, amount = told(request.POST, "claim"), told(request.POST, "amount")
    wanted = known_id(one)
    owed = [each.claim_id for each in claims_of(open_here.person_id)]
    claims = [each for each in owed if each == wanted] if one else owed
    return Chosen(claims, int(amount) if amount.isdecimal() else 0)


@for_open_patron(needs="settles", is_page=True)
def shown(
    request: HttpRequest, worker: StaffFacts, open_here: Opened, *, reference: str
) -> HttpResponse:
    """Ask the terminal how it stands, and say so; pressed, call it off or go by its receipt."""
    facts = _facts(request, open_here, reference)
    if facts is None:
        return redirect("desk:home")
    is_silent = False
    if facts.finished_at is None:
        is_silent = not _ask(request, facts, told(request.POST, "what"))
        facts = _facts(request, open_here, reference) or facts
    return desk_page(
        request,
        worker,
        "desk/card_payment.html",
        title=_("Card payment"),
        said=[_said(facts, is_silent=is_silent)],
        reference=reference,
        is_open=facts.finished_at is None,
        is_silent=is_silent,
    )


def _facts(request: HttpRequest, open_here: Opened, reference: str) -> PaymentFacts | None:
    facts = payment_of(
        open_here.person_id, reference=reference, now=now_of(request), policy=policy_in_force()
    )
    return facts if facts and facts.terminal else None


def _ask(request: HttpRequest, facts: PaymentFacts, what: str) -> bool:
    """Do what was pressed, or ask; return whether the terminal has answered."""
    now, policy = now_of(request), policy_in_force()
    terminal = at_terminal(facts.terminal, now)
    try:
        if terminal is not None:
            _asked(facts.reference, terminal, what == "cancel", request)
            return True
    except PaymentError as error:
        log.warning("terminal", extra={"code": error.problem.value})
    if what in {"paid", "not_paid"}:
        decide_by_receipt(facts.reference, is_paid=what == "paid", now=now, policy=policy)
        return True
    return False


def _asked(reference: str, terminal: AtTerminal, is_off: bool, request: HttpRequest) -> None:
    now, policy = now_of(request), policy_in_force()
    if is_off:
        call_off(reference, terminal=terminal, now=now, policy=policy)
    else:
        look(reference, terminal=terminal, now=now, policy=policy)


def _said(facts: PaymentFacts, *, is_silent: bool) -> Said:
    amount = money(sum(each.amount_ore for each in facts.lines))
    if facts.finished_at is None:
        if is_silent:
            return bad(
                _("%(name)s does not answer. It may have taken %(amount)s or not.")
                % {"name": facts.terminal, "amount": amount},
                _("Look at its screen and its receipt. Do not take the money in another way yet."),
            )
        return notice(
            _("%(name)s asks for %(amount)s. Let the card be held to it.")
            % {"name": facts.terminal, "amount": amount}
        )
    if paid := facts.sum_of(PaymentState.PAID):
        numbers = ", ".join(str(each.voucher_number) for each in facts.lines if each.voucher_number)
        return good(
            _("Paid by card: %(amount)s.") % {"amount": money(paid)},
            _("Voucher number %(number)s.") % {"number": numbers},
        )
    if facts.sum_of(PaymentState.GOING_BACK, PaymentState.GIVEN_BACK):
        return notice(
            _("It was settled in another way meanwhile: the money goes back to the card.")
        )
    is_off = all(each.state is PaymentState.CANCELLED for each in facts.lines)
    why_not = _("It was called off.") if is_off else _("The card was declined.")
    return bad(why_not, _("Nothing was paid. What is owed stands as before."))
