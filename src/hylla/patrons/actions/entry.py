"""What patrons choose to log in with beside card and PIN, and where they are logged in."""

import uuid
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from hylla.formats.passkeys import RelyingParty
from hylla.library.actions import Keyring, end_staff, owner_of_answer
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import is_weak_password
from hylla.patrons.actions.use import remember_use
from hylla.patrons.models import Credential, Passkey, Session, UserName
from hylla.patrons.queries.entry import token_of
from hylla.patrons.rules import Code
from hylla.patrons.rules.user_names import folded, user_name_faults
from hylla.privacy.clocks import today

PATRON_KEYS = Keyring(Passkey, "person")


def choose_user_name(person_id: uuid.UUID, name: str) -> None:
    """Let someone log in with a name instead of their card's number.

    :raises Refused: malformed, or not available; it is not said why not.
    """
    name = folded(name)
    faults = user_name_faults(name)
    if faults:
        raise Refused(*(Reason(fault) for fault in faults))
    try:
        with transaction.atomic():
            UserName.objects.update_or_create(person_id=person_id, defaults={"name": name})
    except IntegrityError:
        raise Refused(Reason(Code.USER_NAME_UNAVAILABLE)) from None


@transaction.atomic
def drop_user_name(person_id: uuid.UUID) -> None:
    """Forget someone's user name; anybody may choose it from then on."""
    UserName.objects.filter(person_id=person_id).delete()


def choose_password(person_id: uuid.UUID, password: str) -> None:
    """Let someone log in with a password; their PIN serves at machines only from then on.

    :raises Refused: it is too short, or little more than their user name.
    """
    name = UserName.objects.filter(person_id=person_id).values_list("name", flat=True).first()
    if is_weak_password(password, username=name or ""):
        raise Refused(Reason(Code.PASSWORD_WEAK))
    values = {"password_hash": make_password(password), "failures": 0, "locked_until": None}
    with transaction.atomic():
        Credential.objects.update_or_create(person_id=person_id, defaults=values)


@transaction.atomic
def drop_password(person_id: uuid.UUID) -> None:
    """Forget someone's password: their PIN logs them in again.

    :raises Refused: there is no PIN, so that nothing would be left.
    """
    rows = Credential.objects.filter(person_id=person_id)
    if rows.filter(pin_hash="").exists():
        raise Refused(Reason(Code.NOTHING_LEFT))
    rows.update(password_hash="")


def person_with_passkey(answer: str, *, party: RelyingParty, now: datetime) -> uuid.UUID:
    """Return who logs in with this passkey; it counts as use (R12).

    :raises Refused: it is nobody's, another site's, or answers no open question.
    """
    owner = uuid.UUID(str(owner_of_answer(PATRON_KEYS, answer, party=party, now=now)))
    remember_use(owner, on=today(policy_in_force(), now))
    return owner


@transaction.atomic
def end_log_ins(person_id: uuid.UUID, *, but: str = "") -> int:
    """Log someone out everywhere, but in the session of that key; return of how many."""
    return Session.objects.filter(person_id=person_id).exclude(pk=but).delete()[0]


@transaction.atomic
def end_log_in(person_id: uuid.UUID, token: str) -> None:
    """End one of someone's log-ins, by the token that their list shows."""
    for key in Session.objects.filter(person_id=person_id).values_list("pk", flat=True):
        if token_of(key) == token:
            Session.objects.filter(pk=key).delete()


@transaction.atomic
def end_staff_log_ins(staff_id: int, *, but: str = "") -> int:
    """Log a member of staff out everywhere, but in the session of that key."""
    return Session.objects.filter(staff_id=staff_id).exclude(pk=but).delete()[0]


@transaction.atomic
def end_work(staff_id: int, *, on: date) -> None:
    """End the work of a member of staff, and log them out everywhere.

    :raises Refused: they do not work here, or nobody would be administrator.
    """
    end_staff(staff_id, on=on)
    end_staff_log_ins(staff_id)
