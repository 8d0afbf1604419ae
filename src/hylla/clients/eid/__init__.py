"""Electronic identification by OpenID Connect: ID-porten, or BankID and Freja through a broker."""

from hylla.clients.eid.flow import Answer, Started, begin, finish
from hylla.clients.eid.reading import WrongSettings, read_providers
from hylla.clients.eid.values import (
    EidError,
    Identity,
    Level,
    Method,
    Problem,
    Profile,
    Provider,
)

__all__ = [
    "Answer",
    "EidError",
    "Identity",
    "Level",
    "Method",
    "Problem",
    "Profile",
    "Provider",
    "Started",
    "WrongSettings",
    "begin",
    "finish",
    "read_providers",
]
