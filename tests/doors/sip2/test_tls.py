"""The door inside TLS."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509

from hylla.doors.sip2.settings import Settings
from hylla.formats import sip2
from tests.certificates import self_signed
from tests.doors.sip2.terminal import Terminal, check_out


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine, with its key, that signed itself."""
    return self_signed(tmp_path / "door.pem", x509.DNSName("localhost"))


@pytest.fixture
def settings(certificate: Path) -> Settings:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return Settings(tls=context)


def test_a_loan_inside_tls(port: int, certificate: Path) -> None:
    with Terminal(port) as terminal:
        trust = ssl.create_default_context(cafile=str(certificate))
        terminal.line = trust.wrap_socket(terminal.line, server_hostname="localhost")
        assert terminal.sign_in().ask(check_out(), sip2.CheckoutAnswer).ok
