"""A push service on this machine, with browsers that open what they get as real ones do.

It shares no code with the sender: signatures are checked and messages opened from the words of
RFC 8291 and RFC 8292, so that a mistake made twice is not taken for right.
"""

import json
import secrets
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hylla.clients.push.subscription import Subscription, decoded

RECORD_AT, KEY_AT = 16, 21
"""Where the record size and the sender's key begin (RFC 8188, 2.1)."""
MOST_BYTES = 4096


@dataclass
class Browser:
    """One browser's side of a subscription: the keys it never gives away, and what it was told."""

    endpoint: str
    application_key: str
    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    bodies: list[bytes] = field(default_factory=list)
    lasts: list[int] = field(default_factory=list)
    is_gone: bool = False

    @property
    def subscription(self) -> Subscription:
        """What its page hands to the library."""
        return Subscription(self.endpoint, _point(self.private_key.public_key()), self.auth)

    @property
    def messages(self) -> list[bytes]:
        """What it was told, opened; the filling at the end stays."""
        return [self.opened(body) for body in self.bodies]

    def opened(self, body: bytes) -> bytes:
        """Open one message (RFC 8291, 3.4; RFC 8188, 2)."""
        salt, key_end = body[:RECORD_AT], KEY_AT + body[20]
        sender = body[KEY_AT:key_end]
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.private_key.exchange(ec.ECDH(), point)
        ours = _point(self.private_key.public_key())
        secret = _derived(shared, self.auth, b"WebPush: info\0" + ours + sender, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
        filled = AESGCM(key).decrypt(nonce, body[key_end:], None).rstrip(b"\0")
        if filled[-1:] != b"\2":
            raise ValueError("the last record does not end as one")
        return filled[:-1]


class FakePushService:
    """Takes messages for its browsers over TLS. `answers` are statuses for the next requests.

    `certificate` is a file with the certificate and its key.
    """

    def __init__(self, *, certificate: str, host: str = "127.0.0.1") -> None:
        self.browsers: dict[str, Browser] = {}
        self.answers: list[int] = []
        self.refused: list[str] = []
        self.claims: list[dict[str, object]] = []
        self._server = ThreadingHTTPServer((host, 0), _handler(self))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.origin = f"https://{host}:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def browser(self, application_key: str) -> Browser:
        """Return a browser that has subscribed to the library with that public key."""
        path = f"/push/{secrets.token_urlsafe(16)}"
        self.browsers[path] = Browser(f"{self.origin}{path}", application_key)
        return self.browsers[path]

    def status_for(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """Take one message or say why not, as RFC 8030 and RFC 8292 have it."""
        if self.answers:
            return self.answers.pop(0)
        browser = self.browsers.get(path)
        if browser is None or browser.is_gone:
            return 410
        if not self._is_signed(headers.get("authorization", ""), browser):
            return 403
        if "ttl" not in headers or headers.get("content-encoding") != "aes128gcm":
            return 400
        if len(body) > MOST_BYTES:
            return 413
        browser.bodies.append(body)
        browser.lasts.append(int(headers["ttl"]))
        return 201

    def _is_signed(self, header: str, browser: Browser) -> bool:
        try:
            claims = _claims(header, browser.application_key)
        except (ValueError, KeyError, InvalidSignature) as error:
            self.refused.append(type(error).__name__)
            return False
        self.claims.append(claims)
        ours = claims["aud"] == self.origin
        return ours and str(claims["sub"]).startswith("mailto:") and isinstance(claims["exp"], int)


def _claims(header: str, application_key: str) -> dict[str, object]:
    """Return what a signature says, if the key that the browser named has made it."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    if scheme != "vapid" or parts["k"].rstrip("=") != application_key:
        raise ValueError("another sender than the browser named")
    content, _, signature = parts["t"].rpartition(".")
    head, _, claims = content.partition(".")
    if json.loads(decoded(head))["alg"] != "ES256":
        raise ValueError("another algorithm")
    raw = decoded(signature)
    numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(parts["k"]))
    key.verify(encode_dss_signature(*numbers), content.encode(), ec.ECDSA(SHA256()))
    read: dict[str, object] = json.loads(decoded(claims))
    return read


def _handler(service: FakePushService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Hands each request to the service."""

        def do_POST(self) -> None:  # noqa: N802 - http.server's name
            """Take a message."""
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(service.status_for(self.path, headers, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    return Handler


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
