"""How a paper leaves: shown in the browser, or saved as a file; no copy of it stays here."""

from django.http import HttpResponse


def sent(paper: bytes, *, name: str, as_file: bool = False) -> HttpResponse:
    """Send a PDF under a name that tells nothing of anyone."""
    how = "attachment" if as_file else "inline"
    headers = {
        "Content-Disposition": f'{how}; filename="{name}.pdf"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(paper, content_type="application/pdf", headers=headers)
