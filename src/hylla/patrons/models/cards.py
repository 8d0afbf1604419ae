"""Cards, the PIN that goes with them, and what stops them."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from hylla.patrons.models.people import Person
from hylla.privacy.declarations import Join, Keep, OnMerge, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role


class CardStatus(StrEnum):
    """What a card is good for: only an active one borrows."""

    ACTIVE = "active"
    LOST = "lost"
    REPLACED = "replaced"
    ENDED = "ended"


class Card(models.Model):
    """A library card. A person may have had several; only the active one borrows (R28, R37).

    A national card needs a national id; without one the card is local.
    """

    KINDS: ClassVar = [("national", "national"), ("local", "local")]

    number = models.CharField(max_length=30, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=KINDS)
    status = models.CharField(max_length=10, choices=[(each, each) for each in CardStatus])
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.IDENTIFICATION,
        columns={
            "number": Kind.CARD,
            "person": Kind.LINK,
            "kind": Kind.CARD,
            "status": Kind.CARD,
            "issued_on": Kind.CARD,
            "expires_on": Kind.CARD,
            "ended_on": Kind.CARD,
        },
        not_personal={"id"},
        keep=(Keep("ended_card", since="ended_on"),),
        on_merge={"person": OnMerge.UNION},
        seen_by={Role.DESK, Role.CHILDREN, Role.MACHINE, Role.PATRON, Role.PRIVACY_OFFICER},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(status=CardStatus.ACTIVE),
                name="one_active_card_a_person",
            ),
            models.CheckConstraint(
                name="an_ended_card_has_a_date",
                condition=models.Q(status=CardStatus.ACTIVE, ended_on__isnull=True)
                | (~models.Q(status=CardStatus.ACTIVE) & models.Q(ended_on__isnull=False)),
            ),
        ]


class Credential(models.Model):
    """A person's PIN and password as Argon2 hashes, and how often they were tried wrongly.

    Either may be empty. Who has a password logs in with it; the PIN then serves at machines only.
    """

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    pin_hash = models.CharField(max_length=200, blank=True)
    password_hash = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.SECURITY,
        columns={
            "person": Kind.LINK,
            "pin_hash": Kind.CREDENTIAL,
            "password_hash": Kind.CREDENTIAL,
            "failures": Kind.CREDENTIAL,
            "locked_until": Kind.CREDENTIAL,
        },
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by=set(),
    )


class BlockReason(StrEnum):
    """Why someone may not borrow for a while."""

    FEES = "fees"
    INVOICE = "invoice"
    LOST_ITEMS = "lost_items"
    CONDUCT = "conduct"
    ADDRESS_UNKNOWN = "address_unknown"


class Block(models.Model):
    """Someone may not borrow, for a coded reason, since a date and perhaps until one (R39)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    reason = models.CharField(max_length=20, choices=[(each, each) for each in BlockReason])
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.LENDING,
        columns={
            "person": Kind.LINK,
            "reason": Kind.BLOCK,
            "since_on": Kind.BLOCK,
            "until_on": Kind.BLOCK,
        },
        not_personal={"id"},
        keep=(Keep("ended_block", since="until_on"),),
        on_merge={"person": OnMerge.UNION},
        joined={"since_on": Join.EARLIEST, "until_on": Join.LAST_OR_NEVER},
        seen_by={Role.DESK, Role.INVOICE, Role.MACHINE, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "reason"], name="one_block_for_a_reason"),
        ]


class Reprieve(models.Model):
    """What a person decided who looked at a block that the program had made: borrow, until a day.

    While it is in force, neither the limit of what is owed nor an unpaid invoice stops its patron;
    where `up_to_ore` stands, only as long as no more than that is owed (GDPR article 22(3)).
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reprieve")
    since_on = models.DateField()
    until_on = models.DateField()
    up_to_ore = models.PositiveIntegerField(null=True)

    personal_data = PersonalData(
        subject="person",
        purpose=Purpose.LENDING,
        columns={
            "person": Kind.LINK,
            "since_on": Kind.BLOCK,
            "until_on": Kind.BLOCK,
            "up_to_ore": Kind.BLOCK,
        },
        not_personal={"id"},
        keep=(Keep("ended_block", since="until_on"),),
        on_merge={"person": OnMerge.KEEP_STAYING},
        seen_by={Role.DESK, Role.INVOICE, Role.MACHINE, Role.PRIVACY_OFFICER, Role.PATRON},
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until_on__gte=models.F("since_on")),
                name="reprieve_ends_after_it_begins",
            ),
        ]
