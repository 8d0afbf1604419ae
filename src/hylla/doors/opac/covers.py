"""Pictures of titles, each under an address of its own for as long as it is that picture."""

from django.http import Http404, HttpRequest, HttpResponse

from hylla.catalogue.queries import cover_bytes
from hylla.formats.pictures import MEDIA_TYPE


def cover(request: HttpRequest, record_id: int, size: str, mark: str) -> HttpResponse:
    """Give a picture, to be kept for good: another picture has another address."""
    data = cover_bytes(record_id, mark, is_small=size == "small")
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type=MEDIA_TYPE)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
