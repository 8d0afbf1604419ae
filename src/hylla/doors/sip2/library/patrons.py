"""A patron's state: as much as the machine may see, and never without a row in the read log."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from hylla.circulation.queries import OpenLoan, PatronHold, holds_of, loans_of, reasons_against
from hylla.circulation.rules.codes import Refusal as Code
from hylla.doors.parts.tasks import Task
from hylla.doors.sip2.accounts import Account, PersonalField
from hylla.doors.sip2.library.machines import SHOWN
from hylla.doors.sip2.library.place import Counter
from hylla.doors.sip2.patrons import Barred, Counts, Listing, PatronFacts, PatronQuery
from hylla.fees.queries import balance_of, claims_of
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions import remember_use, verify_pin
from hylla.patrons.queries import PersonCard, details, person_with_card
from hylla.patrons.rules import Code as Held
from hylla.privacy.access import record
from hylla.privacy.clocks import today
from hylla.privacy.policy import Country
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Kind, Role

CURRENCY: Mapping[Country, str] = {Country.NORWAY: "NOK", Country.SWEDEN: "SEK"}
NOTHING = frozenset({Barred.CHECKOUT, Barred.RENEWAL, Barred.RECALL, Barred.HOLD})


def patron(here: Counter, query: PatronQuery) -> PatronFacts | None:
    """Return the state of who shows this card; None if the card is unknown.

    A card that was lost, replaced or ended opens nothing, whatever the PIN. An expired card or a
    block stops borrowing only: everyone may see what is kept about them.
    """
    card = person_with_card(query.borrower.card)
    if card is None:
        return None
    if not card.is_active:
        return _out_of_use(here, card)
    if is_restricted(card.person_id):
        return _told_nothing(here, card)
    pin = query.borrower.pin
    refused = _against_pin(here, card, pin)
    if refused:
        return PatronFacts(
            card=card.number,
            valid=True,
            pin_valid=False,
            barred=NOTHING,
            pin_sentence=here.say(refused),
        )
    if pin is None and here.visit.account.pin_required:
        return PatronFacts(card=card.number, valid=True, pin_valid=None, barred=_barred(here, card))
    return _opened(here, card, query)


def _out_of_use(here: Counter, card: PersonCard) -> PatronFacts:
    is_lost = Code(f"card_{card.status}") is Code.CARD_LOST
    return PatronFacts(
        card=card.number,
        valid=False,
        pin_valid=False,
        barred=NOTHING | ({Barred.CARD_LOST} if is_lost else set()),
        pin_sentence=here.say([Reason(Code(f"card_{card.status}"))]),
    )


def _told_nothing(here: Counter, card: PersonCard) -> PatronFacts:
    """Answer for someone whose data may only be stored now (GDPR article 18)."""
    sentence = here.say([Reason(Held.RESTRICTED)])
    return PatronFacts(
        card=card.number, valid=True, pin_valid=None, barred=NOTHING, pin_sentence=sentence
    )


def _against_pin(here: Counter, card: PersonCard, pin: str | None) -> tuple[Reason, ...]:
    """Return why the PIN that was sent does not open; not in a transaction, so that it counts."""
    if pin is None:
        return ()
    try:
        verify_pin(card.person_id, pin, now=here.now)
    except Refused as refused:
        return refused.reasons
    return ()


def _barred(here: Counter, card: PersonCard) -> frozenset[Barred]:
    reasons = reasons_against(card.person_id, now=here.now, policy=here.policy)
    return NOTHING if reasons else frozenset()


def _opened(here: Counter, card: PersonCard, query: PatronQuery) -> PatronFacts:
    """Read what is shown and write that it is shown, both or neither."""
    person_id, account = card.person_id, here.visit.account
    with transaction.atomic():
        record(
            person_id,
            at=here.now,
            role=Role.MACHINE,
            unit=account.branch,
            task=Task.SELF_SERVICE,
            kinds=_kinds(account, query),
        )
        if query.borrower.pin is not None:
            remember_use(person_id, on=today(here.policy, here.now))
        return _facts(here, card, query)


def _kinds(account: Account, query: PatronQuery) -> set[Kind]:
    kinds = {Kind.BLOCK}
    if PersonalField.NAME in account.fields:
        kinds.add(Kind.NAME)
    if PersonalField.OWED in account.fields:
        kinds.add(Kind.MONEY)
    if query.with_counts:
        kinds |= {Kind.BORROWED, Kind.REQUESTED}
        kinds |= {Kind.MONEY} if PersonalField.FINES in SHOWN else set()
    return kinds


def _facts(here: Counter, card: PersonCard, query: PatronQuery) -> PatronFacts:
    person_id, shown = card.person_id, here.visit.account.fields
    reasons = reasons_against(person_id, now=here.now, policy=here.policy)
    loans = loans_of(person_id, now=here.now, policy=here.policy) if query.with_counts else ()
    holds = holds_of(person_id, now=here.now, policy=here.policy) if query.with_counts else ()
    return PatronFacts(
        card=card.number,
        valid=True,
        pin_valid=None if query.borrower.pin is None else True,
        barred=NOTHING if reasons else frozenset(),
        counts=_counts(loans, holds, fines=_fines(person_id) if query.with_counts else None),
        listed=_listed(query.listing, loans, holds),
        name=_first_name(person_id, here) if PersonalField.NAME in shown else "",
        owed_ore=balance_of(person_id) if PersonalField.OWED in shown else 0,
        currency=CURRENCY[here.policy.country],
        sentence=here.say(reasons),
    )


def _first_name(person_id: UUID, here: Counter) -> str:
    """Return what a machine may greet with: the first name, in public, and no more of it."""
    known = details(person_id, on=today(here.policy, here.now))
    return known.given_name or known.family_name


def _fines(person_id: UUID) -> int | None:
    return len(claims_of(person_id)) if PersonalField.FINES in SHOWN else None


def _counts(
    loans: tuple[OpenLoan, ...], holds: tuple[PatronHold, ...], *, fines: int | None
) -> Counts:
    ready = sum(hold.shelf_until_on is not None for hold in holds)
    return Counts(
        holds_ready=ready,
        overdue=sum(loan.is_overdue for loan in loans),
        charged=len(loans),
        fines=fines,
        holds_waiting=len(holds) - ready,
    )


def _listed(
    listing: Listing | None, loans: tuple[OpenLoan, ...], holds: tuple[PatronHold, ...]
) -> tuple[str, ...]:
    """Return barcodes of loans, and the codes under which holds stand on the shelf; no titles."""
    if listing is Listing.CHARGED:
        return tuple(loan.barcode for loan in loans)
    if listing is Listing.OVERDUE:
        return tuple(loan.barcode for loan in loans if loan.is_overdue)
    if listing is Listing.HOLDS_READY:
        return tuple(hold.shelf_code for hold in holds if hold.shelf_until_on is not None)
    return ()
