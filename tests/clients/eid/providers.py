"""Running providers for the tests, with people who do not exist."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from joserfc.jwk import RSAKey

from hylla.clients.eid import Answer, Method, Provider, Started
from hylla.clients.eid.local import LocalProvider, LocalSettings, Resident, serve
from hylla.clients.eid.metadata import forget
from hylla.clients.eid.reading import profiles

BACK = "http://127.0.0.1:9/e-id/back/"
KARI = Resident(national_id="14859099953", given_name="Kari", family_name="Tjernvatn")
WEAK = replace(KARI, national_id="30908299902", level="idporten-loa-substantial")
OWN_KEY = RSAKey.generate_key(2048)
SECRET = "a-secret-between-two"


@contextmanager
def running(
    *, method: Method = Method.PRIVATE_KEY_JWT, **changes: Any
) -> Iterator[tuple[LocalProvider, Provider]]:
    """Run a local provider, and give it with the library's agreement with it."""
    settings = LocalSettings(
        issuer="",
        client_id="hylla-test",
        redirect_uris=(BACK, *changes.pop("redirect_uris", ())),
        method=method,
        public_key=OWN_KEY.as_pem(private=False).decode(),
        secret=SECRET,
    )
    local = LocalProvider(
        settings,
        changes.pop("people", (KARI, WEAK)),
        changes.pop("clock", lambda: datetime.now(UTC)),
    )
    with listening(local) as issuer:
        yield local, agreement(issuer, method=method)


@contextmanager
def listening(local: LocalProvider) -> Iterator[str]:
    """Let a provider answer on a free port, and give its address."""
    server = serve(local)
    issuer = f"http://127.0.0.1:{server.server_address[1]}"
    local.settings = replace(local.settings, issuer=issuer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        forget(issuer)


def agreement(issuer: str, *, method: Method = Method.PRIVATE_KEY_JWT) -> Provider:
    """Return what a library has agreed with the local provider."""
    private = OWN_KEY.as_pem(private=True).decode()
    return Provider(
        key="local",
        profile=replace(profiles()["local"], issuer=issuer, method=method),
        client_id="hylla-test",
        secret=private if method is Method.PRIVATE_KEY_JWT else SECRET,
        key_id="key-1",
    )


def choose(started: Started, who: Resident | None) -> dict[str, str]:
    """Do what a browser does: go there, choose someone, and return what it comes back with."""
    page = requests.get(started.address, timeout=5, allow_redirects=False)
    assert page.status_code == 200, page.text
    parts = urlsplit(started.address)
    told = {**dict(parse_qsl(parts.query)), "who": who.national_id if who else ""}
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    return _brought(
        requests.post(address, data=told, timeout=5, allow_redirects=False), told["redirect_uri"]
    )


def answer_of(brought: dict[str, str]) -> Answer:
    """Return what the client needs of what a browser brought."""
    return Answer(code=brought["code"], issuer=brought.get("iss", ""))


def _brought(answer: requests.Response, back: str) -> dict[str, str]:
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{back}?")
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
