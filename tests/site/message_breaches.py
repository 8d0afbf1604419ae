"""Breaches of what is promised about messages, to be planted before a look."""

from importlib import import_module

from hylla.messages.actions import bounces, cards
from hylla.messages.models import Message
from hylla.messages.queries import rendering
from hylla.site.probes.behaviour import reach
from tests.site.breaches import LATE, LONG_AGO, NOW, RED, Breach, someone

REMINDING = import_module("hylla.circulation.actions.remind")

MESSAGES = (
    Breach(
        "R42",
        lambda field: field.monkeypatch.setattr(REMINDING, "enqueue", lambda *_, **__: None),
        "before-the-shelf-ends", RED, 1, "nobody is told that a hold is about to end",
    ),
    Breach(
        "R42",
        lambda field: field.monkeypatch.setattr(cards, "enqueue", lambda *_, **__: None),
        "before-the-card-ends", RED, 2, "nobody is told that a card is about to end",
    ),
    Breach(
        "R42",
        lambda _: Message.objects.create(
            person=someone(), template="overdue", created_at=NOW - LONG_AGO,
            next_attempt_at=NOW - LONG_AGO, closed_at=NOW - LONG_AGO,
        ),
        "messages-go", LATE, 1, "messages.Message:delivered_message",
    ),
    Breach(
        "R42",
        lambda field: field.monkeypatch.setattr(
            rendering, "_few_words", lambda message, **_: f"https://x/{message.person_id}"
        ),
        "text-messages", RED, 1, "told more than a number and words",
    ),
    Breach(
        "R42",
        lambda field: field.monkeypatch.setattr(reach, "silent_until", lambda *_: None),
        "quiet-nights", RED, 1, "a telephone is heard",
    ),
    Breach(
        "R42",
        lambda field: field.monkeypatch.setattr(bounces, "is_trace", lambda *_, **__: True),
        "what-comes-back", RED, 1, "a stranger's word stops the mail",
    ),
)  # fmt: skip
