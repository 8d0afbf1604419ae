"""A mail server on this machine that answers as it is told, and people to write to."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail.utils import DNS_NAME

from hylla.library.actions import add_branch
from hylla.library.queries import policy_in_force
from hylla.patrons.actions import Registered, add_category, register
from hylla.patrons.rules import NewAddress, NewPatron
from hylla.privacy.policy import Policy
from tests.messages.samples import NOW

OK = "250 OK"


class MailServer:
    """Keeps what it was given; `recipient` and `data` are its answers to RCPT and DATA."""

    def __init__(self) -> None:
        self.recipient: str | list[str] = OK
        self.data = OK
        self.inbox: list[EmailMessage] = []
        self.tried: list[str] = []
        self.senders: list[str] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried.append(address)
        answer = self.recipient.pop(0) if isinstance(self.recipient, list) else self.recipient
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(0.01)
        if self.data == OK:
            self.senders.append(str(envelope.mail_from))
            content: Any = envelope.content
            self.inbox.append(message_from_bytes(content, policy=policy.default))
        return self.data


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def no_server(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point the product at a port where nobody listens, with its own way of sending."""
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.DEFAULT_FROM_EMAIL = "Fjordvik bibliotek <bibliotek@fjordvik.example.org>"


@pytest.fixture
def server(no_server: None, settings: Any) -> Iterator[MailServer]:
    handler = MailServer()
    controller = Controller(
        handler, hostname="127.0.0.1", port=settings.EMAIL_PORT, server_hostname="localhost"
    )
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def policy_now(db: None) -> Policy:
    return policy_in_force()


@pytest.fixture
def branch_id(policy_now: Policy) -> int:
    add_category("adult", name="Adult", from_age=18)
    add_category("child", name="Child", until_age=18)
    return add_branch("main", name="Hovedbiblioteket").pk


@pytest.fixture
def someone(branch_id: int, policy_now: Policy) -> Callable[..., Registered]:
    """Return what registers a person with an e-mail address and a postal one, with changes."""

    def make(**changes: Any) -> Registered:
        values: dict[str, Any] = {
            "given_name": "Kari",
            "family_name": "Eksempel",
            "birth_date": date(1990, 5, 14),
            "home_branch_id": branch_id,
            "emails": ("kari@example.org",),
            "addresses": (NewAddress(line_1="Gata 1", postcode="0001", city="Fjordvik"),),
        }
        return register(NewPatron(**{**values, **changes}), policy=policy_now, now=NOW)

    return make
