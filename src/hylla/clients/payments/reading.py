"""Reads with whom a library has an agreement about payments."""

from datetime import datetime
from pathlib import Path

from hylla.clients.agreement import WrongSettings, read_agreement, read_secret, safe_address
from hylla.clients.payments.hosted import HostedPage
from hylla.clients.payments.values import PaymentProvider

KEYS = {"protocol", "address", "secret_file"}


def read_provider(path: Path, *, keys: Path, now: datetime) -> PaymentProvider:
    """Read the agreement in a file; the secret it names lies in the folder `keys`.

    :raises WrongSettings: naming what to mend.
    """
    told = read_agreement(path)
    if set(told) != KEYS:
        raise WrongSettings(f"{path.name} has {', '.join(sorted(KEYS))} and nothing else")
    if told["protocol"] != "hosted":
        raise WrongSettings('protocol is "hosted"')
    address = safe_address(str(told["address"]))
    return HostedPage(address, read_secret(keys, str(told["secret_file"])), now)
