"""Many titles changed by rules: written, chosen, looked at, done and undone, on the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hylla.catalogue.actions import add_item, add_usual_item_types
from hylla.catalogue.actions.batches import work_on_batches
from hylla.catalogue.models import Batch, Item, Record, RuleSet
from hylla.catalogue.rules.change_rules import MOST_RULES, Do, Rule, rules_told
from hylla.catalogue.rules.copies import NewCopy
from hylla.doors.cataloguing.rule_form import RuleForm
from hylla.doors.cataloguing.rule_words import DOES, rule_text
from hylla.site.batching import BESIDE
from tests.builders import a_branch
from tests.catalogue.batches import NOW, work
from tests.catalogue.importing import imported
from tests.formats.marc.making import book, field, iso2709

RULES = "/en/cataloguing/rules/"
MANY = "/en/cataloguing/many/"
TITLES = f"{MANY}titles/"
COPIES = f"{MANY}copies/"
FJELL = field("650", "aFjell", "2humord", indicators=" 7")


@pytest.fixture
def rules(cataloguer: Client) -> str:
    """Rules of which there is one, as it is written on its page."""
    answer = cataloguer.post(RULES, {"name": " Emner  2026"})
    place = str(answer.headers["Location"])
    told = {"tag": "650", "code": "a", "find": "Fjell", "how": "whole", "text": "Berg"}
    added = cataloguer.post(f"{place}add/set_part/", {**told, "where_code": "2"})
    assert added.status_code == 302, added.content.decode()
    return place


@pytest.fixture
def books(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("books") / "books.mrc"
    file.write_bytes(b"".join(map(iso2709, [book(1, "Fjellet", FJELL), book(2, "Åsen")])))
    imported(file)


def number_in(place: str) -> int:
    return int(place.rstrip("/").rpartition("/")[2])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way(cataloguer: Client, rules: str, books: None) -> None:
    page = read(cataloguer, rules)
    assert "Let $a in 650 say “Berg”; where there is $2; where $a has “Fjell”" in page
    assert "Change many titles" in read(cataloguer, MANY)
    told = {"rules": str(number_in(rules)), "words": "nordavind"}
    place = str(cataloguer.post(TITLES, told).headers["Location"])
    assert cataloguer.get(place).headers["Refresh"] == "4"
    work()
    page = read(cataloguer, place)
    for said in ("Titles that change", "Nothing new in them", "Do it", "Nothing is changed yet."):
        assert said in page
    assert "Throw the file away" not in page
    assert "<ins>650 #7 $a Berg $2 humord</ins>" in read(cataloguer, f"{place}1/")
    assert Record.objects.get(title="Fjellet").subjects == "Fjell"
    assert cataloguer.post(f"{place}run/").status_code == 302
    work()
    assert "Undo all of it" in read(cataloguer, place)
    assert Record.objects.get(title="Fjellet").subjects == "Berg"
    assert cataloguer.post(f"{place}undo/").status_code == 302
    work()
    assert Record.objects.get(title="Fjellet").subjects == "Fjell"
    assert "Emner 2026" in read(cataloguer, MANY)
    assert cataloguer.post(f"{place}run/").status_code == 422


def test_where_nothing_would_change_there_is_nothing_to_do(
    cataloguer: Client, rules: str, books: None
) -> None:
    told = {"rules": str(number_in(rules)), "words": "åsen"}
    place = str(cataloguer.post(TITLES, told).headers["Location"])
    work()
    page = read(cataloguer, place)
    assert "Nothing would change, so there is nothing to do." in page
    assert "Throw it away" in page
    assert f"{place}run/" not in page


def test_a_list_pasted_and_in_a_file(cataloguer: Client, rules: str, books: None) -> None:
    numbers = [str(each) for each in Record.objects.values_list("pk", flat=True)]
    told = {
        "rules": str(number_in(rules)),
        "listed": numbers[0],
        "file": SimpleUploadedFile("list.csv", f'\ufeff"{numbers[1]}";\r\n999999'.encode()),
        "listed_as": "numbers",
    }
    place = str(cataloguer.post(TITLES, told).headers["Location"])
    work()
    assert Batch.objects.get().size == 3
    assert "999999" in read(cataloguer, f"{place}?fate=skip")
    assert cataloguer.post(f"{place}drop/").headers["Location"] == MANY
    assert not Batch.objects.exists()


def test_what_cannot_be_is_said_beside_its_field(
    cataloguer: Client, rules: str, books: None
) -> None:
    number = str(number_in(rules))
    cases = [
        (TITLES, {"rules": number}, "Say which are meant: fill in at least one line."),
        (TITLES, {"rules": number, "kind": "map"}, "Nothing in the catalogue is like this."),
        (RULES, {"name": "Emner 2026"}, "Other rules have this name."),
        (f"{rules}add/add_field/", {"tag": "650", "text": "Fjell"}, "Write the field with its"),
        (f"{rules}add/move_field/", {"tag": "650", "to_tag": "650"}, "It stands there already."),
        (f"{rules}add/replace_text/", {"tag": "001", "find": "1"}, "A field is three digits"),
        (f"{rules}0/drop/", {"seen": "old"}, "The rules were changed meanwhile."),
        (f"{rules}0/up/", {"seen": "old"}, "The rules were changed meanwhile."),
    ]
    for address, told, said in cases:
        answer = cataloguer.post(address, told)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), address
    empty = str(cataloguer.post(RULES, {"name": "Tom"}).headers["Location"])
    answer = cataloguer.post(TITLES, {"rules": str(number_in(empty)), "kind": "book"})
    assert "These rules are empty." in answer.content.decode()


def test_no_more_rules_than_can_be_read(cataloguer: Client, rules: str) -> None:
    RuleSet.objects.update(
        rules="[" + ",".join(['{"do": "delete_field", "tag": "900"}'] * 50) + "]"
    )
    answer = cataloguer.post(f"{rules}add/delete_field/", {"tag": "901"})
    assert f"There can be {MOST_RULES} rules" in answer.content.decode()


@pytest.mark.parametrize("do", list(Do))
def test_each_kind_of_rule_has_its_form(cataloguer: Client, rules: str, do: Do) -> None:
    place = f"{rules}add/{do}/"
    assert str(DOES[do]) in read(cataloguer, place)
    told = {"tag": "650", "code": "a", "find": "x", "to_tag": "651", "to_code": "b"}
    more = {"text": "$a Ny", "to_first": "1", "place": "audience=j", "language": "nob"}
    asked = {name: each for name, each in {**told, **more}.items() if name in RuleForm(do).fields}
    answer = cataloguer.post(place, asked)
    assert answer.status_code == 302, answer.content.decode()
    rule = rules_told(RuleSet.objects.get().rules)[-1]
    assert (rule.do, rule.language) == (do, "nob")
    assert rule_text(rule) in read(cataloguer, rules).replace("&#x27;", "'")
    assert "%(" not in rule_text(rule)


def test_order_and_taking_away(cataloguer: Client, rules: str) -> None:
    cataloguer.post(f"{rules}add/delete_field/", {"tag": "9XX", "only_tag": "650", "unless": "on"})

    def seen() -> dict[str, str]:
        page = read(cataloguer, rules)
        return {"seen": page.partition('name="seen" value="')[2].partition('"')[0]}

    assert "Delete 9XX; only titles without 650" in read(cataloguer, rules)
    assert cataloguer.post(f"{rules}1/up/", seen()).status_code == 302
    assert rules_told(RuleSet.objects.get().rules)[0] == Rule(
        Do.DELETE_FIELD, "9XX", only_tag="650", unless=True
    )
    assert cataloguer.post(f"{rules}1/drop/", seen()).status_code == 302
    assert len(rules_told(RuleSet.objects.get().rules)) == 1
    assert cataloguer.post(f"{rules}drop/").headers["Location"] == RULES
    assert cataloguer.get(rules).status_code == 302


def test_what_is_not_there_leads_home(cataloguer: Client) -> None:
    assert cataloguer.get(f"{MANY}404/").headers["Location"] == MANY
    assert cataloguer.post(f"{MANY}404/run/").headers["Location"] == MANY
    assert cataloguer.get(f"{MANY}404/1/").status_code == 404
    assert cataloguer.get(f"{RULES}404/add/set_part/").status_code == 404


def work_with_copies() -> None:
    while work_on_batches(now=NOW, on=NOW.date(), beside=BESIDE):
        pass


def test_many_copies(cataloguer: Client, books: None) -> None:
    branch, other = a_branch("hb"), a_branch("vb")
    add_usual_item_types()
    for barcode in ("B1", "B2"):
        copy = NewCopy(barcode, branch.pk, "book", "839")
        add_item(copy, record_id=Record.objects.values_list("pk", flat=True)[0], on=NOW.date())
    told = {"listed": "B1\nB7", "to_branch": str(other.pk), "to_collection": "-", "to_mark": "910"}
    place = str(cataloguer.post(COPIES, told).headers["Location"])
    work_with_copies()
    page = read(cataloguer, place)
    for said in (f"Branch: {other.name}", "Collection: None", "Shelf mark: 910", "B7"):
        assert said in page
    assert "No copy has this barcode." in page
    assert "Titles that change" not in page
    row = read(cataloguer, f"{place}1/")
    assert f"<del>Branch: {branch.name}</del>" in row
    assert f"<ins>Branch: {other.name}</ins>" in row
    assert Item.objects.get(barcode="B1").branch_id == branch.pk
    cataloguer.post(f"{place}run/")
    work_with_copies()
    assert Item.objects.get(barcode="B1").branch_id == other.pk
    cataloguer.post(f"{place}undo/")
    work_with_copies()
    assert Item.objects.get(barcode="B1").branch_id == branch.pk
    gone = {"branch_id": str(branch.pk), "shelf_mark": "8", "becomes": "withdrawn"}
    place = str(cataloguer.post(COPIES, gone).headers["Location"])
    work_with_copies()
    assert "They are withdrawn" in read(cataloguer, place)
    assert Batch.objects.get(pk=number_in(place)).size == 2


def test_copies_that_are_not_told(cataloguer: Client, books: None) -> None:
    assert "Who borrows or waits is never shown here." in read(cataloguer, COPIES)
    for told, said in (
        ({}, "Say what is to change."),
        ({"becomes": "missing"}, "Say which are meant: fill in at least one line."),
        ({"becomes": "missing", "listed": "B9"}, "Nothing in the catalogue is like this."),
    ):
        answer = cataloguer.post(COPIES, told)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), told
