"""Who stands at a kiosk: a row that goes when they leave, or when nothing happens."""

from django.db import models

from hylla.library.models import Kiosk
from hylla.patrons.models.cards import Card
from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class AtKiosk(models.Model):
    """One patron's visit to a kiosk, from the card until they finish or are gone for a while.

    It stands here and not in the browser: what is left there is the machine's own cookie. `at` is
    when they last did something, `allowed_seconds` how long they may do nothing.
    """

    kiosk = models.OneToOneField(Kiosk, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    card = models.ForeignKey(Card, on_delete=models.CASCADE)
    pin_was_right = models.BooleanField(default=False)
    allowed_seconds = models.PositiveSmallIntegerField()
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={
            "kiosk": Kind.TIME_AND_PLACE,
            "person": Kind.LINK,
            "card": Kind.CARD,
            "pin_was_right": Kind.CREDENTIAL,
            "began_at": Kind.TIME_AND_PLACE,
            "at": Kind.TIME_AND_PLACE,
        },
        not_personal={"id", "allowed_seconds"},
        keep=(Keep("ended_session", since="at"),),
        on_merge={"person": OnMerge.END},
        seen_by={Role.MACHINE, Role.PATRON},
    )
