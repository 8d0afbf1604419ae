"""What every page knows: whose library it is, how it looks, and in which languages it speaks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hylla import VERSION
from hylla.doors.parts.look.views import mark_address, sheet_address
from hylla.library.queries import policy_in_force


def library(request: HttpRequest) -> dict[str, Any]:
    """Return the policy in force, its languages, its style sheet and mark, and what runs here."""
    policy = policy_in_force()
    names = dict(settings.LANGUAGES)
    languages = [(each.value, names[each.value]) for each in policy.languages]
    return {
        "policy": policy,
        "languages": languages,
        "sheet": sheet_address(policy.look),
        "mark": mark_address(policy.look),
        "version": VERSION,
        "source": settings.HYLLA_SOURCE,
    }
