"""The demo's card terminal: a page on this machine that moves no money."""

from pathlib import Path

from hylla.clients.payments.local import LocalTerminal
from hylla.privacy.policy import Policy
from hylla.site.clock import Clock
from hylla.site.demo.agreements import agree
from hylla.site.processes import Program, checked

FILE = "terminals.toml"
KEY_FILE = "terminal-demo"
NAME = "Terminal 1"


def offered(policy: Policy) -> bool:
    """Tell whether this library has card terminals on its desks."""
    return policy.payments.terminals


def prepare(data: Path, keys: Path, *, branch: str, port: int) -> None:
    """Write the file with a terminal at a port, and tell this process's children."""
    text = (
        f'[[terminal]]\nname = "{NAME}"\nbranch = "{branch}"\n'
        f'address = "http://127.0.0.1:{port}"\nsecret_file = "{KEY_FILE}"\n'
    )
    agree("HYLLA_TERMINALS", data / FILE, text, secret=keys / KEY_FILE)


def program(port: int) -> Program:
    """Return the terminal as a process to keep running."""
    return Program("terminal", checked("demo_terminal", "--port", str(port)))


def terminal(keys: Path, *, clock: Clock) -> LocalTerminal:
    """Return the terminal that `prepare` has named."""
    return LocalTerminal((keys / KEY_FILE).read_text(), clock)
