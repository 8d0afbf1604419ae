"""What is made of the same declarations as the notice: what goes when, and the record (art. 30)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from hylla.doors.parts.page import page
from hylla.formats.paper import pdf
from hylla.library.queries import policy_in_force
from hylla.privacy.notice import Format, printed, render
from hylla.privacy.record import Paper, as_html, as_json, as_markdown, paper_of
from hylla.privacy.vocabulary import Language

NOTICE, PDF = "notice", "pdf"
TYPES = {
    PDF: "application/pdf",
    Format.HTML: "text/html; charset=utf-8",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.JSON: "application/json",
    Format.JSON_LD: "application/ld+json",
}


def shown(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what goes when, or the record of processing."""
    paper = paper_of(Paper(kind), policy_in_force(), _language())
    return page(request, "opac/paper.html", title=paper.title, paper=paper, kind=kind)


def file(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Give the notice, the table or the record as a file to keep or to read by program."""
    if form not in TYPES or (form == Format.JSON_LD and kind != NOTICE):
        raise Http404
    language = _language()
    answer = HttpResponse(_written(kind, form, language), content_type=TYPES[form])
    answer.headers["Content-Disposition"] = f'inline; filename="{kind}-{language}.{form}"'
    return answer


def _language() -> Language:
    return Language(get_language() or Language.EN)


def _written(kind: str, form: str, language: Language) -> bytes | str:
    policy = policy_in_force()
    if kind == NOTICE:
        return printed(policy, language) if form == PDF else render(policy, language, form)
    if form == Format.JSON:
        return as_json(Paper(kind), policy, language)
    paper = paper_of(Paper(kind), policy, language)
    if form == PDF:
        return pdf(paper)
    return as_html(paper) if form == Format.HTML else as_markdown(paper)
