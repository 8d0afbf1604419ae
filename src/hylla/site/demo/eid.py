"""The demo's e-ID: a provider on this machine, and the people who may be chosen there."""

import json
import os
import random
import socket
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey

from hylla.clients.eid.local import LocalProvider, LocalSettings, Resident
from hylla.patrons.queries import details, national_id_of, person_with_card
from hylla.privacy.policy import Policy
from hylla.site.clock import Clock
from hylla.site.demo.national_ids import synthetic_numbers
from hylla.site.processes import Program, checked

FOLDER = "eid"
CLIENT = "hylla-demo"
KEY_FILE = "eid-demo.pem"
MOST_PATRONS = 12
NEWCOMERS = (
    ("Ylva", "Skarnes", date(1994, 3, 17)),
    ("Torgny", "Bleikvassli", date(1968, 11, 2)),
    ("Runa", "Skarnes", date(2017, 6, 9)),
)
"""People who have an e-ID and no card, the last of them a child."""


def offered(policy: Policy) -> bool:
    """Tell whether this library logs in by e-ID; ours are Norwegian numbers."""
    return policy.registration.eid and policy.country.value == "NO"


def prepare(data: Path, keys: Path, *, cards: Iterable[str]) -> int:
    """Write the agreement and the people, tell this process's children; return a free port."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    key = _key(keys / KEY_FILE)
    port = free_port()
    (folder / "people.json").write_text(_json([*_patrons(cards), *_newcomers()]))
    (folder / "key.pem").write_bytes(key.as_pem(private=False))
    (folder / "eid.toml").write_text(
        f'[[providers]]\nprofile = "local"\nclient_id = "{CLIENT}"\n'
        f'secret_file = "{KEY_FILE}"\nissuer = "http://127.0.0.1:{port}"\n'
    )
    os.environ["HYLLA_EID"] = str(folder / "eid.toml")
    return port


def program(port: int, *, web_port: int) -> Program:
    """Return the provider as a process to keep running."""
    return Program("eid", checked("demo_eid", "--port", str(port), "--web-port", str(web_port)))


def provider(data: Path, *, port: int, web_port: int, clock: Clock) -> LocalProvider:
    """Return the provider that `prepare` has written down."""
    folder = data / FOLDER
    people: list[Mapping[str, Any]] = json.loads((folder / "people.json").read_text())
    settings = LocalSettings(
        issuer=f"http://127.0.0.1:{port}",
        client_id=CLIENT,
        redirect_uris=tuple(
            f"http://{host}:{web_port}/e-id/back/" for host in ("127.0.0.1", "localhost")
        ),
        public_key=(folder / "key.pem").read_text(),
    )
    return LocalProvider(settings, [Resident(**each) for each in people], clock)


def _patrons(cards: Iterable[str]) -> Iterable[Resident]:
    """Return the first patrons who have a number and may use an e-ID."""
    found = 0
    for number in cards:
        card = person_with_card(number)
        national_id = national_id_of(card.person_id) if card else None
        if card is None or national_id is None:
            continue
        them = details(card.person_id)
        yield Resident(
            national_id=national_id, given_name=them.given_name, family_name=them.family_name
        )
        found += 1
        if found == MOST_PATRONS:
            return


def _newcomers() -> Iterable[Resident]:
    chance = random.Random(1)  # noqa: S311 - invented people are no secret
    for given, family, born in NEWCOMERS:
        number = next(synthetic_numbers(born, chance=chance))
        yield Resident(national_id=number, given_name=given, family_name=family)


def _key(path: Path) -> RSAKey:
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(RSAKey.generate_key(2048).as_pem(private=True))
    return RSAKey.import_key(path.read_text())


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _json(people: list[Resident]) -> str:
    return json.dumps([asdict(each) for each in people], ensure_ascii=False, indent=1)
