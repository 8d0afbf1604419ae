"""Who may see what: each role's right to each class of field, and when. What is not said is denied.

The declarations of the tables, every page and the read log are held to this one table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hylla.privacy.declarations import PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject


class Right(StrEnum):
    """What a role may do with a class of field."""

    READ = "R"
    MASKED = "M"
    """The last digits, an age group, a code on a shelf, a thing without its borrower, a review
    without whoever wrote it."""
    EXISTS = "E"
    """That there is something, or that something holds, and no more."""
    WRITE = "W"
    """Change it; that alone shows nothing."""
    VERIFY = "V"
    """Compare what is typed with it."""
    BREAK_GLASS = "B"


class When(StrEnum):
    """What must be the case between the one who looks and the one who is looked at."""

    ALWAYS = ""
    PRESENT = "p"
    """The patron stands here, or is on the telephone."""
    CHILD = "k"
    """The same, and they are a child."""
    PUPIL = "u"
    """They are in a class of the school library that one works at."""
    TITLED = "d"
    """The same, and the library has decided that titles are seen there."""
    ROUND = "o"
    """They are on one's own outreach round."""
    CASE = "c"
    """There is an open case about them: a claim, a request."""
    LETTER = "l"
    """A letter to them is printed."""
    SESSION = "s"
    """They use this machine now."""
    WARD = "w"
    """One is their guardian."""
    YOUNG_WARD = "y"
    """One is, and they are below the age from which loans are the child's own."""
    SHARED = "g"
    """The same, and the child, who is old enough to decide, lets them."""
    EXTRACT = "x"
    """They have asked for everything that is kept about them, or a young child's guardian has."""
    GLASS = "b"
    """Someone has broken the glass, and said why."""
    HELD = "h"
    """A law holds it back, and two people have said yes to that."""
    ASKED = "a"
    """A law is to hold it back, and this is who is asked to be the second that says yes."""


class Field(StrEnum):
    """The classes of field, as the matrix knows them."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    NATIONAL_ID = "national_id"
    ADDRESS = "address"
    CONTACT = "contact"
    PROTECTION = "protection"
    CREDENTIAL = "credential"
    CARD = "card"
    GUARDIANS = "guardians"
    SCHOOL_CLASS = "school_class"
    MEMBERSHIP = "membership"
    PREFERENCE = "preference"
    LOANS = "loans"
    HOLDS = "holds"
    HISTORY = "history"
    REVIEWS = "reviews"
    LISTS = "lists"
    CLAIMS = "claims"
    BLOCKS = "blocks"
    MESSAGES = "messages"
    READ_LOG = "read_log"
    REQUESTS = "requests"
    CONSENTS = "consents"
    LOG_INS = "log_ins"
    PHONES = "phones"
    APPLICATION = "application"
    """What somebody wrote who asks for a card, to be compared with what they show."""
    STAFF = "staff"


ROLES = tuple(Role)
TABLE = """
             desk     catal children school outreach invoice officer admin machine patron guardian
name         RWp/Rl/M -     RWk/Mk   Ru     Ro       Rc      Rc      Ra    Ms      RW     Rw
birth_date   MWp/M    -     MWk/Mk   Vu     Mo       Rc      Rc      -     -       R      Rw
national_id  MWp      -     -        -      -        Rc      B       -     -       M/Rx   Rx
address      RWp/Rl   -     Wk       -      Ro       Rc      Rc      -     -       RW     Rx
contact      RWp      -     RWk      -      Ro       Rc      Rc      -     -       RW     Rx
protection   EWp      -     EWk      -      Eo       Rc      Rc      -     -       R      Rx
credential   Wp       -     Wk       -      -        -       -       -     Vs      W/Rx   Wy
card         RWp      -     RWk      Vu     -        -       Rc      -     Rs      RW     Rw
guardians    RWp      -     RWk      -      -        Rc      Rc      -     -       R      Rw
school_class RWp      -     RWk      RWu    -        -       Rc      -     -       R      Rx
membership   RWp/M    -     RWk/Mk   -      Ro       -       Rc      -     -       RW     Rw
preference   RWp      -     RWk      -      Ro       -       Rc      -     -       RW     Rx
loans        RWp/M    -     RWk/M    Mu/Rd  Ro       Rc      B/Rh    -     Rs      RW     Ry/Rg/Ew
holds        RWp/M    -     RWk/M    -      Ro       -       B       -     Ms      RW     Ry/Rg
history      -        -     -        -      Ro       -       -       -     -       RW     Rx
reviews      M        -     M        -      -        -       -       -     -       RW     Rx
lists        -        -     -        -      -        -       -       -     -       RW     Rx
claims       RWp      -     Rk       -      Ro       RWc     Rc      -     Rs      R      Rw
blocks       RWp      -     Ek       -      Eo       RWc     Rc      -     Es      R      Ew
messages     E/Rl     -     Ek       -      Eo       Rc      Rc      -     -       R      Rx
read_log     -        -     -        -      -        -       R       E     -       R      Rx
requests     EWp      -     Ek       -      -        -       RW      Ra    -       RW     Rx
consents     Wp       -     Wk       -      -        -       Rc      -     -       RW     Rx
log_ins      -        -     -        -      -        -       -       -     -       RW     Rx
phones       -        -     -        -      -        -       -       -     -       RW     Rx
application  RWp/M    -     -        -      -        -       Rc      -     -       RW     -
staff        -        M     -        -      -        -       R       RW    -       -      -
"""
"""Rights, each with its `When`; `/` between what holds in different cases."""
STRENGTH = (Right.READ, Right.MASKED, Right.EXISTS)
"""What of a value is shown, the most first."""


@dataclass(frozen=True)
class May:
    """Some rights, and when they hold."""

    rights: frozenset[Right]
    when: When


Matrix = Mapping[Field, Mapping[Role, tuple[May, ...]]]


def _cell(text: str) -> tuple[May, ...]:
    parts = [] if text == "-" else text.split("/")
    found = [re.fullmatch(r"([RMEWVB]+)([a-z]?)", part) for part in parts]
    assert all(found), f"{text} is no right"  # noqa: S101 - the table is ours
    return tuple(May(frozenset(map(Right, each[1])), When(each[2])) for each in found if each)


def _read(table: str) -> Matrix:
    rows = [line.split() for line in table.strip().splitlines()[1:]]
    return MappingProxyType(
        {
            Field(row[0]): MappingProxyType(
                dict(zip(ROLES, (_cell(each) for each in row[1:]), strict=True))
            )
            for row in rows
        }
    )


MATRIX = _read(TABLE)

_OF_KIND: Mapping[Kind, Field] = {
    Kind.NAME: Field.NAME,
    Kind.BIRTH_DATE: Field.BIRTH_DATE,
    Kind.NATIONAL_ID: Field.NATIONAL_ID,
    Kind.ADDRESS: Field.ADDRESS,
    Kind.CONTACT: Field.CONTACT,
    Kind.PROTECTION: Field.PROTECTION,
    Kind.CREDENTIAL: Field.CREDENTIAL,
    Kind.CARD: Field.CARD,
    Kind.FAMILY: Field.GUARDIANS,
    Kind.SCHOOL_CLASS: Field.SCHOOL_CLASS,
    Kind.MEMBERSHIP: Field.MEMBERSHIP,
    Kind.PREFERENCE: Field.PREFERENCE,
    Kind.BORROWED: Field.LOANS,
    Kind.REQUESTED: Field.HOLDS,
    Kind.REVIEW: Field.REVIEWS,
    Kind.LIST: Field.LISTS,
    Kind.MONEY: Field.CLAIMS,
    Kind.BLOCK: Field.BLOCKS,
    Kind.MESSAGE: Field.MESSAGES,
    Kind.READ_LOG: Field.READ_LOG,
    Kind.REQUEST: Field.REQUESTS,
    Kind.CONSENT: Field.CONSENTS,
    Kind.EMPLOYMENT: Field.STAFF,
}
_TIMES: Mapping[Purpose, Field] = {
    Purpose.LENDING: Field.LOANS,
    Purpose.HOLDS: Field.HOLDS,
    Purpose.HISTORY: Field.HISTORY,
    Purpose.REVIEWS: Field.REVIEWS,
    Purpose.LISTS: Field.LISTS,
    Purpose.FEES: Field.CLAIMS,
    Purpose.MESSAGES: Field.MESSAGES,
    Purpose.PHONE: Field.PHONES,
    Purpose.SECURITY: Field.LOG_INS,
    Purpose.ACCOUNTABILITY: Field.READ_LOG,
    Purpose.RIGHTS: Field.REQUESTS,
    Purpose.CONSENTS: Field.CONSENTS,
    Purpose.STAFF: Field.STAFF,
}
"""A time and a place are of the class of what happened then and there."""


def field_of(kind: Kind, declared: PersonalData) -> Field | None:
    """Return the class of a column of that kind in a table; None for a bare link."""
    if kind is Kind.LINK:
        return None
    if declared.about is Subject.STAFF:
        return Field.STAFF
    if declared.about is Subject.APPLICANT and kind not in {Kind.CREDENTIAL, Kind.READ_LOG}:
        return Field.NATIONAL_ID if kind is Kind.NATIONAL_ID else Field.APPLICATION
    if declared.purpose is Purpose.HISTORY:
        return Field.HISTORY
    if kind is Kind.TIME_AND_PLACE:
        return _TIMES.get(declared.purpose, Field.MEMBERSHIP)
    return _OF_KIND[kind]


def fields_of(declared: PersonalData) -> frozenset[Field]:
    """Return the classes of a table's columns."""
    found = (field_of(kind, declared) for kind in declared.columns.values())
    return frozenset(each for each in found if each is not None)


def rights(role: Role, field: Field, *when: When) -> frozenset[Right]:
    """Return what a role may do with a class of field when this is the case."""
    held = {When.ALWAYS, *when}
    granted = {right for may in MATRIX[field][role] if may.when in held for right in may.rights}
    if When.GLASS in held and Right.BREAK_GLASS in granted:
        granted.add(Right.READ)
    return frozenset(granted - {Right.BREAK_GLASS})


def shown(role: Role, field: Field, *when: When) -> Right | None:
    """Return how much of a value a role is shown when this is the case; None is nothing."""
    granted = rights(role, field, *when)
    return next((right for right in STRENGTH if right in granted), None)


def ever(role: Role, field: Field) -> frozenset[Right]:
    """Return all that a role may ever do with a class of field."""
    return frozenset(right for may in MATRIX[field][role] for right in may.rights)


def too_many(declared: PersonalData) -> frozenset[Role]:
    """Return the roles a table lets look although the matrix gives them nothing in it.

    A table of bare links says nothing: whoever may see it sees that.
    """
    fields = fields_of(declared)
    if not fields:
        return frozenset()
    return frozenset(
        role for role in declared.seen_by if not any(ever(role, field) for field in fields)
    )
