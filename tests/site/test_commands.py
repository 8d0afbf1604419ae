"""The commands, as the person at the keyboard meets them: what they print, and how they end."""

import csv
import io
import json
import uuid
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from hylla.fees.actions import Back, Till, refund, sell
from hylla.fees.models import ClaimKind
from hylla.fees.rules import Method
from hylla.library.models import PolicyVersion
from hylla.patrons.models import Card, Person
from hylla.privacy.models import Attestation
from hylla.privacy.policy import read_policy
from hylla.privacy.vocabulary import Role
from hylla.site.management.commands import verify
from tests.builders import POLICIES, a_branch, a_loan, a_person
from tests.doors.town import PASSWORD, make_town

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
CARD = "N000000018"
pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str, str]:
    """Run a command; return how it ended, and what it printed where."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def borrower() -> Person:
    """Someone with a card and a loan."""
    person = a_person()
    Card.objects.create(
        number=CARD, person=person, kind="local", status="active", issued_on=date(2026, 1, 1)
    )
    a_loan(person, lent_at=NOW)
    return person


def test_verify_tells_each_sentence_as_json(settings: Any) -> None:
    """The shape that others may rely on."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 60
    code, out, _ = run("verify", "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"library", "checked_at", "sentences"}
    for sentence in told["sentences"]:
        promised = {"id", "rules", "ground", "state", "rows", "detail", "text"}
        assert set(sentence) == promised | {"since", "late_by_seconds", "owner", "looks"}
        assert set(sentence["text"]) == {"nb", "nn", "sv", "en"}


def test_verify_ends_red(borrower: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1, and the sentence, the count and the clock are named; only rows are looked at."""
    monkeypatch.setattr(verify, "PROBES", {})
    borrower.loans.update(returned_at=NOW.replace(year=2020), closed_at=NOW.replace(year=2020))
    code, out, _ = run("verify")
    late = [line for line in out.splitlines() if line.startswith("late")]
    assert code == 1
    assert late
    assert all("1 past their date: circulation.Loan:closed_loan" in line for line in late)


@pytest.mark.parametrize("form", ["md", "html", "json", "jsonld"])
def test_the_notice_is_printed(form: str) -> None:
    """In each format; the default language is the library's."""
    code, out, _ = run("notice", "--format", form, "--language", "sv")
    assert code == 0
    assert "Fjordvik" in out


def test_erase_waits_with_the_reasons(borrower: Person) -> None:
    """Exit 3 while something holds, 0 when it is done."""
    code, out, _ = run("erase", "--card", CARD)
    assert (code, "waits:    1  circulation.Loan" in out) == (3, True)
    borrower.loans.all().delete()
    code, out, _ = run("erase", "--card", CARD)
    assert code == 0
    assert not Person.objects.exists()


def test_erase_and_extract_refuse_an_unknown_card(tmp_path: Path) -> None:
    """Without echoing what was typed."""
    for words in (["erase"], ["extract", "--out", str(tmp_path / "x.zip")]):
        with pytest.raises(CommandError, match="No patron has that card") as refused:
            run(*words, "--card", "4711")
        assert "4711" not in str(refused.value)


def test_extract_writes_a_private_file(borrower: Person, tmp_path: Path) -> None:
    """JSON, HTML and PDF in one zip that only its owner may read."""
    file = tmp_path / "mine.zip"
    code, _, _ = run("extract", "--card", CARD, "--out", str(file))
    assert code == 0
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as folder:
        assert folder.namelist() == [
            "extract.json",
            "extract.schema.json",
            "extract.html",
            "extract.pdf",
        ]


@pytest.mark.django_db(transaction=True)
def test_residue_finds_what_is_there(borrower: Person) -> None:
    """Exit 1 and the file for what is there; exit 0 for what never was."""
    loan = borrower.loans.get().pk
    code, out, _ = run("residue", str(loan))
    assert code == 1
    assert str(loan) in out
    code, out, _ = run("residue", str(uuid.uuid4()))
    assert code == 0
    assert " 0 hits" in out


def test_a_policy_is_published_once(tmp_path: Path) -> None:
    """A version is never published twice; the difference to the next one is told in words."""
    file = POLICIES / "fjordvik.toml"
    code, out, _ = run("policy", "publish", str(file))
    assert (code, PolicyVersion.objects.count()) == (0, 1)
    assert "Published by one person" in out
    code, _, err = run("policy", "publish", str(file))
    assert code == 1
    assert "version" in err
    changed = tmp_path / "next.toml"
    changed.write_text(file.read_text().replace('closed_loan = "P0D"', 'closed_loan = "PT24H"'))
    code, out, _ = run("policy", "diff", str(changed))
    assert code == 0
    assert "closed_loan" in out
    assert PolicyVersion.objects.count() == 1


def test_where_two_can_say_yes_a_policy_is_published_by_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with their own password; the same person counts once."""
    town = make_town()
    town.staff(Role.PRIVACY_OFFICER, username="officer")
    town.staff(Role.ADMINISTRATOR, username="admin")
    file, before = tmp_path / "next.toml", PolicyVersion.objects.count()
    text = (POLICIES / "fjordvik.toml").read_text()
    file.write_text(text.replace('version = "1.0"', 'version = "9.0"', 1))
    with pytest.raises(CommandError, match="--as"):
        run("policy", "publish", str(file))
    for who in ("officer", "officer"):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
        _, out, _ = run("policy", "publish", str(file), "--as", who)
        assert "one more person must say yes" in out
    monkeypatch.setattr("sys.stdin", io.StringIO("not hers\n"))
    with pytest.raises(CommandError):
        run("policy", "publish", str(file), "--as", "admin")
    assert PolicyVersion.objects.count() == before
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    _, out, _ = run("policy", "publish", str(file), "--as", "admin")
    assert "version 9.0 is in force" in out
    assert PolicyVersion.objects.count() == before + 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("closed_loan =", "closed_laon =", "closed_laon"),
        ('closed_loan = "P0D"', 'closed_loan = "P9Y"', "P14D"),
        ('closed_loan = "P0D"', 'closed_loan = "soon"', "soon"),
        ("lending = {", "lendnig = {", "lending"),
    ],
)
def test_a_wrong_policy_is_refused_with_what_to_mend(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    """A typo, a period beyond the limit, no period, a missing basis: exit 1, nothing kept."""
    text = (POLICIES / "fjordvik.toml").read_text()
    assert old in text
    file = tmp_path / "wrong.toml"
    file.write_text(text.replace(old, new))
    code, _, err = run("policy", "publish", str(file))
    assert code == 1
    assert told in err
    assert "wrong.toml" in err
    assert not PolicyVersion.objects.exists()


def test_a_policy_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Exit 2."""
    code, _, err = run("policy", "check", str(tmp_path / "none.toml"))
    assert code == 2
    assert "none.toml" in err


def test_the_night_can_be_tried_dry(borrower: Person) -> None:
    """Numbers only, and nothing is changed."""
    code, out, _ = run("night", "--dry-run")
    assert code == 0
    assert "remove circulation.Loan:closed_loan" in out
    assert borrower.loans.exists()


def test_a_sentence_is_confirmed_by_its_role() -> None:
    """Listed without arguments; refused for the wrong role or an unknown sentence."""
    _, listed, _ = run("attest")
    name, role = listed.split()[:2]
    with pytest.raises(CommandError, match="confirmed by the role"):
        run("attest", name, "--role", "machine")
    with pytest.raises(CommandError, match="No sentence"):
        run("attest", "no-such-sentence", "--role", role)
    assert not Attestation.objects.exists()
    run("attest", name, "--role", role)
    assert Attestation.objects.get().sentence == name


def test_vouchers_are_written_for_the_accounts() -> None:
    """Every voucher of the days, by number, and nobody's name."""
    till = Till(a_branch().pk, Method.CASH)
    policy = read_policy(POLICIES / "fjordvik.toml")
    paid = sell(ClaimKind.PRINT, 1250, till=till, now=NOW, policy=policy)
    back = refund(paid, back=Back(250, 1250), till=till, now=NOW, policy=policy)
    code, out, err = run("vouchers", "2026-06-15", "2026-06-15")
    first, *rows = csv.reader(io.StringIO(out.lstrip("\ufeff")))
    assert first[0] == "number"
    assert rows == [
        [str(paid), "2026-06-15", "main", "print", "cash", "income", "12.50", "", ""],
        [str(back), "2026-06-15", "main", "print", "income", "cash", "2.50", str(paid), ""],
    ]
    assert (code, err.strip()) == (0, "2 vouchers")
    assert run("vouchers", "2026-06-16", "2027-01-01")[2].strip() == "0 vouchers"


@pytest.mark.parametrize("days", [("2026-06-16", "2026-06-15"), ("yesterday", "2026-06-15")])
def test_days_that_are_none_are_refused(days: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=r"before|is no day"):
        run("vouchers", *days)
