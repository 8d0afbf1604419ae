"""Titles that may become part of others at any moment: whoever adds to one holds it for that."""

from hylla.catalogue.models import BORROWED, Record
from hylla.catalogue.queries.merged import where_merged


def lock_title(record_id: int) -> int | None:
    """Keep a title until the transaction ends; return its number, None where there is none.

    One that was merged is the title that it is part of now.
    """
    titles = Record.objects.select_for_update(no_key=True).exclude(source=BORROWED)
    if titles.filter(pk=record_id).values_list("pk", flat=True).first() is not None:
        return record_id
    into = where_merged(record_id)
    return None if into is None else lock_title(into)
