"""One conversation with the mail server, and what its answers mean."""

import logging
import smtplib
import uuid
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from hylla.formats.dsn import Fault, fault_of
from hylla.messages.queries.rendering import Rendered
from hylla.messages.queries.traces import trace_of
from hylla.messages.rules import is_final
from hylla.privacy.policy import Policy
from hylla.privacy.policy.outgoing import Outgoing, uncovered


class Answer(Enum):
    """What became of one attempt."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    NOBODY_THERE = "nobody there"
    """The server says that the address is nobody's."""
    NO_SERVER = "no server"


log = logging.getLogger("hylla.messages")


@dataclass
class _Server:
    """Whether the mail server was there when this process last tried."""

    is_gone: bool = False

    def note(self, *, is_gone: bool) -> None:
        """Log when it goes and when it comes back, and not each time in between."""
        if is_gone and not self.is_gone:
            log.warning("no_mail_server")
        elif self.is_gone and not is_gone:
            log.info("mail_server_back")
        self.is_gone = is_gone


SERVER = _Server()


class Post:
    """A connection that is opened with the first message and closed at the end."""

    def __init__(self, policy: Policy) -> None:
        self._connection = get_connection()
        self._may_send = Outgoing.MAIL not in uncovered(
            policy, mail_host=settings.EMAIL_HOST, eid=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def send(self, made: Rendered, *, message_id: uuid.UUID) -> Answer:
        """Send one e-mail. What went wrong is told without a word of whom it was for."""
        if not self._may_send:
            # Nothing leaves for whom the library has no agreement with (R48): it waits.
            log.error("no_agreement", extra={"code": Outgoing.MAIL})
            return Answer.NO_SERVER
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException):
            SERVER.note(is_gone=True)
            return Answer.NO_SERVER
        SERVER.note(is_gone=False)
        try:
            self._connection.send_messages([_email(made, message_id)])
        except (OSError, smtplib.SMTPException, ValueError) as error:
            # Whatever state the conversation is in, the next message begins a new one.
            self._connection.close()
            return _meaning(error)
        return Answer.SENT


def _meaning(error: Exception) -> Answer:
    if not is_hopeless(error):
        return Answer.LATER
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=answers):
            said = (words.decode(errors="replace") for _, words in answers.values())
            if all(fault_of(each) is Fault.ADDRESS for each in said):
                return Answer.NOBODY_THERE
    return Answer.NEVER


def is_hopeless(error: Exception) -> bool:
    """Tell whether the server has refused this very message for good.

    A refused sender or log-in is the library's own fault and is mended: those are tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=answers):
            return all(is_final(code) for code, _ in answers.values())
        case smtplib.SMTPDataError(smtp_code=code):
            return is_final(code)
        case _:
            return isinstance(error, ValueError)


def _email(made: Rendered, message_id: uuid.UUID) -> EmailMessage:
    """Return the mail; where it comes back to, and its number, bear its trace."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    trace = trace_of(message_id, to=made.addressee.email)
    name, at, host = settings.HYLLA_BOUNCES.rpartition("@")
    return EmailMessage(
        from_email=f"{name}+{trace}{at}{host}" if at else settings.DEFAULT_FROM_EMAIL,
        subject=made.subject,
        body=made.text,
        to=[made.addressee.email],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{trace}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": made.addressee.language.value,
        },
    )
