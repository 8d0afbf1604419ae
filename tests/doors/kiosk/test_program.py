"""Whoever stands before a machine is offered the source of what runs in it (AGPL 13)."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hylla import VERSION
from hylla.formats.squares import picture
from tests.doors.town import Town

PAGE = "/en/kiosk/program/"


@pytest.mark.parametrize("source", ["https://source.example.org/hylla", ""])
def test_the_source_is_offered_as_letters_and_as_a_picture(
    town: Town, kiosk: Client, settings: Settings, source: str
) -> None:
    settings.HYLLA_SOURCE = source
    address = source or "http://testserver/en/program/"
    assert f'href="{PAGE}"' in kiosk.get("/en/kiosk/").content.decode()
    page = kiosk.get(PAGE).content.decode()
    assert f"<strong>{address}</strong>" in page
    assert picture(address) in page
    assert f"Hylla {VERSION} is free software" in page


def test_nothing_leads_away_from_the_machine(town: Town, kiosk: Client, settings: Settings) -> None:
    settings.HYLLA_SOURCE = "https://source.example.org/hylla"
    page = kiosk.get(PAGE).content.decode()
    links = re.findall(r'<(?:a|form)[^>]*(?:href|action)="([^"]*)"', page)
    assert links
    assert not [each for each in links if not each.startswith("/en/kiosk/")]
