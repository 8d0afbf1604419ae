"""The whole checkout and the whole return as functions in PL/pgSQL, with the product's statements.

Nothing can be quicker on PostgreSQL: one round trip, and the database decides by itself. It is a
limit to measure against, and no part of the product.
"""

from hylla.circulation.actions.check_out import LEND
from hylla.circulation.actions.return_item import REMOVE
from hylla.circulation.actions.writing import COUNTED, USED
from hylla.circulation.queries import lending_facts, return_facts
from hylla.circulation.queries.driver import Statement

LENDING_NAMES = (
    "version, person, category, last_used_on, birth_date, card_status, card_expires_on, "
    "open_loans, owed_ore, has_stops, wants_erasure, item, record, item_type, collection, "
    "item_status, transit_to, title, lent_to, set_aside_for, own_hold, own_hold_item"
)
RETURN_NAMES = (
    "version, item, record, item_type, collection, status, home, transit_to, title, "
    "set_aside, waiting, loan, loan_branch, due_on, claim, claim_kind, person, category, "
    "last_used_on, birth_date, wants_erasure"
)


def within(statement: Statement, *values: str) -> str:
    """Put expressions of the function where a statement has its parameters."""
    sql = statement.text
    for value in values:
        sql = sql.replace("%s", value, 1)
    return sql


def into_facts(query: str, names: str) -> str:
    """Read the only row of a query into the variable `facts`, its columns by name."""
    return f"SELECT * INTO facts FROM ({query}) AS row ({names})"  # noqa: S608 - all constants


CHECK_OUT = f"""
CREATE OR REPLACE FUNCTION bench_check_out(
  card_number text, code text, at_branch bigint, at timestamptz, due date, today date
) RETURNS uuid LANGUAGE plpgsql AS $body$
DECLARE
  facts record;
  new_id uuid := gen_random_uuid();
BEGIN
  PERFORM * FROM ({within(lending_facts.LOCK, "code", "card_number")}) AS locked;
  {into_facts(within(lending_facts.FACTS, "card_number", "code"), LENDING_NAMES)};
  IF facts.person IS NULL OR facts.item IS NULL OR facts.card_status <> 'active'
    OR facts.card_expires_on < today OR facts.open_loans >= 1000 OR facts.owed_ore >= 100000
    OR facts.has_stops OR facts.wants_erasure OR facts.item_status <> 'in_service'
    OR facts.lent_to IS NOT NULL OR facts.set_aside_for <> facts.person
  THEN
    RAISE EXCEPTION 'refused';
  END IF;
  {within(LEND, "new_id", "facts.item", "facts.person", "at_branch", "at", "due")};
  IF facts.last_used_on <> today THEN
    {within(USED, "today", "facts.person")};
  END IF;
  {within(COUNTED, "today", "'b0'", "'checkout'", "facts.item_type", "facts.category", "'26-44'")};
  RETURN new_id;
END
$body$
"""

RETURN = f"""
CREATE OR REPLACE FUNCTION bench_return(code text, today date)
RETURNS boolean LANGUAGE plpgsql AS $body$
DECLARE
  facts record;
BEGIN
  PERFORM * FROM ({within(return_facts.LOCK, "code")}) AS locked;
  {into_facts(within(return_facts.FACTS, "today", "today", "code"), RETURN_NAMES)};
  IF facts.loan IS NULL OR facts.due_on < today OR facts.waiting IS NOT NULL THEN
    RAISE EXCEPTION 'not the plain case';
  END IF;
  {within(REMOVE, "facts.loan")};
  IF facts.last_used_on <> today THEN
    {within(USED, "today", "facts.person")};
  END IF;
  {within(COUNTED, "today", "'b0'", "'return'", "facts.item_type", "facts.category", "'26-44'")};
  RETURN true;
END
$body$
"""

FUNCTIONS = (CHECK_OUT, RETURN)
