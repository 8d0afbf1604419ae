"""What is agreed with a provider, who it says someone is, and what can go wrong.

Nothing here shows a person's or a key's value in a repr: an error report must not hold them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

_HERE = {"127.0.0.1", "::1", "localhost"}


class Level(StrEnum):
    """How sure an e-ID is (eIDAS, regulation (EU) 910/2014 art. 8), the least sure first."""

    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    def reaches(self, least: "Level") -> bool:
        """Tell whether this is at least as sure as another."""
        order = list(Level)
        return order.index(self) >= order.index(least)


class Method(StrEnum):
    """How we say to the provider who we are (OpenID Connect Core 1.0 § 9)."""

    PRIVATE_KEY_JWT = "private_key_jwt"
    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105 - the name of a method


class Problem(StrEnum):
    """Why nobody could be identified; logged as it stands."""

    UNREACHABLE = "unreachable"
    """The provider does not answer, or not in time."""
    METADATA = "metadata"
    """What the provider says of itself is not what was agreed."""
    CLIENT_REFUSED = "client_refused"
    """The provider does not know us, or not our key: the library's own settings."""
    CODE_REFUSED = "code_refused"
    """The code is used, old or another's."""
    TOKEN = "token"  # noqa: S105 - no secret
    """The ID token is not signed by the provider, not for us, not of this log-in, or too old."""
    LEVEL = "level"
    """The e-ID is less sure than the library asks for."""
    NO_NUMBER = "no_number"
    """The provider gave no national id."""


class EidError(Exception):
    """Nobody was identified. The message is the problem's code and never holds a value."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What is the same for every library that uses one provider."""

    name: str
    """As people know it: it stands on the button."""
    issuer: str
    """Empty where each customer of a broker has an address of their own."""
    scopes: tuple[str, ...] = ("openid",)
    acr_values: tuple[str, ...] = ()
    """What is asked for, the most wanted first."""
    level_claim: str = "acr"
    levels: Mapping[str, Level] = field(default_factory=dict)
    """How sure each value of `level_claim` is; a value that is not here is refused."""
    national_id: str = "pid"
    given_name: str = "given_name"
    family_name: str = "family_name"
    method: Method = Method.PRIVATE_KEY_JWT
    audience: str = "issuer"
    """For whom our own assertion is: the provider's `issuer`, or its `token_endpoint`."""
    signed_by: tuple[str, ...] = ("RS256",)
    """The algorithms an ID token may be signed with."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One library's agreement with one provider."""

    key: str
    """Its name in our addresses and logs."""
    profile: Profile
    client_id: str
    secret: str = field(repr=False)
    """A private key (PEM) or a client secret, as the method wants."""
    key_id: str = ""
    """The name the provider knows our key by."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Identity:
    """Who someone is, as the provider says. ID-porten gives the number and no name."""

    national_id: str
    level: Level
    given_name: str = ""
    family_name: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Started:
    """Where to send someone, and what their return is compared with."""

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True, repr=False)
class Answer:
    """What the browser brought back. `issuer` is empty where the provider does not say it."""

    code: str
    issuer: str = ""


def is_safe(address: str) -> bool:
    """Tell whether an address is encrypted, or never leaves this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
