"""The notice can be taken along: the same sentences, in the language of the page."""

import pytest
from django.core.management import call_command
from django.test import Client

from hylla.library.queries import policy_in_force
from hylla.privacy.notice import sections, title
from hylla.privacy.vocabulary import Language
from tests.doors.town import Town
from tests.formats.paper.reading import roles, text_of


@pytest.mark.parametrize("language", Language)
def test_the_pdf_has_every_sentence(town: Town, visitor: Client, language: Language) -> None:
    answer = visitor.get(f"/{language}/privacy/notice.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert not visitor.cookies
    text = "".join(text_of(answer.content).split())
    policy = policy_in_force()
    assert "".join(title(policy, language).split()) in text
    for part in sections(policy, language):
        assert "".join(part.heading.split()) in text
        # Words may be parted at the end of a line and of a page.
        for line in part.lines:
            assert "".join(line.text.split())[:40].replace("-", "") in text.replace("-", "")
    assert roles(answer.content).count("LI") >= sum(
        len(p.lines) for p in sections(policy, language)
    )


def test_the_page_leads_to_it(town: Town, visitor: Client) -> None:
    assert "/en/privacy/notice.pdf" in visitor.get("/en/privacy/").content.decode()


def test_the_command_prints_it(town: Town, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("notice", "--format", "pdf", "--language", "sv")
    assert "Dina uppgifter" in text_of(capfdbinary.readouterr().out)
