"""The authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0 § 3.1).

What must stay between the two halves is a value that the caller keeps on the server, uses once,
and ties to the browser that began.

This is slow to load, so a page loads it only when somebody goes to a provider.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import private_key_jwt_sign
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from hylla.clients.eid.metadata import TIMEOUT, Metadata, metadata_of
from hylla.clients.eid.tokens import identity_in
from hylla.clients.eid.values import (
    Answer,
    EidError,
    Identity,
    Level,
    Method,
    Problem,
    Provider,
    Started,
)

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60
"""ID-porten takes at most 120."""


def begin(provider: Provider, *, redirect_uri: str, languages: Sequence[str] = ()) -> Started:
    """Return where to send someone who wants to show who they are.

    :raises EidError: the provider does not answer, or is not the one agreed on.
    """
    profile = provider.profile
    known = metadata_of(profile.issuer)
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    wanted = {"nonce": nonce}
    if profile.acr_values:
        wanted["acr_values"] = " ".join(profile.acr_values)
    if languages:
        wanted["ui_locales"] = " ".join(languages)
    with _session(provider, redirect_uri) as session:
        address, _ = session.create_authorization_url(
            known.authorization_endpoint, state=state, code_verifier=verifier, **wanted
        )
    return Started(address=str(address), state=state, nonce=nonce, verifier=verifier)


def finish(
    provider: Provider,
    *,
    answer: Answer,
    started: Started,
    redirect_uri: str,
    least: Level,
    now: datetime,
) -> Identity:
    """Return who came back, after the provider has said it to us and not through the browser.

    :raises EidError: they did not, and why.
    """
    known = metadata_of(provider.profile.issuer)
    # RFC 9207: an answer of another provider's must not be taken to this one.
    if answer.issuer and answer.issuer != known.issuer:
        raise EidError(Problem.METADATA)
    token = _id_token(provider, known, answer, started, redirect_uri, now)
    identity = identity_in(token, provider=provider, nonce=started.nonce, now=now)
    if not identity.level.reaches(least):
        raise EidError(Problem.LEVEL)
    return identity


def _id_token(
    provider: Provider,
    known: Metadata,
    answer: Answer,
    started: Started,
    redirect_uri: str,
    now: datetime,
) -> str:
    own = _assertion(provider, known, now)
    try:
        with _session(provider, redirect_uri) as session:
            told = session.fetch_token(
                known.token_endpoint,
                code=answer.code,
                code_verifier=started.verifier,
                allow_redirects=False,
                **own,
            )
    except OAuthError as error:
        ours = error.error in {"invalid_client", "unauthorized_client"}
        raise EidError(Problem.CLIENT_REFUSED if ours else Problem.CODE_REFUSED) from None
    except (requests.RequestException, ValueError):
        raise EidError(Problem.UNREACHABLE) from None
    token = told.get("id_token")
    if not isinstance(token, str):
        raise EidError(Problem.TOKEN)
    return token


def _assertion(provider: Provider, known: Metadata, now: datetime) -> dict[str, str]:
    """Return a signed statement that it is us (RFC 7523), where the method wants one."""
    if provider.profile.method is not Method.PRIVATE_KEY_JWT:
        return {}
    audience = known.issuer if provider.profile.audience == "issuer" else known.token_endpoint
    try:
        signed = private_key_jwt_sign(
            RSAKey.import_key(provider.secret),
            client_id=provider.client_id,
            token_endpoint=audience,
            header={"kid": provider.key_id} if provider.key_id else {},
            issued_at=int(now.timestamp()),
            expires_in=ASSERTION_SECONDS,
        )
    except (JoseError, ValueError):
        raise EidError(Problem.CLIENT_REFUSED) from None
    return {"client_assertion_type": ASSERTION, "client_assertion": signed}


def _session(provider: Provider, redirect_uri: str) -> OAuth2Session:
    basic = provider.profile.method is Method.CLIENT_SECRET_BASIC
    return OAuth2Session(
        client_id=provider.client_id,
        client_secret=provider.secret if basic else None,
        token_endpoint_auth_method=Method.CLIENT_SECRET_BASIC.value if basic else "none",
        scope=" ".join(provider.profile.scopes),
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        default_timeout=TIMEOUT,
    )
