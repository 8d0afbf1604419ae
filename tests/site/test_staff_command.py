"""Staff from the command line, until there is a page for it."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hylla.library.actions import add_branch, staff_signed_in
from hylla.library.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def said(*words: str) -> str:
    out = StringIO()
    call_command("staff", *words, stdout=out)
    return out.getvalue()


def now() -> datetime:
    return timezone.now()


def test_staff_are_added_listed_and_ended() -> None:
    add_branch("main", name="Main")
    told = said(
        "add", "embla", "--branch", "main", "--role", "desk", "--role", "outreach",
        "--signed", "2026-01-01",
    )  # fmt: skip
    password = told.split()[-1]
    assert staff_signed_in("embla", password, now=now()).username == "embla"
    assert said("list") == "embla: desk, outreach\n"
    assert said("end", "embla") == "embla: ended\n"
    assert said("list") == ""
    with pytest.raises(Refused, match="staff_wrong"):
        staff_signed_in("embla", password, now=now())


def test_nobody_logs_in_before_they_have_signed() -> None:
    add_branch("main", name="Main")
    told = said("add", "embla", "--branch", "main", "--role", "desk")
    assert "give --signed" in told
    with pytest.raises(Refused, match="undertaking_missing"):
        staff_signed_in("embla", told.split()[2], now=now())


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["add"], "Name the user"),
        (["add", "embla", "--branch", "nowhere", "--role", "desk"], "--branch is one of main"),
        (["add", "Embla V", "--branch", "main", "--role", "desk"], "small letters"),
        (["add", "embla", "--branch", "main"], "at least one role"),
        (["end", "nobody"], "Nobody called nobody works here"),
    ],
)
def test_what_cannot_be_done_is_said(words: list[str], why: str) -> None:
    add_branch("main", name="Main")
    with pytest.raises(CommandError, match=why):
        said(*words)
