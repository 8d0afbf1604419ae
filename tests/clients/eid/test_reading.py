"""Which providers a library uses is said in a file, and what is wrong with it is said in words."""

from pathlib import Path

import pytest

from hylla.clients.eid import Level, Method, WrongSettings, read_providers
from hylla.clients.eid.reading import profiles
from hylla.clients.eid.values import is_safe

GOOD = '[[providers]]\nprofile = "idporten"\nclient_id = "abc"\nsecret_file = "idporten.pem"\n'


def read(folder: Path, text: str) -> tuple[object, ...]:
    """Read a file with that text, beside a key."""
    (folder / "idporten.pem").write_text("k3y-material\n")
    (folder / "eid.toml").write_text(text)
    return read_providers(folder / "eid.toml", keys=folder)


def test_a_library_names_its_provider_and_its_key(tmp_path: Path) -> None:
    (provider,) = read_providers(_written(tmp_path, GOOD), keys=tmp_path)
    assert provider.profile == profiles()["idporten"]
    assert (provider.key, provider.client_id, provider.secret) == (
        "idporten",
        "abc",
        "k3y-material",
    )


def test_everything_of_a_profile_can_be_changed(tmp_path: Path) -> None:
    own = GOOD + (
        'key = "bankid"\nissuer = "https://broker.example.org"\nmethod = "client_secret_basic"\n'
        'acr_values = ["a", "b"]\nlevels = { a = "high" }\nname = "BankID"\n'
    )
    (provider,) = read_providers(_written(tmp_path, own), keys=tmp_path)
    assert provider.key == "bankid"
    assert provider.profile.method is Method.CLIENT_SECRET_BASIC
    assert provider.profile.levels == {"a": Level.HIGH}
    assert provider.profile.acr_values == ("a", "b")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("providers", "no TOML"),
        ("", "[[providers]] and nothing else"),
        (GOOD.replace("idporten", "minid"), "providers[0].profile is one of bankid-se, freja-se"),
        (GOOD.replace("client_id", "clientid"), "unknown clientid"),
        (GOOD.replace('"abc"', '""'), "client_id is missing"),
        (GOOD.replace("idporten.pem", "other.pem"), "secret_file cannot be read"),
        (GOOD.replace("idporten.pem", "../idporten.pem"), "a file in the key folder"),
        (GOOD.replace('"idporten"', '"bankid-se"'), "issuer is an address"),
        (GOOD + 'issuer = "http://idporten.no"', "begins with https://"),
        (GOOD + 'method = "none"', "'none'"),
        (GOOD + 'levels = { a = "certain" }', "'certain'"),
        (GOOD + GOOD, "two providers have one key"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        read(tmp_path, text)
    assert said in str(caught.value)
    assert "k3y-material" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match="cannot be read"):
        read_providers(tmp_path / "eid.toml", keys=tmp_path)


def test_no_profile_asks_for_less_than_it_can_judge() -> None:
    """What is asked for is known, and nothing but a real provider's own address stands there."""
    for profile in profiles().values():
        assert profile.levels
        assert not profile.issuer or is_safe(profile.issuer)
        if profile.level_claim == "acr":
            assert set(profile.acr_values) <= set(profile.levels)


def _written(folder: Path, text: str) -> Path:
    read(folder, text)
    return folder / "eid.toml"
