"""Whether this process can do its work, and whether the notice is kept, for whoever watches it."""

from django.db import connection
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse

from hylla.privacy.models import SentenceCheck
from hylla.privacy.vocabulary import State


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, and tell how many sentences stand how.

    A sentence that is late is a task for people; it is no reason to take the process away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("\n".join(("ok", *_notice())) + "\n", content_type="text/plain")


def _notice() -> list[str]:
    """Return how the sentences stood when they were last looked at, and when that was."""
    counted = SentenceCheck.objects.values("state").annotate(number=Count("pk"))
    numbers = {each["state"]: each["number"] for each in counted}
    looked = SentenceCheck.objects.aggregate(at=Max("checked_at"), late=Max("late_by"))
    lines = [f"sentences_{state} {numbers.get(state, 0)}" for state in State]
    if looked["at"]:
        lines.append(f"sentences_looked_at {looked['at'].isoformat()}")
    if looked["late"]:
        lines.append(f"sentences_late_by_seconds {int(looked['late'].total_seconds())}")
    return lines
