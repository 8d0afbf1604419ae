"""Who sits at the keyboard: a member of staff shows a password before a command believes them."""

import getpass
import sys
from datetime import datetime

from django.core.management.base import CommandError
from django.utils.translation import override

from hylla.doors.parts.saying import say
from hylla.library.actions import staff_signed_in
from hylla.library.refusals import Refused


def staff_at_keyboard(username: str | None, *, now: datetime) -> int:
    """Return the number of whoever shows their password, typed or from a pipe.

    :raises CommandError: nobody is named.
    :raises Refused: that is not their password.
    """
    if not username:
        raise CommandError("Say who you are: --as USERNAME")
    return staff_signed_in(username, _password(), now=now).pk


def said_no(refused: Refused) -> CommandError:
    """Return a refusal as the terminal tells it, whose language is English."""
    with override("en"):
        return CommandError(" ".join(say(each) for each in refused.reasons))


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
