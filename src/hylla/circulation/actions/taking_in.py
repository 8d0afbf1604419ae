"""Taking in what somebody asks for by letter, on the telephone or across a table."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hylla.circulation.actions.leaving import leave
from hylla.library.refusals import Reason, Refused
from hylla.patrons.actions.rights import ask, restrict
from hylla.patrons.queries import person_with_card
from hylla.patrons.rules import Code
from hylla.privacy.policy import Policy
from hylla.privacy.rights.terms import LEAVING, Asked, Proof, RequestKind

AT_ONCE = LEAVING | {RequestKind.RESTRICTION}
"""What takes effect when it is taken."""


@dataclass(frozen=True, repr=False)
class TakenIn:
    """A request that was taken: its number where it goes on, the receipt's code where there is one.

    Without a number nothing is left to be done.
    """

    request_id: UUID | None
    code: str = ""


def take_in(
    kind: RequestKind, *, card: str, asked: Asked, policy: Policy, now: datetime
) -> TakenIn:
    """Take any request; without a card it is of someone whom the library does not know yet.

    What takes effect at once is taken only when it was seen who asks.

    :raises Refused: nobody has the card, nothing was shown, or it is not to be asked for.
    """
    if not card:
        taken = ask(kind, person_id=None, policy=policy, now=now, asked=asked)
        return TakenIn(taken.pk)
    found = person_with_card(card)
    if found is None:
        raise Refused(Reason(Code.CARD_UNKNOWN))
    if kind in AT_ONCE and asked.proof is Proof.NONE:
        raise Refused(Reason(Code.NOT_IDENTIFIED))
    if kind in LEAVING:
        return TakenIn(
            None, leave(found.person_id, policy=policy, now=now, asked=asked, kind=kind).code
        )
    if kind is RequestKind.RESTRICTION:
        return TakenIn(restrict(found.person_id, policy=policy, now=now, asked=asked))
    return TakenIn(ask(kind, person_id=found.person_id, policy=policy, now=now, asked=asked).pk)
