"""The demo's payments on the web: a provider on this machine that moves no money."""

from pathlib import Path

from hylla.clients.payments.local import LocalPayments
from hylla.clients.payments.local.server import post
from hylla.privacy.policy import Policy
from hylla.site.clock import Clock
from hylla.site.demo.agreements import agree
from hylla.site.processes import Program, checked

FILE = "payments.toml"
KEY_FILE = "payments-demo"


def offered(policy: Policy) -> bool:
    """Tell whether this library lets patrons pay on the web."""
    return policy.payments.online


def prepare(data: Path, keys: Path, *, port: int) -> None:
    """Write the agreement with a provider at a port, and tell this process's children."""
    text = f'protocol = "hosted"\naddress = "http://127.0.0.1:{port}"\nsecret_file = "{KEY_FILE}"\n'
    agree("HYLLA_PAYMENTS", data / FILE, text, secret=keys / KEY_FILE)


def program(port: int) -> Program:
    """Return the provider as a process to keep running."""
    return Program("payments", checked("demo_payments", "--port", str(port)))


def provider(keys: Path, *, port: int, clock: Clock) -> LocalPayments:
    """Return the provider with which `prepare` has agreed."""
    secret = (keys / KEY_FILE).read_text()
    return LocalPayments(f"http://127.0.0.1:{port}", secret, clock, post)
