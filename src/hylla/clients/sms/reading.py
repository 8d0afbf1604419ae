"""Reads with whom a library has an agreement about text messages."""

import re
from datetime import datetime
from pathlib import Path

from hylla.clients.agreement import WrongSettings, read_agreement, read_secret, safe_address
from hylla.clients.sms.gateway import Gateway

KEYS = {"protocol", "address", "sender", "secret_file"}
_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|\+?[0-9]{3,15}")


def read_gateway(path: Path, *, keys: Path, now: datetime) -> Gateway:
    """Read the agreement in a file; the secret it names lies in the folder `keys`.

    :raises WrongSettings: naming what to mend.
    """
    told = read_agreement(path)
    if set(told) != KEYS:
        raise WrongSettings(f"{path.name} has {', '.join(sorted(KEYS))} and nothing else")
    if told["protocol"] != "json":
        raise WrongSettings('protocol is "json"')
    sender = str(told["sender"])
    if not _SENDER.fullmatch(sender):
        raise WrongSettings(
            "sender is up to 11 letters (A to Z), digits and spaces, or a telephone number"
        )
    address = safe_address(str(told["address"]))
    return Gateway(address, sender, read_secret(keys, str(told["secret_file"])), now)
