"""`demo.json`: the addresses, names and secrets of the made-up library, for whoever tries it."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hylla.site.demo.house import KIOSK

FILE = "demo.json"


@dataclass(frozen=True)
class Demo:
    """What demo.json holds, except the addresses, which each start decides."""

    staff: Sequence[Mapping[str, str]]
    patrons: Sequence[Mapping[str, str]]
    items: Sequence[Mapping[str, str]]
    sip2: Mapping[str, str]


def exists(folder: Path) -> bool:
    """Say whether a demo was made in this folder."""
    return (folder / FILE).exists()


def write(
    folder: Path, demo: Demo, *, host: str, port: int, sip2_port: int, kiosk_code: str
) -> None:
    """Write the file whole or not at all; a kiosk's code is good for one browser."""
    base_url = f"http://{host}:{port}"
    known: dict[str, Any] = {
        "base_url": base_url,
        **asdict(demo),
        "kiosk": {
            "name": KIOSK,
            "code": kiosk_code,
            "start": f"{base_url}/kiosk/start/?code={kiosk_code}",
        },
        "sip2": {"host": host, "port": sip2_port, **demo.sip2},
        # There is no REST door yet.
        "api": None,
    }
    fresh = folder / f"{FILE}.new"
    fresh.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    os.chmod(fresh, 0o600)
    fresh.replace(folder / FILE)


def read(folder: Path) -> Demo:
    """Return what was made the first time."""
    known = json.loads((folder / FILE).read_text(encoding="utf-8"))
    account = {"user": known["sip2"]["user"], "password": known["sip2"]["password"]}
    return Demo(known["staff"], known["patrons"], known["items"], account)
