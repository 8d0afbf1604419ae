"""That messages come back is told to whom they were meant for, and to the desk at the next scan."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from hylla.messages.models import Message
from hylla.patrons.models import Email, Phone
from hylla.privacy.models import AccessEntry
from hylla.privacy.vocabulary import Role
from hylla.site.start import refuse_unfit
from tests.doors.town import Patron, Town

TOLD = "Messages to you come back"
TAG = "Messages come back: ask for a new address"
WHERE = "gone@example.org"


@pytest.fixture
def desk(town: Town, staff_client: Callable[[str], Client]) -> Client:
    return staff_client(town.staff(Role.DESK))


@pytest.fixture
def patron(town: Town) -> Patron:
    """Someone at whose address nothing has arrived for a week."""
    patron = town.patron(emails=(WHERE,))
    Email.objects.filter(person=patron.id).update(failed_at=timezone.now() - timedelta(days=7))
    return patron


@pytest.mark.parametrize("page", ["", "details/", "messages/"])
def test_the_patron_reads_it_and_takes_it_back(
    page: str, patron: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    client = patron_client(patron)
    text = client.get(f"/en/my/{page}").content.decode()
    assert TOLD in text
    assert f"{WHERE} has not worked since" in text
    done = client.post("/en/my/details/works-again/").content.decode()
    assert "We write there again." in done
    assert TOLD not in done
    assert not Email.objects.exclude(failed_at=None).exists()


def test_who_comes_by_the_address_alone_is_led_to_the_details(
    patron: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    client = patron_client(patron)
    assert client.get("/en/my/details/works-again/").url == "/en/my/details/"
    assert Client().post("/en/my/details/works-again/").status_code != 200
    assert Email.objects.exclude(failed_at=None).exists()


def test_another_address_ends_it(patron: Patron, patron_client: Callable[[Patron], Client]) -> None:
    client = patron_client(patron)
    form = client.get("/en/my/details/").context["contact_form"]
    same = {name: form.initial.get(name, "") for name in form.fields}
    assert TOLD in client.post("/en/my/details/", same).content.decode()
    told = {**same, "emails": "new@example.org"}
    assert TOLD not in client.post("/en/my/details/", told).content.decode()


def test_the_desk_is_told_that_and_not_where(desk: Client, patron: Patron) -> None:
    page = desk.post("/en/desk/", {"entry": patron.card}).content.decode()
    assert TAG in page
    assert WHERE not in page
    assert "membership" in AccessEntry.objects.latest("pk").kinds
    opened = page.split('name="opened" value="')[1].split('"')[0]
    shown = desk.post("/en/desk/contact/", {"opened": opened}).content.decode()
    assert f"{WHERE} (messages come back)" in shown


def test_a_number_is_told_of_too_and_what_is_over_is_not(desk: Client, town: Town) -> None:
    patron = town.patron()
    mine = Phone.objects.create(person_id=patron.id, number="+4741234567", is_mobile=True)
    for days, is_told in ((1, True), (89, True), (91, False)):
        Phone.objects.filter(pk=mine.pk).update(failed_at=timezone.now() - timedelta(days=days))
        page = desk.post("/en/desk/", {"entry": patron.card}).content.decode()
        assert (TAG in page) is is_told


def test_a_text_message_says_that_it_arrived(
    patron: Patron, patron_client: Callable[[Patron], Client]
) -> None:
    now = timezone.now()
    Message.objects.create(
        person_id=patron.id, template="welcome", created_at=now, next_attempt_at=now,
        closed_at=now, channel="sms", arrived=True,
    )  # fmt: skip
    page = patron_client(patron).get("/en/my/messages/").content.decode()
    assert "Text message, and arrived" in page
    assert "Fjordvik bibliotek: Du har fått lånekort." in page
    assert "Vi skriver aldri titler" not in page


@pytest.mark.parametrize(
    "wrong", ["bounce", "bounce+x@example.org", "nineteen-letters-xx@example.org", "@example.org"]
)
def test_where_mail_comes_back_to_must_have_room(wrong: str, town: Town, settings: object) -> None:
    settings.HYLLA_BOUNCES = wrong  # type: ignore[attr-defined] # pytest-django's
    with pytest.raises(CommandError, match="HYLLA_BOUNCES"):
        refuse_unfit()


def test_an_agreement_about_text_messages_is_looked_at_first(town: Town, settings: object) -> None:
    settings.HYLLA_SMS = "/nowhere/sms.toml"  # type: ignore[attr-defined] # pytest-django's
    with pytest.raises(CommandError, match="HYLLA_SMS: sms.toml cannot be read"):
        refuse_unfit()
