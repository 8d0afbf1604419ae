"""Every right on one page: found, done and followed there, in as few presses as its opposite."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from hylla.circulation.actions import note_talking_books, return_item
from hylla.library.queries import policy_in_force
from hylla.outreach.actions import Terms, begin
from hylla.patrons.actions import Shown
from hylla.patrons.actions.rights import BY_STAFF
from hylla.patrons.models import Consent
from hylla.patrons.models.consents import ConsentTo
from hylla.privacy.extract import archive
from hylla.privacy.models import AccessEntry, Request
from hylla.privacy.rights.answering import extend_request, refuse_request
from hylla.privacy.rights.asking import take_request
from hylla.privacy.rights.prepared import prepare
from hylla.privacy.rights.restriction import is_restricted
from hylla.privacy.rights.terms import Asked, Delay, Refused, RequestKind
from hylla.privacy.vocabulary import Language, Purpose
from tests.doors.town import PIN, Patron, Town, change_policy
from tests.formats.paper.reading import text_of

Press = Callable[..., str]
AT_MOST = 3
"""Presses from my page on, either way."""
CODE = re.compile(r"(?:[2-9A-Z]{4}-){4}[2-9A-Z]{4}")


def test_every_right_is_on_the_page(patron: Patron, mine: Client) -> None:
    page = unescape(mine.get("/en/my/rights/").content.decode())
    for text in (
        "Download everything",
        "For another program (JSON)",
        "What I have agreed to",
        "Tell us what is wrong",
        "Do nothing with my data",
        "Object to: statistics",
        "Leave the library",
        "you can complain to",
    ):
        assert text in page


def test_a_correction_is_asked_for_and_followed(patron: Patron, mine: Client, press: Press) -> None:
    """R23, R27: what is refused says why, on which law, and where to complain."""
    assert "What is wrong" in mine.get("/en/my/rights/").content.decode()
    page = press("rights/correct", what="birth_date", words="I was born in 1986")
    assert "Your request is taken." in page
    assert "Birth date" in page
    request = Request.objects.get()
    assert (request.kind, request.words) == ("rectification", "I was born in 1986")
    now, policy = timezone.now(), policy_in_force()
    extend_request(request.pk, delay=Delay.MANY_REQUESTS, policy=policy, now=now)
    assert "because we have many requests now" in mine.get("/en/my/rights/").content.decode()
    refuse_request(request.pk, ground=Refused.IS_CORRECT, now=now)
    page = mine.get("/en/my/rights/").content.decode()
    assert "GDPR art. 16" in page
    assert policy.authority.name in page


def test_what_is_missing_in_a_correction(press: Press) -> None:
    assert 'id="id_words_error"' in press("rights/correct", what="birth_date", words="")
    assert not Request.objects.exists()


def test_what_can_be_corrected_is_what_nobody_changes_alone(mine: Client) -> None:
    form = mine.get("/en/my/rights/").context["form"]
    assert {code for code, _ in form.fields["what"].choices} == BY_STAFF


def test_stopping_and_going_on(patron: Patron, press: Press) -> None:
    assert "Nothing more is done with it" in press("rights/stop")
    assert is_restricted(patron.id)
    (request,) = Request.objects.all()
    assert "It is taken back." in press("rights/take-back", request=str(request.pk))
    assert not is_restricted(patron.id)


def test_contesting_a_fee(patron: Patron, press: Press) -> None:
    press("rights/stop", what="fees")
    assert is_restricted(patron.id, Purpose.FEES)
    assert not is_restricted(patron.id)


def test_objecting(patron: Patron, press: Press) -> None:
    assert "Your request is taken." in press("rights/object", what="statistics")
    assert is_restricted(patron.id, Purpose.STATISTICS)
    assert "Nobody can object to this" in press("rights/object", what="lending")


def test_nobody_takes_anothers_request_back(town: Town, patron: Patron, press: Press) -> None:
    other = take_request(
        RequestKind.EXTRACT,
        person_id=town.patron().id,
        policy=policy_in_force(),
        now=timezone.now(),
        asked=Asked(),
    )
    assert "There is no such request" in press("rights/take-back", request=str(other.pk))
    other.refresh_from_db()
    assert other.closed_at is None


def test_taking_along(mine: Client) -> None:
    """GDPR article 20."""
    told = json.loads(mine.post("/en/my/rights/take-along/").content)
    assert {each["basis"] for each in told["sections"]} == {"a", "b"}


def test_case_07_a_guardian_is_given_what_the_childs_age_allows(
    town: Town, patron: Patron, mine: Client
) -> None:
    """conflicts.md 7; the child reads that it happened."""
    limit = policy_in_force().ages.guardian_sees_loans_below
    for age, sees in ((8, True), (limit, False)):
        child = town.child(
            age=age, guardian=patron, given_name=f"Barn{age}", emails=("l@example.org",)
        )
        town.lend(child, item := town.item("Vinterfjell"))
        wards = mine.get("/en/my/rights/").context["wards"]
        (number,) = (each.id for each in wards if each.person_id == child.id)
        packed = mine.post("/en/my/rights/child/", {"child": number})
        told = extract_of(packed.content)
        assert (item.barcode in told) is sees
        assert ("l@example.org" in told) is sees
        assert f"Barn{age}" in told
        entry = AccessEntry.objects.get(person=child.id, task="childs_extract")
        assert ("borrowed" in entry.kinds) is sees


def extract_of(packed: bytes) -> str:
    """Return the part of an archive that programs read."""
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        return folder.read("extract.json").decode()


def test_nobody_is_given_a_child_that_is_not_theirs(
    town: Town, patron: Patron, mine: Client
) -> None:
    town.child(age=8)
    for number in ("1", "2", "", "x"):
        assert mine.post("/en/my/rights/child/", {"child": number}).status_code == 302
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("what", list(ConsentTo))
def test_a_yes_is_as_few_presses_as_its_taking_back(
    patron: Patron, patron_client: Callable[[Patron], Client], town: Town, what: ConsentTo
) -> None:
    """R08, GDPR article 7(3): the presses from my page on, each way, are counted."""
    # Only a child with a guardian has anything to show a guardian.
    whose = town.child(age=15) if what is ConsentTo.FAMILY else patron
    own = patron_client(whose)
    if what is ConsentTo.TALKING_BOOKS:
        # The right to them is shown at the desk, which takes more than a press.
        shown = Shown(policy_in_force(), Language.EN)
        note_talking_books(whose.id, shown=shown, now=timezone.now())
        given = AT_MOST
    elif what is ConsentTo.OUTREACH:
        # It is agreed on with somebody at the library, which takes more than a press, too.
        shown = Shown(policy_in_force(), Language.EN)
        begin(whose.id, Terms(None), shown=shown, now=timezone.now())
        given = AT_MOST
    else:
        given = presses_to(own, "agree", what)
    assert Consent.objects.filter(what=what, withdrawn_at=None).count() == 1
    taken = presses_to(own, "disagree", what)
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert taken <= given <= AT_MOST


def presses_to(mine: Client, do: str, what: ConsentTo) -> int:
    """Go from my page to the button by what stands on the pages, and press; count the presses."""
    presses, page = 0, mine.get("/en/my/").content.decode()
    for address in ("/en/my/rights/", "/en/my/agreed/"):
        assert f'href="{address}"' in page
        page, presses = mine.get(address).content.decode(), presses + 1
    action = {"agree": "/en/my/agreed/yes/", "disagree": "/en/my/agreed/no/"}[do]
    form = re.search(rf'action="{action}"(?:(?!</form>).)*value="{what}"', page, re.DOTALL)
    assert form, f"no button to {do} to {what}"
    assert mine.post(action, {"what": what}).status_code == 200
    return presses + 1


def test_nothing_is_ticked_beforehand(patron: Patron, mine: Client) -> None:
    page = mine.get("/en/my/agreed/").content.decode()
    # Three of them are not for somebody of age at home: those of the test above.
    assert page.count("/en/my/agreed/yes/") == len(ConsentTo) - 3
    assert "/en/my/agreed/no/" not in page
    assert not Consent.objects.exists()


def test_the_proof_stands_beside_the_yes(patron: Patron, press: Press) -> None:
    version = policy_in_force().notice.version
    assert f"under version {version} of the privacy notice" in press("agreed/yes", what="profile")


def test_what_is_not_offered_is_not_asked(patron: Patron, mine: Client) -> None:
    change_policy(("recommendations = true", "recommendations = false"))
    assert "Suggestions of what to read" not in mine.get("/en/my/agreed/").content.decode()
    page = mine.post("/en/my/agreed/yes/", {"what": "recommendations"}).content.decode()
    assert "This library does not offer this." in page


def test_a_suggestion_says_why(town: Town, patron: Patron, mine: Client, press: Press) -> None:
    for what in ConsentTo:
        press("agreed/yes", what=what)
    item = town.item("Vinterfjell")
    town.record("Sommerhav")
    town.lend(patron, item)
    policy = policy_in_force()
    return_item(barcode=item.barcode, branch_id=town.main.pk, now=timezone.now(), policy=policy)
    page = unescape(mine.get("/en/my/suggested/").content.decode())
    assert "Sommerhav" in page
    assert "Because you borrowed Vinterfjell: also by Elv, Sara." in page
    press("agreed/no", what="recommendations")
    assert "Sommerhav" not in mine.get("/en/my/suggested/").content.decode()


def test_the_receipt_needs_no_account(
    town: Town, patron: Patron, mine: Client, visitor: Client
) -> None:
    """It is shown, downloaded and followed by its code alone, and names nobody."""
    town.lend(patron, town.item("Vinterfjell"))
    page = mine.post("/en/my/erase/", {"pin": PIN}).content.decode()
    found = CODE.search(page)
    assert found
    code, stranger = found[0], Client(headers={"Sec-Fetch-Site": "same-origin"})
    shown = stranger.post("/en/my/receipt/", {"code": code.lower()}).content.decode()
    assert "Something still waits" in shown
    paper = stranger.post("/en/my/receipt/", {"code": code, "form": "pdf"})
    assert paper["Content-Type"] == "application/pdf"
    text = text_of(paper.content)
    assert code in text
    for page in (shown, text):
        assert "Embla" not in page
        assert patron.card not in page
        assert "Vinterfjell" not in page
    wrong = stranger.post("/en/my/receipt/", {"code": "2222-2222-2222-2222-2222"})
    assert wrong.status_code == 422


def test_case_53_a_prepared_extract_is_fetched_without_a_log_in_and_once(patron: Patron) -> None:
    """conflicts.md 53: a look, as mail programs look at links, fetches nothing."""
    policy, now = policy_in_force(), timezone.now()
    request = take_request(
        RequestKind.EXTRACT, person_id=patron.id, policy=policy, now=now, asked=Asked()
    )
    packed = archive(patron.id, policy=policy, now=now, language=Language.EN)
    word = prepare(request, packed, now=now)
    anyone = Client(headers={"Sec-Fetch-Site": "same-origin"})
    for _ in range(2):
        assert "The link works once" in anyone.get(f"/en/my/fetch/{word}/").content.decode()
    fetched = anyone.post(f"/en/my/fetch/{word}/")
    assert "Embla" in extract_of(fetched.content)
    assert anyone.post(f"/en/my/fetch/{word}/").status_code == 404
    assert anyone.get(f"/en/my/fetch/{word}/").status_code == 404
