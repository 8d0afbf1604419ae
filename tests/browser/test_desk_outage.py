"""Without a connection nothing that is scanned is lost, and nothing is done twice."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Page, Route, expect

from hylla.circulation.models import Loan
from hylla.statistics.models import Event, Tally
from tests.browser.conftest import Site
from tests.browser.desk_keys import Hands, answered, says

pytestmark = pytest.mark.browser


class Cable:
    """The line between the browser and the server, which can be pulled out and put back.

    A request in which `eats` stands reaches the server, and its answer does not come back.
    """

    def __init__(self, port: int) -> None:
        self._to, self._open = port, set[socket.socket]()
        self.port, self.eats, self._has_eaten = 0, b"", False
        self._listening: socket.socket | None = None

    def put_in(self) -> None:
        """Listen, on the same port as before."""
        listening = socket.create_server(("127.0.0.1", self.port), reuse_port=True)
        self.port, self._listening = listening.getsockname()[1], listening
        threading.Thread(target=self._serve, args=(listening,), daemon=True).start()

    def pull_out(self) -> None:
        """Break every connection, and take no other."""
        if self._listening is not None:
            # A thread that waits in accept() keeps the port until it is woken.
            with suppress(OSError):
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        for each in [*self._open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def forget(self) -> None:
        """Eat no more."""
        self.eats, self._has_eaten = b"", False

    def _serve(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open |= {near, far}
                for one, other, is_answer in ((near, far, False), (far, near, True)):
                    threading.Thread(
                        target=self._pass, args=(one, other, is_answer), daemon=True
                    ).start()

    def _pass(self, one: socket.socket, other: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                self._has_eaten |= not is_answer and bool(self.eats) and self.eats in data
                if is_answer and self._has_eaten:
                    self.pull_out()
                    return
                other.sendall(data)


@pytest.fixture
def cable(site: Site) -> Iterator[Cable]:
    """A cable to the server."""
    cable = Cable(int(site.url.rpartition(":")[2]))
    cable.put_in()
    yield cable
    cable.pull_out()


@pytest.fixture
def desk(site: Site, cable: Cable, page: Page) -> Hands:
    """Someone at a desk at the far end of the cable."""
    Site(f"http://127.0.0.1:{cable.port}", site.town).open_desk(page)
    expect(page.locator("#scan")).to_be_focused()
    return Hands(page)


def lent() -> int:
    return sum(Tally.objects.filter(event=Event.CHECKOUT).values_list("count", flat=True))


def test_what_was_scanned_during_an_outage_is_done_in_order(
    site: Site, cable: Cable, page: Page, desk: Hands
) -> None:
    ask, embla = site.town.patron(given_name="Ask"), site.town.patron(given_name="Embla")
    items = [site.town.item(f"Bok {number}") for number in range(4)]
    site.town.lend(site.town.patron(), items[3])
    with answered(page):
        desk.scan(ask.card)
    cable.pull_out()
    desk.scan(items[0].barcode)
    connection = page.locator("#connection")
    expect(connection.get_by_role("alert")).to_contain_text("There is no connection")
    desk.scan(items[1].barcode)
    desk.press("Escape")
    expect(page.get_by_role("heading", name="Ask")).to_have_count(0)
    desk.scan(items[3].barcode)
    desk.scan(embla.card)
    desk.scan(items[2].barcode)
    expect(connection.locator("li")).to_have_count(6)
    cable.put_in()
    expect(connection).to_contain_text("Everything is sent", timeout=15_000)
    loans = Loan.objects.values_list("patron_id", "item__barcode")
    assert set(loans) == {
        (ask.id, items[0].barcode),
        (ask.id, items[1].barcode),
        (embla.id, items[2].barcode),
    }
    became = page.locator("[data-done] li")
    expect(became.filter(has_text=items[3].barcode)).to_contain_text("Returned")
    expect(became.filter(has_text="Lent")).to_have_count(3)
    assert "Bok 0" not in page.locator("[data-done]").inner_text(), "no title of the one before"


def test_an_answer_that_was_lost_on_the_way_is_not_done_again(
    site: Site, cable: Cable, page: Page, desk: Hands
) -> None:
    patron, item = site.town.patron(), site.town.item("Vinterfjell")
    with answered(page):
        desk.scan(patron.card)
    cable.eats = item.barcode.encode()
    desk.scan(item.barcode)
    expect(page.locator("#connection")).to_contain_text("There is no connection")
    cable.forget()
    cable.put_in()
    says(page, "it is done once")
    assert Loan.objects.filter(item=item).count() == 1
    assert lent() == 1


def test_after_a_card_that_does_not_work_nothing_goes_to_the_one_before(
    site: Site, cable: Cable, page: Page, desk: Hands
) -> None:
    ask, embla = site.town.patron(given_name="Ask"), site.town.patron(given_name="Embla")
    item = site.town.item("Vinterfjell")
    with answered(page):
        desk.scan(ask.card)
    cable.pull_out()
    desk.scan("99887766")
    desk.scan(item.barcode)
    cable.put_in()
    connection = page.locator("#connection")
    expect(connection.get_by_role("button", name="Send what is kept")).to_be_visible(timeout=15_000)
    expect(connection).to_contain_text("Unknown card or barcode.")
    assert not Loan.objects.exists()
    with answered(page):
        desk.scan(embla.card)
    desk.press("F8")
    says(page, "Lent: Vinterfjell.")
    assert Loan.objects.get().patron_id == embla.id


def test_an_offline_browser_says_so_at_once_and_leaves_no_trace(site: Site, page: Page) -> None:
    site.open_desk(page)
    hands = Hands(page)
    page.context.set_offline(True)
    alert = page.locator("#connection").get_by_role("alert")
    expect(alert).to_contain_text("There is no connection")
    hands.scan("3010999999")
    expect(alert).to_contain_text("3010999999")
    kept = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "3010999999" not in kept
    # A link would take with it what is kept.
    page.get_by_role("link", name="Hold shelf").press("Enter")
    expect(alert).to_contain_text("3010999999")
    page.context.set_offline(False)
    says(page, "Unknown card or barcode.")


def test_a_busy_server_is_an_outage_too(site: Site, page: Page) -> None:
    """What stands in front of the server answers for it while it starts anew."""
    site.open_desk(page)
    hands, item, refusing = Hands(page), site.town.item("Vinterfjell"), [503, 502]

    def answer(route: Route) -> None:
        if refusing and route.request.method == "POST":
            route.fulfill(status=refusing.pop(), body="")
        else:
            route.fallback()

    page.route("**/desk/", answer)
    hands.scan(item.barcode)
    expect(page.locator("#connection")).to_contain_text("There is no connection")
    says(page, "Returned: Vinterfjell.")
