"""Electronic identification by OpenID Connect: ID-porten, or BankID and Freja through a broker."""

from hylla.clients.eid.reading import WrongSettings, read_providers
from hylla.clients.eid.values import (
    Answer,
    EidError,
    Identity,
    Level,
    Method,
    Problem,
    Profile,
    Provider,
    Started,
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
    "read_providers",
]
