"""Letters to people of whose data nobody else may read anything now: the officer prints them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.doors.office.door import OFFICERS, for_office, office_page
from hylla.doors.parts.letters import named_in, printed_for
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.messages.actions import letter_printed
from hylla.messages.queries import Letter, to_print_by_officer
from hylla.privacy.vocabulary import Role


@for_office(OFFICERS)
def waiting(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Say how many letters wait; whose they are is on paper only."""
    return _page(request, worker)


@for_office(OFFICERS)
def printed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Print the letters that the page named."""
    chosen = named_in(request, _all(request))
    if not chosen:
        return redirect("office:letters")
    return printed_for(worker, chosen, role=Role.PRIVACY_OFFICER, now=now_of(request))


@for_office(OFFICERS)
def posted(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Close the letters that came out of the printer."""
    chosen = named_in(request, _all(request))
    for letter in chosen:
        letter_printed(letter.message_id, now=now_of(request))
    number = len(chosen)
    done = ngettext("%(number)d letter is done.", "%(number)d letters are done.", number)
    return _page(request, worker, good(done % {"number": number}) if number else None)


def _page(request: HttpRequest, worker: StaffFacts, said: Said | None = None) -> HttpResponse:
    return office_page(
        request,
        worker,
        "office/letters.html",
        title=_("Letters that only you print"),
        said=said,
        letters=[letter.message_id for letter in _all(request)],
    )


def _all(request: HttpRequest) -> tuple[Letter, ...]:
    return to_print_by_officer(policy=policy_in_force(), now=now_of(request))
