"""A patron who is nobody: borrows, is erased by night, and is looked for in every file after.

What the notice says about bytes is thereby measured, not believed.
"""

import secrets
import string
import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial

from django.conf import settings
from django.db import transaction
from django.test import Client

from hylla.catalogue.models import Item, ItemType, Record
from hylla.circulation.actions import (
    check_out,
    place_hold,
    return_item,
    start_history,
    stop_history,
)
from hylla.circulation.models import History, Loan
from hylla.library.actions import add_branch, add_kiosk, bump_rules_version, set_opening_hours
from hylla.library.models import Branch, Kiosk, Machine
from hylla.library.queries import policy_in_force
from hylla.library.rules import Opening
from hylla.patrons.actions import (
    Registered,
    Shown,
    apply_for_card,
    begin_visit,
    choose_user_name,
    register,
    remove_applicant,
)
from hylla.patrons.models import Category, Passkey, Person
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import Channel, NewPatron
from hylla.privacy.clocks import today
from hylla.privacy.erasure import ask
from hylla.privacy.policy import History as Offered
from hylla.privacy.policy import Policy
from hylla.privacy.residue import scan
from hylla.privacy.rights.deletions import note_asked, note_deleted
from hylla.privacy.rights.receipts import receipt_with, tear_up
from hylla.site.canary_desk import scan_at_a_desk
from hylla.site.canary_law import dismiss, stand_before_the_law
from hylla.site.canary_money import owe_and_begin_to_pay, strike_out
from hylla.site.canary_phone import use_phone
from hylla.site.canary_rights import ask_by_right, list_what_it_wants, say_what_it_thinks, say_yes
from hylla.statistics.models import Tally

PLACE = "canary"
ADULT = 30
PIN = "4092"


@dataclass(frozen=True)
class Flight:
    """What the canary left to look for, and what went wrong on the way."""

    markers: tuple[str, ...]
    problems: tuple[str, ...]


def fly(policy: Policy, *, now: datetime) -> Flight:
    """Register a canary, let it use the library, erase it, and take its branch away again.

    What it stands on goes also when it falls: people would meet it in lists of branches.
    """
    clear()
    try:
        return _flight(_branch(), policy, now)
    finally:
        clear()


def _flight(branch: Branch, policy: Policy, now: datetime) -> Flight:
    lent, waited_for = _copy(branch, now), _copy(branch, now)
    mark = "".join(secrets.choice(string.ascii_lowercase) for _ in range(24))
    bird = register(_canary(mark, branch, policy, now), policy=policy, now=now)
    egg = _apply_and_withdraw(mark, branch, policy, now)
    _choose_ways_in(bird.person_id, mark, now)
    problems = _log_in_and_out(mark)
    loan = _borrow(bird.card_number, lent, branch, policy, now)
    kept, wrong = _remember(bird, lent, branch, policy, now)
    problems += wrong
    _stand_at_a_kiosk(bird.card_number, branch, now)
    lend = partial(_borrow, bird.card_number, lent, branch, policy, now)
    held, wrong = stand_before_the_law(
        bird.card_number, lend, branch=branch, policy=policy, now=now
    )
    problems += wrong
    scanned = scan_at_a_desk(bird.card_number, now=now)
    phone = use_phone(bird.person_id, mark=mark, policy=policy, now=now)
    say_yes(bird.person_id, mark=mark, policy=policy, now=now)
    said = say_what_it_thinks(bird.person_id, lent.record_id, policy=policy, now=now)
    listed = list_what_it_wants(bird.person_id, lent.record_id, policy=policy, now=now)
    owed, wrong = owe_and_begin_to_pay(bird.person_id, branch_id=branch.pk, policy=policy, now=now)
    problems += wrong
    asked, wrong = ask_by_right(bird.person_id, mark=mark, policy=policy, now=now)
    problems += wrong
    place_hold(
        person_id=bird.person_id,
        record_id=waited_for.record_id,
        pickup_branch_id=branch.pk,
        now=now,
        policy=policy,
    )
    code, wrong = _forgotten(bird.person_id, policy, now)
    problems += wrong
    own = (str(bird.person_id), str(loan), bird.card_number, mark, egg, code)
    markers = (*own, *kept, *held, *scanned, *phone, *said, *listed, *owed, *asked)
    return Flight(markers, tuple(problems))


def landed(flight: Flight) -> tuple[str, ...]:
    """Look for the canary in every file, after the sweep; return everything that is wrong."""
    found = scan(flight.markers)
    hits = [f"{hit.store} still holds {hit.count} traces of it" for hit in found.hits]
    return (*flight.problems, *hits, *(f"could not look into {each}" for each in found.unreachable))


def clear() -> None:
    """Remove what a canary stands on, also of a flight that was broken off."""
    with transaction.atomic():
        dismiss(PLACE)
        strike_out(PLACE)
        Loan.objects.filter(branch__code=PLACE).delete()
        Person.objects.filter(home_branch__code=PLACE).delete()
        Item.objects.filter(branch__code=PLACE).delete()
        Record.objects.filter(source=PLACE).delete()
        ItemType.objects.filter(code=PLACE).delete()
        Machine.objects.filter(branch__code=PLACE).delete()
        Branch.objects.filter(code=PLACE).delete()
        # Numbers that nobody made must not stand in the library's statistics.
        Tally.objects.filter(branch=PLACE).delete()
        bump_rules_version()


def _branch() -> Branch:
    branch = add_branch(PLACE, name="Canary")
    set_opening_hours(branch.pk, week=[Opening(day, time(8), time(20)) for day in range(7)])
    return branch


def _copy(branch: Branch, now: datetime) -> Item:
    number = uuid.uuid4().hex
    item_type = ItemType.objects.order_by("code").first()
    record = Record.objects.create(
        source=PLACE,
        control_number=number,
        digest="",
        kind="other",
        audience="adult",
        title="Canary",
        # Long ago, so that it never stands among what is new.
        added_on=date(1900, 1, 1),
    )
    return Item.objects.create(
        barcode=f"C{number[:20]}",
        record=record,
        item_type=item_type or ItemType.objects.create(code=PLACE, name="Canary"),
        branch=branch,
        added_on=now.date(),
    )


def _canary(mark: str, branch: Branch, policy: Policy, now: datetime) -> NewPatron:
    born = today(policy, now).year - ADULT
    category = Category.objects.order_by("-from_age").first()
    return NewPatron(
        given_name="Canary",
        family_name=mark,
        birth_date=date(born, 1, 1),
        home_branch_id=branch.pk,
        category=category.pk if category else "",
        channel=Channel.EMAIL,
        emails=(f"{mark}@example.org",),
        pin=PIN,
    )


def _apply_and_withdraw(mark: str, branch: Branch, policy: Policy, now: datetime) -> str:
    """Ask for a card on the web and take it back; return what names that registration alone."""
    asked = replace(_canary(mark, branch, policy, now), category="", pin="")
    waits = apply_for_card(asked, way=Way.DESK, policy=policy, now=now)
    remove_applicant(waits.applicant_id)
    return str(waits.applicant_id)


def _choose_ways_in(person_id: uuid.UUID, mark: str, now: datetime) -> None:
    """Choose a user name, and have a passkey whose every byte can be looked for."""
    choose_user_name(person_id, mark)
    Passkey.objects.create(
        person_id=person_id,
        credential_id=f"id of {mark}".encode(),
        public_key=f"key of {mark}".encode(),
        name=mark,
        added_on=today(policy_in_force(), now),
    )


def _stand_at_a_kiosk(card: str, branch: Branch, now: datetime) -> None:
    """Walk away from a self-service screen in the middle of it."""
    add_kiosk(PLACE, branch_id=branch.pk, now=now)
    begin_visit(Kiosk.objects.get(machine__username=PLACE).pk, card, now=now)


def _log_in_and_out(name: str) -> list[str]:
    """After log-in the browser holds one cookie, after log-out none."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0], "sec-fetch-site": "same-origin"})
    client.post("/en/my/log-in/", {"card": name, "pin": PIN}, follow=True, secure=True)
    held = {name for name, cookie in client.cookies.items() if cookie.value}
    client.post("/en/my/log-out/", follow=True, secure=True)
    left = {name for name, cookie in client.cookies.items() if cookie.value}
    wrong = []
    if held != {settings.SESSION_COOKIE_NAME}:
        wrong.append(f"after log-in there are {len(held)} cookies")
    if left:
        wrong.append("a cookie is left after log-out")
    return wrong


def _borrow(card: str, item: Item, branch: Branch, policy: Policy, now: datetime) -> uuid.UUID:
    lent = check_out(card=card, barcode=item.barcode, branch_id=branch.pk, now=now, policy=policy)
    return_item(barcode=item.barcode, branch_id=branch.pk, now=now, policy=policy)
    return lent.loan_id


def _remember(
    bird: Registered, item: Item, branch: Branch, policy: Policy, now: datetime
) -> tuple[list[str], list[str]]:
    """Have loans remembered, forgotten and remembered again; return the ids, and what was wrong.

    The second time they stay until it is erased, so that the erasure has something to take along.
    """
    if policy.features.history is Offered.OFF:
        return [], []
    markers: list[str] = []
    wrong: list[str] = []
    for is_last in (False, True):
        shown = Shown(policy, policy.default_language)
        start_history(bird.person_id, shown=shown, now=now)
        _borrow(bird.card_number, item, branch, policy, now)
        rows = History.objects.filter(consent__person=bird.person_id)
        kept = [str(key) for row in rows.values_list("id", "consent_id") for key in row]
        markers += kept
        wrong += [] if len(kept) == 2 else ["a return was not remembered once"]
        if not is_last and (stop_history(bird.person_id, now=now) != 1 or rows.exists()):
            wrong.append("a history that was turned off was not deleted")
    return markers, wrong


def _forgotten(person: uuid.UUID, policy: Policy, now: datetime) -> tuple[str, list[str]]:
    """Erase it, read its receipt and tear that up; return the receipt's code, and what was wrong.

    A closed loan that the policy keeps some hours would hold it, so that goes now.
    """
    Loan.objects.filter(patron_id=person, closed_at__isnull=False).delete()
    left = ask(person, policy=policy, now=now)
    wrong = [] if left.is_done else ["erasure did not complete"]
    _deleted_by_processors(left.code, policy, now)
    receipt = receipt_with(left.code, policy=policy, now=now)
    wrong += [] if receipt and receipt.completed_at else ["the receipt does not say that it did"]
    tear_up(left.code)
    return left.code, wrong


def _deleted_by_processors(code: str, policy: Policy, now: datetime) -> None:
    """Let each processor that knew it say that it has deleted it, as the officer would note it."""
    receipt = receipt_with(code, policy=policy, now=now)
    owed = [each.id for each in receipt.processors] if receipt else []
    note_asked(owed, policy=policy, now=now)
    note_deleted(owed, now=now)
