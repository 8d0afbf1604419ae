"""The catalogue for everyone: found by words, with where each copy is, and no cookie."""

import re
from datetime import timedelta
from html import escape, unescape

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.actions import add_record
from hylla.catalogue.models import Item, ItemStatus, Record
from hylla.catalogue.rules.title_facts import TitleFacts
from hylla.circulation.actions import place_hold, suspend_hold
from hylla.circulation.rules.pausing import Pause
from hylla.doors.parts.writing import day_text
from hylla.library.queries import policy_in_force
from hylla.privacy.models import SentenceCheck
from hylla.privacy.notice import sentences_for
from tests.doors.town import Town


@pytest.fixture(autouse=True)
def no_cookie(visitor: Client) -> object:
    """No page of this door sets a cookie or asks another host."""
    yield
    assert not visitor.cookies


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    assert not re.findall(r'(?:src|action)="(?!/)', answer.content.decode())
    return answer.content.decode()


def test_the_front_page_leads_to_the_readers_language(visitor: Client, town: Town) -> None:
    answer = visitor.get("/", headers={"Accept-Language": "sv"})
    assert answer["Location"] == "/sv/"


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_every_page_is_in_the_language_of_its_address(
    visitor: Client, town: Town, language: str
) -> None:
    page = text(visitor, f"/{language}/")
    assert f'<html lang="{language}">' in page
    for other in {"nb", "nn", "sv", "en"} - {language}:
        assert f'href="/{other}/"' in page


def test_a_title_shows_where_each_copy_is(visitor: Client, town: Town) -> None:
    record = town.record("Vinterfjell")
    out = town.item(record=record)
    loan = town.lend(town.patron(given_name="Embla"), out)
    town.item(record=record, branch=town.west)
    town.item(record=record, status=ItemStatus.LOST)
    town.item(record=record, transit_to=town.west)
    page = text(visitor, f"/en/record/{record.pk}/")
    assert "On loan until" in page
    assert str(loan.due_on.year) in page
    for state in ("Available", "Counted as lost", "On its way between branches"):
        assert state in page
    assert "Western branch" in page
    assert "Embla" not in page


def test_a_branch_with_many_copies_is_one_row(visitor: Client, town: Town) -> None:
    """Counted, with the first day on which one is due; each copy is told apart below."""
    record = town.record("Vinterfjell")
    first = town.item(record=record, shelf_mark="N 1")
    town.item(record=record, shelf_mark="N 1")
    page = text(visitor, f"/en/record/{record.pk}/")
    assert "2 of 2 copies are in" in page
    assert "<details" not in page.partition('id="items"')[2].partition("</section>")[0]
    loan = town.lend(town.patron(), first)
    page = text(visitor, f"/en/record/{record.pk}/")
    assert "1 of 2 copies are in" in page
    assert page.index("N 1, Book: Available") < page.index("N 1, Book: On loan until")
    for each in record.items.exclude(pk=first.pk):
        town.lend(town.patron(), each)
    page = text(visitor, f"/en/record/{record.pk}/")
    assert f"2 copies, the first of them on loan until {day_text(loan.due_on)}" in page
    for number in range(400):
        town.item(record=record, branch=town.west, shelf_mark=f"N {number}")
    page = text(visitor, f"/en/record/{record.pk}/")
    assert "400 of 400 copies are in" in page
    assert "and 388 more" in page
    assert len(page.encode()) < 100_000


def test_copies_that_nobody_can_have_are_told_so(visitor: Client, town: Town) -> None:
    record = town.record("Vinterfjell")
    for status in (ItemStatus.LOST, ItemStatus.MISSING):
        town.item(record=record, status=status)
        town.item(record=record, status=ItemStatus.LOST, branch=town.west)
    page = text(visitor, f"/en/record/{record.pk}/")
    assert "None of 2 copies is in" in page
    assert page.count('data-color="danger"') == 1


def test_a_copy_that_somebody_waits_for_is_not_said_to_be_available(
    visitor: Client, town: Town
) -> None:
    """Two stand there and one person waits: one copy is theirs, until they pause."""
    record = town.record("Vinterfjell")
    for _ in range(2):
        town.item(record=record)
    waiter, policy, now = town.patron(), policy_in_force(), timezone.now()
    told = {"person_id": waiter.id, "record_id": record.pk, "pickup_branch_id": town.main.pk}
    placed = place_hold(**told, now=now, policy=policy)
    page = text(visitor, f"/en/record/{record.pk}/")
    states = ("Available", "In, but for the next in the queue")
    assert [page.count(each) for each in states] == [1, 1]
    assert "1 copy is in" in text(visitor, "/en/search/?q=vinterfjell")
    place_hold(**{**told, "person_id": town.patron().id}, now=now, policy=policy)
    assert "Available" not in text(visitor, f"/en/record/{record.pk}/")
    assert "In, but others are waiting" in text(visitor, "/en/search/?q=vinterfjell")
    pause = Pause(now.date(), now.date() + timedelta(days=9))
    suspend_hold(placed.hold_id, pause=pause, now=now, policy=policy)
    assert text(visitor, f"/en/record/{record.pk}/").count("Available") == 1
    assert "1 copy is in" in text(visitor, "/en/search/?q=vinterfjell")


def test_the_hold_button_leads_to_the_log_in(visitor: Client, town: Town) -> None:
    item = town.item()
    page = text(visitor, f"/en/record/{item.record_id}/")
    where = re.search(r'href="(/en/my/holds/[0-9]+/)"', page)
    assert where is not None
    assert "<title>Log in" in text(visitor, where[1])


def test_a_title_without_copies_is_asked_for_and_not_held(visitor: Client, town: Town) -> None:
    """Its other edition can be waited for; of that one it is told that nothing is here."""

    def edition(title: str) -> int:
        facts = TitleFacts(title, authors=("Nord, Embla",), original="Isbre")
        on = timezone.localdate()
        return add_record(facts, source="made", control_number=title, on=on)

    bare = edition("Breen")
    page = text(visitor, f"/en/record/{bare}/")
    assert "/en/my/holds/" not in page
    assert "/en/my/elsewhere/?title=Breen" in page
    other = edition("Glacier")
    copy = town.item(record=Record.objects.get(pk=other))
    page = text(visitor, f"/en/record/{bare}/")
    assert "/en/my/holds/" in page
    works = f"/en/work/{Record.objects.get(pk=bare).work_key}/"
    assert ">No copy<" in text(visitor, works)
    assert "All copies are out" not in text(visitor, works)
    Item.objects.filter(pk=copy.pk).update(status=ItemStatus.LOST)
    assert "All copies are out" in text(visitor, works)


def test_a_title_that_is_not_there(visitor: Client, town: Town) -> None:
    answer = visitor.get("/en/record/987654/")
    assert answer.status_code == 404
    assert "The page is not here" in answer.content.decode()


def test_an_address_that_leads_nowhere(visitor: Client, town: Town) -> None:
    assert visitor.get("/en/nowhere/").status_code == 404


def test_no_words(visitor: Client, town: Town) -> None:
    assert "Write a few words" in text(visitor, "/en/search/")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999", ""])
def test_a_page_number_that_is_none(visitor: Client, town: Town, page: str) -> None:
    text(visitor, f"/en/search/?q=fjell&page={page}")


@pytest.mark.parametrize("words", ["%00", "fjell%00", "%ED%A0%80", "%FF", "a" * 5000, "%0A%0D"])
def test_words_that_no_keyboard_sends(visitor: Client, town: Town, words: str) -> None:
    text(visitor, f"/en/search/?q={words}")


@pytest.mark.parametrize("number", ["0", "9" * 19, "9" * 40])
def test_a_number_that_no_title_has(visitor: Client, town: Town, number: str) -> None:
    assert visitor.get(f"/en/record/{number}/").status_code == 404


def test_words_come_back_as_text_and_not_as_markup(visitor: Client, town: Town) -> None:
    page = text(visitor, "/en/search/?q=<script>alert(1)</script>")
    assert "<script>alert" not in page


def test_the_notice_shows_each_sentence_with_its_state(visitor: Client, town: Town) -> None:
    sentences = sentences_for(policy_in_force())
    now = timezone.now() - timedelta(hours=3)
    for sentence, state in zip(sentences, ("kept", "late", "contradicted"), strict=False):
        SentenceCheck.objects.create(sentence=sentence.id, state=state, rows=1, checked_at=now)
    page = text(visitor, "/en/privacy/")
    for sentence in sentences:
        assert f'id="s-{sentence.id}"' in page
    states = re.findall(r'<p class="state"><strong>([a-z ]+)</strong>', page)
    assert sorted(set(states)) == ["kept", "late", "not checked", "not kept"]
    assert [states.count(state) for state in ("kept", "late", "not kept")] == [1, 1, 1]
    assert len(states) == len(sentences)
    assert f"1 of {len(sentences)} promises are kept" in page
    for state in ("1 kept", "1 late", "1 not kept", f"{len(sentences) - 3} not checked"):
        assert re.search(rf"</svg>\s*{state}</span>", page)


def test_a_notice_that_nobody_has_checked_promises_nothing(visitor: Client, town: Town) -> None:
    page = text(visitor, "/en/privacy/")
    assert re.search(r'<h2 id="stands">None of the \d+ promises has been checked yet</h2>', page)
    assert "Last checked" not in page


def test_a_notice_that_is_kept_says_so_first(visitor: Client, town: Town) -> None:
    sentences = sentences_for(policy_in_force())
    for sentence in sentences:
        SentenceCheck.objects.create(
            sentence=sentence.id, state="kept", rows=1, checked_at=timezone.now()
        )
    page = text(visitor, "/en/privacy/")
    assert f'<h2 id="stands">All {len(sentences)} promises are kept</h2>' in page


def test_the_notice_names_whom_to_ask(visitor: Client, town: Town) -> None:
    policy, page = policy_in_force(), text(visitor, "/nb/privacy/")
    for who in (policy.controller.name, policy.dpo.name, policy.authority.name):
        assert who in page
    assert policy.notice.contact in page


def test_words_find_titles_with_how_many_are_in(visitor: Client, town: Town) -> None:
    for number in range(21):
        town.item(f"Fjellvandring {number}")
    page = text(visitor, "/en/search/?q=fjellvandring")
    assert "<title>21 titles for" in page
    assert page.count("1 copy is in") == 20
    assert "Page 1 of 2" in page
    last = text(visitor, "/en/search/?q=fjellvandring&page=2")
    assert last.count("1 copy is in") == 1
    assert 'start="21"' in last


def test_words_that_find_nothing(visitor: Client, town: Town) -> None:
    page = text(visitor, "/en/search/?q=zzyzx")
    assert "<title>0 titles for" in page
    assert 'value="zzyzx"' in page


def test_what_is_new_stands_on_the_front_page(visitor: Client, town: Town) -> None:
    town.item("Vinterfjell")
    assert "Vinterfjell" in text(visitor, "/en/")


def test_the_language_switch_keeps_the_words(visitor: Client, town: Town) -> None:
    assert 'href="/nn/search/?q=fjell"' in text(visitor, "/en/search/?q=fjell")


def test_authors_subjects_and_series_lead_to_what_else_has_them(
    visitor: Client, town: Town
) -> None:
    authors = ("Elv, Sara", "Å & Fjord, Óli B., 1957-")
    subjects = ("Norge : historie -- 1900-1945", "barn?")
    facts = TitleFacts(title="Breen", authors=authors, subjects=subjects, series=("Is ; 3",))
    number = add_record(facts, source="test", control_number="b", on=timezone.localdate())
    page = text(visitor, f"/en/record/{number}/")
    for name in (*authors, *subjects):
        link = re.search(rf'<a href="([^"]*)">{re.escape(escape(name))}</a>', page)
        assert link, name
        assert f"/en/record/{number}/" in text(visitor, unescape(link[1])), name
    assert "/en/search/?series=Is" in page


def test_a_title_without_authors_names_none(visitor: Client, town: Town) -> None:
    number = add_record(
        TitleFacts(title="Breen"), source="test", control_number="b", on=timezone.localdate()
    )
    assert "Authors" not in text(visitor, f"/en/record/{number}/")


def test_a_title_shows_the_other_editions_of_its_work(visitor: Client, town: Town) -> None:
    """With language, year and where a copy stands; one without any copy is none of ours."""

    def edition(title: str, language: str, original: str = "Vinterfjell") -> int:
        facts = TitleFacts(
            title,
            authors=("Nord, Embla",),
            languages=(language,),
            original=original,
            year=1999,
        )
        on = timezone.now().date()
        return add_record(facts, source="made", control_number=title, on=on)

    ours, english, _ = (
        edition("Vinterfjell", "nob"),
        edition("Winter mountain", "eng"),
        edition("Talvivuori", "fin"),
    )
    other = edition("Summer", "eng", "Sommer")
    for each in (ours, english, other):
        town.item(record=Record.objects.get(pk=each), branch=town.west)
    page = text(visitor, f"/en/record/{ours}/")
    section = page.partition('id="editions"')[2].partition("</section>")[0]
    assert f'href="/en/record/{english}/"' in section
    for told in ("Winter mountain", "English", "1999", "Western branch"):
        assert told in section
    assert "Talvivuori" not in section
    assert "Summer" not in section
    assert 'id="editions"' not in text(visitor, f"/en/record/{other}/")
