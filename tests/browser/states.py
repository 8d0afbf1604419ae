"""What forms answer with a page of its own, in any language: sent by their address and fields.

A form is sent as a browser without scripts sends it, so that nothing is found by its words. Each
state says what was sent; tests/doors/ knows what that means.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page
from pyotp.totp import TOTP

from tests.browser.cases import READY, Cases
from tests.browser.conftest import Site
from tests.doors.town import PASSWORD, Patron

Told = dict[str, Any]
SEND = """([address, told]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  for (const [name, values] of Object.entries(told)) {
    for (const value of [values].flat()) {
      const line = document.createElement("input");
      line.type = "hidden";
      line.name = name;
      line.value = value;
      form.append(line);
    }
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}"""


class Sent(NamedTuple):
    """A form that was sent: what the state is called, where to, and with what."""

    name: str
    path: str
    told: Told


def send(page: Page, address: str, told: Told) -> None:
    """Send a form as a page without scripts does, and wait for the page it leads to."""
    opened = page.locator("main input[name=opened]")
    here = {"opened": opened.first.input_value()} if opened.count() else {}
    with page.expect_navigation():
        page.evaluate(SEND, [address, {**here, **told}])


def sent(site: Site, page: Page, language: str, forms: Iterator[Sent]) -> Iterator[str]:
    """Send each form in turn, and yield where one stands then."""
    for each in forms:
        send(page, f"{site.url}/{language}/{each.path}", each.told)
        yield each.name


def for_everyone(site: Site, page: Page, language: str) -> Iterator[str]:
    """Open what is folded, and go where nothing is."""
    page.goto(f"{site.url}/{language}/privacy/")
    page.locator(".standing summary").click()
    yield "notice-opened"
    page.goto(f"{site.url}/{language}/search/?q=zzyzx")
    yield "found-nothing"
    page.goto(f"{site.url}/{language}/nowhere/")
    yield "nowhere"
    page.goto(f"{site.url}/{language}/my/")
    yield "log-in"
    send(page, f"{site.url}/{language}/my/log-in/", {"card": "1", "pin": "1"})
    yield "log-in-wrong"


def at_the_desk(
    site: Site, page: Page, language: str, patron: Patron, cases: Cases
) -> Iterator[str]:
    """Serve a patron and a child, and keep house, as somebody with all roles of the desk."""
    page.goto(f"{site.url}/{language}/office/invoices/")
    yield "office-refused"
    house = _of_the_house(site, page, cases)
    for forms in (_of_a_patron(site, patron), _of_others(site), house):
        yield from sent(site, page, language, forms)
    page.goto(f"{site.url}/{language}/desk/rules/changes/")
    yield "desk-rule-changes"
    send(page, f"{site.url}/{language}/desk/lock/", {})
    yield "desk-locked"


def _of_a_patron(site: Site, patron: Patron) -> Iterator[Sent]:
    yield Sent("desk-patron", "desk/", {"entry": patron.card})
    yield Sent("desk-refused", "desk/", {"entry": site.town.item("Isbjørn").barcode})
    yield Sent("desk-contact", "desk/contact/", {})
    yield Sent("desk-details-wrong", "desk/details/", {"emails": "nowhere"})
    yield Sent("desk-patron-again", "desk/", {"entry": patron.card})
    yield Sent("desk-pause-wrong", "desk/holds/pause/", {"hold": ""})
    yield Sent("desk-hold-wrong", "desk/holds/place/", {})
    yield Sent("desk-pin-wrong", "desk/pin/", {"pin": "1"})
    yield Sent("desk-block-wrong", "desk/block/", {"until_on": "2020-01-01"})
    yield Sent("desk-rights-wrong", "desk/rights/", {})
    yield Sent("desk-receipt", "desk/receipt/", {})


def _of_others(site: Site) -> Iterator[Sent]:
    child, town = site.town.child(age=9, given_name="Sol"), site.town
    yield Sent("desk-child", "desk/", {"entry": child.card})
    yield Sent("desk-guardian-wrong", "desk/guardians/add/", {"guardian_phone": "12"})
    twin = town.child(age=9, given_name="Sol")
    yield Sent("desk-merge", "desk/merge/", {"card": twin.card})
    lent = town.item("Ulvetid")
    town.lend(child, lent)
    yield Sent("desk-lost", "desk/lost/", {"item": lent.barcode})
    yield Sent("desk-returned", "desk/", {"entry": lent.barcode, "mode": "return"})
    yield Sent("desk-sold-wrong", "desk/till/sold/", {"method": "cash", "kind": "print"})
    yield Sent("desk-damage", "desk/returns/damage/", {"barcode": lent.barcode})
    yield Sent("desk-unknown", "desk/", {"entry": "99887766"})
    yield Sent("desk-words", "desk/", {"entry": "Tjernvatn"})
    yield Sent(
        "desk-found", "desk/find/", {"name": "Tjern", "also": "14.05.1985", "task": "search"}
    )
    yield Sent("desk-nobody", "desk/find/", {"name": "Ingen", "also": "14.05.1985"})
    yield Sent("desk-register-wrong", "desk/register/", {"birth_date": "2020-01-01"})
    yield Sent("desk-stranger-wrong", "desk/rights/without-card/", {})
    yield Sent("desk-glass-wrong", "desk/glass/", {})


def _of_the_house(site: Site, page: Page, cases: Cases) -> Iterator[Sent]:
    item = site.town.item("Breen").barcode
    yield Sent("desk-compare", "desk/waiting/compare/", {"id": cases.applicant_id})
    yield Sent("desk-confirmed", "desk/waiting/confirm/", {"id": cases.applicant_id})
    yield Sent("desk-returns-wrong", "desk/returns/", {})
    many = "\n".join((item, "404404"))
    returned = {**_hidden(page, "sheet"), "barcodes": many}
    yield Sent("desk-returned-many", "desk/returns/", returned)
    yield Sent("desk-returns-sheet", "desk/returns/print/", {"barcodes": many})
    yield Sent("desk-item", "desk/item/", {"barcode": item})
    yield Sent("desk-item-wrong", "desk/item/", {"barcode": "99887766"})
    yield Sent("desk-closed-wrong", "desk/closed-days/", {})
    case = {"category": "adult", "item_type": "book", "branch": site.town.main.pk, "age": "40"}
    yield Sent("desk-rule-found", "desk/rules/which/", case)
    yield Sent("desk-rule-not-found", "desk/rules/which/", {})
    yield from _of_the_rules(page, f"desk/rules/{cases.rule}/")
    yield Sent("desk-filed", "desk/collections/", {"barcode": item})
    yield Sent("desk-part-wrong", "desk/collections/add/", {"sort": "kind"})
    yield Sent("desk-till-wrong", "desk/till/", {"number": "999999"})
    yield Sent("desk-till-found", "desk/till/", {"number": cases.voucher})
    back = _hidden(page, "number", "left")
    yield Sent("desk-back-wrong", "desk/till/back/", {**back, "amount": "9999", "method": "cash"})
    counted = {**_hidden(page, "after"), "cash": "10", "card": "0"}
    yield Sent("desk-counted", "desk/till/count/", counted)
    yield Sent("desk-colleague", "desk/colleagues/one/", {"colleague": cases.colleague_id})
    yield Sent("desk-take-on-wrong", "desk/colleagues/new/", {"username": "X Y"})
    yield Sent("desk-machine-wrong", "desk/machines/", {})
    yield Sent("desk-own-record-wrong", "desk/own-record/", {"card": "1"})
    yield Sent("desk-password-wrong", "desk/ways-in/password/", {})
    yield Sent("desk-app", "desk/ways-in/app/", {})
    yield Sent("desk-drop-box-wrong", "desk/drop-box/", {"returned_on": "2020-01-01"})


def _of_the_rules(page: Page, rule: str) -> Iterator[Sent]:
    new = {
        "is_lent": "on",
        "loan_days": "14",
        "max_renewals": "1",
        "max_loans": "5",
        "max_holds": "5",
        "min_age": "0",
        "fee": "2",
        "cap": "60",
        "grace_days": "0",
    }
    yield Sent("desk-rule-removed", rule, {"remove": "1"})
    yield Sent("desk-rule-wrong", "desk/rules/0/", {})
    yield Sent("desk-rule-seen", "desk/rules/0/", {**new, "category": "adult"})
    yield Sent("desk-rule-put", "desk/rules/0/put/", _of_form(page, "form[action*='/put/']"))
    yield Sent("desk-rule-again", "desk/rules/0/put/", {**new, "category": "adult", "seen": "1"})


def _of_form(page: Page, form: str) -> Told:
    """Return what a form on the page sends as it stands."""
    told: Told = page.locator(form).evaluate("form => Object.fromEntries(new FormData(form))")
    return told


def _hidden(page: Page, *names: str) -> Told:
    """Return what a form on the page sends unseen."""
    return {name: page.locator(f"main [name={name}]").first.input_value() for name in names}


def on_a_round(site: Site, page: Page, language: str, cases: Cases) -> Iterator[str]:
    """Choose for a stop, print what to bring, and leave out what a form needs."""
    stop = f"desk/rounds/stop/{cases.samples['desk:stop']['agreement']}/"
    way = f"desk/rounds/{cases.samples['desk:round']['number']}/"
    forms = (
        Sent("desk-rounds-wrong", "desk/rounds/", {}),
        Sent("desk-round-wrong", way, {"card": "1"}),
        Sent("desk-bag-wrong", stop, {}),
        Sent("desk-bag", stop, {"barcodes": "404404"}),
        Sent("desk-wish-wrong", f"{stop}change/", {"do": "wish"}),
        Sent("desk-round-sheet", f"{way}print/", {"titles": "yes"}),
    )
    yield from sent(site, page, language, iter(forms))


def on_my_page(site: Site, page: Page, language: str) -> Iterator[str]:
    """Change, ask and pay, as a patron who is logged in and owes something."""
    page.goto(f"{site.url}/{language}/my/")
    waiting = page.locator("details form[action*='pause'] [name=hold]").first.input_value()
    page.locator("details:has(form[action*='pause']) > summary").first.click()
    yield "my-pausing"
    page.goto(f"{site.url}/{language}/my/pay/")
    claims = page.locator("[name=claim]").evaluate_all("all => all.map(each => each.value)")
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    forms = (
        Sent("my-pause-wrong", "my/holds/pause/", {"hold": waiting}),
        Sent("my-paused", "my/holds/pause/", {"hold": waiting, "until": until}),
        Sent("my-renewed", "my/renew-all/", {}),
        Sent("my-pay-wrong", "my/pay/", {}),
        Sent("my-pin-wrong", "my/details/pin/", {"old": "0000", "new": "2580"}),
        Sent("my-details-wrong", "my/details/", {"emails": "nowhere"}),
        Sent("my-name-wrong", "my/ways-in/user-name/", {"username": "x"}),
        Sent("my-correct-wrong", "my/rights/correct/", {}),
        Sent("my-receipt-wrong", "my/receipt/", {"code": "nothing"}),
        Sent("my-history", "my/history/on/", {}),
    )
    yield from sent(site, page, language, iter(forms))
    # The page leads on by itself at once: here it stays, to be looked at.
    page.route("**/my/pay/", _staying)
    send(page, f"{site.url}/{language}/my/pay/", {"claim": claims})
    page.unroute("**/my/pay/")
    yield "my-going-to-pay"
    paying = page.locator("main a[href*='://']").first.get_attribute("href") or ""
    page.goto(f"{site.url}/{language}/my/pay/{paying.rsplit('/', 1)[-1]}/")
    yield "my-payment-under-way"


def _staying(route: Any) -> None:
    # What fetches here is no browser, and does not say from where it comes.
    headers = {**route.request.all_headers(), "sec-fetch-site": "same-origin"}
    answer = route.fetch(headers=headers)
    headers = {name: told for name, told in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


def in_the_office(site: Site, page: Page, language: str, cases: Cases) -> Iterator[str]:
    """Leave out what a form needs, read what is held, and put another policy in force."""
    held, told = f"office/held/{cases.legal_hold}/", {"reason": ""}
    forms = (
        Sent("office-request-wrong", "office/requests/new/", {}),
        Sent("office-incident-wrong", "office/incidents/", {}),
        Sent("office-hold-wrong", "office/held/", told),
        Sent("office-held-rows", f"{held}rows/", {}),
        Sent("office-collecting-wrong", "office/invoices/collection/warn/", {}),
        Sent("office-collecting-look", "office/invoices/collection/look/", {"invoice": str(READY)}),
        Sent("office-case-wrong", "office/hand-over/cases/", {}),
        Sent("office-asked-wrong", "office/hand-over/", {}),
        Sent("office-processor-wrong", "office/processors/0/", {}),
        Sent("office-text-wrong", "office/policy/text/", {"text": "name = "}),
        Sent("office-part-wrong", "office/policy/part/periods/", {}),
    )
    yield from sent(site, page, language, iter(forms))
    for each in cases.requests:
        page.goto(f"{site.url}/{language}/office/requests/{each}/")
        yield "office-request"
    page.goto(f"{site.url}/{language}/desk/machines/")
    yield "desk-not-open"
    page.goto(f"{site.url}/{language}/office/policy/preview/")
    digest = page.locator("[name=digest]").first.get_attribute("value")
    send(page, f"{site.url}/{language}/office/policy/agree/", {"digest": digest})
    yield "office-published"
    page.goto(page.locator("main a[href*='/versions/']").first.evaluate("each => each.href"))
    yield "version-with-changes"


def before_the_desk(site: Site, page: Page, language: str, username: str) -> Iterator[str]:
    """Log in for the first time where two factors are demanded, and then with both."""
    address = f"{site.url}/{language}/desk/log-in/"
    told = {"username": username, "password": PASSWORD}
    with override_settings(HYLLA_SECOND_FACTOR=True):
        page.goto(address)
        yield "desk-log-in"
        send(page, address, {})
        yield "desk-log-in-wrong"
        send(page, address, told)
        yield "desk-enrol"
        secret = page.locator("code").inner_text().replace(" ", "")
        code = {"code": TOTP(secret).now(), **_hidden(page, "half")}
        send(page, f"{address}enrol/", code)
        yield "desk-codes"
        page.context.clear_cookies()
        page.goto(address)
        send(page, address, told)
        yield "desk-second"
        send(page, f"{address}second/", {"code": "1", **_hidden(page, "half")})
        yield "desk-second-wrong"
