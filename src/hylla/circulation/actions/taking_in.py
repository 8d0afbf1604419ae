"""Taking in what somebody asks for by letter, on the telephone or across a table."""

from datetime import datetime

from hylla.circulation.actions.taking_up import TakenUp, take_up
from hylla.library.refusals import Reason, Refused
from hylla.patrons.queries import person_with_card
from hylla.patrons.rules import Code
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import Asked, RequestKind


def take_in(
    kind: RequestKind, *, card: str, asked: Asked, policy: Policy, now: datetime
) -> TakenUp:
    """Take up a request by its card; without one it is of someone the library does not know yet.

    :raises Refused: nobody has the card, nothing was shown, or it is not to be asked for.
    """
    found = person_with_card(card) if card else None
    if card and found is None:
        raise Refused(Reason(Code.CARD_UNKNOWN))
    person_id = found.person_id if found else None
    return take_up(kind, person_id=person_id, asked=asked, policy=policy, now=now)
