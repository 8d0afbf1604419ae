"""The probes: each looks at the running system from outside the code path that it judges."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import identify_hasher
from django.db import connection
from django.db.models import F, Q
from django.test import Client

from hylla.catalogue.models import Record
from hylla.circulation.models import Hold, Loan
from hylla.fees.models import Voucher
from hylla.library.models import Machine, RecoveryCode, SecondFactor, Staff, StaffCard
from hylla.messages.models import Message
from hylla.patrons.models import Applicant, ApplicantReading, Card, Credential, NationalId, Person
from hylla.privacy.erasure import blockers
from hylla.privacy.extract import sections
from hylla.privacy.models import NightRun, Request
from hylla.privacy.notice import sentences_for, text_of
from hylla.privacy.policy import Policy
from hylla.privacy.registry import personal_models
from hylla.privacy.rights.inbox import LEAVES, late_requests
from hylla.privacy.verify import GRACE, Finding, Probe
from hylla.site.browser_probes import browser_stores, push_by_choice
from hylla.site.history_probes import history_is_private, history_is_wanted
from hylla.site.logs import FIELDS
from hylla.statistics.models import Tally

PUBLIC_PAGES = (
    "/", "/nb/", "/sv/", "/en/privacy/", "/nn/search/?q=a", "/nb/my/", "/nb/desk/",
    "/nb/register/", "/sv/register/code/",
)  # fmt: skip


def schema(policy: Policy, now: datetime) -> Finding:
    """Compare each personal table's columns in the database with its declaration."""
    problems: list[str] = []
    looked_at = 0
    with connection.cursor() as cursor:
        for model, declared in personal_models():
            columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
            named = set(declared.columns) | set(declared.not_personal)
            known = {str(f.column) for f in model._meta.concrete_fields if f.name in named}
            looked_at += len(columns)
            problems += [
                f"{model._meta.label} has an undeclared column {column.name}"
                for column in columns
                if column.name not in known
            ]
    return Finding(looked_at, tuple(problems))


def pin_hashed(policy: Policy, now: datetime) -> Finding:
    """Every PIN and password is an Argon2 hash; apps' secrets are sealed, codes on paper hashed."""
    hashes = [
        *Credential.objects.exclude(pin_hash="").values_list("pin_hash", flat=True),
        *Credential.objects.exclude(password_hash="").values_list("password_hash", flat=True),
        *Staff.objects.values_list("password_hash", flat=True),
        *StaffCard.objects.values_list("pin_hash", flat=True),
    ]
    wrong = sum(not _is_argon2(each) for each in hashes)
    # A secret of 32 letters in clear would have no nonce and no tag around it.
    apps = SecondFactor.objects.filter(sealed__isnull=False).values_list("sealed", flat=True)
    wrong += sum(re.search(rb"[A-Z2-7]{32}", bytes(each or b"")) is not None for each in apps)
    papers = RecoveryCode.objects.values_list("fingerprint", flat=True)
    wrong += sum(re.fullmatch(r"[0-9a-f]{64}", each) is None for each in papers)
    problems = (f"{wrong} are neither hashed nor sealed",) if wrong else ()
    return Finding(len(hashes) + len(apps) + len(papers), problems)


def _is_argon2(encoded: str) -> bool:
    try:
        return identify_hasher(encoded).algorithm == "argon2"
    except ValueError:
        return False


def national_id_sealed(policy: Policy, now: datetime) -> Finding:
    """No sealed national id holds its number in clear, and each has its person's key."""
    problems: list[str] = []
    rows = NationalId.objects.values_list("sealed", "fingerprint", "person__subjectkey")
    for sealed, fingerprint, key in rows:
        if re.search(rb"\d{10,12}", bytes(sealed)) or not re.fullmatch(
            r"[0-9a-f]{64}", fingerprint
        ):
            problems.append("a national id is not sealed")
        if key is None:
            problems.append("a national id has no key")
    return Finding(len(rows), tuple(sorted(set(problems))))


def local_cards(policy: Policy, now: datetime) -> Finding:
    """Nobody has a national card without a national id (R28)."""
    wrong = Card.objects.filter(kind="national", person__national_id=None).count()
    return Finding(
        Card.objects.count(), (f"{wrong} national cards without a national id",) if wrong else ()
    )


def tallies_have_no_person(policy: Policy, now: datetime) -> Finding:
    """No table of numbers, and no voucher, has a column that leads to a person or a moment."""
    problems = [
        f"{model._meta.label} has a column {field.name}"
        for model in (Tally, Voucher)
        for field in model._meta.concrete_fields
        if field.related_model is Person
        or field.get_internal_type() in {"DateTimeField", "UUIDField"}
    ]
    return Finding(Tally.objects.count(), tuple(problems))


def loans_are_closed(policy: Policy, now: datetime) -> Finding:
    """No returned loan is left open, but for a claim where the policy lets it wait (R01-R03)."""
    left = Loan.objects.filter(returned_at__isnull=False, closed_at__isnull=True)
    if policy.lending.loan_waits_for_fee:
        left = left.filter(Q(claim__isnull=True) | Q(claim__settled_at__isnull=False))
    number = left.count()
    problems = (f"{number} returned loans were not closed",) if number else ()
    return Finding(Loan.objects.count(), problems)


def holds_are_live(policy: Policy, now: datetime) -> Finding:
    """Nobody waits for a title that they have on loan: a filled hold is gone."""
    filled = Hold.objects.filter(
        patron__loans__item__record=F("record"), patron__loans__returned_at__isnull=True,
        item__isnull=False, item=F("patron__loans__item"),
    ).count()  # fmt: skip
    return Finding(Hold.objects.count(), (f"{filled} filled holds are left",) if filled else ())


def messages_have_no_title(policy: Policy, now: datetime) -> Finding:
    """The outbox has no column in which a title or an address could stand."""
    allowed = {
        "id", "person", "template", "branch", "day", "number", "code", "created_at", "attempts",
        "next_attempt_at", "channel", "closed_at", "failed",
    }  # fmt: skip
    extra = {field.name for field in Message._meta.concrete_fields} - allowed
    problems = tuple(f"messages.Message has a column {name}" for name in sorted(extra))
    return Finding(Message.objects.count(), problems)


def public_pages_set_no_cookie(policy: Policy, now: datetime) -> Finding:
    """No page that anyone can read sets a cookie."""
    problems: list[str] = []
    for page in PUBLIC_PAGES:
        client, answer = _visit(page)
        problems += [f"{page} answers {answer.status_code}"] * (answer.status_code >= 400)
        problems += [f"{page} sets the cookie {name}" for name in client.cookies]
    return Finding(len(PUBLIC_PAGES), tuple(problems))


def no_third_party(policy: Policy, now: datetime) -> Finding:
    """Every public page forbids other hosts, and refers to none in what the browser loads."""
    problems: list[str] = []
    for page in PUBLIC_PAGES:
        _, answer = _visit(page)
        problems += _foreign(page, answer.headers.get("Content-Security-Policy", ""))
        loaded = re.findall(rb'(?:src|data|action)="(https?:)?//', answer.content)
        problems += [f"{page} loads from another host"] * bool(loaded)
    return Finding(len(PUBLIC_PAGES), tuple(problems))


def _visit(page: str) -> tuple[Client, Any]:
    """Open a page as a browser that nobody has used would; a broken page is an answer too."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]}, raise_request_exception=False)
    return client, client.get(page, follow=True, secure=True)


def _foreign(page: str, rules: str) -> Iterator[str]:
    if "default-src 'none'" not in rules:
        yield f"{page} does not forbid other hosts"
    if "http" in rules or "*" in rules:
        yield f"{page} allows another host"


def machine_fields(policy: Policy, now: datetime) -> Finding:
    """No self-service machine may see an address, a birth date, a contact field or an id."""
    forbidden = {"BD", "BE", "BF", "PB", "PA", "PI"}
    problems = [
        f"machine {machine.pk} may see {' '.join(sorted(seen))}"
        for machine in Machine.objects.filter(is_active=True)
        if (seen := set(machine.fields.split()) & forbidden)
    ]
    return Finding(Machine.objects.count(), tuple(problems))


def log_has_no_values(policy: Policy, now: datetime) -> Finding:
    """Each line of the logs has declared fields only, and none holds a card number."""
    allowed = {"at", "level", "log", "event", "error", "where", *FIELDS}
    cards = set(Card.objects.values_list("number", flat=True))
    problems: set[str] = set()
    lines = 0
    for file in sorted(Path(str(settings.LOGGING["folder"])).glob("*.log")):
        for line in file.read_text(errors="replace").splitlines():
            lines += 1
            problems |= set(_undeclared(line, allowed, cards))
    return Finding(lines, tuple(sorted(problems)))


def _undeclared(line: str, allowed: set[str], cards: set[str]) -> Iterator[str]:
    try:
        fields = json.loads(line)
    except ValueError:
        yield "a log line is not structured"
        return
    if set(fields) - allowed:
        yield "a log line has an undeclared field"
    if cards & set(re.findall(r"[\w-]+", line)):
        yield "a log line holds a card number"


def staff_undertakings(policy: Policy, now: datetime) -> Finding:
    """Everyone who works here has signed the undertaking of secrecy."""
    active = Staff.objects.filter(left_on__isnull=True)
    unsigned = active.filter(undertaking_on__isnull=True).exclude(password_hash="").count()
    problems = (f"{unsigned} accounts without an undertaking of secrecy",) if unsigned else ()
    return Finding(active.count(), problems)


def erasure_completes(policy: Policy, now: datetime) -> Finding:
    """Every open request still waits for something, and no request is lost (R20)."""
    waiting = Request.objects.filter(LEAVES, requested_at__lt=now - GRACE)
    people = set(waiting.values_list("person_id", flat=True))
    stuck = sum(not blockers(each, now=now) for each in people)
    problems = (f"{stuck} requests wait for nothing",) if stuck else ()
    return Finding(Request.objects.count(), problems)


def requests_in_time(policy: Policy, now: datetime) -> Finding:
    """No request is past its clock without an answer, or told late that it takes longer."""
    late = late_requests(policy=policy, now=now)
    problems = (f"{late} requests are past their date without an answer",) if late else ()
    return Finding(Request.objects.count(), problems)


def extract_complete(policy: Policy, now: datetime) -> Finding:
    """Someone's extract has every row that leads to them: counted apart, from the keys alone."""
    person = Person.objects.order_by("pk").first()
    if person is None:
        return Finding(0)
    told = {each.name: len(each.rows) for each in sections(person.pk, policy=policy)}
    problems = [
        f"the extract lacks rows of {relation.related_model._meta.label}"
        for relation in Person._meta.related_objects
        if relation.related_model._default_manager.filter(**{relation.field.name: person}).count()
        > told.get(relation.related_model._meta.label, 0)
    ]
    return Finding(sum(told.values()), tuple(problems))


def applicants_have_no_rights(policy: Policy, now: datetime) -> Finding:
    """Nothing but the log of who looked leads to someone who is not confirmed."""
    wrong = [
        relation.related_model._meta.label
        for relation in Applicant._meta.related_objects
        if relation.related_model is not ApplicantReading
    ]
    wrong += [f.name for f in Applicant._meta.concrete_fields if f.related_model is Person]
    problems = tuple(f"{name} knows people who are not confirmed" for name in sorted(wrong))
    return Finding(Applicant.objects.count(), problems)


def published_version(policy: Policy, now: datetime) -> Finding:
    """The notice page shows the version in force, and every sentence as it was compiled."""
    problems: list[str] = []
    sentences = sentences_for(policy)
    for language in policy.languages:
        _, answer = _visit(f"/{language}/privacy/")
        page = answer.content.decode()
        shown = html.unescape(re.sub(r"<[^>]*>", "", page))
        problems += [
            f"the page in {language} lacks the sentence {sentence.id}"
            for sentence in sentences
            if text_of(sentence, policy, language) not in shown
        ]
    return Finding(len(sentences) * len(policy.languages), tuple(problems))


def residue(policy: Policy, now: datetime) -> Finding | None:
    """After the night, no byte of the canary was left in any file."""
    last = NightRun.objects.order_by("-day").first()
    if last is None or last.canary is None:
        return None
    problems = [each for each in last.canary.splitlines() if "cookie" not in each]
    return Finding(1, tuple(problems))


def session_cookie_only(policy: Policy, now: datetime) -> Finding | None:
    """The canary had one cookie while it was logged in, and none after."""
    last = NightRun.objects.order_by("-day").first()
    if last is None or last.canary is None:
        return None
    return Finding(1, tuple(each for each in last.canary.splitlines() if "cookie" in each))


def catalogue_is_not_personal(policy: Policy, now: datetime) -> Finding:
    """No record of the catalogue points at a person."""
    wrong = [f.name for f in Record._meta.get_fields() if f.related_model is Person]
    return Finding(Record.objects.count(), tuple(f"records point at people: {n}" for n in wrong))


PROBES: Mapping[str, Probe] = {
    probe.__name__: probe
    for probe in (
        schema,
        pin_hashed,
        national_id_sealed,
        local_cards,
        tallies_have_no_person,
        loans_are_closed,
        holds_are_live,
        messages_have_no_title,
        public_pages_set_no_cookie,
        no_third_party,
        machine_fields,
        log_has_no_values,
        staff_undertakings,
        residue,
        session_cookie_only,
        erasure_completes,
        requests_in_time,
        extract_complete,
        applicants_have_no_rights,
        published_version,
        catalogue_is_not_personal,
        history_is_wanted,
        history_is_private,
        browser_stores,
        push_by_choice,
    )
}
"""Each probe under the name by which sentences of the notice cite it."""
