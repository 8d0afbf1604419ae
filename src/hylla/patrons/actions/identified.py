"""Logging in by what someone else has made sure of: the number of an e-ID."""

import uuid
from datetime import datetime

from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.pins import set_pin
from hylla.patrons.actions.use import remember_use
from hylla.patrons.models import NationalId
from hylla.patrons.queries.applicants import has_pin
from hylla.patrons.rules import Code
from hylla.patrons.rules.registration import read_national_id
from hylla.patrons.seal import fingerprint
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy


def sign_in_identified(national_id: str, *, policy: Policy, now: datetime) -> uuid.UUID | None:
    """Return the patron with this number, or None; it counts as use (R12).

    Who the person is is sure, so a lost card or a locked PIN keeps nobody out.
    """
    on = today(policy, now)
    read = read_national_id(national_id, policy=policy, on=on)
    if isinstance(read, Code):
        return None
    rows = NationalId.objects.filter(fingerprint=fingerprint(read))
    person_id = rows.values_list("person_id", flat=True).first()
    if person_id:
        remember_use(person_id, on=on)
    return person_id


def set_first_pin(person_id: uuid.UUID, pin: str) -> None:
    """Give a PIN to someone who has none, and showed who they are by e-ID.

    :raises Refused: the PIN is too easy, or there is one already.
    """
    if has_pin(person_id):
        raise Refused(Reason(Code.NOT_BY_PATRON))
    set_pin(person_id, pin)
