"""The statements written by hand say what the ORM says, in 220 random libraries on each
database, not the same ones.
"""

import random
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Sum

from hylla.catalogue.models import Collection, Item, ItemStatus
from hylla.circulation.models import Hold, Loan
from hylla.circulation.queries.dialect import Key, as_day, as_moment, as_uuid
from hylla.circulation.queries.editions import edition_from
from hylla.circulation.queries.holds import served_by, title_of
from hylla.circulation.queries.lending_facts import lending_facts
from hylla.circulation.queries.return_facts import return_facts
from hylla.circulation.rules.editions import would_do
from hylla.fees.models import Claim
from hylla.library.queries import rules_version
from hylla.patrons.actions import Shown, give_consent, withdraw_consent
from hylla.patrons.models import Block, Card, Person
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.privacy.erasure import is_asked
from hylla.privacy.models import LegalHold, Request
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.vocabulary import Language
from tests.builders import a_legal_hold, ask_to_be_erased
from tests.circulation.world import NOW, TODAY, World

STATES = 220
SEED = 20_261_103 if connection.vendor == "postgresql" else 20_261_122
END = NOW + timedelta(days=30)
OPEN = {"returned_at": None, "closed_at": None}


def uuid(key: Key | None) -> Any:
    return None if key is None else as_uuid(key)


def day(value: date | None) -> Any:
    return None if value is None else as_day(value)


def with_uuids(facts: tuple[Any, ...], *names: str) -> dict[str, Any]:
    """Return the facts by name, with ids as the ORM has them."""
    named = facts._asdict()  # type: ignore[attr-defined]  # each is a NamedTuple
    return {**named, **{name: uuid(named[name]) for name in names}}


def lending_by_orm(card_number: str, barcode: str) -> dict[str, Any]:
    """Read what a checkout must know, as one would without thinking of speed."""
    card = Card.objects.filter(number=card_number).first()
    item = Item.objects.filter(barcode=barcode).first()
    person = card.person if card else None
    own = own_hold(person, item) if item and person else None
    loan = Loan.objects.filter(item=item, **OPEN).first() if item else None
    aside = Hold.objects.filter(item=item).first() if item else None
    identity = person.identity if person else None
    owed = Claim.objects.filter(patron=person, settled_at=None) if person else Claim.objects.none()
    return {
        "version": rules_version(),
        "person": person.pk if person else None,
        "category": person.category_id if person else None,
        "last_used": day(person.last_used_on) if person else None,
        "born": day(identity.birth_date) if identity else None,
        "card_status": card.status if card else None,
        "card_expires": day(card.expires_on) if card else None,
        "open_loans": Loan.objects.filter(patron=person, **OPEN).count() if person else 0,
        "owed_ore": owed.aggregate(sum=Sum("amount_ore", default=0))["sum"],
        "has_stops": Block.objects.filter(person=person).exists() if person else False,
        "wants_erasure": person is not None and (is_asked(person.pk) or is_restricted(person.pk)),
        "item_id": item.pk if item else None,
        "record_id": item.record_id if item else None,
        "item_type": item.item_type_id if item else None,
        "collection": item.collection_id if item else None,
        "item_status": item.status if item else None,
        "transit_to_id": item.transit_to_id if item else None,
        "title": item.record.title if item else None,
        "lent_to": loan.patron_id if loan else None,
        "set_aside_for": aside.patron_id if aside else None,
        "own_hold": own.pk if own else None,
        "own_hold_item_id": own.item_id if own else None,
        "lent_until": day(item.lent_until_on) if item else None,
    }


def returning_by_orm(barcode: str) -> dict[str, Any] | None:
    """Read what a return must know, as one would without thinking of speed."""
    item = Item.objects.filter(barcode=barcode).first()
    if item is None:
        return None
    loan = Loan.objects.filter(item=item, **OPEN).first()
    aside = Hold.objects.filter(item=item).first()
    person, claim = (loan.patron, loan.claim) if loan else (None, None)
    agreed = consent_of(person.pk, ConsentTo.LOAN_HISTORY) if person else None
    return {
        "version": rules_version(),
        "item_id": item.pk,
        "record_id": item.record_id,
        "item_type": item.item_type_id,
        "collection": item.collection_id,
        "status": item.status,
        "home_branch_id": item.branch_id,
        "transit_to_id": item.transit_to_id,
        "title": item.record.title,
        "set_aside_hold": aside.pk if aside else None,
        "waiting_hold": is_waited_for(item),
        "loan": loan.pk if loan else None,
        "loan_branch_id": loan.branch_id if loan else None,
        "due": day(loan.due_on) if loan else None,
        "claim": claim.pk if claim else None,
        "open_claim_kind": claim.kind if claim and claim.settled_at is None else None,
        "person": person.pk if person else None,
        "category": person.category_id if person else None,
        "last_used": day(person.last_used_on) if person else None,
        "born": day(person.identity.birth_date) if person else None,
        "wants_erasure": person is not None
        and person.requests.filter(
            kind__in=["erasure", "termination"], closed_at=None, needs_child=False
        ).exists(),
        "history": agreed.id if agreed else None,
        "held_until": as_moment(END) if is_held(person) else None,
        "said_returned": day(loan.said_returned_on) if loan else None,
    }


def own_hold(person: Person, item: Item) -> Hold | None:
    """Return the hold that lending a copy fills: first the one for which it is set aside."""
    holds = list(Hold.objects.filter(patron=person).order_by("placed_at", "pk"))
    aside = [each for each in holds if each.item_id == item.pk]
    return next(iter(aside + [h for h in holds if h.set_key is None and serves(item, h)]), None)


def serves(item: Item, hold: Hold) -> bool:
    """Say whether a copy would do for a hold, as one would on paper."""
    if hold.record_id == item.record_id:
        return hold.only_item_id in {None, item.pk}
    return would_do(edition_from(hold.record), edition_from(item.record), editions=hold.editions)


def is_waited_for(item: Item) -> bool:
    """Say whether somebody waits for a copy, and has not paused; both ways of asking agree."""
    waiting = [each for each in Hold.objects.filter(item=None) if serves(item, each)]
    asked = Hold.objects.filter(served_by(item.pk, title_of(edition_from(item.record))), item=None)
    assert {each.pk for each in asked} == {each.pk for each in waiting}
    return any(hold.pause is None or not hold.pause.covers(TODAY) for hold in waiting)


def is_held(person: Person | None) -> bool:
    """Say whether somebody's loans are held back, by two people."""
    held = LegalHold.objects.filter(proposed_at=None, tables__contains=" circulation.Loan ")
    return person is not None and held.filter(person=person.pk).exists()


class RandomLibrary:
    """A few patrons and copies, and step by step anything that can be true of them."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self.world, self.dice = world, dice
        self.patrons = [world.patron(born=dice.choice([None, TODAY])) for _ in range(4)]
        Collection.objects.get_or_create(code="quick", name="Quick loans")
        records = [world.record() for _ in range(4)]
        # Three of them are editions of one work.
        for each, kind, languages in zip(
            records, ["book", "book", "audiobook"], ["nob", "eng nob", "nob eng"], strict=False
        ):
            each.work_key, each.kind, each.languages = "work", kind, languages
            each.save()
        self.items = [world.item(record=dice.choice(records)) for _ in range(6)]

    def step(self) -> None:
        """Change one thing."""
        patron, _ = self.dice.choice(self.patrons)
        item = self.dice.choice(self.items)
        change = self.dice.choice(
            [
                self.lend,
                self.close,
                self.wait,
                self.pause,
                self.owe,
                self.block,
                self.erase,
                self.card,
                self.move,
                self.remember,
                self.hold_back,
            ]
        )
        change(patron, item)

    def lend(self, patron: Any, item: Item) -> None:
        if not Loan.objects.filter(item=item, **OPEN).exists():
            Loan.objects.create(
                item=item,
                patron_id=patron,
                branch=self.world.main,
                lent_at=NOW,
                due_on=TODAY,
                said_returned_on=self.dice.choice([None, TODAY]),
            )

    def close(self, patron: Any, item: Item) -> None:
        values = self.dice.choice([{"returned_at": NOW}, {"closed_at": NOW}])
        Loan.objects.filter(item=item, **OPEN).update(**values)

    def wait(self, patron: Any, item: Item) -> None:
        aside = item if self.dice.random() < 0.5 else None
        roving = {
            "any_edition": True,
            "any_language": self.dice.random() < 0.5,
            "any_form": self.dice.random() < 0.5,
        }
        sorts: list[dict[str, Any]] = [{}, roving, roving, {"only_item": item}]
        of_a_sort = self.dice.choice([*sorts, {"set_key": uuid4(), "needed_on": TODAY}])
        if Hold.objects.filter(record=item.record, patron=patron).exists():
            Hold.objects.filter(record=item.record, patron=patron).delete()
        elif aside is None or not Hold.objects.filter(item=aside).exists():
            Hold.objects.create(
                record=item.record,
                patron_id=patron,
                pickup_branch=self.world.main,
                placed_at=NOW,
                item=aside,
                **of_a_sort,
            )

    def pause(self, patron: Any, item: Item) -> None:
        first = TODAY + timedelta(days=self.dice.randrange(-3, 2))
        Hold.objects.filter(record=item.record, item=None).update(
            suspended_from_on=first,
            suspended_until_on=first + timedelta(days=self.dice.randrange(1, 4)),
        )

    def owe(self, patron: Any, item: Item) -> None:
        claim = Claim.objects.create(
            patron_id=patron,
            branch=self.world.main,
            kind=self.dice.choice(["overdue", "lost"]),
            amount_ore=self.dice.randrange(9000),
            opened_on=TODAY,
            settled_at=self.dice.choice([None, NOW]),
        )
        loan = Loan.objects.filter(patron=patron, claim=None).first()
        Loan.objects.filter(pk=loan.pk if loan else None).update(claim=claim)

    def block(self, patron: Any, item: Item) -> None:
        Block.objects.get_or_create(
            person_id=patron, reason=self.dice.choice(["fees", "conduct"]), since_on=TODAY
        )

    def erase(self, patron: Any, item: Item) -> None:
        kind = self.dice.choice(["erasure", "termination", "extract", "restriction", "objection"])
        what = self.dice.choice(["", "", "fees"])
        Request.objects.filter(person=patron).delete()
        ask_to_be_erased(
            patron,
            kind=kind,
            what=what,
            closed_at=self.dice.choice([None, NOW]),
            needs_child=self.dice.random() < 0.2,
        )

    def card(self, patron: Any, item: Item) -> None:
        status = self.dice.choice(["active", "lost", "replaced", "ended"])
        Card.objects.filter(person=patron).update(
            status=status,
            ended_on=None if status == "active" else TODAY,
            expires_on=self.dice.choice([None, TODAY + timedelta(days=9)]),
        )

    def remember(self, patron: Any, item: Item) -> None:
        if not withdrawn(patron):
            shown = Shown(self.world.policy, Language.NB)
            give_consent(patron, ConsentTo.LOAN_HISTORY, shown=shown, now=NOW)

    def hold_back(self, patron: Any, item: Item) -> None:
        a_legal_hold(
            Person.objects.get(pk=patron),
            until_at=END,
            tables=self.dice.choice([" circulation.Loan ", " fees.Claim "]),
            **self.dice.choice([{}, {"proposed_at": NOW, "in_force_at": None}]),
        )

    def move(self, patron: Any, item: Item) -> None:
        Item.objects.filter(pk=item.pk).update(
            status=self.dice.choice(list(ItemStatus)),
            transit_to=self.dice.choice([None, self.world.other]),
            collection=self.dice.choice([None, "quick"]),
        )


def withdrawn(patron: Any) -> bool:
    """Take a consent back, if there is one to take back."""
    agreed = consent_of(patron, ConsentTo.LOAN_HISTORY)
    withdraw_consent(patron, ConsentTo.LOAN_HISTORY, now=NOW)
    return agreed is not None


def compare(library: RandomLibrary) -> None:
    """Ask both about somebody and some things, now and then about what does not exist."""
    cards = [number for _, number in library.patrons] + ["nothing"]
    barcodes = [item.barcode for item in library.items] + ["nothing"]
    card, barcode = library.dice.choice(cards), library.dice.choice(barcodes)
    lending = lending_facts(card, barcode)
    keys = ("person", "lent_to", "set_aside_for", "own_hold")
    assert with_uuids(lending, *keys) == lending_by_orm(card, barcode)
    for each in library.dice.sample(barcodes, 3):
        facts = return_facts(each, on=TODAY)
        expected = returning_by_orm(each)
        if facts is None or expected is None:
            assert facts is expected
            continue
        found = with_uuids(facts, "set_aside_hold", "loan", "claim", "person", "history")
        assert {**found, "waiting_hold": found["waiting_hold"] is not None} == expected


def test_the_same_as_the_orm(world: World) -> None:
    library = RandomLibrary(world, random.Random(SEED))
    for _ in range(STATES):
        library.step()
        compare(library)
