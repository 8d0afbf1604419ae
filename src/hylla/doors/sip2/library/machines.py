"""A machine's log-in, and what its account becomes at this door."""

import codecs
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock

from django.db.models import Model

from hylla.circulation.models import Hold, Loan
from hylla.doors.sip2.accounts import Account, PersonalField
from hylla.fees.models import Claim
from hylla.formats.sip2 import Charset
from hylla.library.actions import machine_signed_in
from hylla.library.models import Machine
from hylla.library.queries import machines_at_work, policy_in_force
from hylla.patrons.models import Identity
from hylla.privacy.declarations import PersonalData
from hylla.privacy.vocabulary import Role

MOST_WRONG = 10
WITHIN = timedelta(minutes=1)
KEPT_NAMES = 1000


def declares(declared: object) -> bool:
    """Say whether a table's declaration lets machines see it."""
    return isinstance(declared, PersonalData) and Role.MACHINE in declared.seen_by


SOURCES: Mapping[PersonalField, type[Model]] = {
    PersonalField.NAME: Identity,
    PersonalField.OWED: Claim,
    PersonalField.FINES: Claim,
    PersonalField.HOLDS_READY: Hold,
    PersonalField.OVERDUE: Loan,
    PersonalField.CHARGED: Loan,
}
"""Where the fields come from that a machine may ask for at all. No account opens an address, a
telephone number, an e-mail address, a birth date, or for whom a returned item waits."""

SHOWN = frozenset(
    field for field, table in SOURCES.items() if declares(table.__dict__.get("personal_data"))
)
"""Of these, what the tables declare that machines see: not this door opens a field."""


class Attempts:
    """How often a wrong password was tried lately for each account name.

    Not a lock in the database: anyone on the machines' network could shut a branch's machines out
    with it. After ten wrong ones an account only waits for the minute to pass, and machines that
    have signed in are not touched.
    """

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._lock = Lock()

    def are_too_many(self, user: str, *, now: datetime) -> bool:
        """Say whether this name has to wait."""
        with self._lock:
            since, wrong = self._wrong.get(user, (now, 0))
            return wrong >= MOST_WRONG and now - since < WITHIN

    def note_wrong(self, user: str, *, now: datetime) -> None:
        """Count one more; the oldest name is forgotten when there are very many."""
        with self._lock:
            since, wrong = self._wrong.pop(user, (now, 0))
            is_past = now - since >= WITHIN
            self._wrong[user] = (now, 1) if is_past else (since, wrong + 1)
            if len(self._wrong) > KEPT_NAMES:
                self._wrong.popitem(last=False)


def account(user: str, password: str, *, attempts: Attempts, now: datetime) -> Account | None:
    """Return the machine's account if the password is right."""
    if attempts.are_too_many(user, now=now):
        return None
    machine = machine_signed_in(user, password)
    if machine is None:
        attempts.note_wrong(user, now=now)
        return None
    return _account(machine)


def at_work(names: frozenset[str]) -> frozenset[str]:
    """Return those of these machines that have not been retired."""
    return names & {machine.username for machine in machines_at_work()}


def _account(machine: Machine) -> Account:
    return Account(
        name=machine.username,
        branch=machine.branch.code,
        branch_id=machine.branch_id,
        language=policy_in_force().default_language.value,
        charset=Charset(codecs.lookup(machine.charset).name),
        delimiter=machine.delimiter,
        fields=SHOWN & {*machine.fields.split()},
    )
