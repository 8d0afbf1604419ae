"""A patron waits for any edition of a work."""

import pytest
from django.test import Client

from hylla.catalogue.models import Record
from hylla.circulation.models import Hold
from tests.doors.mypage.test_home import Press, token_in
from tests.doors.town import Town


@pytest.mark.parametrize(
    ("chosen", "kept", "said"),
    [
        ({"editions": "language"}, (True, False, False), "Any edition in the same language"),
        ({"editions": "any"}, (True, True, False), "Any edition, in any language"),
        (
            {"editions": "language", "any_form": "on"},
            (True, False, True),
            "Printed or read aloud",
        ),
        ({"editions": "this"}, (False, False, False), None),
    ],
)
def test_a_hold_takes_any_edition_where_there_are_some(
    town: Town,
    mine: Client,
    press: Press,
    chosen: dict[str, str],
    kept: tuple[bool, bool, bool],
    said: str | None,
) -> None:
    """In the same language unless one says otherwise; cancelled and back it is the same hold."""
    item, english, spoken = (town.item(title) for title in ("Vinterfjell", "Winter", "Lydbok"))
    for each, kind, language in (
        (item, "book", "nob"),
        (english, "book", "eng"),
        (spoken, "audiobook", "nob"),
    ):
        Record.objects.filter(pk=each.record_id).update(
            work_key="work", kind=kind, languages=language
        )
    where = f"holds/{item.record_id}"
    page = mine.get(f"/en/my/{where}/").content.decode()
    first, second = "Any edition in this language: Norwegian Bokm", "Only this edition"
    assert page.index(first) < page.index(second) < page.index("Any edition, in any language")
    page = press(where, branch=str(town.west.pk), **chosen)
    assert "as number 1 in the queue" in page
    hold = Hold.objects.get()
    assert (hold.any_edition, hold.any_language, hold.any_form) == kept
    assert (said or "Any edition") in page if said else "Any edition" not in page
    page = press("holds/undo", undo=token_in(press("holds/cancel", hold=str(hold.pk))))
    again = Hold.objects.get()
    assert (again.any_edition, again.any_language, again.any_form) == kept


def test_nothing_is_asked_of_a_title_that_has_one_edition(town: Town, mine: Client) -> None:
    page = mine.get(f"/en/my/holds/{town.item().record_id}/").content.decode()
    assert "edition" not in page
