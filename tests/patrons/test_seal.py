"""A sealed number opens with its own person's key only, and the keys lie in files of their own."""

import stat
import uuid
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.national_id import NationalId, NationalIdKind
from hylla.patrons.seal import fingerprint, new_key, sealed, unsealed

ONE, OTHER = uuid.uuid4(), uuid.uuid4()


def national_id(number: str, kind: NationalIdKind = NationalIdKind.FODSELSNUMMER) -> NationalId:
    return NationalId(kind, number, None, synthetic=True)


@given(st.text(max_size=40), st.uuids())
def test_what_was_sealed_is_read_again(text: str, person_id: uuid.UUID) -> None:
    key = new_key(person_id)
    token = sealed(text, wrapped=key, person_id=person_id)
    assert unsealed(token, wrapped=key, person_id=person_id) == text
    assert len(text) < 4 or text.encode() not in token


def test_the_same_number_is_never_sealed_the_same_way() -> None:
    key = new_key(ONE)
    assert sealed("1", wrapped=key, person_id=ONE) != sealed("1", wrapped=key, person_id=ONE)


def test_nothing_opens_as_someone_elses() -> None:
    key, other_key = new_key(ONE), new_key(OTHER)
    token = sealed("14859012345", wrapped=key, person_id=ONE)
    for wrapped, person_id in ((key, OTHER), (other_key, ONE), (other_key, OTHER)):
        with pytest.raises(InvalidTag):
            unsealed(token, wrapped=wrapped, person_id=person_id)


@given(st.data())
def test_a_changed_byte_is_found(data: st.DataObject) -> None:
    key = new_key(ONE)
    token = bytearray(sealed("14859012345", wrapped=key, person_id=ONE))
    place = data.draw(st.integers(0, len(token) - 1))
    token[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidTag):
        unsealed(bytes(token), wrapped=key, person_id=ONE)


def test_fingerprints_tell_numbers_and_kinds_apart() -> None:
    same = fingerprint(national_id("14859012345"))
    assert same == fingerprint(national_id("14859012345"))
    assert len(same) == 64
    assert same != fingerprint(national_id("14859012346"))
    assert same != fingerprint(national_id("14859012345", NationalIdKind.DUF))


def test_keys_are_files_only_the_owner_reads(tmp_path: Path, settings: Any) -> None:
    before = fingerprint(national_id("14859012345"))
    settings.HYLLA_KEYS = tmp_path / "keys"
    key = new_key(ONE)
    assert before != fingerprint(national_id("14859012345"))
    files = sorted((tmp_path / "keys").iterdir())
    assert [file.name for file in files] == ["fingerprints", "seal"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    settings.HYLLA_KEYS = tmp_path / "others"
    with pytest.raises(InvalidTag):
        sealed("14859012345", wrapped=key, person_id=ONE)
