"""Every page opens, by its address: what a browser looks at in detail, asked for without one."""

from django.test import Client

from hylla.privacy.vocabulary import Role
from tests.browser.cases import work_waits
from tests.browser.conftest import Site
from tests.browser.matrix import PAGES, paths
from tests.browser.pages import furnish
from tests.doors.town import PASSWORD


def test_every_page_has_an_address_and_those_of_readers_and_cataloguers_open(site: Site) -> None:
    """So a page that is new is looked at in the long check, too, and not met there first."""
    cases = work_waits(site, furnish(site))
    reader, cataloguer = Client(), Client(headers={"Sec-Fetch-Site": "same-origin"})
    told = {"username": site.town.staff(Role.CATALOGUER), "password": PASSWORD}
    assert cataloguer.post("/en/desk/log-in/", told).status_code == 302
    clients = {"opac": reader, "cataloguing": cataloguer}
    faults = []
    for door in PAGES:
        for path in paths(door, "en", cases.samples):
            client = clients.get(door)
            status = client.get(path).status_code if client else 200
            faults += [f"{path}: {status}"] if status != 200 else []
    assert not faults
