"""What titles look like."""

from collections.abc import Iterable, Mapping

from hylla.catalogue.models import Cover


def cover_marks(record_ids: Iterable[int]) -> Mapping[int, str]:
    """Return for each title that has a picture the mark that is in its address."""
    return dict(Cover.objects.filter(pk__in=list(record_ids)).values_list("pk", "mark"))


def cover_bytes(record_id: int, mark: str, *, is_small: bool) -> bytes | None:
    """Return a picture, or None where it is no longer that one."""
    kept = Cover.objects.filter(pk=record_id, mark=mark)
    data = kept.values_list("small" if is_small else "large", flat=True).first()
    return None if data is None else bytes(data)
