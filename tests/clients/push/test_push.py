"""What is sent through a push service is signed, sealed, and opened by its browser only."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import http_ece
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from hypothesis import given
from hypothesis import strategies as st

from hylla.clients.push import Answer, Malformed, Push, Sender, Signer, Subscription
from hylla.clients.push.fake import Browser, FakePushService
from hylla.clients.push.keys import ORDER
from hylla.clients.push.sending import SIZE, meaning, sealed
from hylla.clients.push.subscription import decoded, encoded

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
NEWS = Push(b"something is due", lasts=timedelta(hours=24))


def test_a_browser_opens_what_was_sent(
    service: FakePushService, signer: Signer, sender: Sender
) -> None:
    browser = service.browser(signer.public_key)
    assert sender.send(NEWS, to=browser.subscription, now=NOW) is Answer.TAKEN
    (message,) = browser.messages
    assert message.rstrip() == b"something is due"
    assert browser.lasts == [86_400]
    (claims,) = service.claims
    assert claims["sub"] == "mailto:post@example.org"
    assert claims["exp"] == int((NOW + timedelta(hours=12)).timestamp())


def test_nothing_of_it_can_be_read_on_the_way(
    service: FakePushService, signer: Signer, sender: Sender
) -> None:
    browser, other = service.browser(signer.public_key), service.browser(signer.public_key)
    for content in (b"something is due", b"x" * 700):
        sender.send(Push(content, lasts=NEWS.lasts), to=browser.subscription, now=NOW)
    first, second = browser.bodies
    assert b"due" not in first
    assert len(first) == len(second), "the length tells nothing"
    with pytest.raises(InvalidTag):
        other.opened(first)


def test_only_the_library_that_the_browser_named_is_let_through(
    service: FakePushService, sender: Sender
) -> None:
    stranger = Signer.of(b"7" * 32, contact="post@example.org")
    browser = service.browser(stranger.public_key)
    assert sender.send(NEWS, to=browser.subscription, now=NOW) is Answer.NEVER
    assert service.refused == ["ValueError"]
    assert not browser.bodies


def test_a_browser_that_is_gone_is_told_as_gone(
    service: FakePushService, signer: Signer, sender: Sender
) -> None:
    browser = service.browser(signer.public_key)
    browser.is_gone = True
    assert sender.send(NEWS, to=browser.subscription, now=NOW) is Answer.GONE


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, Answer.TAKEN),
        (201, Answer.TAKEN),
        (202, Answer.TAKEN),
        (301, Answer.NEVER),
        (400, Answer.NEVER),
        (403, Answer.NEVER),
        (404, Answer.GONE),
        (408, Answer.LATER),
        (410, Answer.GONE),
        (413, Answer.NEVER),
        (429, Answer.LATER),
        (500, Answer.LATER),
        (503, Answer.LATER),
    ],
)
def test_what_a_status_means(
    service: FakePushService, signer: Signer, sender: Sender, status: int, answer: Answer
) -> None:
    assert meaning(status) is answer
    if status >= 300:
        service.answers = [status]
        to = service.browser(signer.public_key).subscription
        assert sender.send(NEWS, to=to, now=NOW) is answer


def test_a_service_out_of_reach_is_tried_later(service: FakePushService, signer: Signer) -> None:
    to = service.browser(signer.public_key).subscription
    with closing(Sender(signer)) as distrustful:
        assert distrustful.send(NEWS, to=to, now=NOW) is Answer.LATER
    nobody = Subscription("https://127.0.0.1:9/x", to.public_key, to.auth)
    with closing(Sender(signer)) as lonely:
        assert lonely.send(NEWS, to=nobody, now=NOW) is Answer.LATER


def test_what_is_too_long_is_a_bug(service: FakePushService, signer: Signer) -> None:
    to = service.browser(signer.public_key).subscription
    with pytest.raises(ValueError, match="1024"):
        sealed(b"x" * (SIZE + 1), to=to)


def test_the_example_of_the_standard() -> None:
    """RFC 8291, 5: the same keys and salt give the same bytes, and our browser opens them."""
    receiver = derive_private_key(
        int.from_bytes(decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big"), SECP256R1()
    )
    browser = Browser(
        "https://push.example.net/push/x",
        "",
        private_key=receiver,
        auth=decoded("BTBZMqHH6r4Tts7J_aSIgg"),
    )
    body = decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.opened(body) == b"When I grow up, I want to be a watermelon"
    sender = derive_private_key(
        int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), SECP256R1()
    )
    again = http_ece.encrypt(
        b"When I grow up, I want to be a watermelon",
        salt=body[:16],
        private_key=sender,
        dh=browser.subscription.public_key,
        auth_secret=browser.auth,
        version="aes128gcm",
    )
    assert again == body


@given(st.binary(min_size=32, max_size=32))
def test_every_secret_is_a_key(secret: bytes) -> None:
    signer = Signer.of(secret, contact="post@example.org")
    assert 0 < signer.key.private_numbers().private_value < ORDER
    assert len(decoded(signer.public_key)) == 65
    assert Signer.of(secret, contact="").public_key == signer.public_key


def test_a_subscription_is_read_as_it_is_written(service: FakePushService, signer: Signer) -> None:
    theirs = service.browser(signer.public_key).subscription
    assert Subscription.parse(theirs.text()) == theirs
    assert theirs.host == "127.0.0.1"
    assert theirs.endpoint not in repr(theirs)


GOOD_KEY = encoded(
    decoded(Signer.of(bytes(32), contact="").public_key),
)


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://push.example.net/x"},
        {"endpoint": "file:///etc/passwd"},
        {"endpoint": "https:///x"},
        {"endpoint": "https://me:secret@push.example.net/x"},
        {"endpoint": "https://push.example.net/x#y"},
        {"endpoint": "https://push.example.net/" + "x" * 2000},
        {"endpoint": 7},
        {"keys": None},
        {"keys": {"p256dh": GOOD_KEY}},
        {"keys": {"p256dh": GOOD_KEY, "auth": "AAAA"}},
        {"keys": {"p256dh": "AAAA", "auth": encoded(bytes(16))}},
        {"keys": {"p256dh": encoded(b"\4" + bytes(64)), "auth": encoded(bytes(16))}},
    ],
)
def test_what_no_browser_sends_is_refused(changes: dict[str, object]) -> None:
    good: dict[str, object] = {
        "endpoint": "https://push.example.net/x",
        "keys": {"p256dh": GOOD_KEY, "auth": encoded(bytes(16))},
    }
    Subscription.parse(json.dumps(good))
    with pytest.raises(Malformed):
        Subscription.parse(json.dumps({**good, **changes}))


@pytest.mark.parametrize("text", ["", "null", "[]", "7", '"x"', "{", "\xff"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        Subscription.parse(text)
