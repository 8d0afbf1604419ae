"""The receipt of a request, for whoever has its code: also for those who are erased."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.parts.facets import copies_text, groups, processor_text
from hylla.doors.parts.forms import Form, line
from hylla.doors.parts.page import page
from hylla.doors.parts.rights import KINDS, complaint_text
from hylla.doors.parts.throttle import Throttle
from hylla.doors.parts.told import told
from hylla.doors.parts.who import now_of
from hylla.doors.parts.writing import moment_text
from hylla.formats.paper import Fact, Report, Section, pdf
from hylla.library.queries import policy_in_force
from hylla.privacy.rights.receipts import Followed, receipt_with
from hylla.privacy.vocabulary import Language

TRIES = Throttle(at_once=10, an_hour=60, together_at_once=100, together_an_hour=1000)
"""Nobody guesses a code; this keeps those who try from being a burden."""


class Code(Form):
    """The code that stands on the receipt."""

    code = line(gettext_lazy("Code of the receipt"), max_length=40)


def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and show what has become of the request; nobody need be logged in."""
    if request.method != "POST":
        return _page(request, Code(), None)
    form = Code(request.POST)
    followed = None
    if form.is_valid():
        if TRIES.allows(request):
            followed = receipt_with(
                form.cleaned_data["code"], policy=policy_in_force(), now=now_of(request)
            )
        if followed is None:
            form.add_error("code", _("There is no receipt with this code, or it is too old."))
    if followed is not None and told(request.POST, "form") == "pdf":
        return _on_paper(request, followed, form.cleaned_data["code"])
    return _page(request, form, followed)


def _page(request: HttpRequest, form: Code, followed: Followed | None) -> HttpResponse:
    return page(
        request,
        "mypage/receipt.html",
        title=_("Receipt of a request") if not form.errors else _("No receipt: check the code"),
        here="mypage",
        form=form,
        code=form["code"].value() or "",
        followed=followed,
        kind=str(KINDS[followed.kind]) if followed else "",
        groups=groups(followed.lines) if followed else [],
        processors=[processor_text(each) for each in followed.processors] if followed else [],
        copies=copies_text(followed.copies_until_on) if followed else "",
        status=422 if form.errors else 200,
    )


def _on_paper(request: HttpRequest, followed: Followed, code: str) -> HttpResponse:
    policy = policy_in_force()
    with timezone.override(policy.zone):
        made = pdf(_report(followed, code, request))
    file = HttpResponse(made, content_type="application/pdf")
    file.headers["Content-Disposition"] = 'attachment; filename="hylla-receipt.pdf"'
    return file


def _report(followed: Followed, code: str, request: HttpRequest) -> Report:
    policy = policy_in_force()
    state = _("It is done.") if followed.completed_at else _("Something still waits.")
    return Report(
        language=Language(get_language() or Language.EN),
        title=_("Receipt of a request"),
        made_at=now_of(request),
        library=policy.name,
        facts=(
            Fact(_("Controller"), policy.controller.name),
            Fact(_("Request"), str(KINDS[followed.kind])),
            Fact(_("Asked"), moment_text(timezone.localtime(followed.made_at))),
            Fact(_("State"), state),
            Fact(_("Code of the receipt"), code),
        ),
        contents=_("Contents"),
        page_words=(_("Page"), _("of")),
        sections=(
            *(
                Section(heading=each.title, paragraphs=each.lines)
                for each in groups(followed.lines)
            ),
            *_of_processors(followed),
            Section(
                heading=_("Copies, and where to complain"),
                paragraphs=(copies_text(followed.copies_until_on), complaint_text(policy)),
            ),
        ),
    )


def _of_processors(followed: Followed) -> tuple[Section, ...]:
    lines = tuple(processor_text(each) for each in followed.processors)
    return (Section(heading=_("Those who process data for us"), paragraphs=lines),) if lines else ()
