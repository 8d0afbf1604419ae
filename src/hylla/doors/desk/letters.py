"""Letters for those whom no e-mail reaches: printed together, then said to be on their way."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hylla.doors.desk.worker import WRITERS, desk_page, for_staff, opening_role
from hylla.doors.parts.letters import named_in, printed_for
from hylla.doors.parts.page import Said, good
from hylla.doors.parts.who import now_of
from hylla.library.queries import StaffFacts, policy_in_force
from hylla.messages.actions import letter_printed
from hylla.messages.queries import Letter, to_print


@for_staff(WRITERS)
def waiting(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Say how many letters wait to be printed at the branch; whose they are is on paper only."""
    return _page(request, worker)


@for_staff(WRITERS)
def printed(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Print the letters that the page named, and write down that each was seen."""
    if request.method != "POST":
        return redirect("desk:letters")
    role = opening_role(worker)
    assert role is not None, "the decorator lets only these roles in"  # noqa: S101 - for mypy
    chosen = named_in(request, _all(request, worker))
    if not chosen:
        return redirect("desk:letters")
    return printed_for(worker, chosen, role=role, now=now_of(request))


@for_staff(WRITERS)
def posted(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Close the letters that came out of the printer."""
    if request.method != "POST":
        return redirect("desk:letters")
    chosen = named_in(request, _all(request, worker))
    for letter in chosen:
        letter_printed(letter.message_id, now=now_of(request))
    number = len(chosen)
    closed = ngettext("%(number)d letter is done.", "%(number)d letters are done.", number)
    return _page(request, worker, said=[good(closed % {"number": number})] if number else [])


def _page(request: HttpRequest, worker: StaffFacts, said: list[Said] | None = None) -> HttpResponse:
    return desk_page(
        request,
        worker,
        "desk/letters.html",
        title=_("Letters to print"),
        said=said or [],
        letters=[letter.message_id for letter in _all(request, worker)],
    )


def _all(request: HttpRequest, worker: StaffFacts) -> tuple[Letter, ...]:
    return to_print(policy=policy_in_force(), now=now_of(request), branch_id=worker.branch.id)
