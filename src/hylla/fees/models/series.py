"""Numbers that begin anew each year and have no gaps, as bookkeeping asks."""

from typing import ClassVar

from django.db import models

from hylla.privacy.declarations import NotPersonal


class Series(models.Model):
    """The last number that was given in a year; its lock keeps numbers from gaps and doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        abstract: ClassVar = True


class InvoiceSeries(Series):
    """How many invoices there were in a year."""

    personal_data = NotPersonal("how many invoices there were in a year")


class VoucherSeries(Series):
    """How many vouchers there were in a year (bokföringslag 5:6-7, bokføringsloven § 10)."""

    personal_data = NotPersonal("how many vouchers there were in a year")
