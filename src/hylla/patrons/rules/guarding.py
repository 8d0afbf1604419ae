"""What a guardian may do and be told in a child's place: less as the child grows (cases 6 to 9)."""

from collections.abc import Iterable

from hylla.privacy.policy import Ages
from hylla.privacy.rights.terms import GIVING, RequestKind
from hylla.privacy.vocabulary import Kind

LOCATING = frozenset(
    {
        Kind.ADDRESS,
        Kind.CONTACT,
        Kind.PROTECTION,
        Kind.FAMILY,
        Kind.SCHOOL_CLASS,
        Kind.MEMBERSHIP,
        Kind.TIME_AND_PLACE,
        Kind.BORROWED,
        Kind.REQUESTED,
        Kind.MESSAGE,
        Kind.READ_LOG,
        Kind.REQUEST,
    }
)
"""What tells where somebody is, or which branch they use, or by whom they are reached."""


def may_be_found(*, child: bool, guardian: bool, others: Iterable[bool]) -> bool:
    """Say whether a guardian could find by a child's data somebody who must not be found.

    Each argument says whose address is protected. A guardian who is protected is not kept from
    the child that lives with them (conflict case 9).
    """
    return not guardian and (child or any(others))


def needs_childs_yes(kind: RequestKind, *, age: int, ages: Ages) -> bool:
    """Say whether a child must agree to what a guardian asks for it (conflict case 6).

    From the age at which loans are the child's own. What a guardian is given is less by itself.
    """
    return kind not in GIVING and age >= ages.guardian_sees_loans_below
