"""What lies on the tables of the office and the desk: requests, incidents, holds, payments, money.

All of it is done as people do it, through forms.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from hylla.catalogue.actions.batches import NewProfile, add_profile, receive_file, work_on_batches
from hylla.catalogue.actions.editing import Hand, change_record
from hylla.catalogue.models import Record
from hylla.catalogue.queries.batches import profiles
from hylla.catalogue.queries.versions import editable, versions_of
from hylla.catalogue.rules.matching import MatchBy
from hylla.circulation.actions import ask_review, begin_inventory, leave, settle_claim
from hylla.circulation.models import OutreachHistory
from hylla.circulation.queries import loan_rules
from hylla.circulation.rules.inventories import Part
from hylla.fees.actions import open_claim
from hylla.fees.models import Claim, ClaimKind
from hylla.formats.marc.fixed import copied
from hylla.interlibrary.actions import wish
from hylla.interlibrary.rules import Wanted
from hylla.library.actions import add_branch
from hylla.library.models import Branch, PolicyDraft, Staff
from hylla.library.queries import policy_in_force
from hylla.outreach.actions import Terms, add_round, begin
from hylla.outreach.models import Wish
from hylla.patrons.actions import Shown, apply_for_card
from hylla.patrons.actions.classes import NewList, replace_class
from hylla.patrons.models import Person
from hylla.patrons.models.applicants import Way
from hylla.patrons.rules import NewPatron, end_of_school_year
from hylla.privacy.models import DisclosureCase, Incident, LegalHold, OnwardNotice, Request
from hylla.privacy.rights.terms import Asked
from hylla.privacy.vocabulary import Language, Role
from tests.browser.authorities import authorities
from tests.browser.conftest import Site
from tests.browser.many import changed, made_one
from tests.browser.matrix import Samples
from tests.browser.pages import INVOICE, MY_LIST, SHARED, apart
from tests.browser.public_pages import reviewed
from tests.builders import a_public_list, an_invoice
from tests.doors.town import PASSWORD, Patron, Town, change_policy
from tests.formats.marc.making import book, iso2709
from tests.patrons.samples import ADULT, synthetic_id

LAW = "TF 2 kap. 1 §"
COLLECTOR = "Prøveinkasso AS"
READY = UUID("5c9ec3a1-0000-4000-8000-0000000000ee")
"""An invoice that may be handed over."""


CHOOSER = "outreach"
TEACHER = "teacher"
"""Who answers for the round."""


@dataclass(frozen=True)
class Cases:
    """Who works here, what stands in the addresses of what they work with, and what in forms."""

    colleague_id: int
    voucher: int
    applicant_id: str
    legal_hold: str
    rule: int
    requests: tuple[str, ...]
    newcomer: str
    samples: Samples


def work_waits(site: Site, patron: Patron) -> Cases:
    """Let there be a case of each kind, and return where they are."""
    return apart(lambda: _made(site.town, patron))


def _made(town: Town, patron: Patron) -> Cases:
    change_policy()
    officer, other = _in(town, Role.PRIVACY_OFFICER), _in(town, Role.ADMINISTRATOR)
    word = _ask(officer, town.patron())
    _happen(officer, other)
    _want(officer, other, patron)
    _open_for_a_reason(town)
    _draft(officer, other)
    _collect(town)
    return _cases(town, word)


def _collect(town: Town) -> None:
    """Let four owe so long that somebody may warn them, hand over, and recall."""
    day = timezone.localdate()
    long = {"made_on": day - timedelta(days=80), "due_on": day - timedelta(days=50)}
    warned = {"warned_on": day - timedelta(days=30), "warned_until_on": day - timedelta(days=16)}
    handed = {**warned, "handed_over_on": day, "collector": COLLECTOR}
    for told in ({}, {**warned, "id": READY}, handed):
        person = Person.objects.get(pk=town.patron().id)
        invoice = an_invoice(person, **long, **told)
        Claim.objects.create(
            patron=person, branch=town.main, kind=ClaimKind.LOST, amount_ore=41500, opened_on=day,
            invoice=invoice,
        )  # fmt: skip
    OnwardNotice.objects.create(
        recipient=COLLECTOR, reference="2025-000017", asked_at=timezone.now()
    )


def _in(town: Town, role: Role) -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"})
    told = {"username": town.staff(role), "password": PASSWORD}
    _send(client, "desk/log-in/", told)
    return client


def _send(client: Client, path: str, told: dict[str, Any]) -> str:
    """Send a form, which is not to be refused, and return where it leads."""
    answer = client.post(f"/en/{path}", told)
    assert answer.status_code in {200, 302}, f"{path}: {answer.content.decode()}"
    return str(answer.headers.get("Location", "")).removeprefix("/en/")


def _ask(officer: Client, patron: Patron) -> str:
    """Take requests in, and return the link to what one is answered with."""
    stranger = {"kind": "extract", "came_by": "letter", "proof": "none", "name": "Ingen Prøve"}
    _send(officer, "office/requests/new/", {**stranger, "reply_to": "Gata 9, 0001 Fjordvik"})
    known = {"came_by": "letter", "proof": "passport", "card": patron.card, "words": "As I said"}
    for kind in ("rectification", "restriction"):
        _send(officer, "office/requests/new/", {**known, "kind": kind, "field": "address"})
    answer = officer.post("/en/office/requests/new/", {**known, "kind": "extract"})
    link = re.search(r"/my/fetch/([^/]+)/", answer.content.decode())
    assert link is not None, "an extract is made at once for whoever showed who they are"
    return link[1]


def _happen(officer: Client, other: Client) -> None:
    """Write an incident down, and let two people say yes to the list of whom it touches."""
    now = timezone.now()
    told = {
        "tables": ["patrons.Email"],
        "from_at": _written(now - timedelta(days=2)),
        "until_at": _written(now + timedelta(hours=3)),
        "noticed_at": _written(now - timedelta(hours=5)),
        "words": "A list lay in the printer",
    }
    incident = _send(officer, "office/incidents/", told)
    for each in (officer, other):
        _send(each, f"{incident}agree/", {})


def _written(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


def _want(officer: Client, other: Client, patron: Patron) -> None:
    """Let an authority ask, and a law hold loans back that two people agreed on."""
    asked = {"asked_by": "public_record", "ground": LAW, "about": "everyone"}
    _send(officer, "office/hand-over/cases/", {**asked, "wanted": ["patrons.Identity"]})
    held = {
        "card": patron.card,
        "tables": ["circulation.Loan"],
        "reason": "crime",
        "law": "RB 27 kap. 16 §",
        "until_on": (timezone.localdate() + timedelta(days=60)).isoformat(),
    }
    address = _send(officer, "office/held/", held)
    page = other.get(f"/en/{address}").content.decode()
    until = re.search('name="until" value="([^"]+)"', page)
    assert until is not None
    _send(other, f"{address}agree/", {"until": until[1]})


def _open_for_a_reason(town: Town) -> None:
    unhappy = town.patron(given_name="Sunniva", phones=("412 98 111",))
    told = {"name": "Sunniva", "also": "412 98 111", "reason": "emergency"}
    _send(_in(town, Role.DESK), "desk/glass/", {**told, "words": "Called by the hospital"})
    leave(unhappy.id, policy=policy_in_force(), now=datetime.now(UTC))


def _draft(officer: Client, other: Client) -> None:
    """Write another policy, to which one person has said yes."""
    text = policy_in_force().text
    changed = text.replace('closed_loan = "', 'closed_loan = "P9D" # "', 1)
    changed = changed.replace('version = "1.1"', 'version = "1.2"', 1)
    _send(officer, "office/policy/text/", {"text": changed})
    _send(other, "office/policy/agree/", {"digest": PolicyDraft.objects.get().digest})


def _cases(town: Town, word: str) -> Cases:
    policy, now = policy_in_force(), datetime.now(UTC)
    paid = Claim.objects.create(
        patron_id=town.patron().id,
        branch=town.main,
        kind="overdue",
        amount_ore=5000,
        opened_on=now.date(),
    )
    applicant = NewPatron(
        given_name="Sigrun",
        family_name="Løvmark",
        national_id=synthetic_id(ADULT),
        emails=("sigrun@example.org",),
        home_branch_id=town.main.pk,
    )
    applied = apply_for_card(applicant, way=Way.NUMBER, policy=policy, now=now)
    return Cases(
        colleague_id=Staff.objects.get(username=town.staff(Role.DESK, username="colleague")).pk,
        voucher=settle_claim(paid.pk, method="cash", now=now, policy=policy),
        applicant_id=str(applied.applicant_id),
        legal_hold=str(LegalHold.objects.get().pk),
        rule=loan_rules()[0].id,
        requests=tuple(str(each.pk) for each in Request.objects.exclude(person=None)),
        newcomer=town.staff(Role.DESK, username="newcomer"),
        samples=_samples(town, word, now),
    )


def _round(town: Town, now: datetime) -> tuple[int, UUID]:
    """Let the books come to somebody, who has had one and wishes for another."""
    chooser = Staff.objects.get(username=town.staff(Role.OUTREACH, username=CHOOSER)).pk
    way = add_round(
        "Fjord", branch_id=town.main.pk, first_on=now.date(), every_weeks=3, staff_id=chooser
    )
    patron, shown = town.patron(), Shown(policy_in_force(), Language.EN)
    stop = begin(patron.id, Terms(way), shown=shown, now=now)
    Wish.objects.create(agreement_id=stop, wanted="form", words="large print")
    OutreachHistory.objects.create(
        consent_id=stop, record=town.record("Vinterfjell"), returned_on=now.date().replace(day=1)
    )
    town.lend(patron, town.item("Sommerhav"))
    return way, stop


def _class(town: Town, now: datetime) -> str:
    """Let a school library have a class, and somebody there answer for it."""
    school, pupil = add_branch("school", name="Skolen"), town.child(age=11)
    teacher = town.staff(Role.SCHOOL, username=TEACHER)
    Branch.objects.filter(pk=school.pk).update(is_school_library=True)
    Staff.objects.filter(username=teacher).update(branch=school)
    Person.objects.filter(pk=pupil.id).update(home_branch=school)
    last = end_of_school_year(now.date())
    told = NewList("7B", last, pupil.card)
    replace_class(told, branch_id=school.pk, policy=policy_in_force(), now=now)
    return told.name


def _review(town: Town, now: datetime) -> UUID:
    """Let the program stop somebody who owes too much, and them ask that a person looks at it."""
    patron, policy = town.patron(), policy_in_force()
    most = policy.fees.block_at_ore
    on, kind = now.date(), ClaimKind.LOST
    open_claim(patron.id, branch_id=town.main.pk, kind=kind, amount_ore=most, on=on)
    asked = Asked(words="Half of it is paid at the desk.")
    return ask_review(patron.id, asked=asked, policy=policy, now=now)


def _file(now: datetime) -> int:
    """Send a file of records in, and let it be looked at."""
    profile = add_profile(NewProfile("Libris", match_by=(MatchBy.ISBN,), kept="9XX"))
    data = iso2709(book(1)) + b"00026garbage\x1d"
    number = receive_file([data], name="new.mrc", profile_id=profile, now=now)
    work_on_batches(now=now, on=now.date())
    return number


def _edited(town: Town, now: datetime) -> Samples:
    """Change a title, so that there is something to look at."""
    number = town.item("Fjellvandring i nord").record_id
    known = editable(number)
    assert known is not None
    by = Hand(Staff.objects.values_list("pk", flat=True)[0], now, now.date())
    change_record(number, copied(known.record), seen=known.seen, by=by)
    return {
        "cataloguing:edit": {"record_id": number},
        "cataloguing:copies": {"record_id": number},
        "cataloguing:history": {"record_id": number},
        "cataloguing:work": {"record_id": number},
        "cataloguing:version": {"number": versions_of(number)[0].id},
    }


def _catalogued(town: Town, now: datetime) -> Samples:
    file = _file(now)
    return {
        **_edited(town, now),
        **authorities(town, now),
        **changed(now),
        **made_one(town, now),
        "cataloguing:cover": {"record_id": town.item("Blåmåned").record_id},
        "cataloguing:import": {"number": file},
        "cataloguing:import_row": {"number": file, "place": 1},
        "cataloguing:profile": {"number": profiles()[0].id},
    }


def _reviewed(town: Town, title: Record) -> Samples:
    shown, unread = reviewed(town, title)
    return {
        "opac:record": {"record_id": title.pk},
        "opac:work": {"work_key": title.work_key},
        "opac:reviews": {"record_id": title.pk},
        "opac:report_review": {"review_id": shown},
        "mypage:rate": {"record_id": title.pk},
        "opac:public_list": {"number": (listed := a_public_list(title, on=timezone.localdate()))},
        "cataloguing:public_list": {"number": listed},
        "mypage:list": {"list_id": MY_LIST},
        "mypage:put_on_list": {"record_id": title.pk},
        "opac:shared_list": {"word": SHARED},
        "desk:moderate_one": {"review_id": unread},
    }


def _samples(town: Town, word: str, now: datetime) -> Samples:
    way, stop = _round(town, now)
    counted = begin_inventory(Part(town.main.pk), now=now)
    wished = wish(
        Wanted("Fyrlykt"),
        person_id=town.patron().id,
        pickup_branch_id=town.main.pk,
        now=now,
        policy=policy_in_force(),
    )
    title = town.item("Fjellvandring i nord").record
    return {
        **_catalogued(town, now),
        **_reviewed(town, title),
        "opac:author": {"address": "elv-sara"},
        "opac:version": {"version": policy_in_force().notice.version},
        "opac:paper": {"kind": "periods"},
        "opac:promise": {"sentence_id": "loans-are-told-to-you"},
        "mypage:place_hold": {"record_id": town.item("Bølgene").record_id},
        "mypage:paid": {"reference": "reference"},
        "mypage:fetch": {"word": word},
        "desk:change_rule": {"number": loan_rules()[0].id},
        "desk:round": {"number": way},
        "desk:school_class": {"school_class": _class(town, now)},
        "desk:stop": {"agreement": str(stop)},
        "desk:inventory": {"number": counted},
        "desk:end_inventory": {"number": counted},
        "desk:elsewhere_one": {"request_id": wished},
        "desk:review": {"request_id": _review(town, now)},
        "office:request": {"request_id": Request.objects.get(person_id=None).pk},
        "office:confirm": {"sentence_id": "loans-are-told-to-you"},
        "office:policy_part": {"part": "periods"},
        "office:processor": {"number": 0},
        "office:incident": {"number": Incident.objects.get().pk},
        "office:affected": {"number": Incident.objects.get().pk},
        "office:legal_hold": {"hold_id": str(LegalHold.objects.get().pk)},
        "office:invoice": {"invoice_id": INVOICE},
        "office:disclosure": {"number": DisclosureCase.objects.get().pk},
    }
