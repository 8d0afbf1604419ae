"""What every page knows: whose library it is, and in which languages it speaks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from hylla.library.queries import policy_in_force


def library(request: HttpRequest) -> dict[str, Any]:
    """Return the policy in force and the languages it is published in."""
    policy = policy_in_force()
    names = dict(settings.LANGUAGES)
    languages = [(each.value, names[each.value]) for each in policy.languages]
    return {"policy": policy, "languages": languages}
