"""Kiosks: staff enter a code in a browser once, and from then it is a machine."""

from datetime import datetime, timedelta

from django.db import transaction

from hylla.library.actions.machines import add_machine
from hylla.library.actions.tokens import digest_of, new_code, new_token, tidied
from hylla.library.models import Kiosk
from hylla.library.rules import NewMachine

CODE_LIVES = timedelta(hours=24)
SIZES = 3
"""How many sizes of letters there are."""
FIELDS = ("AE", "AS", "AU", "BV")
"""What a kiosk tells of a patron, in SIP2's ids: first name, what waits, loans, what is owed."""


@transaction.atomic
def add_kiosk(name: str, *, branch_id: int, now: datetime, fields: tuple[str, ...] = FIELDS) -> str:
    """Let a browser speak for a branch; return the code that is entered there.

    The account has a secret that nobody knows: over SIP2 it does not log in.
    """
    new = NewMachine(username=name, secret=new_token(), branch_id=branch_id, fields=fields)
    Kiosk.objects.create(machine=add_machine(new))
    return new_kiosk_code(name, now=now)


@transaction.atomic
def new_kiosk_code(name: str, *, now: datetime) -> str:
    """Return a new code for a kiosk, good for a day and one browser; an earlier one is void."""
    code = new_code()
    row = Kiosk.objects.select_for_update().get(machine__username=name)
    row.code_hash, row.code_until = digest_of(code), now + CODE_LIVES
    row.save(update_fields=["code_hash", "code_until"])
    return code


@transaction.atomic
def start_kiosk(code: str, *, now: datetime, plays_sounds: bool = False) -> str | None:
    """Spend a code; return the token by which this browser is the kiosk, or None.

    A browser that was the kiosk before is none any more.
    """
    row = (
        Kiosk.objects.select_for_update()
        .filter(code_hash=digest_of(tidied(code)), code_until__gte=now, machine__is_active=True)
        .first()
    )
    if row is None:
        return None
    token = new_token()
    row.token_hash, row.code_hash, row.code_until = digest_of(token), "", None
    row.started_at, row.text_size, row.plays_sounds = now, 0, plays_sounds
    row.save()
    return token


def set_text_size(kiosk_id: int, size: int) -> None:
    """Let the letters be larger, until whoever stands there leaves."""
    Kiosk.objects.filter(pk=kiosk_id).exclude(text_size=size % SIZES).update(text_size=size % SIZES)
