"""The ID token: believed only when everything about it is right (OpenID Connect Core § 3.1.3.7)."""

import hmac
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry

from hylla.clients.eid.metadata import keys_of
from hylla.clients.eid.values import EidError, Identity, Level, Problem, Profile, Provider

LEEWAY_SECONDS = 60
"""How far the clocks may be apart."""
OLDEST_SECONDS = 600
"""A log-in takes ten minutes at most, so no token of it is older."""


def identity_in(token: str, *, provider: Provider, nonce: str, now: datetime) -> Identity:
    """Return who a token says someone is.

    :raises EidError: the token is not to be believed, or says too little.
    """
    claims = _claims(token, provider, now)
    if not hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode()):
        raise EidError(Problem.TOKEN)
    _refuse_other_party(claims, provider.client_id)
    return _identity(claims, provider.profile)


def _claims(token: str, provider: Provider, now: datetime) -> dict[str, Any]:
    """Return what a token says, once its signature, parties and times are right."""
    profile = provider.profile
    moment = int(now.timestamp())
    rules = JWTClaimsRegistry(
        now=moment,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": profile.issuer},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )
    try:
        header = jws.extract_compact(token.encode()).headers()
        keys = keys_of(profile.issuer, key_id=header.get("kid"))
        read = jwt.decode(token, keys, algorithms=list(profile.signed_by))
        rules.validate(read.claims)
    except (JoseError, ValueError, TypeError):
        raise EidError(Problem.TOKEN) from None
    if moment - int(read.claims["iat"]) > OLDEST_SECONDS + LEEWAY_SECONDS:
        raise EidError(Problem.TOKEN)
    return dict(read.claims)


def _refuse_other_party(claims: dict[str, Any], client_id: str) -> None:
    """A token for several must say that it was made for us (`azp`)."""
    party = _text(claims, "azp")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (party or several) and party != client_id:
        raise EidError(Problem.TOKEN)


def _identity(claims: dict[str, Any], profile: Profile) -> Identity:
    level = profile.levels.get(_text(claims, profile.level_claim))
    if level is None:
        raise EidError(Problem.LEVEL)
    number = _text(claims, profile.national_id)
    if not number:
        raise EidError(Problem.NO_NUMBER)
    return Identity(
        national_id=number,
        level=Level(level),
        given_name=_text(claims, profile.given_name),
        family_name=_text(claims, profile.family_name),
    )


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""
