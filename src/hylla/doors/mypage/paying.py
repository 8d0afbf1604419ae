"""A patron pays on the web: what is chosen, the way there and back, and the receipt."""

import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.circulation.actions import book, conclude
from hylla.circulation.queries import Charge, charges_of
from hylla.clients.payments import PaymentError, PaymentProvider
from hylla.clients.signing import HEADER
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.page import Said, bad, good, notice
from hylla.doors.parts.papers import Paid, Printing, payment_receipt, sent
from hylla.doors.parts.refusals import why
from hylla.doors.parts.shelves import known_id
from hylla.doors.parts.who import now_of
from hylla.doors.parts.words import CLAIMS
from hylla.doors.parts.writing import money
from hylla.fees.actions import Begun, Chosen, Way, begin_payment
from hylla.fees.models import PaymentState
from hylla.fees.providers import is_paid_online, payment_provider
from hylla.fees.queries import PaymentFacts, payment_of
from hylla.formats.paper import Size
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.privacy.extract.coded import code_text
from hylla.privacy.vocabulary import Language

LONGEST_ANSWER = 20_000
PLACE = "REFERENCE"
"""Stands in the address of a payment until its reference is drawn."""
log = logging.getLogger("hylla.payments")


@dataclass(frozen=True)
class Choice:
    """One claim that can be paid; what its box sends says what it was shown to cost."""

    value: str
    what: str
    amount: str


@dataclass(frozen=True)
class Line:
    """One line of a payment, in words."""

    what: str
    amount: str
    state: str
    number: int | None


@for_patron
def pay(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what can be paid, all of it chosen; then send the patron to who takes the payment."""
    if not is_paid_online(policy_in_force()):
        raise Http404
    provider = payment_provider(now_of(request))
    if request.method != "POST" or provider is None:
        return _choosing(request, person_id, None)
    try:
        begun, amount_ore = _begun(request, person_id, provider)
    except Refused as refused:
        return _choosing(request, person_id, why(refused))
    name = policy_in_force().payments.provider
    answer = my_page(
        request,
        "mypage/going_to_pay.html",
        title=_("To %(name)s") % {"name": name},
        tab="home",
        address=begun.address,
        name=name,
        amount=money(amount_ore),
        switch=(),
    )
    # A form may not lead away to another site, so a page does.
    answer.headers["Refresh"] = f"0; url={begun.address}"
    return answer


@for_patron
def paid(request: HttpRequest, person_id: uuid.UUID, *, reference: str) -> HttpResponse:
    """Say what became of a payment; the provider is asked where it has not said so itself."""
    now, policy = now_of(request), policy_in_force()
    facts, provider = _own(request, person_id, reference), payment_provider(now)
    if facts.finished_at is None and provider is not None:
        try:
            conclude(reference, provider=provider, now=now, policy=policy)
        except PaymentError as error:
            log.warning("payment", extra={"code": error.problem.value})
        facts = _own(request, person_id, reference)
    return my_page(
        request,
        "mypage/paid.html",
        title=_title(facts),
        tab="home",
        said=[_said(facts)],
        reference=reference,
        began_at=facts.began_at,
        lines=list(_lines(facts)),
        has_receipt=bool(facts.sum_of(PaymentState.PAID)),
        is_open=facts.finished_at is None,
    )


@for_patron
def receipt(request: HttpRequest, person_id: uuid.UUID, *, reference: str) -> HttpResponse:
    """Hand out the receipt of a payment as a PDF."""
    facts = _own(request, person_id, reference)
    lines = [each for each in facts.lines if each.state is PaymentState.PAID]
    if not lines:
        raise Http404
    policy = policy_in_force()
    printing = Printing(
        policy,
        _("On the web"),
        facts.finished_at or now_of(request),
        Language(get_language() or policy.default_language),
        Size.A4,
    )
    rows = [
        Paid(
            _("%(what)s, voucher %(number)d")
            % {"what": CLAIMS[each.kind], "number": each.voucher_number},
            each.amount_ore,
        )
        for each in lines
    ]
    return sent(payment_receipt(rows, printing=printing), name="hylla-receipt", as_file=True)


def answer(request: HttpRequest) -> HttpResponse:
    """Take what the provider says of itself; nobody else can, for it is signed."""
    now = now_of(request)
    provider = payment_provider(now)
    if request.method != "POST" or provider is None:
        raise Http404
    try:
        standing = provider.answered(request.read(LONGEST_ANSWER), request.headers.get(HEADER, ""))
    except PaymentError as error:
        log.warning("payment_answer", extra={"code": error.problem.value})
        return HttpResponse(status=400)
    is_known = book(standing, now=now, policy=policy_in_force())
    return HttpResponse(status=204 if is_known else 404)


def _begun(
    request: HttpRequest, person_id: uuid.UUID, provider: PaymentProvider
) -> tuple[Begun, int]:
    chosen = _chosen(request)
    back = request.build_absolute_uri(reverse("mypage:paid", kwargs={"reference": PLACE}))
    way = Way(
        provider,
        back.replace(PLACE, "{reference}"),
        request.build_absolute_uri(reverse("payment_answer")),
    )
    now, policy = now_of(request), policy_in_force()
    return begin_payment(person_id, chosen=chosen, way=way, now=now, policy=policy), (
        chosen.amount_ore
    )


def _chosen(request: HttpRequest) -> Chosen:
    """Return which boxes were ticked, and what stood beside them."""
    claims, total = [], 0
    for each in request.POST.getlist("claim"):
        told, _colon, amount = each.partition(":")
        claim = known_id(told)
        if claim is not None and amount.isdecimal() and len(amount) < 10:
            claims.append(claim)
            total += int(amount)
    return Chosen(claims, total)


def _choosing(request: HttpRequest, person_id: uuid.UUID, said: Said | None) -> HttpResponse:
    charges = charges_of(person_id, now=now_of(request), policy=policy_in_force())
    return my_page(
        request,
        "mypage/pay.html",
        title=_("Pay fees") if said is None else _("Nothing was paid"),
        tab="home",
        said=[said] if said else [],
        choices=[_choice(each) for each in charges],
        owed=money(sum(each.amount_ore for each in charges)),
        name=policy_in_force().payments.provider,
        status=422 if said else 200,
    )


def _choice(charge: Charge) -> Choice:
    what = str(CLAIMS[charge.kind])
    value = f"{charge.claim_id}:{charge.amount_ore}"
    return Choice(
        value, f"{what}: {charge.title}" if charge.title else what, money(charge.amount_ore)
    )


def _own(request: HttpRequest, person_id: uuid.UUID, reference: str) -> PaymentFacts:
    facts = payment_of(
        person_id, reference=reference, now=now_of(request), policy=policy_in_force()
    )
    if facts is None:
        raise Http404
    return facts


def _lines(facts: PaymentFacts) -> Iterator[Line]:
    for each in facts.lines:
        yield Line(
            str(CLAIMS[each.kind]),
            money(each.amount_ore),
            code_text(each.state, "state"),
            each.voucher_number,
        )


def _title(facts: PaymentFacts) -> str:
    if facts.sum_of(PaymentState.PAID):
        return _("Paid")
    if facts.sum_of(PaymentState.UNDER_WAY):
        return _("The payment is under way")
    return _("Not paid")


def _said(facts: PaymentFacts) -> Said:
    """Say in a sentence or two how it went."""
    done = facts.sum_of(PaymentState.PAID)
    back = facts.sum_of(PaymentState.GOING_BACK, PaymentState.GIVEN_BACK)
    returned = _("%(amount)s was not owed any more, and goes back to where it came from.")
    lines = [_("You have paid %(amount)s.") % {"amount": money(done)}] if done else []
    lines += [returned % {"amount": money(back)}] if back else []
    if lines:
        return good(*lines) if done else notice(*lines)
    if facts.sum_of(PaymentState.UNDER_WAY):
        return notice(_("We have not heard yet whether you paid. Load the page again in a minute."))
    return bad(_("Nothing was paid. What you owe stands as before."))
