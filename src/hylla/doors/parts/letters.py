"""Letters as both doors print them: those the page named, each look written down, one file."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from hylla.doors.parts.papers import letters_pdf
from hylla.doors.parts.tasks import Task
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.messages.queries import Letter
from hylla.privacy.access import record
from hylla.privacy.vocabulary import Kind, Role

SHOWN = {Kind.NAME, Kind.ADDRESS, Kind.MESSAGE}
"""What stands on a letter."""


def named_in(request: HttpRequest, letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """Return the letters that the page named and that still wait: others came in the meantime."""
    named = set(map(_id, request.POST.getlist("letter")))
    return tuple(letter for letter in letters if letter.message_id in named)


def printed_for(
    worker: StaffFacts, letters: tuple[Letter, ...], *, role: Role, now: datetime
) -> HttpResponse:
    """Return the letters as one file, and write down that each was seen."""
    with transaction.atomic():
        for letter in letters:
            record(
                letter.person_id,
                at=now,
                role=role,
                unit=worker.branch.code,
                task=Task.LETTER,
                kinds=SHOWN,
                staff_id=worker.id,
            )
    made = letters_pdf(letters, policy=policy_in_force(), now=now)
    file = HttpResponse(made, content_type="application/pdf")
    file.headers["Content-Disposition"] = 'inline; filename="letters.pdf"'
    return file


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
