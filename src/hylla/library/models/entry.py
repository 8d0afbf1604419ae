"""How staff show who they are, and what is remembered of attempts that are under way."""

from typing import ClassVar

from django.db import models

from hylla.library.models.house import Staff
from hylla.privacy.declarations import NotPersonal, PersonalData
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject

TRIED = {"failures": Kind.CREDENTIAL, "locked_until": Kind.CREDENTIAL}
"""What the columns of `Tried` tell."""


class Tried(models.Model):
    """How often something secret was tried wrongly, and until when it is not to be tried."""

    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Passkey(models.Model):
    """The public half of a passkey, under a name that its owner chose; who it belongs to is added.

    `sign_count` is the device's own count, which tells a copied device from the first.
    """

    credential_id = models.BinaryField(unique=True, max_length=1023)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=50)
    added_on = models.DateField()

    class Meta:
        abstract = True


class StaffPasskey(Passkey):
    """A passkey with which a member of staff logs in: two factors in one."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="passkeys")

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={
            "credential_id": Kind.CREDENTIAL,
            "public_key": Kind.CREDENTIAL,
            "sign_count": Kind.CREDENTIAL,
            "name": Kind.PREFERENCE,
            "added_on": Kind.TIME_AND_PLACE,
            "staff": Kind.LINK,
        },
        not_personal={"id"},
        seen_by=set(),
    )


class SecondFactor(Tried):
    """What someone shows beside their password: the sealed secret of an app, if they use one.

    `last_step` is the latest step of time whose code was taken; no code is taken twice. The row is
    made with the first second factor of either kind, and counts wrong codes for both.
    """

    staff = models.OneToOneField(Staff, primary_key=True, on_delete=models.CASCADE)
    sealed = models.BinaryField(null=True)
    last_step = models.BigIntegerField(default=0)

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={
            "staff": Kind.LINK,
            "sealed": Kind.CREDENTIAL,
            "last_step": Kind.CREDENTIAL,
            **TRIED,
        },
        # That there is one: whoever helps a colleague who has lost theirs must see it.
        seen_by={Role.ADMINISTRATOR},
    )


class RecoveryCode(models.Model):
    """A code on paper for the day the app or the key is lost; the row goes when it is used."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="recovery_codes")

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={"fingerprint": Kind.CREDENTIAL, "staff": Kind.LINK},
        seen_by=set(),
    )


class StaffCard(Tried):
    """The badge and the PIN with which someone takes over a desk that is shared."""

    staff = models.OneToOneField(Staff, primary_key=True, on_delete=models.CASCADE)
    number = models.CharField(max_length=30, unique=True)
    pin_hash = models.CharField(max_length=200)

    personal_data = PersonalData(
        subject="staff",
        about=Subject.STAFF,
        purpose=Purpose.STAFF,
        columns={
            "staff": Kind.LINK,
            "number": Kind.CARD,
            "pin_hash": Kind.CREDENTIAL,
            **TRIED,
        },
        seen_by=set(),
    )


class Challenge(models.Model):
    """A question put to a passkey, to be answered once, for some minutes.

    The digest is of a random number with what it is for and who it is for: the row alone tells
    nothing of anyone.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()

    personal_data = NotPersonal("a random number that nobody stands behind until it is answered")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="challenge_by_end")]


class Stranger(Tried):
    """A name or number nobody has, tried at a log-in: it locks as if it were somebody's.

    Otherwise the lock would tell which names exist. The fingerprint is keyed and goes soon.
    """

    fingerprint = models.CharField(max_length=64, primary_key=True)
    tried_at = models.DateTimeField()

    personal_data = NotPersonal("a keyed hash of something typed that is nobody's name here")
