"""What removals usually take, which of them wait for two people, and the time that is believed."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class TrustedTime(models.Model):
    """The latest time at which a night ran and its clock was believed: one row."""

    at = models.DateTimeField()

    personal_data = NotPersonal("a moment at which the program ran")


class RemovalRun(models.Model):
    """How many rows one clock ended in one night."""

    clock = models.CharField(max_length=100)
    day = models.DateField()
    rows = models.PositiveIntegerField()

    personal_data = NotPersonal("a number of rows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["clock", "day"], name="one_run_a_night"),
        ]


class KnownRemoval(models.Model):
    """Rows that a policy with a shorter period will end, counted when it was published."""

    clock = models.CharField(max_length=100, primary_key=True)
    rows = models.PositiveIntegerField()
    lasts_until = models.DateTimeField()

    personal_data = NotPersonal("a number of rows")


class HeldRemoval(models.Model):
    """A removal that is more than usual, and waits for two people.

    `clock` is a clock's name, or that of the machine's own. The row goes when it has run.
    """

    clock = models.CharField(max_length=100, primary_key=True)
    why = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()
    of_rows = models.PositiveIntegerField()
    usual = models.PositiveIntegerField(null=True)
    held_at = models.DateTimeField()

    personal_data = NotPersonal("a number of rows")
