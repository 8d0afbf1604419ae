"""What the local provider answers: requests in, answers out, and nothing of the network."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from joserfc.jwt import JWTClaimsRegistry

from hylla.clients.eid.local.page import choice
from hylla.clients.eid.values import Method
from hylla.clients.serving import Reply

CODE_LASTS = timedelta(minutes=2)
TOKEN_LASTS = timedelta(minutes=2)
WANTED = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

Form = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, repr=False)
class Resident:
    """Someone made up who has an e-ID."""

    national_id: str
    given_name: str
    family_name: str
    level: str = "idporten-loa-high"


@dataclass(frozen=True, kw_only=True, repr=False)
class LocalSettings:
    """The one client that the provider knows, and where it may send people back to."""

    issuer: str
    client_id: str
    redirect_uris: tuple[str, ...]
    method: Method = Method.PRIVATE_KEY_JWT
    public_key: str = ""
    """The client's public key (PEM), where it shows who it is with the private one."""
    secret: str = ""
    gives_names: bool = True


@dataclass(frozen=True, repr=False)
class _Pending:
    asked: Form
    who: Resident
    until: datetime


@dataclass
class LocalProvider:
    """One provider; `people` may choose to be any of those it has."""

    settings: LocalSettings
    people: Sequence[Resident]
    clock: Callable[[], datetime]
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "local-1"}))
    _codes: dict[str, _Pending] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def get(self, path: str, asked: Form) -> Reply:
        """Answer a GET."""
        if path == "/.well-known/openid-configuration":
            return _json(200, self.metadata())
        if path == "/jwks":
            return _json(200, {"keys": [self.key.as_dict(private=False)]})
        if path == "/authorize":
            return self._asked(asked)
        return _json(404, {"error": "not_found"})

    def post(self, path: str, told: Form, authorization: str = "") -> Reply:
        """Answer a POST."""
        if path == "/authorize":
            return self._chosen(told)
        if path == "/token":
            return self._token(told, authorization)
        return _json(404, {"error": "not_found"})

    def metadata(self) -> dict[str, object]:
        """Return what the provider says of itself."""
        issuer = self.settings.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": [self.settings.method.value],
            "authorization_response_iss_parameter_supported": True,
        }

    def claims(self, who: Resident, asked: Form) -> dict[str, object]:
        """Return what an ID token of theirs says."""
        now = self.clock()
        names = {"given_name": who.given_name, "family_name": who.family_name}
        return {
            "iss": self.settings.issuer,
            "aud": self.settings.client_id,
            "sub": hashlib.sha256(who.national_id.encode()).hexdigest(),
            "iat": int(now.timestamp()),
            "exp": int((now + TOKEN_LASTS).timestamp()),
            "nonce": asked["nonce"],
            "acr": who.level,
            "pid": who.national_id,
            **(names if self.settings.gives_names else {}),
        }

    def _asked(self, asked: Form) -> Reply:
        if not self._knows(asked):
            return Reply(400, b"Ukjent klient eller adresse.", "text/plain; charset=utf-8")
        if wrong := _what_is_wrong(asked):
            return self._back(asked, {"error": "invalid_request", "error_description": wrong})
        return Reply(200, choice(self.people, asked).encode(), "text/html; charset=utf-8")

    def _chosen(self, told: Form) -> Reply:
        if not self._knows(told) or _what_is_wrong(told):
            return Reply(400, b"", "text/plain; charset=utf-8")
        number = told.get("who", "")
        who = next((each for each in self.people if each.national_id == number), None)
        if who is None:
            return self._back(told, {"error": "access_denied"})
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Pending(told, who, self.clock() + CODE_LASTS)
        return self._back(told, {"code": code})

    def _knows(self, asked: Form) -> bool:
        known = asked.get("redirect_uri") in self.settings.redirect_uris
        return known and asked.get("client_id") == self.settings.client_id

    def _back(self, asked: Form, said: dict[str, str]) -> Reply:
        said = {**said, "state": asked.get("state", ""), "iss": self.settings.issuer}
        return Reply(303, to=f"{asked['redirect_uri']}?{urlencode(said)}")

    def _token(self, told: Form, authorization: str) -> Reply:
        if not self._is_client(told, authorization):
            return _json(401, {"error": "invalid_client"})
        pending = self._codes.pop(told.get("code", ""), None)
        if pending is None or pending.until < self.clock() or not _fits(pending.asked, told):
            return _json(400, {"error": "invalid_grant"})
        token = jwt.encode(
            {"alg": "RS256", "kid": self.key.kid}, self.claims(pending.who, pending.asked), self.key
        )
        seconds = int(TOKEN_LASTS.total_seconds())
        return _json(
            200,
            {
                "access_token": secrets.token_urlsafe(24),
                "token_type": "Bearer",
                "expires_in": seconds,
                "id_token": token,
            },
        )

    def _is_client(self, told: Form, authorization: str) -> bool:
        if self.settings.method is Method.CLIENT_SECRET_BASIC:
            pair = f"{self.settings.client_id}:{self.settings.secret}".encode()
            right = f"Basic {base64.b64encode(pair).decode()}"
            return hmac.compare_digest(authorization.encode(), right.encode())
        return told.get("client_assertion_type") == ASSERTION and self._is_signed(
            told.get("client_assertion", "")
        )

    def _is_signed(self, assertion: str) -> bool:
        """Say whether a statement is the client's, for us, and new (RFC 7523 § 3)."""
        own: dict[str, object] = {"essential": True, "value": self.settings.client_id}
        audiences = [self.settings.issuer, f"{self.settings.issuer}/token"]
        rules = JWTClaimsRegistry(
            now=int(self.clock().timestamp()),
            leeway=10,
            iss=own,  # type: ignore[arg-type] # a TypedDict, written once for two
            sub=own,  # type: ignore[arg-type] # as above
            aud={"essential": True, "values": audiences},
            exp={"essential": True},
            jti={"essential": True},
        )
        try:
            key = RSAKey.import_key(self.settings.public_key)
            read = jwt.decode(assertion, key, algorithms=["RS256"])
            rules.validate(read.claims)
        except (JoseError, ValueError):
            return False
        is_new = read.claims["jti"] not in self._used
        self._used.add(read.claims["jti"])
        return is_new


def _what_is_wrong(asked: Form) -> str:
    """Name what a request to log in lacks, or nothing."""
    missing = [name for name in WANTED if not asked.get(name)]
    if asked.get("response_type") != "code":
        missing.append("response_type=code")
    if asked.get("code_challenge_method") != "S256":
        missing.append("code_challenge_method=S256")
    if "openid" not in asked.get("scope", "").split():
        missing.append("scope=openid")
    return " ".join(missing)


def _fits(asked: Form, told: Form) -> bool:
    """Say whether a code is redeemed by who asked for it (RFC 7636 § 4.6)."""
    digest = hashlib.sha256(told.get("code_verifier", "").encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return (
        told.get("grant_type") == "authorization_code"
        and told.get("redirect_uri") == asked["redirect_uri"]
        and hmac.compare_digest(challenge, asked["code_challenge"])
    )


def _json(status: int, told: Mapping[str, object]) -> Reply:
    return Reply(status, json.dumps(told).encode())
