"""Probes in which an invented patron does what patrons do, and all of it is undone."""

from hylla.privacy.verify import Probe
from hylla.site.probes.behaviour import (
    asked,
    cards,
    classes,
    fees,
    holds,
    identity,
    invoices,
    lending,
    life,
    lists,
    orders,
    reach,
    reviews,
    rights,
)

PROBES: tuple[Probe, ...] = (
    *lending.PROBES,
    *fees.PROBES,
    *invoices.PROBES,
    *holds.PROBES,
    *orders.PROBES,
    *cards.PROBES,
    *identity.PROBES,
    *life.PROBES,
    *reach.PROBES,
    *classes.PROBES,
    *reviews.PROBES,
    *lists.PROBES,
    *rights.PROBES,
    *asked.PROBES,
)
