"""Full marks from Lighthouse for what people meet first, as a telephone on a slow line does.

The check asks for the notice, a quarter of a minute; `HYLLA_EVERYWHERE=1` for all five pages. Axe,
by which Lighthouse judges who can read a page, reads every page in test_every_page.
"""

import os

import pytest
from playwright.sync_api import Page

from hylla.site.check.lighthouse import marks_for
from tests.browser.conftest import Site
from tests.browser.pages import furnish

pytestmark = pytest.mark.browser


def test_full_marks_for_access_and_good_practice(site: Site, page: Page) -> None:
    patron = furnish(site)
    record = site.town.item("Fjellvandring i nord").record_id
    site.log_in(page, patron)
    (session,) = page.context.cookies()
    logged_in = {"Cookie": f"{session['name']}={session['value']}"}
    pages: dict[str, dict[str, str] | None] = {"privacy/": None}
    if "HYLLA_EVERYWHERE" in os.environ:
        others = {"": None, "search/?q=fjell": None, f"record/{record}/": None, "my/": logged_in}
        pages |= others
    for path, headers in pages.items():
        marks = marks_for(f"{site.url}/en/{path}", headers=headers)
        assert (marks.accessibility, marks.best_practices) == (100, 100), f"{path}: {marks.faults}"
