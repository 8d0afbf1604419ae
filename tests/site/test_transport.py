"""TLS is asked of everything that comes over a network."""

import pytest
from django.test import Client, override_settings

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("_tls"),
]


@pytest.fixture
def _tls() -> object:
    with override_settings(SECURE_SSL_REDIRECT=True, ALLOWED_HOSTS=["*"]):
        yield


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000"])
def test_this_machine_may_speak_plainly_to_itself(host: str) -> None:
    assert Client(headers={"host": host}).get("/en/").status_code == 200


@pytest.mark.parametrize(
    ("host", "from_where", "headers"),
    [
        ("library.example.org", "127.0.0.1", {}),
        ("127.0.0.1", "192.0.2.7", {}),
        ("localhost", "192.0.2.7", {}),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-Proto": "http"}),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}),
        ("127.0.0.1", "127.0.0.1", {"Forwarded": "for=192.0.2.7"}),
        ("127.0.0.1.example.org", "127.0.0.1", {}),
    ],
)
def test_everyone_else_is_led_to_tls(host: str, from_where: str, headers: dict[str, str]) -> None:
    client = Client(headers={"host": host, **headers}, REMOTE_ADDR=from_where)
    answer = client.get("/en/")
    assert answer.status_code == 301
    assert answer["Location"] == f"https://{host}/en/"
