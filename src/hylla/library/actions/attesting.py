"""Confirming what only people can know: by whoever has the role that a sentence names."""

from datetime import datetime

from django.db import transaction

from hylla.library.queries import policy_in_force, works_as
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.privacy.notice import sentences_for
from hylla.privacy.verify import Witness, ask_for_check, attest

FEWEST_WORDS = 10


@transaction.atomic
def confirm_sentence(sentence_id: str, *, witness: Witness, now: datetime) -> None:
    """Confirm a sentence; the notice is checked anew soon after, so that its page says so.

    :raises Refused: nobody confirms this sentence, it is another role's, or nothing is said of
        what was looked at.
    """
    policy = policy_in_force()
    wanted = {each.id: each for each in sentences_for(policy)}.get(sentence_id)
    if wanted is None or wanted.attested_by is None:
        raise Refused(Reason(Code.NOT_TO_CONFIRM))
    if not works_as(witness.staff_id, {wanted.attested_by}):
        raise Refused(Reason(Code.CONFIRMED_BY_ANOTHER))
    if len(witness.looked_at.strip()) < FEWEST_WORDS:
        raise Refused(Reason(Code.CONFIRMED_WITHOUT_LOOKING))
    attest(wanted, policy=policy, now=now, witness=witness)
    ask_for_check(now=now)
