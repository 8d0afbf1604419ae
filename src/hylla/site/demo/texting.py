"""The demo's text messages: a gateway on this machine that sends nothing, and shows what it got."""

from functools import partial
from pathlib import Path

from hylla.clients.sms.local import LocalGateway
from hylla.clients.sms.local.server import post
from hylla.privacy.policy import Policy
from hylla.site.clock import Clock
from hylla.site.demo.agreements import agree
from hylla.site.processes import Program, checked

FILE = "sms.toml"
KEY_FILE = "sms-demo"


def offered(policy: Policy) -> bool:
    """Tell whether this library sends text messages."""
    return policy.texting.offered


def prepare(data: Path, keys: Path, *, port: int) -> None:
    """Write the agreement with a gateway at a port, and tell this process's children."""
    text = (
        f'protocol = "json"\naddress = "http://127.0.0.1:{port}"\nsender = "Demo"\n'
        f'secret_file = "{KEY_FILE}"\n'
    )
    agree("HYLLA_SMS", data / FILE, text, secret=keys / KEY_FILE)


def program(port: int, *, web_port: int) -> Program:
    """Return the gateway as a process to keep running."""
    ports = ("--port", str(port), "--web-port", str(web_port))
    return Program("sms", checked("demo_sms", *ports))


def gateway(keys: Path, *, web_port: int, clock: Clock) -> LocalGateway:
    """Return the gateway with which `prepare` has agreed."""
    receipts = f"http://127.0.0.1:{web_port}/sms/receipt/"
    return LocalGateway((keys / KEY_FILE).read_text(), clock, partial(post, to=receipts))
