"""Asking for the notice to be checked now: the worker does it, for it takes its time."""

from datetime import datetime

from django.db import transaction

from hylla.privacy.models import CheckAsked


def ask_for_check(*, now: datetime) -> None:
    """Let the worker check every sentence at its next look; asking twice is asking once."""
    CheckAsked.objects.get_or_create(pk=1, defaults={"asked_at": now})


def check_asked() -> datetime | None:
    """Return since when a check is waited for, or None."""
    return CheckAsked.objects.values_list("asked_at", flat=True).first()


def take_check() -> bool:
    """Say whether a check was asked for; whoever hears yes makes it."""
    with transaction.atomic():
        return bool(CheckAsked.objects.all().delete()[0])
