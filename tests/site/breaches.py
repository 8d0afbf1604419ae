"""One breach of each of many rules, as somebody's mistake would leave it: in rows, in columns, in
files, in the program. Each names the sentence that must turn red."""

import uuid
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from hylla.circulation.actions import claims, history, leaving, reviewing, taking_up
from hylla.circulation.models import History, LoanRule
from hylla.interlibrary.actions import buying, mailing
from hylla.library.models import Branch, PolicyVersion, Staff
from hylla.messages.actions import inactivity, lifting
from hylla.messages.models import Message
from hylla.patrons.actions import family
from hylla.patrons.models import (
    Address,
    Block,
    Card,
    Consent,
    Credential,
    Guardianship,
    KeptCard,
    NationalId,
    Person,
    Session,
)
from hylla.privacy import access
from hylla.privacy.ledger.book import Ledger, Place
from hylla.privacy.models import AccessEntry, DisclosureCase, OnwardNotice, Request
from hylla.privacy.rights import answering
from hylla.privacy.vocabulary import State
from hylla.site.probes import file, network
from tests.builders import a_claim, a_legal_hold, a_loan, a_person, a_record
from tests.fees import till
from tests.site.breaching import Breach, Field, column

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
SECTIONS = import_module("hylla.privacy.extract.sections")
LONG_AGO = timedelta(days=20 * 365)
LATE, RED = State.LATE, State.CONTRADICTED


def _handed_alone(_: Field) -> None:
    DisclosureCase.objects.create(
        asked_on=NOW.date(), asked_by="public_record", ground="TF 2:1", about="everyone",
        wanted=" circulation.Loan ", people_asked=900, ruling="given", law="TF 2:1",
        given=" circulation.Loan ", decided_at=NOW, people_told=900, handed_at=NOW, closed_at=NOW,
    )  # fmt: skip


def _endless_hold(_: Field) -> None:
    hold = a_legal_hold(someone(), until_at=NOW + LONG_AGO)
    Staff.objects.filter(pk=hold.owner_id).update(left_on=NOW.date())


def someone(**values: Any) -> Person:
    return a_person(born=date(1980, 1, 1), used=NOW.date(), **values)


def consent(person: Person, **values: Any) -> Consent:
    usual = {
        "what": "loan_history", "notice_version": "1.0", "notice_digest": "0" * 64,
        "language": "nb", "given_in": "my_page", "given_at": NOW - timedelta(days=9),
    }  # fmt: skip
    return Consent.objects.create(person=person, **{**usual, **values})


def _loan_left(_: Field) -> None:
    ended = NOW - timedelta(days=10)
    a_loan(someone(), lent_at=ended, returned_at=ended, closed_at=ended)


def _unwanted_history(_: Field) -> None:
    withdrawn = consent(someone(), withdrawn_at=NOW - timedelta(days=1))
    History.objects.create(
        consent=withdrawn, record=a_record(), returned_on=NOW.date(), is_month=False
    )


def _unsealed(_: Field) -> None:
    person = someone()
    NationalId.objects.create(
        person=person, kind="fodselsnummer", sealed=b"01810112345", fingerprint="0" * 64
    )


def _card(person: Person, **values: Any) -> None:
    usual = {"kind": "local", "status": "active", "issued_on": NOW.date()}
    Card.objects.create(number=str(uuid.uuid4().int)[:12], person=person, **{**usual, **values})


def _stuck_request(_: Field) -> None:
    Request.objects.create(
        person=someone(), kind="erasure", came_by="desk", proof="card", role="desk",
        requested_at=NOW - timedelta(days=9), due_on=NOW.date() + timedelta(days=20),
    )  # fmt: skip


def _late_request(_: Field) -> None:
    Request.objects.create(
        person=someone(), kind="extract", came_by="desk", proof="card", role="desk",
        requested_at=NOW - timedelta(days=90), due_on=NOW.date() - timedelta(days=60),
    )  # fmt: skip


def _adult_with_guardian(_: Field) -> None:
    Guardianship.objects.create(
        child=someone(), guardian=someone(), since_on=date(1990, 1, 1), ends_on=date(2090, 1, 1)
    )


def _former_staff_inside(_: Field) -> None:
    left = Staff.objects.create(
        username="left", name="Left", password_hash="", branch=Branch.objects.earliest("pk"),
        language="nb", undertaking_on=NOW.date(), left_on=NOW.date(),
    )  # fmt: skip
    Session.objects.create(
        session_key="left", session_data="", staff=left, expire_date=NOW + timedelta(days=1)
    )


def _open_after_payment(field: Field) -> None:
    field.monkeypatch.setattr(claims, "_ends", lambda *_: False)


def _lacking_extract(field: Field) -> None:
    whole = SECTIONS.personal_models
    field.monkeypatch.setattr(
        SECTIONS,
        "personal_models",
        lambda about=None: (each for each in whole(about) if each[0] is not Message),
    )


def _storing_script(field: Field) -> None:
    (field.folder / "new.js").write_text("localStorage.setItem('last', query)")
    field.monkeypatch.setattr(file, "FOLDERS", (*file.FOLDERS, field.folder))


def _foreign_host(field: Field) -> None:
    allowed = dict(field.settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    allowed["script-src"] = ["'self'", "https://cdn.example.org"]
    field.settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowed}


def _card_in_a_log(field: Field) -> None:
    number = Card.objects.values_list("number", flat=True).first() or "none"
    field.settings.LOGGING = {**field.settings.LOGGING, "folder": field.folder}
    (field.folder / "web-2026-06-15.log").write_text(f'{{"event": "x", "code": "{number}"}}\n')


def _unnamed_connection(field: Field) -> None:
    fewer = {path: why for path, why in network.REACHING.items() if path != "clients/push"}
    field.monkeypatch.setattr(network, "REACHING", fewer)


def _old_backup(field: Field) -> None:
    """A backup that is too old, and a line of the erasure ledger that the disk has spoilt."""
    place = Place(field.folder / "ledger")
    place.append(b"0 spoilt\n")
    field.monkeypatch.setattr(file, "ledger", SimpleNamespace(ledger=lambda: Ledger((place,))))
    (field.folder / f"hylla-backup-{NOW - LONG_AGO:%Y%m%dT%H%M%SZ}").mkdir()
    field.settings.HYLLA_BACKUPS = str(field.folder)


def _silent_log(field: Field) -> None:
    field.monkeypatch.setattr(AccessEntry.objects, "create", lambda **_: None)


def _mail_without_agreement(field: Field) -> None:
    """The policy these breaches are looked at by names nobody who carries mail."""
    field.settings.EMAIL_HOST = "mail.example.org"


def _statement_lost(field: Field) -> None:
    field.monkeypatch.setattr(answering, "keep_words", lambda *_, **__: None)


def _restricted_is_read(field: Field) -> None:
    field.monkeypatch.setattr(access, "is_restricted", lambda *_: False)


def _silent_end(field: Field) -> None:
    field.monkeypatch.setattr(leaving, "enqueue", lambda *_, **__: None)


def _nobody_asks_the_child(field: Field) -> None:
    field.monkeypatch.setattr(taking_up, "needs_childs_yes", lambda *_, **__: False)


def _nobody_is_warned(field: Field) -> None:
    field.monkeypatch.setattr(inactivity, "inactive_between", lambda *_, **__: ())


def _guardians_stay(field: Field) -> None:
    field.monkeypatch.setattr(family, "only_guardians", Person.objects.none)


def _silent_lift(field: Field) -> None:
    field.monkeypatch.setattr(lifting, "_has_gone", lambda _: True)


def _bought_for_nobody(field: Field) -> None:
    field.monkeypatch.setattr(buying, "place_hold", lambda **_: None)


def _partner_is_told(field: Field) -> None:
    field.monkeypatch.setattr(mailing, "_what", lambda row: f"For {row.patron_id}")


BREACHES = (
    Breach(
        "R01", _partner_is_told, "orders-go", RED, 2, "another library is told for whom it lends",
    ),
    Breach(
        "R10", _bought_for_nobody, "wishes-bought", RED, 1,
        "what was bought is not held for whoever asked",
    ),
    Breach(
        "R10", column("interlibrary_wish", "note"), "wishes", RED, 1,
        "interlibrary.Wish has a column note",
    ),
    Breach("R01", _loan_left, "loans-go-with-the-return", LATE, 1, "circulation.Loan:closed_loan"),
    Breach(
        "R02", _open_after_payment, "loan-closes-when-compensated", RED, 1,
        "a loan stays open after it was compensated",
    ),
    Breach(
        "R03", _open_after_payment, "loan-waits-for-fee", RED, 1,
        "a loan stays open after its claim was settled",
    ),
    Breach(
        "R04", _unwanted_history, "history-is-off-until-you-want-it", RED, 4,
        "1 entries nobody wants any more",
    ),
    Breach(
        "R05",
        lambda field: field.monkeypatch.setattr(history, "forget_history", lambda _: 0),
        "history-goes", RED, 3, "a history that was turned off was not deleted",
    ),
    Breach(
        "R07", lambda _: consent(someone(), notice_digest=""), "withdrawn-consents-go", RED, 1,
        "1 consents cannot be shown",
    ),
    Breach(
        "R09", column("circulation_history", "score"), "history-is-yours", RED, 1,
        "circulation.History has a column score",
    ),
    Breach(
        "R10", column("catalogue_item", "last_patron"), "catalogue-knows-nobody", RED, 1,
        "catalogue.Item points at people: last_patron",
    ),
    Breach(
        "R11",
        lambda _: a_person(born=date(1950, 1, 1), used=NOW.date() - LONG_AGO),
        "inactive-patrons-go", LATE, 1, "patrons.Person:inactive_patron",
    ),
    Breach(
        "R12", column("patrons_person", "last_used_where"), "last-use", RED, 1,
        "people have a column last_used_where",
    ),
    Breach(
        "R13",
        lambda _: a_claim(someone(), opened_on=date(2001, 1, 1), settled_at=NOW - LONG_AGO),
        "settled-claims-go", LATE, 1, "fees.Claim:settled_claim",
    ),
    Breach("R13", till.more_than_was_paid, "ledger", RED, 1, "hold less than was given back"),
    Breach(
        "R14",
        lambda _: Credential.objects.create(person=someone(), pin_hash="4092"),
        "pin-is-hashed", RED, 1, "1 are neither hashed nor sealed",
    ),
    Breach("R20", _stuck_request, "erase-waits", RED, 1, "1 requests wait for nothing"),
    Breach(
        "R44", _handed_alone, "handed-out-by-decision", RED, 2,
        "1 cases about many were agreed to by one person; 1 cases held what nobody may hand out",
    ),
    Breach(
        "R27", _endless_hold, "held-by-law", RED, 2,
        "1 holds are held by nobody at work; 1 holds end too far off",
    ),
    Breach(
        "R21", _old_backup, "copies-have-an-end", RED, 2,
        "1 backups are older than the notice says; 1 lines of the erasure ledger are damaged",
    ),
    Breach(
        "R22", _lacking_extract, "extract", RED, 1, "the extract lacks rows of messages.Message"
    ),
    Breach(
        "R23",
        lambda _: Address.objects.create(
            person=someone(), kind="temporary", line_1="Vei 1", postcode="5003", city="By",
            country="NO", until_on=NOW.date() - LONG_AGO,
        ),
        "temporary-address-goes", LATE, 1, "patrons.Address:ended_address",
    ),
    Breach(
        "R28", lambda _: _card(someone(), kind="national"), "local-card-without-id", RED, 1,
        "1 national cards without a national id",
    ),
    Breach("R29", _unsealed, "national-id-is-sealed", RED, 2, "1 national ids are not sealed"),
    Breach(
        "R11", _nobody_is_warned, "inactive-are-told", RED, 1,
        "whoever is about to be removed is not written to once",
    ),
    Breach(
        "R33", _guardians_stay, "guardians-without-card-go", RED, 1,
        "a guardian without a card stays when no child needs them",
    ),
    Breach(
        "R24", _silent_lift, "told-before-it-ends", RED, 1, "a restriction ended without a word",
    ),
    Breach(
        "R33", _adult_with_guardian, "guardianship-ends", RED, 1,
        "1 guardianships of people who are of age",
    ),
    Breach(
        "R34",
        lambda _: someone(school_class="7B", school_class_until=date(2026, 7, 31)),
        "school-class", RED, 1, "1 school classes where there is no school",
    ),
    Breach(
        "R37",
        lambda _: KeptCard.objects.create(
            person=someone(), token_hash="0" * 64, since_at=NOW, seen_at=NOW
        ),
        "lost-cards", RED, 1, "1 phones keep a card that has ended",
    ),
    Breach(
        "R38", till.a_small_debt_that_is_waited_for, "small-debts", RED, 1,
        "who leaves and owes little is made to wait",
    ),
    Breach(
        "R38", till.a_grown_child_that_owes, "childs-debts", RED, 2,
        "who has come of age still owes",
    ),
    Breach("R38", till.a_child_that_is_billed, "invoices", RED, 1, "goes to the child"),
    Breach(
        "R38", till.a_collector_without_patience, "debt-collection", RED, 1,
        "before the days of the warning are over",
    ),
    Breach(
        "R38", till.a_collector_that_is_not_told, "debt-collection-ends", RED, 2,
        "is not recalled from debt collection",
    ),
    Breach(
        "R38", till.an_order_that_tells, "pay-online", RED, 1,
        "who takes a payment is told more than a sum, a number and the ways back",
    ),
    Breach(
        "R38",
        lambda _: LoanRule.objects.create(
            category_id="child", loan_days=28, max_loans=9, max_renewals=1, max_holds=9,
            fee_per_day_ore=99_000, item_type_id="film",
        ),
        "daily-fee", RED, 1, "1 rules charge more than the notice says",
    ),
    Breach(
        "R39",
        lambda _: Block.objects.create(
            person=someone(), reason="conduct", since_on=date(2001, 1, 1),
            until_on=NOW.date() - LONG_AGO,
        ),
        "blocks-go", LATE, 1, "patrons.Block:ended_block",
    ),
    Breach(
        "R39",
        lambda field: field.monkeypatch.setattr(reviewing, "reprieve", lambda *_, **__: None),
        "block-reviewed", RED, 2, "somebody whose block a person has lifted may not borrow",
    ),
    Breach("R39", till.a_block_that_stays, "invoice-blocks-when-overdue", RED, 1, "stopped still"),
    Breach("R44", _silent_log, "reads-are-logged", RED, 2, "nobody wrote it down"),
    Breach(
        "R47", column("statistics_tally", "person_id"), "tallies", RED, 1,
        "statistics.Tally has a column person_id",
    ),
    Breach(
        "R48",
        lambda _: OnwardNotice.objects.create(
            recipient="Drift", reference="20000000000007", asked_at=NOW - LONG_AGO
        ),
        "processors-delete", RED, 1, "1 deletions are not asked for, or not again",
    ),
    Breach("R48", _unnamed_connection, "no-sharing", RED, 11, "clients/push"),
    Breach("R51", _storing_script, "card-on-your-phone", RED, 1, "new.js stores in local_storage"),
    Breach("R52", _foreign_host, "no-third-parties", RED, 9, "/nb/ allows another host"),
    Breach("R53", _card_in_a_log, "logs-without-people", RED, 1, "a log line holds a card number"),
    Breach(
        "R56", lambda _: PolicyVersion.objects.update(version="9.9"), "new-version", RED, 1,
        "the version 9.9 says that it is",
    ),
)  # fmt: skip
