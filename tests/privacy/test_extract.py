"""The extract has everything about a person, nothing about others, and no secret."""

import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from hylla.patrons.actions import register
from hylla.patrons.models import Guardianship, Person
from hylla.patrons.queries import national_id_of
from hylla.patrons.rules import NewPatron
from hylla.privacy.extract import archive, extract_pdf, sections
from hylla.privacy.extract.reading import read
from hylla.privacy.extract.words import COLUMNS, PURPOSES, ROLES, TABLES
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import Language, Purpose, Role, Subject
from tests.builders import a_branch, a_category, a_claim, a_hold, a_loan, a_person, policy_of
from tests.formats.paper.reading import text_of

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
SEALED = {"patrons.NationalId.sealed": national_id_of}
SYNTHETIC = "30908299902"


@pytest.fixture
def person(db: None) -> Person:
    """Someone with a loan, a hold, a claim and a national id; and a stranger with the same."""
    a_category("adult")
    for family, number in (("Rimstrand", SYNTHETIC), ("Stranger", "")):
        made = register(
            NewPatron(
                given_name="Ola",
                family_name=family,
                birth_date=date(1982, 10, 30),
                national_id=number,
                home_branch_id=a_branch().pk,
                category="adult",
                emails=(f"{family.lower()}@example.org",),
                pin="4092",
            ),
            policy=policy_of("fjordvik"),
            now=NOW,
        )
        them = Person.objects.get(pk=made.person_id)
        a_loan(them, lent_at=NOW)
        a_hold(them, placed_at=NOW)
        a_claim(them, opened_on=date(2026, 6, 1))
    return Person.objects.get(identity__family_name="Rimstrand")


def on_paper(person: Person, language: Language = Language.SV) -> str:
    """Return the text of the extract's PDF, without its line breaks."""
    made = extract_pdf(
        person.pk, policy=policy_of("fjordvik"), now=NOW, language=language, sealed=SEALED
    )
    return "".join(text_of(made).split())


def extracted(person: Person) -> tuple[dict[str, Any], str]:
    """Return the extract as its JSON and its HTML."""
    packed = archive(
        person.pk, policy=policy_of("fjordvik"), now=NOW, language=Language.SV, sealed=SEALED
    )
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        return json.loads(folder.read("extract.json")), folder.read("extract.html").decode()


def test_every_table_is_there(person: Person) -> None:
    """Each table that declares something about patrons is named, with a row or without."""
    told, _ = extracted(person)
    names = {section["name"] for section in told["sections"]}
    assert names == {model._meta.label for model, _ in personal_models(Subject.PATRON)}


def test_nothing_is_missing(person: Person) -> None:
    """Every row with a key to the person stands in it."""
    rows = {each.name: len(each.rows) for each in sections(person.pk, policy=policy_of("fjordvik"))}
    for relation in Person._meta.related_objects:
        model = relation.related_model
        mine = model._default_manager.filter(**{relation.field.name: person}).count()
        assert rows[model._meta.label] >= mine, model
    assert rows["circulation.Loan"] == rows["fees.Claim"] == rows["circulation.Hold"] == 1


def test_nothing_of_others_is_in_it(person: Person) -> None:
    """No name, id or address of anyone else."""
    other = Person.objects.exclude(pk=person.pk).get()
    told, page = extracted(person)
    text = json.dumps(told) + page
    for marker in ("Stranger", "stranger@", str(other.pk)):
        assert marker not in text


def test_secrets_stay_secret_and_the_national_id_is_opened(person: Person) -> None:
    """The PIN's hash opens doors and is only named; the person's own number is theirs to read."""
    told, page = extracted(person)
    assert "argon2" not in json.dumps(told) + page
    assert SYNTHETIC in page
    assert "•••" in page


def test_a_guardian_reads_of_the_child_and_not_about_them(person: Person) -> None:
    """A guardianship stands in both extracts; neither tells who the other is."""
    child = a_person(born=date(2018, 1, 1))
    Guardianship.objects.create(
        child=child, guardian=person, since_on=date(2026, 1, 1), ends_on=date(2036, 1, 1)
    )
    for one, other in ((person, child), (child, person)):
        told, _ = extracted(one)
        (section,) = (each for each in told["sections"] if each["name"] == "patrons.Guardianship")
        assert len(section["rows"]) == 1
        assert str(other.pk) not in json.dumps(section)


def test_a_page_says_when_and_why(person: Person) -> None:
    """In the reader's language, with the date on which each row goes."""
    told, page = extracted(person)
    assert 'lang="sv"' in page
    (membership,) = (each for each in told["sections"] if each["name"] == "patrons.Person")
    assert membership["rows"][0]["goes"] > "2028"


def test_everything_has_words() -> None:
    """Tables, columns, purposes and roles all have a name that a patron knows."""
    for model, declared in personal_models(Subject.PATRON):
        assert model._meta.label in TABLES
        assert set(declared.columns) <= set(COLUMNS), model
    assert set(PURPOSES) == set(Purpose)
    assert set(ROLES) == set(Role)


def test_the_paper_has_every_value(person: Person) -> None:
    """What is kept stands on paper too: each table under its name, each value, also long ones."""
    policy = policy_of("fjordvik")
    paper = on_paper(person)
    with override("sv"), timezone.override(policy.zone):
        told = [read(each, policy) for each in sections(person.pk, policy=policy, sealed=SEALED)]
    for table in told:
        assert "".join(table.heading.split()) in paper
        for row in table.rows:
            for value in row:
                assert "".join(value.split()) in paper, (table.heading, value)
    assert "Stranger" not in paper


def test_days_are_written_as_people_write_them(person: Person) -> None:
    assert "15juni2026" in on_paper(person)
    assert "15.juni2026kl.14.00" in on_paper(person, Language.NB)
    assert "15June2026,14:00" in on_paper(person, Language.EN)
