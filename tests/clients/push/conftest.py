"""A push service on this machine, and the library that sends through it."""

from collections.abc import Iterator
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from hylla.clients.push import Sender, Signer
from hylla.clients.push.fake import FakePushService
from tests.certificates import self_signed


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service's certificate."""
    file = tmp_path_factory.mktemp("push") / "service.pem"
    return self_signed(file, x509.IPAddress(ip_address("127.0.0.1")))


@pytest.fixture
def service(certificate: Path) -> Iterator[FakePushService]:
    """The service, running."""
    with FakePushService(certificate=str(certificate)) as running:
        yield running


@pytest.fixture
def signer() -> Signer:
    """The library's key."""
    return Signer.of(bytes(range(32)), contact="post@example.org")


@pytest.fixture
def sender(signer: Signer, certificate: Path) -> Iterator[Sender]:
    """The library's connection."""
    with closing(Sender(signer, verify=str(certificate))) as open_sender:
        yield open_sender
