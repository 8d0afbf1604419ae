"""Who may work with the system, and how often a secret may be tried."""

import codecs
import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from hylla.formats.sip2 import Charset
from hylla.library.rules.codes import Code
from hylla.privacy.vocabulary import Language, Role

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
STAFF_ROLES = tuple(role for role in Role if role not in {Role.MACHINE, Role.PATRON, Role.GUARDIAN})
"""What a member of staff may be."""

_UP, _DOWN = "01234567890123", "98765432109876"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,49}")


@dataclass(frozen=True)
class NewStaff:
    """A member of staff to be; `undertaking_on` is when they signed the undertaking of secrecy.

    `password_is_given` says that they did not choose the password themselves.
    """

    username: str
    name: str
    password: str = field(repr=False)
    branch_id: int
    roles: frozenset[Role]
    language: Language = Language.NB
    undertaking_on: date | None = None
    password_is_given: bool = False


@dataclass(frozen=True)
class Employment:
    """What can change while someone works here."""

    name: str
    branch_id: int
    roles: frozenset[Role]
    language: Language


@dataclass(frozen=True)
class NewMachine:
    """A self-service machine to be; `fields` are the SIP2 fields about people it may see."""

    username: str
    secret: str = field(repr=False)
    branch_id: int
    charset: str = "utf-8"
    delimiter: str = "|"
    fields: tuple[str, ...] = ()


def is_weak_password(password: str, *, username: str) -> bool:
    """Tell whether a password is too short, or is little more than the name it belongs to."""
    without_name = password.lower().replace(username.lower(), "")
    return len(without_name) < SHORTEST_PASSWORD or len(set(password)) < 5


def is_weak_pin(pin: str) -> bool:
    """Tell whether a PIN for a shared desk is no number of 6 to 8 digits, or too easy to guess."""
    if not (pin.isascii() and pin.isdigit() and 6 <= len(pin) <= 8):
        return True
    return len(set(pin)) < 3 or pin in _UP or pin in _DOWN


def faults_of_account(username: str, secret: str) -> list[Code]:
    """Return what is wrong with a user name and its secret."""
    faults = []
    if not _USERNAME.fullmatch(username):
        faults.append(Code.USERNAME_MALFORMED)
    if is_weak_password(secret, username=username):
        faults.append(Code.PASSWORD_WEAK)
    return faults


def is_charset(name: str) -> bool:
    """Tell whether machines can be spoken to in a text encoding of that name, or an alias of it."""
    try:
        return codecs.lookup(name).name in set(Charset)
    except LookupError:
        return False
