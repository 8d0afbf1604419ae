"""Going to an e-ID provider and coming back: what the server keeps meanwhile, once and briefly."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from hylla.clients.eid import Answer, Identity, Level, Provider, Started
from hylla.clients.eid import read_providers as read
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.patrons.sessions import PERSON, STAFF
from hylla.privacy.sealing import key_named, locked, opened

FLOW = "e-id"
"""The key under which a session holds a log-in that has begun."""
LASTS = timedelta(minutes=10)
IDENTITY_LASTS = timedelta(minutes=30)
"""So long a newcomer has for the rest of the form."""
_ABOUT = b"e-id identity"
_KEY = "registrations"


@dataclass(frozen=True, repr=False, kw_only=True)
class Flow:
    """A log-in that has begun in one browser, and what it is for."""

    provider: str
    state: str
    nonce: str
    verifier: str
    language: str
    began_at: str
    wants: str = ""
    """`register`, the id of a registration that waits, or nothing: to log in."""
    after: str = ""


def providers() -> tuple[Provider, ...]:
    """Return the providers the library offers; none unless its policy says so."""
    path = settings.HYLLA_EID
    if not path or not policy_in_force().registration.eid:
        return ()
    return _read(Path(path), Path(settings.HYLLA_KEYS))


@lru_cache(maxsize=4)
def _read(path: Path, keys: Path) -> tuple[Provider, ...]:
    return read(path, keys=keys)


def provider_named(key: str) -> Provider | None:
    """Return the provider of that name, if it is offered."""
    return next((each for each in providers() if each.key == key), None)


def begin_flow(request: HttpRequest, provider: Provider, *, wants: str, after: str) -> str:
    """Return where to send someone; what they bring back is compared with what is kept here.

    :raises EidError: the provider cannot be reached.
    """
    from hylla.clients.eid.flow import begin  # noqa: PLC0415 - slow, and many never need it

    language = get_language() or policy_in_force().default_language.value
    started = begin(provider, redirect_uri=_back(request), languages=(language,))
    flow = Flow(
        provider=provider.key,
        state=started.state,
        nonce=started.nonce,
        verifier=started.verifier,
        language=language,
        began_at=now_of(request).isoformat(),
        wants=wants,
        after=after,
    )
    request.session[FLOW] = asdict(flow)
    return started.address


def taken_flow(request: HttpRequest) -> Flow | None:
    """Return the log-in that this browser began, once: it is gone whatever comes of it."""
    flow = forget_flow(request)
    if flow is None:
        return None
    state = request.GET.get("state", "")
    is_fresh = now_of(request) - datetime.fromisoformat(flow.began_at) < LASTS
    return flow if is_fresh and hmac.compare_digest(state.encode(), flow.state.encode()) else None


def forget_flow(request: HttpRequest) -> Flow | None:
    """Forget the log-in that this browser began, and return what it was."""
    told = request.session.pop(FLOW, None)
    if told is None:
        return None
    if not {PERSON, STAFF} & set(request.session.keys()):
        # It was made for the way there and back only.
        request.session.flush()
    return Flow(**told)


def identified(request: HttpRequest, flow: Flow, provider: Provider) -> Identity:
    """Return who came back.

    :raises EidError: nobody whom the provider vouches for, or not surely enough.
    """
    from hylla.clients.eid.flow import finish  # noqa: PLC0415 - slow, and many never need it

    started = Started(address="", state=flow.state, nonce=flow.nonce, verifier=flow.verifier)
    return finish(
        provider,
        answer=Answer(code=request.GET.get("code", ""), issuer=request.GET.get("iss", "")),
        started=started,
        redirect_uri=_back(request),
        least=Level(policy_in_force().registration.eid_level.value),
        now=now_of(request),
    )


def sealed_identity(identity: Identity, *, now: datetime) -> str:
    """Return who someone is as their own form carries it: nobody can read or change it."""
    told = {
        "number": identity.national_id,
        "level": identity.level.value,
        "given": identity.given_name,
        "family": identity.family_name,
        "at": now.isoformat(),
    }
    token = locked(json.dumps(told).encode(), key=key_named(_KEY), about=_ABOUT)
    return urlsafe_b64encode(token).decode()


def opened_identity(token: str, *, now: datetime) -> Identity | None:
    """Return who a form says someone is, or None: it is not ours, or too old."""
    try:
        content = opened(urlsafe_b64decode(token.encode()), key=key_named(_KEY), about=_ABOUT)
    except (InvalidTag, ValueError):
        return None
    told = json.loads(content)
    if now - datetime.fromisoformat(told["at"]) > IDENTITY_LASTS:
        return None
    return Identity(
        national_id=told["number"],
        level=Level(told["level"]),
        given_name=told["given"],
        family_name=told["family"],
    )


def _back(request: HttpRequest) -> str:
    """Return the one address that is agreed on with every provider."""
    return request.build_absolute_uri(reverse("eid_back"))
