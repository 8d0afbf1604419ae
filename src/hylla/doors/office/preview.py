"""What another policy would change: values, words and people; and the two who put it in force."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hylla.doors.office.door import for_office, office_page
from hylla.doors.office.policy_words import clock_text
from hylla.doors.parts.page import Said, bad, good
from hylla.doors.parts.phrases import in_words, wrong
from hylla.doors.parts.refusals import why
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.library.actions import agree_on_draft, drop_draft
from hylla.library.queries import Draft, StaffFacts, draft, names_of, preview
from hylla.library.refusals import Refused
from hylla.privacy.linter import Finding, Severity
from hylla.privacy.policy import PolicyErrors
from hylla.privacy.touching import Touched
from hylla.privacy.vocabulary import Language


@dataclass(frozen=True)
class Clock:
    """A clock that runs otherwise, in words."""

    what: str
    facts: Touched


@dataclass(frozen=True)
class Found:
    """Something the linter says of the new notice, in words."""

    where: str
    what: str
    why: str
    remedy: str
    is_error: bool


@for_office()
def shown(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Show both differences, how many people each touches, and who has said yes."""
    begun = draft()
    return _page(request, worker, begun) if begun else redirect("office:policy")


@for_office()
def agree(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Say yes to the draft as it was shown; the second person puts it in force."""
    if request.method != "POST":
        return redirect("office:preview")
    try:
        version = agree_on_draft(
            told(request.POST, "digest"), staff_id=worker.id, now=now_of(request)
        )
    except Refused as refused:
        return _again(request, worker, why(refused))
    except PolicyErrors as refused_policy:
        lines = [f"{each.where}: {each.found}" for each in map(wrong, refused_policy.problems)]
        return _again(request, worker, bad(*lines))
    if version is None:
        return _again(request, worker, good(_("You have said yes. One more person must.")))
    number = {"version": version.version}
    said = good(_("Version %(version)s is in force now.") % number)
    return office_page(
        request,
        worker,
        "office/published.html",
        title=_("Published"),
        said=said,
        number=version.version,
    )


@for_office()
def drop(request: HttpRequest, worker: StaffFacts) -> HttpResponse:
    """Let the draft go."""
    if request.method == "POST":
        drop_draft()
    return redirect("office:policy")


def _again(request: HttpRequest, worker: StaffFacts, said: Said) -> HttpResponse:
    begun = draft()
    if begun is None:
        return redirect("office:policy")
    return _page(request, worker, begun, said)


def _page(
    request: HttpRequest, worker: StaffFacts, begun: Draft, said: Said | None = None
) -> HttpResponse:
    language = Language(get_language() or Language.EN)
    try:
        found = preview(begun.text, language=language, now=now_of(request))
    except PolicyErrors:
        return redirect("office:policy_text")
    return office_page(
        request,
        worker,
        "office/preview.html",
        title=_("What would change"),
        said=said,
        draft=begun,
        values=found.values,
        words=found.words,
        clocks=[Clock(clock_text(each.name), each) for each in found.touched],
        warnings=[wrong(each) for each in found.warnings],
        findings=[_found(each) for each in found.findings],
        by=", ".join(names_of(begun.said_yes).values()),
        is_mine=worker.id in begun.said_yes,
    )


def _found(finding: Finding) -> Found:
    where = ", ".join(finding.where)
    what, because, remedy = map(in_words, (finding.what, finding.why, finding.remedy))
    return Found(where, what, because, remedy, finding.severity is Severity.ERROR)
