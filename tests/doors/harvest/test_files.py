"""Titles as files, feeds and maps of the site: for anyone's program, and about nobody."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from hylla.catalogue.actions import stamp_gone
from hylla.catalogue.models import BORROWED
from hylla.doors.parts import crawling
from hylla.doors.parts.throttle import Throttle
from hylla.formats.feeds import ATOM
from hylla.formats.sitemaps import IN_A_FILE, NAMESPACE
from hylla.formats.titles.forms import WRITINGS, Form
from tests.doors.town import Town


def parsed(body: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(body)  # noqa: S314 - it is what we wrote


@pytest.mark.parametrize("form", Form)
def test_a_title_is_given_in_every_form(form: Form, program: Client, town: Town) -> None:
    record = town.record("Vinterfjell")
    answer = program.get(f"/record/{record.pk}.{form}")
    assert answer["Content-Type"] == WRITINGS[form].media_type
    assert f'filename="title-{record.pk}.{form}"' in answer["Content-Disposition"]
    assert b"Vinterfjell" in answer.content


def test_what_is_no_title_or_no_form_is_not_found(program: Client, town: Town) -> None:
    record = town.record()
    lent_to_us = town.record()
    lent_to_us.source = BORROWED
    lent_to_us.save()
    for path in (f"{record.pk}.docx", "999.ris", f"{10**20}.ris", f"{lent_to_us.pk}.ris"):
        assert program.get(f"/record/{path}").status_code == 404


def test_of_a_title_that_was_deleted_it_is_said_that_it_is_gone(
    program: Client, town: Town
) -> None:
    record = town.record()
    number = record.pk
    record.delete()
    stamp_gone([number], on=timezone.localdate())
    page = program.get(f"/en/record/{number}/")
    assert (page.status_code, b"what it led to is gone" in page.content) == (410, True)
    assert program.get(f"/record/{number}.ris").status_code == 410


def test_a_page_tells_programs_what_it_tells_people(visitor: Client, town: Town) -> None:
    """The title as schema.org, its other forms, and an address that lasts."""
    record = town.record("</script><b>Fjell")
    page = visitor.get(f"/nb/record/{record.pk}/").content.decode()
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(told)["name"] == "</script><b>Fjell"
    assert json.loads(told)["@id"] == f"http://testserver/record/{record.pk}/"
    links = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]*href="([^"]+)"', page)
    assert len(links) == 6
    for kind, address in links:
        assert visitor.get(unescape(address))["Content-Type"] == kind
    assert re.findall(r'hreflang="(\w+)"', page).count("nn") == 2
    for form in ("bib", "ris"):
        assert f'href="/record/{record.pk}.{form}" download' in page
    assert not visitor.cookies


def test_the_lasting_address_leads_to_the_readers_language(program: Client, town: Town) -> None:
    path = f"/record/{town.record().pk}/"
    for language in ("sv", "en"):
        answer = program.get(path, headers={"Accept-Language": language})
        assert (answer.status_code, answer["Location"]) == (302, f"/{language}{path}")


@pytest.mark.parametrize(("feed", "entry"), [("atom", f"{{{ATOM}}}entry"), ("rss", "item")])
def test_what_is_new_is_told_in_the_readers_language(
    feed: str, entry: str, program: Client, town: Town
) -> None:
    town.item("Eldst")
    newest = town.item("Nyest & best")
    answer = program.get(f"/nn/new.{feed}")
    found = parsed(answer.content)
    titles = [next(each.iter()).findtext("./{*}title") for each in found.iter(entry)]
    assert titles[:2] == ["Nyest & best", "Eldst"]
    text = answer.content.decode()
    assert f"http://testserver/record/{newest.record_id}/" in text
    assert f"http://testserver/nn/new.{feed}" in text
    assert "Elv, Sara, 2019, Bok" in text
    assert f'href="/nn/new.{feed}"' in program.get("/nn/").content.decode()


def test_an_empty_feed_is_a_feed(program: Client, town: Town) -> None:
    assert parsed(program.get("/en/new.atom").content).findtext(f"{{{ATOM}}}updated")


def test_the_map_names_every_title_that_is_here(
    program: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hylla.doors.harvest.maps.IN_A_FILE", 2)
    records = [town.record(f"Nr. {each}") for each in range(3)]
    last = records[-1].pk
    locations = f"{{{NAMESPACE}}}loc"
    maps = [each.text for each in parsed(program.get("/sitemap.xml").content).iter(locations)]
    assert maps[-1] == f"http://testserver/sitemap-{-(-last // 2)}.xml"
    told = [
        each.text
        # Numbers go on from one test to the next, and each file stands for some of them.
        for address in maps[-2:]
        for each in parsed(program.get(address).content).iter(locations)
    ]
    assert told[-3:] == [f"http://testserver/nb/record/{each.pk}/" for each in records]
    assert program.get(told[-1]).status_code == 200
    assert program.get(f"/sitemap-{last}.xml").status_code == 404
    assert IN_A_FILE <= 50_000


def test_robots_are_told_where_not_to_go(program: Client, town: Town) -> None:
    text = program.get("/robots.txt").content.decode()
    assert "Disallow: /nb/search/" in text
    assert "Disallow: /en/my/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /nb/record/" not in text


def test_who_reads_too_much_is_told_to_wait_and_people_are_not(
    program: Client, visitor: Client, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "PACE", Throttle(2, 60, 4, 120))
    record = town.record()
    page, file = f"/en/record/{record.pk}/", f"/record/{record.pk}.ris"
    crawler = {"User-Agent": "Mozilla/5.0 (compatible; SomeBot/2.1)"}
    for path, headers in ((page, crawler), (file, {})):
        answers = [program.get(path, headers=headers) for _ in range(3)]
        assert [each.status_code for each in answers] == [200, 200, 503]
        assert answers[-1]["Retry-After"] == "10"
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    for _ in range(4):
        assert visitor.get(page, headers=browser).status_code == 200
