"""Mail to other libraries' offices: numbers and things, and nobody's name."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.formats.language import day_words
from hylla.interlibrary.models import Consignment, NameTask, Order, Partner
from hylla.interlibrary.rules import Status
from hylla.messages.actions.post import Answer, Post
from hylla.messages.queries.rendering import Rendered
from hylla.messages.rules import Addressee, Channel
from hylla.messages.sentences import GREETING, WRITE_TO
from hylla.privacy.policy import Policy

HELD = timedelta(hours=1)
AGAIN = timedelta(minutes=5)
MOST_AT_ONCE = 200

ORDER = (
    _("A request for a loan: %(number)s"),
    _(
        "We ask for this as an interlibrary loan, under our number %(number)s. Please write that"
        " number on the parcel; you need no name.\n\n%(what)s"
    ),
)
NO_WORD = (
    _("Our request for a loan: %(number)s"),
    _(
        "We have heard nothing of what we asked for under our number %(number)s. Please write"
        " whether you lend it.\n\n%(what)s"
    ),
)
NOT_COME = (
    _("Has not come: %(number)s"),
    _(
        "What you sent us under our number %(number)s has not come. Please write when you sent it,"
        " or that you have it again."
    ),
)
HAVE_YOU_IT = (
    _("Sent back to you: %(number)s"),
    _(
        "We sent back what we had from you under our number %(number)s. Please write that you have"
        " it: until then we keep whom it was for."
    ),
)
REMINDER = (
    _("Overdue from us: %(number)s"),
    _(
        "What you have from us under your number %(number)s was due on %(day)s. Please send it"
        " back."
    ),
)
DELETE_NAME = (
    _("Please delete a name: %(number)s"),
    _(
        "With our order %(number)s you were told for whom it was. The order is over. Please delete"
        " that name wherever you keep it, and answer this mail when you have (GDPR article 19)."
    ),
)

Text = tuple[str | Promise, str | Promise]


def write_to_partners(*, policy: Policy, now: datetime) -> int:
    """Send what is to be written to other libraries; return how many mails were sent."""
    sent = 0
    with Post(policy) as post:
        for model in (Order, Consignment, NameTask):
            for row in _taken(model, now):
                answer = post.send(made(row, policy), message_id=uuid.uuid4())
                later = answer in {Answer.NO_SERVER, Answer.LATER}
                _note(row, write_at=now + AGAIN if later else None)
                sent += answer is Answer.SENT
    return sent


def _taken(model: type[models.Model], now: datetime) -> Iterator["Order | Consignment | NameTask"]:
    """Yield rows to write about, one after the other: for an hour each is this worker's."""
    for _each in range(MOST_AT_ONCE):
        with transaction.atomic():
            due = model._default_manager.filter(write_at__lte=now).order_by("write_at", "pk")
            row = due.select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                return
            assert isinstance(row, (Order, Consignment, NameTask))  # noqa: S101 - for mypy
            _note(row, write_at=now + HELD)
        yield row


def made(row: Order | Consignment | NameTask, policy: Policy) -> Rendered:
    """Return the mail about an order, a copy of ours that is late, or a name to be deleted."""
    language = policy.default_language
    addressee = Addressee(name="", language=language, email=_office(row).email, lines=())
    subject, text = _text(row)
    due_on = row.due_on if isinstance(row, Consignment) else None
    values = {
        "number": row.number,
        "what": _what(row) if isinstance(row, Order) else "",
        "day": day_words(due_on, language) if due_on else "",
    }
    with translation.override(language):
        paragraphs = [
            str(GREETING),
            str(text) % values,
            str(WRITE_TO) % {"email": policy.notice.contact},
            policy.name,
        ]
        title = str(subject) % values
    return Rendered(addressee, Channel.EMAIL, title, "\n\n".join(paragraphs) + "\n")


def _note(row: "Order | Consignment | NameTask", *, write_at: datetime | None) -> None:
    row.write_at = write_at
    row.save(update_fields=["write_at"])


def _office(row: Order | Consignment | NameTask) -> Partner:
    return row.partner


def _text(row: Order | Consignment | NameTask) -> Text:
    if isinstance(row, Order):
        if row.status == Status.SENT:
            return ORDER if row.heard_at == row.sent_at else NO_WORD
        return NOT_COME if row.status == Status.SHIPPED else HAVE_YOU_IT
    return REMINDER if isinstance(row, Consignment) else DELETE_NAME


def _what(order: Order) -> str:
    """Return what is asked for, as lines. No title is sent to a patron; a lender must know it."""
    year = str(order.year or "")
    isbn = f"ISBN {order.isbn}" if order.isbn else ""
    return "\n".join(filter(None, (order.title, order.author, year, isbn)))
