"""Who comes back from a provider is believed only when everything is right."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from joserfc.jwk import RSAKey

from hylla.clients.eid import EidError, Identity, Level, Method, Problem, Provider
from hylla.clients.eid.flow import begin, finish
from hylla.clients.eid.local import LocalProvider
from tests.clients.eid.providers import BACK, KARI, WEAK, answer_of, choose, running

Both = tuple[LocalProvider, Provider]


@pytest.fixture(scope="module")
def _shared() -> Iterator[Both]:
    with running() as both:
        yield both


@pytest.fixture
def both(_shared: Both) -> Iterator[Both]:
    """The provider as it is, whatever the last test made of it."""
    local, provider = _shared
    clock, key = local.clock, local.key
    yield local, provider
    local.clock, local.key = clock, key
    vars(local).pop("claims", None)


def identified(provider: Provider, who: Any = KARI, **changes: Any) -> Identity:
    """Go there and back."""
    started = begin(provider, redirect_uri=BACK)
    answer = answer_of(choose(started, who))
    values: dict[str, Any] = {
        "answer": answer,
        "started": started,
        "redirect_uri": BACK,
        "least": Level.SUBSTANTIAL,
        "now": datetime.now(UTC),
        **{name: change(started, answer) for name, change in changes.items()},
    }
    return finish(provider, **values)


def refusal(provider: Provider, who: Any = KARI, **changes: Any) -> Problem:
    """Return why nobody was identified."""
    with pytest.raises(EidError) as caught:
        identified(provider, who, **changes)
    return caught.value.problem


def test_someone_is_identified(both: Both) -> None:
    identity = identified(both[1])
    assert vars(identity) == {
        "national_id": KARI.national_id,
        "level": Level.HIGH,
        "given_name": "Kari",
        "family_name": "Tjernvatn",
    }


def test_with_a_client_secret_too() -> None:
    with running(method=Method.CLIENT_SECRET_BASIC) as (_, provider):
        assert identified(provider).national_id == KARI.national_id
        assert refusal(replace(provider, secret="another")) is Problem.CLIENT_REFUSED


def test_what_is_asked_for(both: Both) -> None:
    started = begin(both[1], redirect_uri=BACK, languages=("nn", "nb"))
    asked = dict(parse_qsl(urlsplit(started.address).query))
    assert asked["code_challenge_method"] == "S256"
    assert asked["code_challenge"] != started.verifier
    assert started.verifier not in started.address
    assert (asked["state"], asked["nonce"]) == (started.state, started.nonce)
    assert asked["acr_values"] == "idporten-loa-high"
    assert asked["ui_locales"] == "nn nb"
    assert asked["response_type"] == "code"


def test_no_two_log_ins_share_a_secret(both: Both) -> None:
    one, two = (begin(both[1], redirect_uri=BACK) for _ in range(2))
    assert not {one.state, one.nonce, one.verifier} & {two.state, two.nonce, two.verifier}


def test_a_code_is_good_once(both: Both) -> None:
    started = begin(both[1], redirect_uri=BACK)
    answer = answer_of(choose(started, KARI))
    rest: dict[str, Any] = {
        "started": started,
        "redirect_uri": BACK,
        "least": Level.LOW,
        "now": datetime.now(UTC),
    }
    finish(both[1], answer=answer, **rest)
    with pytest.raises(EidError, match="code_refused"):
        finish(both[1], answer=answer, **rest)


def test_a_code_needs_its_verifier(both: Both) -> None:
    other = begin(both[1], redirect_uri=BACK)
    problem = refusal(both[1], started=lambda own, _: replace(own, verifier=other.verifier))
    assert problem is Problem.CODE_REFUSED


def test_a_nonce_of_another_log_in(both: Both) -> None:
    assert refusal(both[1], started=lambda own, _: replace(own, nonce="x")) is Problem.TOKEN


def test_an_answer_of_another_provider(both: Both) -> None:
    other = "https://elsewhere.example.org"
    problem = refusal(both[1], answer=lambda _, told: replace(told, issuer=other))
    assert problem is Problem.METADATA


def test_a_level_too_low(both: Both) -> None:
    assert identified(both[1], WEAK).level is Level.SUBSTANTIAL
    assert refusal(both[1], WEAK, least=lambda *_: Level.HIGH) is Problem.LEVEL


def test_a_key_that_is_not_ours(both: Both) -> None:
    other = RSAKey.generate_key(2048).as_pem(private=True).decode()
    assert refusal(replace(both[1], secret=other)) is Problem.CLIENT_REFUSED
    assert refusal(replace(both[1], secret="no key")) is Problem.CLIENT_REFUSED


def _with(**claims: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda told: {
        name: value for name, value in {**told, **claims}.items() if value is not None
    }


NOW = datetime.now(UTC)
PAST, FUTURE = NOW - timedelta(minutes=30), NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("twist", "problem"),
    [
        (_with(iss="https://elsewhere.example.org"), Problem.TOKEN),
        (_with(aud="someone-else"), Problem.TOKEN),
        (_with(aud=["hylla-test", "someone-else"]), Problem.TOKEN),
        (_with(aud=["hylla-test", "someone-else"], azp="someone-else"), Problem.TOKEN),
        (_with(azp="someone-else"), Problem.TOKEN),
        (_with(exp=int(PAST.timestamp())), Problem.TOKEN),
        (_with(exp=None), Problem.TOKEN),
        (_with(iat=None), Problem.TOKEN),
        (_with(iat=int(PAST.timestamp())), Problem.TOKEN),
        (_with(iat=int(FUTURE.timestamp())), Problem.TOKEN),
        (_with(nbf=int(FUTURE.timestamp())), Problem.TOKEN),
        (_with(sub=None), Problem.TOKEN),
        (_with(nonce=None), Problem.TOKEN),
        (_with(nonce=["a list"]), Problem.TOKEN),
        (_with(acr=None), Problem.LEVEL),
        (_with(acr="something-new"), Problem.LEVEL),
        (_with(pid=None), Problem.NO_NUMBER),
        (_with(pid=14859099953), Problem.NO_NUMBER),
    ],
)
def test_a_token_that_says_something_else(
    both: Both, twist: Callable[[dict[str, Any]], dict[str, Any]], problem: Problem
) -> None:
    local, provider = both
    usual = type(local).claims
    local.claims = lambda who, asked: twist(usual(local, who, asked))  # type: ignore[method-assign] # a liar
    assert refusal(provider) is problem


def test_a_token_for_several_that_was_made_for_us(both: Both) -> None:
    local, provider = both
    usual = type(local).claims
    twist = _with(aud=["hylla-test", "someone-else"], azp="hylla-test")
    local.claims = lambda who, asked: twist(usual(local, who, asked))  # type: ignore[method-assign] # as above
    assert identified(provider).national_id == KARI.national_id


def test_a_signature_of_a_stranger(both: Both) -> None:
    """The same key's name, another key."""
    local, provider = both
    begin(provider, redirect_uri=BACK)
    local.key = RSAKey.generate_key(2048, {"kid": "local-1"})
    assert refusal(provider) is Problem.TOKEN


def test_a_provider_may_change_its_key(both: Both) -> None:
    local, provider = both
    begin(provider, redirect_uri=BACK)
    local.key = RSAKey.generate_key(2048, {"kid": "local-2"})
    assert identified(provider).national_id == KARI.national_id


def test_whoever_changes_their_mind_brings_no_code(both: Both) -> None:
    brought = choose(begin(both[1], redirect_uri=BACK), None)
    assert brought["error"] == "access_denied"
    assert "code" not in brought


def test_a_provider_that_is_not_there() -> None:
    with running() as (_, provider):
        pass
    with pytest.raises(EidError, match="unreachable"):
        begin(provider, redirect_uri=BACK)


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"token_endpoint": "http://elsewhere.example.org/token"},
        {"token_endpoint": None},
    ],
)
def test_a_provider_that_says_something_else_of_itself(lie: dict[str, Any]) -> None:
    with running() as (local, provider):
        usual = local.metadata()
        local.metadata = lambda: {**usual, **lie}  # type: ignore[method-assign] # a liar
        with pytest.raises(EidError, match="metadata"):
            begin(provider, redirect_uri=BACK)


def test_nothing_is_shown_by_accident(both: Both) -> None:
    """No repr holds a number, a name, a key or a code."""
    started = begin(both[1], redirect_uri=BACK)
    answer = answer_of(choose(started, KARI))
    shown = repr((identified(both[1]), both[1], started, answer, KARI))
    for value in (KARI.national_id, "Tjernvatn", "PRIVATE KEY", started.verifier, answer.code):
        assert value not in shown


def test_what_the_provider_publishes_holds_no_private_key(both: Both) -> None:
    keys = json.loads(both[0].get("/jwks", {}).body)["keys"]
    assert not {"d", "p", "q"} & set(keys[0])
