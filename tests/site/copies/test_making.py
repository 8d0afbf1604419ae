"""A backup is whole or not there, has no keys in it, and goes when it is too old."""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection

from hylla.patrons.models import Identity, Person
from hylla.privacy.residue import Place as Where
from hylla.privacy.residue import scan
from hylla.privacy.sealing import key_named
from hylla.site.copies import databases, postgresql_copy
from hylla.site.copies.ageing import copies, delete_old
from hylla.site.copies.making import back_up, back_up_keys
from hylla.site.copies.manifest import Unfit, read
from hylla.site.copies.restoring import restore_keys
from tests.site.copies.library import NOW, Place
from tests.site.copies.test_restore import backup_of


def test_what_is_in_it_can_be_looked_for(place: Place) -> None:
    """The residue scan reads backups: nothing in them is packed. None but the owner may."""
    person = place.patrons[0][0]
    Identity.objects.filter(person=person).update(family_name="Markerfjell")
    folder = backup_of(place)
    result = scan([str(person), "Markerfjell"], [Where("backup", folder)])
    assert {hit.marker for hit in result.hits} == {str(person), "Markerfjell"}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert read(folder).vendor == connection.vendor


def test_it_has_no_keys(place: Place) -> None:
    """What it holds sealed stays sealed for whoever finds it."""
    secret = key_named("ledger")
    folder = backup_of(place)
    held = b"".join(file.read_bytes() for file in folder.iterdir())
    assert secret not in held
    assert secret.hex().encode() not in held


def test_what_could_not_be_finished_is_not_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk in the middle leaves nothing that looks like a backup."""

    def full(*_: Any, **__: Any) -> None:
        raise Unfit("The disk is full.")

    monkeypatch.setattr(databases, "copy_to", full)
    with pytest.raises(Unfit):
        backup_of(place)
    assert list(place.backups.iterdir()) == []


def test_a_backup_holds_one_moment(place: Place) -> None:
    """Who comes while it is made is not half in it."""
    seen: list[int] = []

    def come(done: int, total: int) -> None:
        if not seen:
            seen.append(Person.objects.count())
            Person.objects.filter(pk=place.patrons[0][0]).update(last_used_on="2026-06-16")

    folder = back_up(place.backups, policy=place.policy, now=NOW, progress=come)
    assert seen
    databases.check(folder / "database")


def test_keys_go_elsewhere_and_come_back(place: Place, settings: Any, tmp_path: Path) -> None:
    """Never beside the backups they open; put back, they never take another's place."""
    secret = key_named("ledger")
    with pytest.raises(Unfit, match="another place"):
        back_up_keys(place.backups / "inside", backups=place.backups, now=NOW)
    kept = back_up_keys(tmp_path / "safe", backups=place.backups, now=NOW)
    settings.HYLLA_KEYS = tmp_path / "new machine"
    assert restore_keys(kept) >= 1
    assert (settings.HYLLA_KEYS / "ledger").read_text() == secret.hex()
    assert restore_keys(kept) >= 1, "a second time changes nothing"
    (settings.HYLLA_KEYS / "ledger").write_text("00" * 32)
    with pytest.raises(Unfit, match="other keys already: ledger"):
        restore_keys(kept)
    assert (settings.HYLLA_KEYS / "ledger").read_text() == "00" * 32
    with pytest.raises(Unfit, match="no backup of keys"):
        restore_keys(place.backups)


def test_old_backups_go_by_night(place: Place, settings: Any, tmp_path: Path) -> None:
    """None outlives its days, keys' much fewer; other folders are left alone."""
    settings.HYLLA_KEY_BACKUPS = str(tmp_path / "safe")
    days, key_days = place.policy.copies.backup_days, place.policy.copies.key_backup_days
    for age in (0, days - 2, days - 1, days + 5):
        folder = place.backups / f"hylla-backup-{NOW - timedelta(days=age):%Y%m%dT%H%M%SZ}"
        folder.mkdir(parents=True)
    for age in (0, key_days - 2, key_days - 1):
        folder = tmp_path / "safe" / f"hylla-keys-{NOW - timedelta(days=age):%Y%m%dT%H%M%SZ}"
        folder.mkdir(parents=True)
    (place.backups / "hylla-notes").mkdir()
    assert len(list(copies(place.policy))) == 7
    assert delete_old(place.policy, now=NOW) == 3
    assert len(list(copies(place.policy))) == 4
    assert (place.backups / "hylla-notes").exists()
    assert all(each.until_at > NOW + timedelta(days=1) for each in copies(place.policy))


def test_without_postgresqls_programs_it_is_said_what_to_install(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The application's host often has none of them."""
    settings.HYLLA_POSTGRESQL = ""
    monkeypatch.setattr(postgresql_copy, "USUAL", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unfit, match="postgresql-client"):
        postgresql_copy._program("pg_dump")


def test_the_commands(place: Place, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """`backup` says where it lies; `restore --state` says that nothing is under way."""
    assert configured.HYLLA_BACKUPS
    call_command("backup")
    assert Path(capsys.readouterr().out.strip()).parent == place.backups
    call_command("restore", "--state")
    assert capsys.readouterr().out.strip() == "open"
