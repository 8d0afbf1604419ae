"""How each sentence of the notice stands, what it was seen to rest on, and how it stood before."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class SentenceCheck(models.Model):
    """How a sentence of the notice stood when it was last looked at.

    `stood_at` is when it came to stand so; `late_by` is how long the oldest row is past its date;
    `owner` is the role whose task it is.
    """

    sentence = models.CharField(max_length=100, primary_key=True)
    state = models.CharField(max_length=12)
    rows = models.PositiveBigIntegerField()
    detail = models.CharField(max_length=300, blank=True)
    late_by = models.DurationField(null=True)
    owner = models.CharField(max_length=20, blank=True)
    stood_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField()

    personal_data = NotPersonal("a sentence of the notice")


class LookedAt(models.Model):
    """What a clock, a probe or a confirmation was found like when it was last looked at.

    Several sentences may rest on one. `rows` were looked at, `wrong` of them were not in order.
    """

    name = models.CharField(max_length=100, primary_key=True)
    state = models.CharField(max_length=12)
    rows = models.PositiveBigIntegerField()
    wrong = models.PositiveBigIntegerField()
    late_by = models.DurationField(null=True)
    why = models.CharField(max_length=20, blank=True)
    until_on = models.DateField(null=True)
    checked_at = models.DateTimeField()

    personal_data = NotPersonal("a part of the program, and how many rows it looked at")


class StateChange(models.Model):
    """A sentence came to stand otherwise than before; between two rows nothing changed."""

    sentence = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    rows = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    personal_data = NotPersonal("a sentence of the notice, and when it was kept or not")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["sentence", "at"], name="change_by_sentence")]
