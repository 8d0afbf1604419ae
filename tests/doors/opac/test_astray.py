"""Pages for what goes wrong say so in the reader's language, and lead on."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.doors.town import Town


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_a_page_that_is_not_there_searches_and_leads_on(
    visitor: Client, town: Town, language: str
) -> None:
    answer = visitor.get(f"/{language}/nowhere/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in page
    assert f'action="/{language}/search/"' in page
    for name in ("", "my/", "help/"):
        assert f'href="/{language}/{name}"' in page.partition("<main")[2]


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_a_form_from_another_site_gets_a_page_that_says_so(
    visitor: Client, town: Town, language: str
) -> None:
    away = {"Sec-Fetch-Site": "cross-site"}
    answer = visitor.post(f"/{language}/my/log-in/", {"card": "1"}, headers=away)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'<html lang="{language}">' in page
    assert f'href="/{language}/help/"' in page.partition("<main")[2]
    assert not answer.cookies


def test_the_page_for_a_failure_needs_nothing_of_the_program() -> None:
    """Django renders it without a context: no policy, no database, no language."""
    page = render_to_string("500.html")
    for language in ("nb", "nn", "sv"):
        assert f'<p lang="{language}">' in page
    for way_on in ("/", "/help/", "/program/"):
        assert f'href="{way_on}"' in page
