"""What a return must know, read by barcode in one statement written by hand."""

from datetime import date, datetime
from typing import NamedTuple

from hylla.circulation.queries.dialect import ON_POSTGRESQL, Key, as_date, as_day
from hylla.circulation.queries.driver import Statement, first_row, send

LOCK = Statement("SELECT id FROM catalogue_item WHERE barcode = %s FOR NO KEY UPDATE")

# SQLite would look through all who wait, by the index on what is set aside, where it reads IS NULL.
FACTS = Statement("""
SELECT
  (SELECT MAX(number) FROM library_ruleversion),
  item.id, item.record_id, item.item_type_id, item.collection_id, item.status, item.branch_id,
  item.transit_to_id, record.title,
  (SELECT hold.id FROM circulation_hold hold WHERE hold.item_id = item.id),
  (SELECT hold.id FROM catalogue_record edition CROSS JOIN circulation_hold hold
    WHERE edition.work_key = record.work_key AND hold.record_id = edition.id
    AND COALESCE(hold.item_id, 0) = 0
    AND (hold.record_id = item.record_id
        AND (hold.only_item_id IS NULL OR hold.only_item_id = item.id)
      OR hold.any_edition AND (hold.any_form OR edition.kind = record.kind)
        AND (hold.any_language
          OR SUBSTR(edition.languages, 1, 3) = SUBSTR(record.languages, 1, 3)))
    AND (hold.suspended_until_on IS NULL OR hold.suspended_until_on <= %s
      OR hold.suspended_from_on > %s) LIMIT 1),
  loan.id, loan.branch_id, loan.due_on, loan.claim_id,
  (SELECT claim.kind FROM fees_claim claim
    WHERE claim.id = loan.claim_id AND claim.settled_at IS NULL),
  person.id, person.category_id, person.last_used_on, identity.birth_date,
  EXISTS (SELECT 1 FROM privacy_request request
    WHERE request.person_id = person.id AND request.closed_at IS NULL
    AND request.kind IN ('erasure', 'termination') AND NOT request.needs_child),
  (SELECT consent.id FROM patrons_consent consent WHERE consent.person_id = person.id
    AND consent.what = 'loan_history' AND consent.withdrawn_at IS NULL),
  (SELECT MAX(held.until_at) FROM privacy_legalhold held WHERE held.person_id = person.id
    AND held.proposed_at IS NULL AND held.tables LIKE '%% circulation.Loan %%'),
  loan.said_returned_on
FROM catalogue_item item
JOIN catalogue_record record ON record.id = item.record_id
LEFT JOIN circulation_loan loan ON loan.item_id = item.id
  AND loan.returned_at IS NULL AND loan.closed_at IS NULL
LEFT JOIN patrons_person person ON person.id = loan.patron_id
LEFT JOIN patrons_identity identity ON identity.person_id = person.id
WHERE item.barcode = %s
""")


class ReturnFacts(NamedTuple):
    """The item, its open loan where there is one, and whether anyone waits who has not paused.

    Where the item is not on loan, what is about the loan and its patron is None. `history` is the
    patron's consent to have their loans remembered, if there is one; `held_until` is when a law has
    let go of their loans; `said_returned` is since when they say that it is returned. Days and
    moments are as the database has them.
    """

    version: int | None
    item_id: int
    record_id: int
    item_type: str
    collection: str | None
    status: str
    home_branch_id: int
    transit_to_id: int | None
    title: str
    set_aside_hold: Key | None
    waiting_hold: Key | None
    loan: Key | None
    loan_branch_id: int
    due: date | str
    claim: Key | None
    open_claim_kind: str | None
    person: Key
    category: str
    last_used: date | str | None
    born: date | str | None
    wants_erasure: bool
    history: Key | None
    held_until: datetime | str | None
    said_returned: date | str | None

    @property
    def due_on(self) -> date | None:
        """When the loan was due."""
        return as_date(self.due)

    @property
    def said_returned_on(self) -> date | None:
        """Since when the patron says that it is returned."""
        return as_date(self.said_returned)

    @property
    def was_found(self) -> bool:
        """Whether the item was counted as lost or missing."""
        return self.status in {"lost", "missing"}


def lock_item(barcode: str) -> None:
    """Let other actions on this item wait until the transaction ends."""
    if ON_POSTGRESQL:
        send(LOCK, (barcode,))


def return_facts(barcode: str, *, on: date) -> ReturnFacts | None:
    """Read what a return on that day must know, or None for an unknown barcode."""
    day = as_day(on)
    row = first_row(FACTS, (day, day, barcode))
    return ReturnFacts._make(row) if row else None
