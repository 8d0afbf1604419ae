"""A patron who used everything there is, erased: after the night no file holds a byte of it."""

import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from django.db import connection

from hylla.circulation.models import History, OutreachHistory
from hylla.interlibrary.actions import confirm
from hylla.interlibrary.models import Order
from hylla.library.models import Staff
from hylla.messages.models import Message, PushSubscription
from hylla.outreach.models import Wish
from hylla.patrons.models import (
    Address,
    AtDesk,
    Card,
    Consent,
    Credential,
    Email,
    GlassBroken,
    Identity,
    KeptCard,
    NationalId,
    OwnRecord,
    Passkey,
    Person,
    Phone,
    Session,
    SubjectKey,
    UserName,
)
from hylla.privacy.declarations import SELF
from hylla.privacy.erasure import ask
from hylla.privacy.models import (
    AccessEntry,
    MergeCapsule,
    OnwardNotice,
    PreparedExtract,
    Request,
    Statement,
)
from hylla.privacy.registry import personal_models
from hylla.privacy.residue import Place, pairs, scan, stores
from hylla.privacy.rights.deletions import deletions_waiting, note_asked, note_deleted
from hylla.privacy.storage import prepare, sweep
from hylla.privacy.vocabulary import Subject
from hylla.reviews.models import Reviewer
from tests.builders import (
    a_branch,
    a_claim,
    a_hold,
    a_legal_hold,
    a_list,
    a_loan,
    a_payment,
    a_person,
    a_record,
    a_review,
    a_wish,
    an_agreement,
    an_invoice,
    an_order,
    policy_of,
)

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
POLICY = policy_of("fjordvik")
AT_LEAST = 60
# What is left on purpose: the receipt by which someone without an account sees how it ended, and
# tables that a patron fills only at a kiosk or under a guardian, looked at by the canary.
NOT_PLANTED = {
    "privacy.Receipt",
    "privacy.ReceiptLine",
    "patrons.AtKiosk",
    "patrons.Block",
    "patrons.Guardianship",
    "patrons.Reprieve",
}


class Planted:
    """Markers that stand nowhere else, and every one that was given out."""

    def __init__(self) -> None:
        self.markers: list[str] = []
        self._numbers = count(1)

    def text(self, length: int = 20) -> str:
        """Return a marker of so many letters."""
        number = next(self._numbers)
        self.markers.append(f"zq{number:02}{uuid.uuid4().hex}"[:length])
        return self.markers[-1]

    def raw(self) -> bytes:
        """Return a marker as bytes."""
        return b"\0" + self.text(30).encode() + b"\xff"

    def key(self) -> uuid.UUID:
        """Return a marker that is an id."""
        self.markers.append(str(uuid.uuid4()))
        return uuid.UUID(self.markers[-1])


def who(mark: Planted) -> Person:
    """Make someone with every detail there can be."""
    person = a_person(born=date(1980, 5, 17))
    mark.markers.append(str(person.pk))
    Identity.objects.filter(person=person).update(
        given_name=mark.text(), family_name=mark.text(), school_class=mark.text(12)
    )
    for kind in ("permanent", "temporary"):
        Address.objects.create(
            person=person,
            kind=kind,
            line_1=mark.text(),
            line_2=mark.text(),
            postcode=mark.text(12),
            city=mark.text(),
        )
    for rank in range(2):
        Phone.objects.create(person=person, number=mark.text(), is_mobile=True, rank=rank)
        address = f"{mark.text()}@example.org"
        Email.objects.create(person=person, address=address, rank=rank)
    SubjectKey.objects.create(person=person, wrapped=mark.raw())
    NationalId.objects.create(
        person=person, kind="no", sealed=mark.raw(), fingerprint=mark.text(36)
    )
    return person


def ways_in(person: Person, mark: Planted) -> None:
    """Give them every way in, and let them be logged in twice."""
    for status, ended in (("active", None), ("lost", NOW.date())):
        Card.objects.create(
            number=mark.text(),
            person=person,
            kind="local",
            status=status,
            issued_on=NOW.date(),
            ended_on=ended,
        )
    Credential.objects.create(person=person, pin_hash=mark.text(), password_hash=mark.text())
    UserName.objects.create(person=person, name=mark.text())
    for _ in range(2):
        Passkey.objects.create(
            person=person,
            credential_id=mark.raw(),
            public_key=mark.raw(),
            name=mark.text(),
            added_on=NOW.date(),
        )
        Session.objects.create(
            session_key=mark.text(),
            session_data=mark.text(),
            expire_date=NOW + timedelta(hours=1),
            person=person,
        )
    KeptCard.objects.create(person=person, token_hash=mark.text(36), since_at=NOW, seen_at=NOW)
    PushSubscription.objects.create(
        person=person,
        sealed=mark.raw(),
        fingerprint=mark.text(36),
        service=mark.text(),
        since_at=NOW,
        seen_at=NOW,
    )
    MergeCapsule.objects.create(id=mark.key(), person=person, sealed=mark.raw(), merged_at=NOW)


def borrowing(person: Person, mark: Planted) -> str:
    """Let them borrow, wait, owe, agree and be written to; return a title of their history."""
    title = mark.text()
    mark.markers.remove(title)
    for _ in range(2):
        a_loan(person, lent_at=NOW, id=mark.key(), returned_at=NOW, closed_at=NOW)
        hold = a_hold(person, placed_at=NOW, record=a_record())
        mark.markers.append(str(hold.pk))
        bill = an_invoice(person, made_on=NOW.date(), id=mark.key(), settled_at=NOW)
        claim = a_claim(person, opened_on=NOW.date(), id=mark.key(), settled_at=NOW, invoice=bill)
        ref, key = mark.text(), mark.key()
        a_payment(person, began_at=NOW, id=key, claim=claim, reference=ref, finished_at=NOW)
        elsewhere(person, mark)
        Message.objects.create(
            id=mark.key(),
            person=person,
            template="welcome",
            code=mark.text(10),
            created_at=NOW,
            next_attempt_at=NOW,
        )
    consent = Consent.objects.create(
        id=mark.key(),
        person=person,
        what="loan_history",
        notice_version="1.0",
        notice_digest=mark.text(36),
        language="nb",
        given_in="my_page",
        given_at=NOW,
    )
    for _ in range(3):
        History.objects.create(
            id=mark.key(),
            consent=consent,
            record=a_record(title),
            returned_on=NOW.date(),
            is_month=False,
        )
    chosen_for(person, mark)
    return title


def said(person: Person, mark: Planted) -> None:
    """Let them rate and review a title, under the same name each time, and list another."""
    name = Reviewer.objects.values_list("name", flat=True).first() or mark.text()
    told = {"name": name, "id": mark.key(), "text": mark.text(40)}
    a_review(person, written_on=NOW.date(), **told)
    told = {name: mark.text() for name in ("name", "shared_as", "topic", "note", "title")}
    a_list(person, touched_on=NOW.date(), id=mark.key(), **told)


def elsewhere(person: Person, mark: Planted) -> None:
    """Let them want something from another library, and have had something, which they review."""
    words = {name: mark.text() for name in ("title", "author", "isbn")}
    a_wish(person, asked_at=NOW, id=mark.key(), **words)
    words = {name: mark.text() for name in ("title", "author", "isbn")}
    number = mark.text(12)
    an_order(person, sent_at=NOW, id=mark.key(), status="sent_back", number=number, **words)
    said(person, mark)


def chosen_for(person: Person, mark: Planted) -> None:
    """Let the books come to them, with what they have had and what they wish for."""
    agreed = an_agreement(person, at=NOW, id=mark.key())
    for _ in range(2):
        Wish.objects.create(id=mark.key(), agreement=agreed, wanted="author", words=mark.text())
        OutreachHistory.objects.create(
            id=mark.key(), consent=agreed.consent, record=a_record(), returned_on=NOW.date()
        )


def rights(person: Person, mark: Planted) -> None:
    """Let them be looked at, and ask for things."""
    for _ in range(2):
        AccessEntry.objects.create(
            person=person, at=NOW, role="desk", unit=mark.text(), task=mark.text(), kinds="name"
        )
    request = Request.objects.create(
        id=mark.key(),
        person=person,
        kind="rectification",
        what=mark.text(),
        words=mark.text(),
        name=mark.text(),
        reply_to=mark.text(),
        came_by="letter",
        proof="none",
        role="desk",
        requested_at=NOW,
        due_on=NOW.date(),
    )
    PreparedExtract.objects.create(
        request=request, token_hash=mark.text(36), sealed=mark.raw(), made_at=NOW
    )
    answered(request, mark)
    staff = Staff.objects.create(
        username="ansatt", name="Ansatt", password_hash="", branch=a_branch(), language="nb"
    )
    desk = Session.objects.create(
        session_key="desk", session_data="", expire_date=NOW + timedelta(hours=1), staff=staff
    )
    AtDesk.objects.create(session=desk, person=person, task=mark.text(), at=NOW, is_open=True)
    OwnRecord.objects.create(staff=staff, person=person)
    GlassBroken.objects.create(
        person=person,
        staff=staff,
        role="desk",
        unit=mark.text(),
        reason="error",
        words=mark.text(),
        asked_at=NOW,
    )


def answered(request: Request, mark: Planted) -> None:
    """Leave their words beside a field, and tell a processor."""
    OnwardNotice.objects.create(request=request, recipient=mark.text(), asked_at=NOW)
    # It held their loans back until just now: it goes with them.
    person = Person.objects.get(pk=request.person_id)
    a_legal_hold(person, law=mark.text(), in_force_at=NOW - timedelta(days=1), until_at=NOW)
    Statement.objects.create(
        person_id=request.person_id, what="name", words=mark.text(), since_at=NOW
    )


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_any_file() -> None:
    """At least 60 markers, each found while they are there; then the night, and none is."""
    prepare()
    mark = Planted()
    person = who(mark)
    ways_in(person, mark)
    title = borrowing(person, mark)
    rights(person, mark)
    every_table_has_a_row(person)
    wanted = sorted(set(mark.markers))
    assert len(wanted) >= AT_LEAST
    written_out()
    missed = set(wanted) - {hit.marker for hit in scan(wanted, everywhere()).hits}
    assert not missed, "the scan must find each while it is there"

    later = NOW + timedelta(minutes=1)
    assert not ask(person.pk, policy=POLICY, now=later)
    for each in Order.objects.values_list("pk", flat=True):
        confirm(each, now=later, policy=POLICY)
    owed = [each.told.id for each in deletions_waiting(now=later)]
    assert owed, "a processor knew them"
    note_asked(owed, policy=POLICY, now=later)
    note_deleted(owed, now=later)
    swept = sweep()
    assert swept.clean, swept.detail
    assert scan(wanted, everywhere()).hits == ()
    assert pairs(str(person.pk), title).hits == ()


def everywhere() -> tuple[Place, ...]:
    """Return every store, none of them out of reach; of PostgreSQL the server's own log too."""
    places, unreachable = stores()
    assert not unreachable
    logs = [each.path.parent / "server.log" for each in places if each.store == "PostgreSQL"]
    assert all(each.exists() for each in logs)
    return (*places, *(Place("PostgreSQL's log", each) for each in logs))


def written_out() -> None:
    """Let PostgreSQL write its tables: in its log a page's end may cut a marker in two."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")


def every_table_has_a_row(person: Person) -> None:
    """Whoever adds a table about patrons plants something in it."""
    empty = {
        model._meta.label
        for model, declared in personal_models(Subject.PATRON)
        if not model._default_manager.filter(
            **{"pk" if declared.subject == SELF else declared.subject.replace(".", "__"): person.pk}
        ).exists()
    }
    assert empty <= NOT_PLANTED, empty
