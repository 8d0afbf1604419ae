"""Which copies to fetch from the shelves: they stand there, and somebody waits for the title."""

from dataclasses import dataclass
from datetime import datetime

from hylla.circulation.queries.dialect import as_day
from hylla.circulation.queries.driver import Statement, send
from hylla.circulation.rules.dates import today
from hylla.privacy.policy import Policy

# The editions that would do, and of which a copy stands on a shelf.
THERE = """
SELECT MIN(item.record_id)
FROM catalogue_record edition CROSS JOIN catalogue_item item
WHERE edition.work_key = own.work_key AND item.record_id = edition.id
AND (edition.id = own.id OR (hold.any_form OR edition.kind = own.kind)
  AND (hold.any_language OR SUBSTR(edition.languages, 1, 3) = SUBSTR(own.languages, 1, 3)))
AND item.status = 'in_service' AND item.transit_to_id IS NULL
AND NOT EXISTS (SELECT 1 FROM circulation_loan loan WHERE loan.item_id = item.id
  AND loan.returned_at IS NULL AND loan.closed_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM circulation_hold aside WHERE aside.item_id = item.id)"""
# Of each title as many copies as there are people who wait and have not paused. Who fetches it at a
# branch where a copy stands gets that one; for the rest the copies of the other branches are taken,
# in the same order for every branch that asks, so that no two branches look for the same hold:
# first those nearest to a branch where more wait than have a copy there.
# A copy for which somebody waits alone is fetched besides, and stands for nobody else.
# Who takes any edition is sent for one of those that stand there, at their branch if there is one.
# When that copy is set aside, the next is sent for.
CHOSEN = """
WITH aimed AS (
  SELECT hold.pickup_branch_id, hold.only_item_id,
    CASE WHEN hold.any_edition
      THEN COALESCE(({there} AND item.branch_id = hold.pickup_branch_id), ({there}), hold.record_id)
      ELSE hold.record_id END AS record_id
  FROM circulation_hold hold
  JOIN catalogue_record own ON own.id = hold.record_id
  WHERE hold.item_id IS NULL
  AND (hold.suspended_until_on IS NULL OR hold.suspended_until_on <= %s
    OR hold.suspended_from_on > %s)
  {of}
), waiting AS (
  SELECT record_id, pickup_branch_id,
    SUM(CASE WHEN only_item_id IS NULL THEN 1 ELSE 0 END) AS people
  FROM aimed
  GROUP BY record_id, pickup_branch_id
), wanted AS (
  SELECT record_id, SUM(people) AS people FROM waiting GROUP BY record_id
), alone AS (
  SELECT DISTINCT hold.only_item_id AS item_id
  FROM circulation_hold hold
  WHERE hold.item_id IS NULL AND hold.only_item_id IS NOT NULL
  AND (hold.suspended_until_on IS NULL OR hold.suspended_until_on <= %s
    OR hold.suspended_from_on > %s)
), standing AS (
  SELECT item.record_id, item.branch_id, item.shelf_mark, item.barcode, wanted.people AS people,
    alone.item_id AS alone,
    ROW_NUMBER() OVER (
      PARTITION BY item.record_id, item.branch_id, alone.item_id IS NULL
      ORDER BY item.shelf_mark, item.barcode
    ) AS place
  FROM wanted
  JOIN catalogue_item item ON item.record_id = wanted.record_id
  LEFT JOIN alone ON alone.item_id = item.id
  WHERE item.status = 'in_service' AND item.transit_to_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM circulation_loan loan WHERE loan.item_id = item.id
    AND loan.returned_at IS NULL AND loan.closed_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM circulation_hold hold WHERE hold.item_id = item.id)
), short AS (
  SELECT waiting.record_id, waiting.pickup_branch_id
  FROM waiting
  WHERE waiting.people > (SELECT COUNT(*) FROM standing WHERE standing.alone IS NULL
    AND standing.record_id = waiting.record_id AND standing.branch_id = waiting.pickup_branch_id)
), near AS (
  SELECT short.record_id, distance.branch_id, MIN(distance.minutes) AS minutes
  FROM short
  JOIN library_distance distance ON distance.other_id = short.pickup_branch_id
  GROUP BY short.record_id, distance.branch_id
), chosen AS (
  SELECT standing.record_id, standing.branch_id, standing.shelf_mark, standing.barcode,
    standing.people, standing.alone,
    ROW_NUMBER() OVER (
      PARTITION BY standing.record_id, standing.alone IS NULL
      ORDER BY CASE WHEN standing.place <= waiting.people THEN 0 ELSE 1 END,
        CASE WHEN near.minutes IS NULL THEN 1 ELSE 0 END, near.minutes,
        standing.branch_id, standing.place
    ) AS place
  FROM standing
  LEFT JOIN waiting ON waiting.record_id = standing.record_id
    AND waiting.pickup_branch_id = standing.branch_id
  LEFT JOIN near ON near.record_id = standing.record_id AND near.branch_id = standing.branch_id
)
"""
TO_FETCH = Statement(
    CHOSEN.format(of="", there=THERE)
    + """
SELECT chosen.shelf_mark, record.title, chosen.barcode
FROM chosen
JOIN catalogue_record record ON record.id = chosen.record_id
WHERE (chosen.alone IS NOT NULL OR chosen.place <= chosen.people) AND chosen.branch_id = %s
ORDER BY chosen.shelf_mark, record.title, chosen.barcode
"""
)
OF_A_TITLE = Statement(
    CHOSEN.format(  # noqa: S608 - fixed words; the values go apart
        of="AND own.work_key = (SELECT work_key FROM catalogue_record WHERE id = %s)",
        there=THERE,
    )
    + "SELECT barcode FROM chosen WHERE (alone IS NOT NULL OR place <= people) AND record_id = %s"
)


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A copy that stands on its shelf and is waited for; by whom, no list says."""

    shelf_mark: str
    title: str
    barcode: str


def copies_to_fetch(branch_id: int, *, now: datetime, policy: Policy) -> tuple[ToFetch, ...]:
    """Return what to fetch from a branch's shelves, in their order, in one statement."""
    day = as_day(today(now, policy=policy))
    return tuple(
        ToFetch(*row) for row in send(TO_FETCH, (day, day, day, day, branch_id)).fetchall()
    )


def waited_for(record_id: int, *, now: datetime, policy: Policy) -> frozenset[str]:
    """Return the barcodes of a title's copies that stand on a shelf and are to be fetched."""
    day = as_day(today(now, policy=policy))
    return frozenset(
        barcode
        for (barcode,) in send(OF_A_TITLE, (day, day, record_id, day, day, record_id)).fetchall()
    )
