"""A patron from the first card to the eighteenth birthday, and what is kept on each day.

What is kept is counted twice: by the declared tables, and by the extract that the person gets.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.core import mail

from hylla.catalogue.models import Item
from hylla.circulation.actions import (
    declare_lost,
    expire_shelf,
    remind,
    send_invoices,
    settle_claim,
    settle_invoice,
    start_history,
)
from hylla.circulation.queries import charges_of, loans_of, whole_history_of
from hylla.fees.actions import Back, Till, refund, stop_overdue
from hylla.fees.models import Invoice, Voucher
from hylla.fees.queries import balances, claims_of
from hylla.fees.rules import Method
from hylla.library.refusals import Refused
from hylla.messages.actions import deliver_due
from hylla.patrons.actions import (
    Shown,
    let_guardians_go,
    move_categories,
    register,
    replace_card,
    set_usual_categories,
)
from hylla.patrons.models import Person
from hylla.patrons.rules import NewGuardian, NewPatron
from hylla.patrons.rules.categories import UsualCategories
from hylla.privacy.erasure import complete_all
from hylla.privacy.extract import sections
from hylla.privacy.policy import History, Policy, Stops
from hylla.privacy.registry import personal_models
from hylla.privacy.removal import remove_due
from hylla.privacy.rights.facets import rows_of
from hylla.privacy.vocabulary import Subject
from tests.builders import half
from tests.circulation.world import World, make_world, policy_of

BORN = date(2012, 3, 10)
FIRST_CARD = date(2026, 11, 3)
PRICE = 30_000
CHILD = Counter(Person=1, Identity=1, Card=1, Guardianship=1)
GUARDIAN = Counter(Person=1, Identity=1, Email=1, Guardianship=1)


@dataclass
class Family:
    """A child with a card, and whoever signed for it: known for the child alone."""

    world: World
    child: UUID
    guardian: UUID
    card: str

    @property
    def policy(self) -> Policy:
        return self.world.policy

    def lends(self, title: str, on: date) -> Item:
        """Lend the child something."""
        item = self.world.item(record=self.world.record(title))
        self.world.lend(self.card, item, now=noon(on))
        return item

    def night_to(self, on: date) -> None:
        """Do what the night's order does, before the library opens."""
        policy, now = self.policy, night(on)
        expire_shelf(now=now, policy=policy)
        remind(now=now, policy=policy)
        send_invoices(now=now, policy=policy)
        stop_overdue(now=now, policy=policy)
        move_categories(policy=policy, now=now)
        remove_due(policy, now=now)
        complete_all(policy=policy, now=now)
        let_guardians_go(policy=policy, now=now)
        deliver_due(policy=policy, now=now)

    def keeps(self, **more: int) -> None:
        """Compare what is kept of the child, beside the card and the guardianship."""
        assert self._kept(self.child) == CHILD + Counter(more)

    def keeps_of_guardian(self, **more: int) -> None:
        """Compare what is kept of the guardian."""
        assert self._kept(self.guardian) == GUARDIAN + Counter(more)

    def _kept(self, person: UUID) -> Counter[str]:
        found = sections(person, policy=self.policy)
        told = Counter({each.name.partition(".")[2]: len(each.rows) for each in found})
        for model, declared in personal_models(Subject.PATRON):
            paths = {declared.subject, *declared.also_about}
            rows = sum(rows_of(model, path, person).count() for path in paths)
            assert told[str(model._meta.object_name)] == rows, model
        return +told

    @property
    def fee_ore(self) -> int:
        """What five late days cost."""
        return 5 * min(200, self.policy.fees.daily_ore)

    @property
    def bills(self) -> int:
        """1 where what is not paid is put on an invoice, as this policy has it."""
        return int(self.policy.invoices.after_days > 0)

    def tells_of(self, item: Item) -> bool:
        """Whether the child's extract says what was borrowed."""
        return any(str(item) in str(each.rows) for each in sections(self.child, policy=self.policy))

    def still(self, period: str, *, since: date, on: date) -> bool:
        """Whether the policy keeps over a night what ended at noon on another day."""
        return self.policy.period(period).after(noon(since)) > night(on)


def noon(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 11, tzinfo=UTC)


def night(on: date) -> datetime:
    return noon(on).replace(hour=2)


@pytest.mark.django_db
@pytest.mark.parametrize("library", ["kungsbacka", "bergen", *half(["fjordvik"])])
def test_what_is_kept_from_the_first_card_to_the_eighteenth_birthday(library: str) -> None:
    """Each chapter begins where the one before ended; all days are given."""
    family = _a_card_by_a_guardian(make_world(policy_of(library)))
    _what_is_back_is_forgotten(family)
    _a_late_book_costs_and_is_forgotten_when_paid(family)
    _a_lost_book_is_billed_to_the_guardian(family)
    _what_was_paid_for_is_found_again(family)
    _at_fifteen_with_a_card_of_their_own(family)
    _of_age(family)


def _a_card_by_a_guardian(world: World) -> Family:
    set_usual_categories(UsualCategories("Child", "Youth", "Adult"), adult_from=18)
    new = NewPatron(
        given_name="Lise",
        family_name="Eksempel",
        birth_date=BORN,
        home_branch_id=world.main.pk,
        guardian=NewGuardian(given_name="Ola", family_name="Prøve", emails=("ola@example.org",)),
    )
    made = register(new, policy=world.policy, now=noon(FIRST_CARD))
    assert made.guardian_id is not None
    family = Family(world, made.person_id, made.guardian_id, made.card_number)
    family.keeps()
    family.keeps_of_guardian()
    return family


def _what_is_back_is_forgotten(family: Family) -> None:
    hare = family.lends("Hareskogen", FIRST_CARD)
    family.lends("Kråkeslottet", FIRST_CARD)
    family.keeps(Loan=2)
    assert family.tells_of(hare)
    family.world.take_back(hare, now=noon(date(2026, 11, 10)))
    family.keeps(Loan=1)
    assert not family.tells_of(hare)
    family.keeps_of_guardian()


def _a_late_book_costs_and_is_forgotten_when_paid(family: Family) -> None:
    """Due on 1 December; reminded on the 4th, back on the 6th, paid on the 7th."""
    mail.outbox.clear()
    family.night_to(date(2026, 12, 4))
    assert [each.to for each in mail.outbox] == [["ola@example.org"]]
    assert "Kråkeslottet" not in mail.outbox[0].body
    family.keeps(Loan=1, Message=1)
    crow = Item.objects.get(record__title="Kråkeslottet")
    back = noon(date(2026, 12, 6))
    assert family.world.take_back(crow, now=back).fee_ore == family.fee_ore
    if not family.fee_ore:
        # Bergen's text names no daily fee: what is back is forgotten, however late.
        family.keeps(Message=1)
        assert not family.tells_of(crow)
        family.night_to(date(2026, 12, 12))
        family.keeps()
        return
    # These let the loan wait for its fee (R03): beside the fee alone is it read.
    family.keeps(Loan=1, Message=1, Claim=1)
    assert loans_of(family.child, now=back, policy=family.policy) == ()
    (charge,) = charges_of(family.child, now=back, policy=family.policy)
    assert charge.title == "Kråkeslottet"
    paid_on = date(2026, 12, 7)
    settle_claim(charge.claim_id, method=Method.CASH, now=noon(paid_on), policy=family.policy)
    family.keeps(Message=1, Claim=1)
    assert not family.tells_of(crow)
    family.night_to(date(2026, 12, 12))
    family.keeps(Claim=1)
    family.night_to(date(2027, 1, 7))
    family.keeps(Claim=_late_fee(family, on=date(2027, 1, 7)))
    family.keeps_of_guardian()


def _late_fee(family: Family, *, on: date) -> int:
    """Return 1 for as long as the policy keeps what was paid on 7 December."""
    is_kept = family.still("settled_claim", since=date(2026, 12, 7), on=on)
    return int(is_kept and family.fee_ore > 0)


def _a_lost_book_is_claimed_at_the_desk(family: Family) -> None:
    """Where no invoice is made: lost is said on 25 March, and it is paid for on 3 May (R02)."""
    wolf, policy = family.lends("Ulvedalen", date(2027, 1, 11)), family.policy
    said_on, paid_on = noon(date(2027, 3, 25)), noon(date(2027, 5, 3))
    claim = declare_lost(wolf.barcode, price_ore=PRICE, now=said_on, policy=policy)
    assert claim is not None
    family.keeps(Loan=1, Claim=1)
    # So much stops them, until it is paid (BER-29, BER-36).
    another = family.world.item()
    with pytest.raises(Refused) as stopped:
        family.world.lend(family.card, another, now=said_on)
    assert [each.code for each in stopped.value.reasons] == ["fees_over_limit"]
    (charge,) = charges_of(family.child, now=said_on, policy=policy)
    assert (charge.title, charge.amount_ore) == ("Ulvedalen", PRICE)
    family.night_to(date(2027, 4, 30))
    family.keeps(Loan=1, Claim=1)
    settle_claim(claim, method=Method.CASH, now=paid_on, policy=policy)
    family.keeps(Claim=1)
    assert not family.tells_of(wolf)
    family.world.lend(family.card, another, now=paid_on)
    family.world.take_back(another, now=paid_on)
    family.keeps(Claim=1)
    family.keeps_of_guardian()


def _a_lost_book_is_billed_to_the_guardian(family: Family) -> None:
    """Due on 8 February 2027, and not back when the invoices go out; paid on 3 May."""
    if not family.bills:
        _a_lost_book_is_claimed_at_the_desk(family)
        return
    wolf = family.lends("Ulvedalen", date(2027, 1, 11))
    made_on, paid_on = date(2027, 3, 25), date(2027, 5, 3)
    mail.outbox.clear()
    family.night_to(made_on)
    stops = family.policy.invoices.stops
    fee = _late_fee(family, on=made_on)
    family.keeps(Loan=1, Claim=1 + fee, Invoice=1, Message=1, Block=int(stops is Stops.MADE))
    family.keeps_of_guardian(Invoice=1)
    assert [each.to for each in mail.outbox] == [["ola@example.org"]]
    invoice = Invoice.objects.get()
    assert (invoice.patron_id, invoice.addressee_id) == (family.child, family.guardian)
    assert invoice.amount_ore == family.policy.invoices.replacement_ore
    family.night_to(date(2027, 4, 30))
    family.keeps(Loan=1, Claim=1 + fee, Invoice=1, Block=1)
    settle_invoice(invoice.pk, method=Method.BANK, now=noon(paid_on), policy=family.policy)
    # Paid for, it is a loan no more (R02); the day on which a block ended stands for a month.
    family.keeps(Claim=1 + fee, Invoice=1, Block=1)
    assert not family.tells_of(wolf)
    assert claims_of(family.child) == ()


def _what_was_paid_for_is_found_again(family: Family) -> None:
    """Money goes back against a voucher's number: nobody need say whose it was."""
    wolf, now = Item.objects.get(record__title="Ulvedalen"), noon(date(2027, 5, 10))
    back = family.world.take_back(wolf, now=now)
    assert (back.was_found, back.was_on_loan) == (True, False)
    paid = Voucher.objects.get(kind="lost")
    all_of_it = Back(paid.amount_ore, paid.amount_ore)
    till = Till(family.world.main.pk, Method.CASH)
    refund(paid.number, back=all_of_it, till=till, now=now, policy=family.policy)
    fee, price = family.fee_ore, paid.amount_ore
    told = {"bank": price, "cash": fee - price, "income": -fee}
    assert balances() == (told if family.bills else {"cash": fee, "income": -fee})
    family.night_to(date(2027, 7, 1))
    family.keeps(Claim=_claims(family, on=date(2027, 7, 1)), Invoice=family.bills)
    family.keeps_of_guardian(Invoice=family.bills)


def _claims(family: Family, *, on: date) -> int:
    """Return how many settled claims the policy keeps: the late fee, and the price."""
    price = family.still("settled_claim", since=date(2027, 5, 3), on=on)
    return _late_fee(family, on=on) + price


def _at_fifteen_with_a_card_of_their_own(family: Family) -> None:
    """The old card is forgotten after a month; a history is theirs to want, where it is offered."""
    now = noon(date(2027, 7, 2))
    family.card = replace_card(family.child, policy=family.policy, now=now).card_number
    family.keeps(Claim=_claims(family, on=now.date()), Invoice=family.bills, Card=1)
    family.night_to(date(2027, 8, 3))
    family.keeps(Claim=_claims(family, on=date(2027, 8, 3)), Invoice=family.bills)
    shown = Shown(family.policy, family.policy.default_language)
    if family.policy.features.history is History.OFF:
        with pytest.raises(Refused):
            start_history(family.child, shown=shown, now=now)
    else:
        start_history(family.child, shown=shown, now=now)
    bear = family.lends("Bjørnefjellet", date(2029, 2, 1))
    family.world.take_back(bear, now=noon(date(2029, 2, 8)))
    billed = {"Invoice": family.bills, **_wanted(family)}
    family.keeps(Claim=_claims(family, on=date(2029, 2, 8)), **billed)


def _wanted(family: Family) -> dict[str, int]:
    """Return what is kept because the child, now fifteen, said yes to it."""
    is_offered = family.policy.features.history is not History.OFF
    return {"Consent": 1, "History": 1} if is_offered else {}


def _of_age(family: Family) -> None:
    """The guardianship has ended; a month later the guardian is gone. What the child had stays."""
    birthday, later = date(2030, 3, 10), date(2030, 4, 12)
    family.night_to(birthday)
    assert Person.objects.get(pk=family.child).category_id == "adult"
    family.keeps(Claim=_claims(family, on=birthday), Invoice=family.bills, **_wanted(family))
    family.night_to(later)
    assert not Person.objects.filter(pk=family.guardian).exists()
    invoice = family.bills * family.still("settled_invoice", since=date(2027, 5, 3), on=later)
    claims = _claims(family, on=later)
    family.keeps(Claim=claims, Invoice=invoice, Guardianship=-1, **_wanted(family))
    # The child's own, for as long as the policy says; whom it went to is forgotten (case 12).
    assert not Invoice.objects.exclude(addressee=None).exists()
    read = whole_history_of(family.child, now=noon(later), policy=family.policy)
    assert [each.title for each in read] == ["Bjørnefjellet"] * len(_wanted(family) and [1])
    # The price, what was given back, and perhaps a fee: they name nobody, and stay.
    assert Voucher.objects.count() == 2 + (family.fee_ore > 0)
