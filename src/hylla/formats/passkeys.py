"""Passkeys as WebAuthn Level 2 has them: what the browser is asked, and whether its answer holds.

The owner is told to the browser by a handle that means nothing elsewhere. The device must make
sure of who holds it (user verification), so a passkey is two factors in one.

The package is loaded where it is needed: it is slow, and most processes never meet a passkey.
"""

import json
from base64 import urlsafe_b64decode
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

LONGEST_ANSWER = 20_000
"""Letters of an answer that are read at all."""
WAIT_MS = 120_000
"""How long the browser waits for a finger or a face."""


class BadPasskey(Exception):  # noqa: N818 - reads as the sentence it is, like Refused
    """The answer is malformed, for another site or challenge, or not signed by the key."""


@contextmanager
def _believed() -> Iterator[None]:
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        yield
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise BadPasskey from error


@dataclass(frozen=True)
class RelyingParty:
    """Who asks: the domain that passkeys belong to, its name, and the addresses of its pages."""

    domain: str
    name: str
    origins: tuple[str, ...]


@dataclass(frozen=True)
class NewKey:
    """The public half of a passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class Owner:
    """Whose a passkey is to be, as the browser's list shows it; `handle` is all the site tells."""

    handle: bytes
    label: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What an answer at log-in says of itself, before it is believed."""

    credential_id: bytes
    handle: bytes
    challenge: bytes


def making_options(
    party: RelyingParty, owner: Owner, *, challenge: bytes, known: Collection[bytes]
) -> str:
    """Return what the browser needs to make a passkey, as JSON; `known` are those it has."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers import structs

    return options_to_json(
        generate_registration_options(
            rp_id=party.domain,
            rp_name=party.name,
            user_id=owner.handle,
            user_name=owner.label,
            challenge=challenge,
            timeout=WAIT_MS,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
            supported_pub_key_algs=_algorithms(),
        )
    )


def made_key(answer: str, *, party: RelyingParty, challenge: bytes) -> NewKey:
    """Return the passkey that a browser made.

    :raises BadPasskey: it did not, or not for this challenge and site.
    """
    from webauthn import verify_registration_response

    with _believed():
        made = verify_registration_response(
            credential=_readable(answer),
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=list(party.origins),
            require_user_verification=True,
            supported_pub_key_algs=_algorithms(),
        )
    return NewKey(made.credential_id, made.credential_public_key, made.sign_count)


def asking_options(party: RelyingParty, *, challenge: bytes, known: Collection[bytes] = ()) -> str:
    """Return what the browser needs to ask for a passkey, as JSON; without `known`, any it has."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers import structs

    return options_to_json(
        generate_authentication_options(
            rp_id=party.domain,
            challenge=challenge,
            timeout=WAIT_MS,
            allow_credentials=[structs.PublicKeyCredentialDescriptor(id=each) for each in known],
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
    )


def read_answer(answer: str) -> Answer:
    """Return what an answer at log-in says of itself.

    :raises BadPasskey: it cannot be read, or does not say whose the passkey is.
    """
    from webauthn.helpers import parse_authentication_credential_json, parse_client_data_json

    with _believed():
        read = parse_authentication_credential_json(_readable(answer))
        challenge = parse_client_data_json(read.response.client_data_json).challenge
    if not read.response.user_handle:
        raise BadPasskey
    return Answer(read.raw_id, read.response.user_handle, challenge)


def challenge_of(answer: str) -> bytes:
    """Return the challenge that an answer of either kind names.

    :raises BadPasskey: it cannot be read.
    """
    from webauthn.helpers import parse_client_data_json

    with _believed():
        told = json.loads(_readable(answer))["response"]["clientDataJSON"]
        padded = told + "=" * (-len(told) % 4)
        return parse_client_data_json(urlsafe_b64decode(padded)).challenge


def verified_count(answer: str, *, party: RelyingParty, challenge: bytes, key: NewKey) -> int:
    """Return the passkey's new count of signatures.

    :raises BadPasskey: the passkey did not sign this challenge for this site, or was copied.
    """
    from webauthn import verify_authentication_response

    with _believed():
        return verify_authentication_response(
            credential=_readable(answer),
            expected_challenge=challenge,
            expected_rp_id=party.domain,
            expected_origin=list(party.origins),
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        ).new_sign_count


def _readable(answer: str) -> str:
    if len(answer) > LONGEST_ANSWER:
        raise BadPasskey
    return answer


def _algorithms() -> "list[COSEAlgorithmIdentifier]":
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

    return [
        COSEAlgorithmIdentifier.EDDSA,
        COSEAlgorithmIdentifier.ECDSA_SHA_256,
        COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
    ]
