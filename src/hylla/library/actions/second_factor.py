"""What staff show beside their password: an app's code, or a code on paper when that is lost."""

import hmac
import re
import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from hylla.formats.one_time import step_of
from hylla.library.actions.attempts import claim_attempt, forget_attempts
from hylla.library.actions.passkeys import STAFF_KEYS, remove_passkey
from hylla.library.models import RecoveryCode, SecondFactor, StaffPasskey
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.privacy.sealing import key_named, locked, opened

KEY = "staff"
"""The name of the key file under which staff's secrets are sealed."""
CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike on paper."""
LENGTH = 10
PLAIN = re.compile(r"[^a-z0-9]")


def enrol_app(staff_id: int, *, secret: str, code: str, now: datetime) -> None:
    """Take an app's secret into use, once its first code has shown that the app has it.

    :raises Refused: the code is not the one that the app shows now.
    """
    step = step_of(_plain(code), secret=secret, at=now)
    if step is None:
        raise Refused(Reason(Code.SECOND_WRONG))
    sealed = locked(secret.encode(), key=key_named(KEY), about=_about(staff_id))
    values = {"sealed": sealed, "last_step": step, "failures": 0, "locked_until": None}
    with transaction.atomic():
        SecondFactor.objects.update_or_create(staff_id=staff_id, defaults=values)


@transaction.atomic
def give_recovery_codes(staff_id: int) -> tuple[str, ...]:
    """Make ten codes for paper, instead of those there were; they can be read this once only."""
    codes = tuple(
        "".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _number in range(CODES)
    )
    SecondFactor.objects.get_or_create(staff_id=staff_id)
    RecoveryCode.objects.filter(staff_id=staff_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(staff_id=staff_id, fingerprint=_fingerprint(staff_id, each)) for each in codes
    )
    return tuple(f"{each[:5]}-{each[5:]}" for each in codes)


def take_second_step(staff_id: int, code: str, *, now: datetime) -> None:
    """Take an app's code or one of the codes on paper; each is taken once.

    Not to be called inside a transaction: a wrong attempt must stay counted.

    :raises Refused: wrong, used already, or locked after five wrong ones.
    """
    row = SecondFactor.objects.filter(staff_id=staff_id)
    if not claim_attempt(row, now=now):
        raise Refused(Reason(Code.SECOND_LOCKED))
    plain = _plain(code)
    if not (_app_took(staff_id, plain, now) or _paper_took(staff_id, plain)):
        raise Refused(Reason(Code.SECOND_WRONG))
    forget_attempts(row)


@transaction.atomic
def remove_app(staff_id: int, *, is_demanded: bool) -> None:
    """Let the app go. The last factor stays where one is demanded."""
    _refuse_last(is_demanded and not StaffPasskey.objects.filter(staff_id=staff_id).exists())
    SecondFactor.objects.filter(staff_id=staff_id).update(sealed=None)


@transaction.atomic
def remove_staff_passkey(staff_id: int, passkey_id: int, *, is_demanded: bool) -> None:
    """Let a passkey go. The last factor stays where one is demanded."""
    has_app = SecondFactor.objects.filter(staff_id=staff_id, sealed__isnull=False).exists()
    others = StaffPasskey.objects.filter(staff_id=staff_id).exclude(pk=passkey_id).exists()
    _refuse_last(is_demanded and not has_app and not others)
    remove_passkey(STAFF_KEYS.of(staff_id), passkey_id)


@transaction.atomic
def reset_second_factor(staff_id: int) -> None:
    """Take away all that someone shows beside the password: it was lost. They enrol anew."""
    SecondFactor.objects.filter(staff_id=staff_id).delete()
    StaffPasskey.objects.filter(staff_id=staff_id).delete()
    RecoveryCode.objects.filter(staff_id=staff_id).delete()


def _app_took(staff_id: int, plain: str, now: datetime) -> bool:
    """Say whether this is the code of a step of time from which none was taken yet."""
    factor = SecondFactor.objects.filter(staff_id=staff_id, sealed__isnull=False).first()
    if factor is None or factor.sealed is None:
        return False
    secret = opened(bytes(factor.sealed), key=key_named(KEY), about=_about(staff_id)).decode()
    step = step_of(plain, secret=secret, at=now)
    if step is None:
        return False
    with transaction.atomic():
        fresh = SecondFactor.objects.filter(staff_id=staff_id, last_step__lt=step)
        return bool(fresh.update(last_step=step))


def _paper_took(staff_id: int, plain: str) -> bool:
    mine = RecoveryCode.objects.filter(staff_id=staff_id)
    with transaction.atomic():
        return bool(mine.filter(fingerprint=_fingerprint(staff_id, plain)).delete()[0])


def _refuse_last(is_last: bool) -> None:
    if is_last:
        raise Refused(Reason(Code.LAST_FACTOR))


def _fingerprint(staff_id: int, plain: str) -> str:
    """Return what is kept of a code: it is drawn from 2**49, so a keyed hash is enough."""
    return hmac.new(key_named(KEY), f"{staff_id}:{plain}".encode(), sha256).hexdigest()


def _plain(code: str) -> str:
    return PLAIN.sub("", code.lower())


def _about(staff_id: int) -> bytes:
    return f"app of {staff_id}".encode()
