"""The tables of interlibrary loan."""

from hylla.interlibrary.models.borrowing import NameTask, Order, Unconfirmed, Wish
from hylla.interlibrary.models.lending import Consignment, Partner

__all__ = ["Consignment", "NameTask", "Order", "Partner", "Unconfirmed", "Wish"]
