"""The end of a membership: the card and every way in end at once, whatever else must wait (R21)."""

import uuid
from datetime import date

from django.db import transaction

from hylla.patrons.actions.cards import end_card
from hylla.patrons.models import AtKiosk, Credential, Passkey, Session, UserName

WAYS_IN = (Session, Passkey, UserName, Credential, AtKiosk)


@transaction.atomic
def end_membership(person_id: uuid.UUID, *, on: date) -> frozenset[str]:
    """End someone's card, log them out everywhere and forget every way in.

    Return the tables of which nothing is left. With an e-ID they still see what is kept of them.
    """
    end_card(person_id, on=on)
    gone = set()
    for model in WAYS_IN:
        rows = model._default_manager.filter(person_id=person_id)
        if rows.delete()[0]:
            gone.add(model._meta.label)
    return frozenset(gone)
