"""Probes of the database's own columns, against what is declared and what the notice tells."""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from hylla.circulation.models import History
from hylla.fees.models import Voucher
from hylla.messages.models import Message
from hylla.patrons.models import Applicant, ApplicantReading, Guardianship, Person
from hylla.privacy.policy import Policy
from hylla.privacy.registry import declaration_of, personal_models
from hylla.privacy.verify import Finding, Probe
from hylla.privacy.vocabulary import Role
from hylla.site.probes.columns import DATE, KEYS, MOMENTS, database, only
from hylla.statistics.models import Tally

UNDER_DJANGO = {"django_migrations"}
"""Tables of the framework itself: which migrations were run, and nothing else."""
BORROWERS = ("patron", "person", "borrow")
GENDER = {"gender", "sex", "kjonn", "kjoenn", "kon", "pronoun"}


def schema(policy: Policy, now: datetime) -> Finding:
    """Compare the database with what is declared: every table, and personal tables' columns."""
    there = database()
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    unknown = sorted(there.keys() - known - UNDER_DJANGO)
    problems = [f"an undeclared table {name}" for name in unknown]
    looked_at = len(known)
    for model, declared in personal_models():
        found = set(there[model._meta.db_table])
        named = set(declared.columns) | set(declared.not_personal)
        columns = {str(f.column) for f in model._meta.concrete_fields if f.name in named}
        looked_at += len(found)
        problems += [
            f"{model._meta.label} has an undeclared column {name}"
            for name in sorted(found - columns)
        ]
    return Finding(looked_at, tuple(problems))


def no_gender(policy: Policy, now: datetime) -> Finding:
    """No table of the database has a column for gender."""
    there = database()
    problems = [
        f"{table} has a column {name}"
        for table, columns in sorted(there.items())
        for name in columns
        if name.lower() in GENDER
    ]
    return Finding(sum(map(len, there.values())), tuple(problems))


def last_use_is_a_date(policy: Policy, now: datetime) -> Finding:
    """The database keeps the last use as a date: no time, no place, and what was used nowhere."""
    found = database()[Person._meta.db_table]
    kind = found.get("last_used_on")
    problems = [] if kind == DATE else [f"the last use is kept as {kind}"]
    problems += [
        f"people have a column {name}"
        for name in found
        if name != "last_used_on" and ("used" in name or "last" in name)
    ]
    return Finding(len(found), tuple(problems))


def tallies_have_no_person(policy: Policy, now: datetime) -> Finding:
    """No table of numbers, and no voucher, has a column that leads to a person or a moment."""
    there = database()
    problems = []
    for model in (Tally, Voucher):
        told = {field.column for field in model._meta.concrete_fields}
        problems += [
            f"{model._meta.label} has a column {name}"
            for name, kind in there[model._meta.db_table].items()
            if kind in MOMENTS | KEYS or name not in told or name in {"person_id", "patron_id"}
        ]
    return Finding(Tally.objects.count() + Voucher.objects.count(), tuple(problems))


def catalogue_is_not_personal(policy: Policy, now: datetime) -> Finding:
    """No table of the catalogue points at a person, by a key or by a column's name."""
    there = database()
    looked_at, problems = 0, []
    for model in apps.get_app_config("catalogue").get_models():
        looked_at += model._default_manager.count()
        keys = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and field.related_model is Person
        ]
        columns = there[model._meta.db_table]
        told = [name for name in columns if any(word in name for word in BORROWERS)]
        problems += [f"{model._meta.label} points at people: {name}" for name in (*keys, *told)]
    return Finding(looked_at, tuple(problems))


def history_is_private(policy: Policy, now: datetime) -> Finding:
    """Only the patron is shown a history, and the database has no other way in or out of it."""
    problems = []
    if getattr(declaration_of(History), "seen_by", None) != {Role.PATRON}:
        problems.append("others than the patron are shown histories")
    problems += [
        f"{each.related_model._meta.label} points at histories"
        for each in History._meta.related_objects
    ]
    as_said = history_as_said(policy, now)
    assert as_said is not None, "tables are always there"  # noqa: S101 - for mypy
    return Finding(as_said.looked_at, (*problems, *as_said.problems))


def applicants_have_no_rights(policy: Policy, now: datetime) -> Finding:
    """Nothing but the log of who looked leads to someone who is not confirmed."""
    problems = sorted(f"{each} knows people who are not confirmed" for each in _who_knows())
    return Finding(Applicant.objects.count(), tuple(problems))


def _who_knows() -> Iterator[str]:
    for relation in Applicant._meta.related_objects:
        if relation.related_model is not ApplicantReading:
            yield relation.related_model._meta.label
    for field in Applicant._meta.concrete_fields:
        if field.related_model is Person:
            yield field.name
    known = {ApplicantReading._meta.db_table}
    with connection.cursor() as cursor:
        for table in sorted(database().keys() - known):
            relations = connection.introspection.get_relations(cursor, table)
            pointing = {other for _, other in relations.values()}
            if Applicant._meta.db_table in pointing:
                yield table


def guardians_are_people(policy: Policy, now: datetime) -> Finding:
    """A guardianship joins two people by their keys, and holds nothing else about either."""
    found = as_guardians(policy, now)
    assert found is not None, "tables are always there"  # noqa: S101 - for mypy
    ends = [Guardianship._meta.get_field(name) for name in ("child", "guardian")]
    problems = [f"{end.name} is no person" for end in ends if end.related_model is not Person]
    return Finding(Guardianship.objects.count(), (*problems, *found.problems))


as_guardians = only(
    "as_guardians", {"patrons.Guardianship": "id child_id guardian_id since_on ends_on"}
)
people_as_said = only(
    "people_as_said",
    {
        "patrons.Person": "id category_id home_branch_id registered_on last_used_on",
        "patrons.Identity": "person_id given_name family_name birth_date language channel"
        " soon_by holds_by overdue_by invoices_by"
        " address_protected school_class school_class_until",
    },
)
reach_as_said = only(
    "reach_as_said",
    {
        "patrons.Address": "id person_id kind line_1 line_2 postcode city country until_on",
        "patrons.Phone": "id person_id number is_mobile rank failed_at",
        "patrons.Email": "id person_id address rank failed_at",
    },
)
loans_as_said = only(
    "loans_as_said",
    {
        "circulation.Loan": "id item_id patron_id branch_id lent_at due_on renewals returned_at"
        " closed_at claim_id said_returned_on recalled_on"
    },
)
holds_as_said = only(
    "holds_as_said",
    {
        "circulation.Hold": "id record_id only_item_id patron_id pickup_branch_id placed_at item_id"
        " shelf_code shelf_until_on suspended_from_on suspended_until_on set_key needed_on"
        " any_edition any_language any_form placed_for"
    },
)
orders_as_said = only(
    "orders_as_said",
    {
        "interlibrary.Wish": "id patron_id title author isbn year pickup_branch_id asked_at"
        " is_approved is_bought reason declined_at",
        "interlibrary.Order": "id number patron_id partner_id title author isbn year"
        " pickup_branch_id sent_at status due_on item_id knows_name heard_at write_at",
    },
)
claims_as_said = only(
    "claims_as_said",
    {
        "fees.Claim": "id patron_id branch_id kind amount_ore opened_on settled_at invoice_id"
        " beside_id for_ward",
        "fees.Invoice": "id patron_id addressee_id year serial reference amount_ore made_on due_on"
        " settled_at cancelled_for warning_id warned_on warned_until_on handed_over_on collector",
    },
)
history_as_said = only(
    "history_as_said", {"circulation.History": "id consent_id record_id returned_on is_month"}
)
reviews_as_said = only(
    "reviews_as_said",
    {
        "reviews.Reviewer": "person_id name folded refused_on",
        "reviews.Rating": "id patron_id record_id stars rated_on",
        "reviews.Review": "id patron_id record_id text language written_on state is_looked_at"
        " published_on reason refused_on reported_for reported_on",
    },
)
lists_as_said = only(
    "lists_as_said",
    {
        "lists.TitleList": "id patron_id name shared_as touched_on",
        "lists.Entry": "id list_id record_id title is_work note position added_on",
        "lists.Interest": "id patron_id topic",
    },
)
staff_as_said = only(
    "staff_as_said",
    {
        "library.Staff": "id username name password_hash password_is_given branch_id language"
        " undertaking_on failures locked_until left_on",
        "library.StaffRole": "id staff_id role",
    },
)
ways_in_as_said = only(
    "ways_in_as_said",
    {
        "patrons.UserName": "person_id name",
        "patrons.Passkey": "id person_id credential_id public_key sign_count name added_on",
    },
)
messages_have_no_title = only(
    "messages_have_no_title",
    {
        Message._meta.label: "id person_id template branch_id day number code created_at attempts"
        " next_attempt_at channel closed_at failed arrived"
    },
)

PROBES: tuple[Probe, ...] = (
    schema,
    people_as_said,
    reach_as_said,
    loans_as_said,
    holds_as_said,
    orders_as_said,
    claims_as_said,
    history_as_said,
    reviews_as_said,
    lists_as_said,
    staff_as_said,
    ways_in_as_said,
    guardians_are_people,
    no_gender,
    last_use_is_a_date,
    tallies_have_no_person,
    catalogue_is_not_personal,
    messages_have_no_title,
    history_is_private,
    applicants_have_no_rights,
)
