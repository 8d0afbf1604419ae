"""What other programs read touches no table about people, but for where copies are."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hylla.privacy.declarations import PersonalData
from tests.doors.sight.looking import addresses
from tests.doors.town import Town

ASKED = {
    "/oai": "?verb=ListRecords&metadataPrefix=marc21",
    "/sru": "?operation=searchRetrieve&version=1.2&query=hest",
    "/daia": "?format=json&id=1",
}
# Whether a copy is out, until when, and how many wait; test_daia.py sees that no person is asked.
WHERE_COPIES_ARE = {"circulation_loan", "circulation_hold"}


def test_no_table_about_people_is_read(program: Client, town: Town) -> None:
    town.lend(town.patron(), town.item())
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        if isinstance(getattr(model, "personal_data", None), PersonalData)
    }
    assert personal > WHERE_COPIES_ARE
    paths = [*addresses(("harvest",)), "/en/new.rss", "/en/new.atom"]
    assert set(ASKED) < set(paths)
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            answer = program.get(path + ASKED.get(path, ""))
        assert answer.status_code in {200, 404}, path
        named = set(re.findall(r'"(\w+)"', " ".join(each["sql"] for each in queries)))
        allowed = WHERE_COPIES_ARE if path == "/daia" else set()
        assert named & personal <= allowed, path


def test_no_query_is_logged(program: Client, town: Town, caplog: pytest.LogCaptureFixture) -> None:
    """A line has the name of the view and numbers, and not what was asked or from where."""
    caplog.set_level("INFO")
    program.get("/sru", {"query": "zzyzx"}, REMOTE_ADDR="192.0.2.77")
    program.get("/en/search/", {"q": "zzyzx"}, REMOTE_ADDR="192.0.2.77")
    lines = [vars(each) for each in caplog.records if each.name == "hylla.web"]
    assert [each["view"] for each in lines] == ["harvest:sru", "opac:search"]
    told = repr(lines)
    assert "zzyzx" not in told
    assert "192.0.2.77" not in told
