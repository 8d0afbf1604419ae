"""Rows past their date, and who would show them: for every clock a row and its reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import DateTimeField

from hylla.catalogue.models import Item
from hylla.circulation.models import History, OutreachHistory
from hylla.circulation.queries import history_of, last_borrower, let_off_until
from hylla.circulation.queries.history import had_under
from hylla.fees.queries import claims_of, invoices_of, payments_of
from hylla.interlibrary.queries import requests_of
from hylla.library.models import Staff
from hylla.library.queries import staff_at_work
from hylla.lists.queries import lists_of
from hylla.messages.models import Message, PushSubscription
from hylla.messages.queries import messages_of, phones_of
from hylla.outreach.models import Agreement
from hylla.patrons.models import (
    Address,
    Applicant,
    AtDesk,
    Block,
    Card,
    Consent,
    GlassBroken,
    Guardianship,
    Identity,
    KeptCard,
    Person,
    Reprieve,
    Session,
)
from hylla.patrons.models.consents import ConsentTo
from hylla.patrons.models.contact import Email, Phone
from hylla.patrons.queries import consent_of, details, family_of, kept_cards_of, waiting
from hylla.patrons.queries.desks import opening_at
from hylla.patrons.queries.entry import log_ins_of
from hylla.patrons.queries.failing import failing_of
from hylla.patrons.queries.glass import glass_of, glass_to_review
from hylla.privacy.access import readings_of
from hylla.privacy.clocks import due, ends
from hylla.privacy.declarations import Keep
from hylla.privacy.disclosing import disclosure_cases
from hylla.privacy.legal_holds import legal_holds
from hylla.privacy.merging import capsule_of
from hylla.privacy.models import (
    AccessEntry,
    DisclosureCase,
    MergeCapsule,
    OnwardNotice,
    PreparedExtract,
    Receipt,
)
from hylla.privacy.policy import Policy
from hylla.privacy.registry import clocks, column, name_of
from hylla.privacy.rights import prepared
from hylla.privacy.rights.deletions import deletions_of
from hylla.privacy.rights.inbox import requests_of as rights_asked_of
from hylla.privacy.rights.receipts import _hash, receipt_with
from tests.builders import (
    LIBRARIES,
    a_branch,
    a_claim,
    a_legal_hold,
    a_list,
    a_loan,
    a_payment,
    a_person,
    a_record,
    a_wish,
    an_agreement,
    an_invoice,
    ask_to_be_erased,
    policy_of,
)
from tests.reviews.past import refused_today, texts_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
TODAY = NOW.date()
WORD = "a word of a link"
CODE = "2345-6789-ABCD-EFGH-JKMN"


@dataclass(frozen=True)
class Look:
    """Who looks, when, and at whom."""

    person: Person
    policy: Policy
    now: datetime

    @property
    def at(self) -> dict[str, Any]:
        """What most readers ask for."""
        return {"policy": self.policy, "now": self.now}

    @property
    def day(self) -> date:
        """The day it is."""
        return self.now.date()


@dataclass(frozen=True)
class Read:
    """How a row is planted whose clock begins now, and who reads it."""

    plant: Callable[[Person], object]
    shows: Callable[[Look], object]


def a_session(person: Person, **values: Any) -> Session:
    return Session.objects.create(
        session_key=f"key{Session.objects.count()}",
        session_data="",
        person=person,
        **{"expire_date": NOW, **values},
    )


def a_desk(person: Person) -> None:
    desk = Session.objects.create(session_key="desk", session_data="", expire_date=NOW)
    AtDesk.objects.create(session=desk, person=person, task="card", at=NOW, is_open=True)


def remembered(person: Person) -> None:
    consent = Consent.objects.create(
        person=person,
        what="loan_history",
        notice_version="1.0",
        language="nb",
        given_in="my_page",
        given_at=NOW,
    )
    History.objects.create(consent=consent, record=a_record(), returned_on=TODAY, is_month=False)


def chosen_for(person: Person) -> None:
    agreed = an_agreement(person, at=NOW)
    OutreachHistory.objects.create(consent=agreed.consent, record=a_record(), returned_on=TODAY)


def stop_at(person: Person) -> UUID:
    return Agreement.objects.get(consent__person=person).pk


def extracted(person: Person, **values: Any) -> None:
    request = ask_to_be_erased(person.pk, kind="extract")
    PreparedExtract.objects.create(
        request=request, token_hash=prepared._hash(WORD), **{"made_at": NOW, **values}
    )


def a_receipt(person: Person) -> Receipt:
    request = ask_to_be_erased(person.pk)
    return Receipt.objects.create(
        request=request,
        code_hash=_hash(CODE),
        kind="erasure",
        made_at=NOW,
        completed_at=NOW,
        copy_days=30,
    )


def an_applicant() -> Applicant:
    return Applicant.objects.create(
        reference="ABCDEFGH",
        way="desk",
        given_name="Sigrun",
        family_name="Prøve",
        birth_date=date(1990, 1, 1),
        language="nb",
        home_branch=a_branch(),
        terms="1.0",
        started_at=NOW,
    )


def a_guardian(person: Person) -> None:
    Guardianship.objects.create(
        child=a_person(), guardian=person, since_on=date(2015, 1, 1), ends_on=TODAY
    )


def glass(person: Person) -> None:
    GlassBroken.objects.create(
        person=person,
        role="desk",
        unit="main",
        reason="error",
        words="x",
        asked_at=NOW,
        until_at=NOW,
    )


READERS: Mapping[str, Read] = {
    "circulation.Loan:closed_loan": Read(
        lambda who: a_loan(who, lent_at=NOW, returned_at=NOW, closed_at=NOW),
        lambda look: last_borrower(Item.objects.get().barcode, **look.at),
    ),
    "circulation.History:loan_history": Read(
        remembered, lambda look: history_of(look.person.pk, **look.at).rows
    ),
    "interlibrary.Wish:declined_wish": Read(
        lambda who: a_wish(who, asked_at=NOW, declined_at=NOW, reason="not_found"),
        lambda look: requests_of(look.person.pk, **look.at),
    ),
    "reviews.Review:refused_review": Read(
        refused_today, lambda look: texts_of(look.person.pk, **look.at)
    ),
    "lists.TitleList:untouched_list": Read(
        lambda who: a_list(who, touched_on=TODAY), lambda look: lists_of(look.person.pk, **look.at)
    ),
    "circulation.OutreachHistory:loan_history": Read(
        chosen_for, lambda look: had_under(stop_at(look.person), **look.at)
    ),
    "messages.Message:delivered_message": Read(
        lambda who: Message.objects.create(
            person=who, template="welcome", created_at=NOW, next_attempt_at=NOW, closed_at=NOW
        ),
        lambda look: messages_of(look.person.pk, **look.at),
    ),
    "messages.PushSubscription:silent_phone": Read(
        lambda who: PushSubscription.objects.create(
            person=who, sealed=b"", fingerprint="x", service="x", since_at=NOW, seen_at=NOW
        ),
        lambda look: phones_of(look.person.pk, **look.at),
    ),
    "patrons.Session:ended_session": Read(
        lambda who: a_session(who, expire_date=NOW + timedelta(seconds=1)),
        lambda look: log_ins_of(look.person.pk, here="", now=look.now),
    ),
    "patrons.AtDesk:ended_session": Read(a_desk, lambda look: opening_at("desk", now=look.now)),
    "patrons.Block:ended_block": Read(
        lambda who: Block.objects.create(
            person=who, reason="conduct", since_on=TODAY, until_on=TODAY
        ),
        lambda look: details(look.person.pk, on=look.day).blocks,
    ),
    "patrons.Reprieve:ended_block": Read(
        lambda who: Reprieve.objects.create(person=who, since_on=TODAY, until_on=TODAY),
        lambda look: let_off_until(look.person.pk, **look.at),
    ),
    "patrons.Guardianship:ended_guardianship": Read(
        a_guardian,
        lambda look: family_of(look.person.pk, on=look.day - timedelta(days=1)).wards,
    ),
    "patrons.Email:failed_address": Read(
        lambda who: Email.objects.create(person=who, address="kari@example.org", failed_at=NOW),
        lambda look: failing_of(look.person.pk, **look.at),
    ),
    "patrons.Phone:failed_address": Read(
        lambda who: Phone.objects.create(person=who, number="1", is_mobile=True, failed_at=NOW),
        lambda look: failing_of(look.person.pk, **look.at),
    ),
    "patrons.Address:ended_address": Read(
        lambda who: Address.objects.create(
            person=who, kind="temporary", line_1="x", postcode="1", city="x", until_on=TODAY
        ),
        lambda look: details(look.person.pk, on=look.day).addresses,
    ),
    "patrons.Identity:ended_school_class": Read(
        lambda who: Identity.objects.filter(person=who).update(
            school_class="7B", school_class_until=TODAY
        ),
        lambda look: details(look.person.pk, on=look.day).school_class,
    ),
    "patrons.KeptCard:kept_card": Read(
        lambda who: KeptCard.objects.create(person=who, token_hash="x", since_at=NOW, seen_at=NOW),
        lambda look: kept_cards_of(look.person.pk, **look.at),
    ),
    "patrons.GlassBroken:access_log": Read(
        glass,
        lambda look: (*glass_of(look.person.pk, **look.at), *glass_to_review(**look.at)),
    ),
    "patrons.Applicant:unconfirmed_registration": Read(
        lambda who: an_applicant(), lambda look: waiting(**look.at)
    ),
    "privacy.AccessEntry:access_log": Read(
        lambda who: AccessEntry.objects.create(
            person=who, at=NOW, role="desk", unit="main", task="card", kinds="name"
        ),
        lambda look: readings_of(look.person.pk, **look.at),
    ),
    "privacy.PreparedExtract:prepared_extract": Read(
        extracted, lambda look: prepared.is_there(WORD, **look.at)
    ),
    "privacy.MergeCapsule:merge_undo": Read(
        lambda who: MergeCapsule.objects.create(person=who, sealed=b"", merged_at=NOW),
        lambda look: capsule_of(look.person.pk, **look.at),
    ),
    "privacy.Request:answered_request": Read(
        lambda who: ask_to_be_erased(who.pk, closed_at=NOW, answered_at=NOW),
        lambda look: rights_asked_of(look.person.pk, **look.at),
    ),
    "privacy.Request:unidentified_request": Read(
        lambda who: ask_to_be_erased(who.pk, closed_at=NOW, unidentified_at=NOW),
        lambda look: rights_asked_of(look.person.pk, **look.at),
    ),
    "privacy.DisclosureCase:closed_disclosure": Read(
        lambda who: DisclosureCase.objects.create(
            asked_on=TODAY,
            asked_by="other",
            ground="x",
            about="one",
            wanted=" x ",
            people_asked=1,
            closed_at=NOW,
        ),
        lambda look: disclosure_cases(**look.at),
    ),
    "privacy.LegalHold:proposed_legal_hold": Read(
        lambda who: a_legal_hold(who, proposed_at=NOW, in_force_at=None),
        lambda look: legal_holds(**look.at),
    ),
    "privacy.LegalHold:ended_legal_hold": Read(
        lambda who: a_legal_hold(who, until_at=NOW), lambda look: legal_holds(**look.at)
    ),
    "privacy.OnwardNotice:processor_deletion": Read(
        lambda who: OnwardNotice.objects.create(
            receipt=a_receipt(who), recipient="Drift", asked_at=NOW, told_at=NOW, done_at=NOW
        ),
        lambda look: deletions_of(Receipt.objects.get().pk, **look.at),
    ),
    "privacy.Receipt:receipt": Read(a_receipt, lambda look: receipt_with(CODE, **look.at)),
    "fees.Invoice:settled_invoice": Read(
        lambda who: an_invoice(who, made_on=NOW.date(), settled_at=NOW),
        lambda look: invoices_of(look.person.pk, **look.at),
    ),
    "fees.Payment:finished_payment": Read(
        lambda who: a_payment(who, began_at=NOW, state="paid", finished_at=NOW),
        lambda look: payments_of(look.person.pk, **look.at),
    ),
}
AT_ONCE: Mapping[str, Read] = {
    "fees.Claim:settled_claim": Read(
        lambda who: a_claim(who, opened_on=TODAY, settled_at=NOW),
        lambda look: claims_of(look.person.pk),
    ),
    "patrons.Consent:withdrawn_consent": Read(
        lambda who: (remembered(who), Consent.objects.update(withdrawn_at=NOW)),
        lambda look: consent_of(look.person.pk, ConsentTo.LOAN_HISTORY),
    ),
    "patrons.Card:ended_card": Read(
        lambda who: Card.objects.create(
            number="1", person=who, kind="local", status="lost", issued_on=TODAY, ended_on=TODAY
        ),
        lambda look: details(look.person.pk, on=look.day).card,
    ),
    "library.Staff:former_staff": Read(
        lambda who: Staff.objects.create(
            pk=7, username="x", name="X", branch=a_branch(), language="nb", left_on=TODAY
        ),
        lambda look: staff_at_work(7),
    ),
    "privacy.PreparedExtract:fetched_extract": Read(
        lambda who: extracted(who, fetched_at=NOW),
        lambda look: prepared.is_there(WORD, **look.at),
    ),
}
"""Rows that nobody reads any more as soon as their clock runs, however long it does."""


def a_policy(keep: Keep) -> Policy:
    """Return a policy under which the clock's rows are read at all."""
    policies = map(policy_of, LIBRARIES)
    return next(
        (each for each in policies if not each.period(keep.period).is_zero), policy_of("fjordvik")
    )


def problem_of(name: str) -> str:
    """Plant a row, let time go on and no night be run; say what is wrong with its reader.

    Nothing of it is left.
    """
    (clock,) = [each for each in clocks() if name_of(*each) == name]
    model, keep = clock
    policy, read = a_policy(keep), READERS[name]
    with transaction.atomic():
        person = a_person(born=date(1980, 1, 1))
        read.plant(person)
        seen = read.shows(Look(person, policy, NOW))
        moment = isinstance(column(model, keep.since), DateTimeField)
        end = ends(keep, policy=policy, since=NOW if moment else TODAY)
        late = datetime.combine(end, time(12), tzinfo=UTC) + timedelta(days=2)
        is_there = due(model, keep, policy=policy, now=late).exists()
        shown = read.shows(Look(person, policy, late))
        transaction.set_rollback(True)
    if not seen or not is_there:
        return "control: it is not read even while it may be, or is gone without a night"
    return "it is shown past its date" if shown else ""
