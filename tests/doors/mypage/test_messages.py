"""What a patron reads of what they were sent, and how they choose which way it comes."""

import re

from django.test import Client
from django.utils import timezone

from hylla.messages.actions import enqueue
from hylla.messages.models import Message, Template
from hylla.patrons.models import Address, Identity
from tests.doors.town import Patron, Town


def test_messages_stand_with_how_they_went(town: Town, patron: Patron, mine: Client) -> None:
    assert "No messages" in mine.get("/en/my/messages/").content.decode()
    enqueue(Template.DUE_SOON, person_id=patron.id, now=timezone.now(), number=1)
    sent = enqueue(Template.WELCOME, person_id=patron.id, now=timezone.now())
    Message.objects.filter(pk=sent).update(closed_at=timezone.now(), channel="email")
    page = mine.get("/en/my/messages/").content.decode()
    assert re.search(r"Loans that are due soon.*?on its way", page, re.DOTALL)
    assert re.search(r"Welcome to the library.*?E-mail", page, re.DOTALL)
    assert re.search(r'<div lang="nb">\s*<p>Hei', page), "its words, in the language they went in"
    assert "2 messages to you" in mine.get("/en/my/").content.decode()


def test_a_way_is_chosen_for_each_kind_of_message(patron: Patron, mine: Client) -> None:
    page = mine.get("/en/my/messages/").content.decode()
    offered = dict(re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL))
    assert {name for name, options in offered.items() if "My page" in options} == {
        "soon_by",
        "holds_by",
    }
    told = {"soon_by": "letter", "holds_by": "page", "overdue_by": "", "invoices_by": ""}
    page = mine.post("/en/my/messages/", told).content.decode()
    assert "Your choice is saved." in page
    assert "some by another way: Letter, on My page only" in page
    assert Identity.objects.filter(person=patron.id, soon_by="letter", holds_by="page").exists()
    answer = mine.post("/en/my/messages/", {**told, "overdue_by": "page"})
    assert answer.status_code == 422
    Address.objects.filter(person=patron.id).delete()
    answer = mine.post("/en/my/messages/", told)
    assert answer.status_code == 422
    assert "Letters need a postal address." in answer.content.decode()
