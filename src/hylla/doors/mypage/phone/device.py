"""The page on which a patron decides what a phone of theirs may do, and sees which phones do."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.messages.queries import phones_of, signer
from hylla.patrons.queries import kept_cards_of
from hylla.privacy.browser import BROWSER_STORES, PATRONS
from hylla.privacy.vocabulary import Language

WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "hylla": (
        gettext_lazy("A cookie that keeps you logged in"),
        gettext_lazy("until you log out"),
    ),
    "hylla-card": (
        gettext_lazy("The number of your card and your due dates, sealed"),
        gettext_lazy("only if you ask for it; until you log out, or its time is over"),
    ),
    "hylla-shell-*": (
        gettext_lazy("The empty page on which the card is shown"),
        gettext_lazy("with the card or with messages"),
    ),
    "/sw.js": (
        gettext_lazy("A small program that shows the page without network, and messages"),
        gettext_lazy("with the card or with messages"),
    ),
}
"""What a patron's browser may hold, in words: what it is, and how long it stays."""


@dataclass(frozen=True)
class Holding:
    """One thing in the browser."""

    what: str
    until: str


@for_patron
def shown(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what this phone can do, and which phones do it already."""
    policy, now = policy_in_force(), now_of(request)
    language = Language(get_language() or Language.EN)
    return my_page(
        request,
        "mypage/device.html",
        title=_("This phone"),
        tab="phone",
        kept=kept_cards_of(person_id, policy=policy, now=now),
        told=phones_of(person_id, policy=policy, now=now),
        push_key=signer(policy).public_key if policy.features.push else "",
        push_services=", ".join(service.name for service in policy.push_services),
        period=policy.period("kept_card").in_words(language),
        holdings=[
            Holding(str(WORDS[store.name][0]), str(WORDS[store.name][1]))
            for store in BROWSER_STORES
            if store.since & PATRONS
        ],
    )
