"""What a checkout must know, read in one statement written by hand.

The same in the ORM was measured at a tenth of the speed; tests/circulation compares the two on
random states. SQLite's planner scans a table that is left-joined on a mostly empty unique column,
so holds and loans are looked up in subqueries.
"""

from datetime import date
from typing import NamedTuple

from hylla.circulation.queries.dialect import ON_POSTGRESQL, Key, as_date
from hylla.circulation.queries.driver import Statement, first_row, send
from hylla.circulation.rules.refusals import Borrower, Copy, LetOff, Stop
from hylla.circulation.rules.terms import Terms

# A statement of its own: a count in the statement that waits for the lock would still read the
# snapshot from before the wait, and limits would be broken (measured: 146 of 150 times). The item
# comes first, as in a return, so that the two never wait for each other.
LOCK = Statement("""
SELECT item.id
FROM patrons_card card
JOIN patrons_person person ON person.id = card.person_id
JOIN catalogue_item item ON item.barcode = %s
WHERE card.number = %s
FOR NO KEY UPDATE OF item
FOR NO KEY UPDATE OF person
""")

FACTS = Statement("""
SELECT
  (SELECT MAX(number) FROM library_ruleversion),
  person.id, person.category_id, person.last_used_on, identity.birth_date,
  card.status, card.expires_on,
  (SELECT COUNT(*) FROM circulation_loan loan WHERE loan.patron_id = person.id
    AND loan.returned_at IS NULL AND loan.closed_at IS NULL),
  (SELECT COALESCE(SUM(claim.amount_ore), 0) FROM fees_claim claim
    WHERE claim.patron_id = person.id AND claim.settled_at IS NULL),
  EXISTS (SELECT 1 FROM patrons_block block WHERE block.person_id = person.id),
  EXISTS (SELECT 1 FROM privacy_request request
    WHERE request.person_id = person.id AND request.closed_at IS NULL
    AND NOT request.needs_child AND (request.kind IN ('erasure', 'termination')
      OR request.kind IN ('restriction', 'objection') AND request.what = '')),
  item.id, item.record_id, item.item_type_id, item.collection_id, item.status, item.transit_to_id,
  record.title,
  (SELECT loan.patron_id FROM circulation_loan loan WHERE loan.item_id = item.id
    AND loan.returned_at IS NULL AND loan.closed_at IS NULL),
  (SELECT hold.patron_id FROM circulation_hold hold WHERE hold.item_id = item.id),
  COALESCE((SELECT hold.id FROM circulation_hold hold
    WHERE hold.item_id = item.id AND hold.patron_id = person.id),
  (SELECT hold.id FROM circulation_hold hold
    JOIN catalogue_record edition ON edition.id = hold.record_id
    WHERE hold.patron_id = person.id AND hold.set_key IS NULL
    AND edition.work_key = record.work_key
    AND (hold.record_id = item.record_id
        AND (hold.only_item_id IS NULL OR hold.only_item_id = item.id)
      OR hold.any_edition AND (hold.any_form OR edition.kind = record.kind)
        AND (hold.any_language
          OR SUBSTR(edition.languages, 1, 3) = SUBSTR(record.languages, 1, 3)))
    ORDER BY hold.placed_at, hold.id LIMIT 1)),
  COALESCE((SELECT hold.item_id FROM circulation_hold hold
    WHERE hold.item_id = item.id AND hold.patron_id = person.id),
  (SELECT hold.item_id FROM circulation_hold hold
    JOIN catalogue_record edition ON edition.id = hold.record_id
    WHERE hold.patron_id = person.id AND hold.set_key IS NULL
    AND edition.work_key = record.work_key
    AND (hold.record_id = item.record_id
        AND (hold.only_item_id IS NULL OR hold.only_item_id = item.id)
      OR hold.any_edition AND (hold.any_form OR edition.kind = record.kind)
        AND (hold.any_language
          OR SUBSTR(edition.languages, 1, 3) = SUBSTR(record.languages, 1, 3)))
    ORDER BY hold.placed_at, hold.id LIMIT 1)),
  item.lent_until_on
FROM (SELECT 1) one
LEFT JOIN patrons_card card ON card.number = %s
LEFT JOIN patrons_person person ON person.id = card.person_id
LEFT JOIN patrons_identity identity ON identity.person_id = person.id
LEFT JOIN catalogue_item item ON item.barcode = %s
LEFT JOIN catalogue_record record ON record.id = item.record_id
""")

STOPS = Statement("""
SELECT reason, until_on FROM patrons_block
WHERE person_id = %s AND (until_on IS NULL OR until_on >= %s)
ORDER BY reason
""")

LET_OFF = Statement("""
SELECT until_on, up_to_ore FROM patrons_reprieve WHERE person_id = %s AND until_on >= %s
""")

OF_TYPE = Statement("""
SELECT COUNT(*) FROM circulation_loan loan JOIN catalogue_item item ON item.id = loan.item_id
WHERE loan.patron_id = %s AND loan.returned_at IS NULL AND loan.closed_at IS NULL
AND item.item_type_id = %s
""")

# What is noted of somebody's health is asked for here alone (R36).
RIGHT = Statement("""
SELECT COUNT(*) FROM patrons_consent
WHERE person_id = %s AND what = 'talking_books' AND withdrawn_at IS NULL
""")


class LendingFacts(NamedTuple):
    """The patron, the item and the holds on it, as they stand inside the transaction.

    Of an unknown card the patron's fields are None, of an unknown barcode the item's: the rules
    refuse both by their status, so that nothing else is looked at. Days are as the database has
    them.
    """

    version: int | None
    person: Key
    category: str
    last_used: date | str | None
    born: date | str | None
    card_status: str | None
    card_expires: date | str | None
    open_loans: int
    owed_ore: int
    has_stops: bool
    wants_erasure: bool
    item_id: int
    record_id: int
    item_type: str
    collection: str | None
    item_status: str | None
    transit_to_id: int | None
    title: str
    lent_to: Key | None
    set_aside_for: Key | None
    own_hold: Key | None
    own_hold_item_id: int | None
    lent_until: date | str | None

    def borrower(self, *, on: date, terms: Terms | None) -> Borrower:
        """Return the patron as the rules see them.

        Blocks cost a statement where there are any, and so do a limit for the item's type and a
        rule that is for talking books; what a person decided about a block is looked for where
        there is one, or something is owed.
        """
        counts = terms is not None and terms.max_of_type is not None
        asks = terms is not None and terms.talking_books
        return Borrower(
            self.card_status,
            as_date(self.card_expires),
            self.birth_date,
            self.open_loans,
            self.owed_ore,
            stops_of(self.person, on=on) if self.has_stops else (),
            self.wants_erasure,
            loans_of_type(self.person, self.item_type) if counts else 0,
            asks and may_borrow_talking_books(self.person),
            let_off_of(self.person, on=on) if self.has_stops or self.owed_ore else None,
        )

    def item(self) -> Copy:
        """Return the item as the rules see it."""
        return Copy(
            self.item_status,
            self.lent_to is not None,
            self.lent_to is not None and self.lent_to == self.person,
            self.is_held_for_other,
        )

    @property
    def birth_date(self) -> date | None:
        """When the patron was born, where that is known."""
        return as_date(self.born)

    def due_date(self, usual: date, *, on: date) -> date:
        """Return when a loan is due: what another library has lent, when that wants it back."""
        until = as_date(self.lent_until)
        return usual if until is None else max(until, on)

    @property
    def is_held_for_other(self) -> bool:
        """Whether this very copy is set aside for someone else."""
        return self.set_aside_for is not None and self.set_aside_for != self.person


def lock(card: str, barcode: str) -> None:
    """Let other actions on this patron or this item wait until the transaction ends."""
    if ON_POSTGRESQL:
        send(LOCK, (barcode, card))


def lending_facts(card: str, barcode: str) -> LendingFacts:
    """Read what a checkout must know; unknown numbers give empty facts."""
    return LendingFacts._make(first_row(FACTS, (card, barcode)))


def stops_of(person: Key, *, on: date) -> tuple[Stop, ...]:
    """Return the blocks that are in force on a day."""
    rows = send(STOPS, (person, on)).fetchall()
    return tuple(Stop(reason, as_date(until_on)) for reason, until_on in rows)


def let_off_of(person: Key, *, on: date) -> LetOff | None:
    """Return what a person decided about someone's automatic blocks, where it is in force."""
    for until_on, up_to_ore in send(LET_OFF, (person, on)).fetchall():
        last = as_date(until_on)
        return None if last is None else LetOff(last, up_to_ore)
    return None


def loans_of_type(person: Key, item_type: str) -> int:
    """Return how many things of a type a patron has."""
    row = first_row(OF_TYPE, (person, item_type))
    return int(row[0])


def may_borrow_talking_books(person: Key) -> bool:
    """Say whether somebody's right to borrow talking books is noted."""
    return bool(first_row(RIGHT, (person,))[0])
