"""What the patron has agreed to: each yes with its proof, given and taken back in one press."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.circulation.actions import agree, disagree, offered
from hylla.circulation.actions.agreeing import AT_DESK
from hylla.circulation.queries.recommending import most_read_by, recommended_to
from hylla.doors.mypage.door import for_patron, my_page
from hylla.doors.parts.page import Said, good, today_of
from hylla.doors.parts.refusals import why
from hylla.doors.parts.rights import CONSENTS
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.queries import policy_in_force
from hylla.library.refusals import Refused
from hylla.patrons.actions import Shown
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.queries import consent_of
from hylla.patrons.queries.family import may_share_loans
from hylla.privacy.vocabulary import Language

MEANINGS: Mapping[ConsentTo, str | Promise] = {
    ConsentTo.LOAN_HISTORY: gettext_lazy(
        "What you return is remembered for you, and for nobody else. Taking it back deletes"
        " everything in it at once."
    ),
    ConsentTo.PROFILE: gettext_lazy(
        "Which authors and subjects stand most often in your loan history. It is worked out when"
        " you look, and not stored."
    ),
    ConsentTo.RECOMMENDATIONS: gettext_lazy(
        "Titles that share an author or a subject with what you have borrowed, each with the"
        " reason. They are found when you look, and not stored."
    ),
    ConsentTo.FAMILY: gettext_lazy(
        "The guardians you have here now see what you borrow and wait for. You see when they look."
        " It ends when you end it, and at the latest when you are of age."
    ),
    ConsentTo.OUTREACH: gettext_lazy(
        "Whoever answers for your round remembers what you have had and what you wish for, to"
        " choose for you, and nobody else sees it. It is agreed on at the library. Ending it"
        " deletes all of it at once; what you have borrowed stays on loan."
    ),
    ConsentTo.TALKING_BOOKS: gettext_lazy(
        "That you may borrow talking books. It is looked for only when you borrow one. You show"
        " your right at the desk; nothing of what you show is kept."
    ),
}
"""What a yes means, in a sentence or two."""


@dataclass(frozen=True)
class Choice:
    """One thing to say yes or no to, and the proof where the answer was yes."""

    what: ConsentTo
    name: str
    meaning: str
    given_at: datetime | None
    version: str
    is_at_desk: bool = False


@for_patron
def agreed(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show everything there is to agree to, and how each stands."""
    return _page(request, person_id, title=_("What I have agreed to"))


@for_patron
def yes(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Say yes to one thing: one press."""
    what = _asked_for(request)
    if what is None:
        return redirect("mypage:agreed")
    shown = Shown(policy_in_force(), Language(get_language() or Language.EN))
    try:
        agree(person_id, what, shown=shown, now=now_of(request))
    except Refused as refused:
        return _page(request, person_id, title=_("Not turned on"), said=why(refused))
    said = good(_("On: %(name)s.") % {"name": CONSENTS[what]})
    return _page(request, person_id, title=_("What I have agreed to"), said=said)


@for_patron
def no(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Take one yes back: one press, as for giving it (GDPR article 7(3))."""
    what = _asked_for(request)
    if what is None:
        return redirect("mypage:agreed")
    disagree(person_id, what, now=now_of(request))
    said = good(
        _("Off: %(name)s.") % {"name": CONSENTS[what]}, _("What rested on it is deleted for good.")
    )
    return _page(request, person_id, title=_("What I have agreed to"), said=said)


@for_patron
def suggested(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what the patron might read next, and what they read most; made now, kept nowhere."""
    policy, now = policy_in_force(), now_of(request)
    return my_page(
        request,
        "mypage/suggested.html",
        title=_("Suggestions for you"),
        tab="history",
        recommended=recommended_to(person_id, now=now, policy=policy),
        most=most_read_by(person_id, now=now, policy=policy),
        choices=_choices(person_id, on=today_of(request)),
    )


def _asked_for(request: HttpRequest) -> ConsentTo | None:
    what = told(request.POST, "what")
    return ConsentTo(what) if what in set(ConsentTo) else None


def _choices(person_id: uuid.UUID, *, on: date) -> list[Choice]:
    choices, policy = [], policy_in_force()
    may_share = may_share_loans(person_id, ages=policy.ages, on=on)
    for what in offered(policy):
        given = consent_of(person_id, what)
        if what is ConsentTo.FAMILY and given is None and not may_share:
            continue
        at, version = (given.given_at, given.notice_version) if given else (None, "")
        name, meaning = str(CONSENTS[what]), str(MEANINGS[what])
        is_at_desk = what in AT_DESK
        choices.append(Choice(what, name, meaning, at, version, is_at_desk))
    return choices


def _page(
    request: HttpRequest, person_id: uuid.UUID, *, title: str, said: Said | None = None
) -> HttpResponse:
    return my_page(
        request,
        "mypage/agreed.html",
        title=title,
        tab="rights",
        said=[said] if said else [],
        choices=_choices(person_id, on=today_of(request)),
        status=422 if said and said.tone == "bad" else 200,
    )
