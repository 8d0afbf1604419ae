"""What must hold before anything listens."""

import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import CommandError

from hylla.catalogue.sources import sources
from hylla.clients.agreement import WrongSettings
from hylla.clients.eid import WrongSettings as WrongEid
from hylla.clients.eid import read_providers
from hylla.fees.providers import payment_provider
from hylla.fees.terminals import terminals
from hylla.library.models import Branch
from hylla.library.queries import policy_in_force
from hylla.messages.gateway import sms_gateway
from hylla.patrons.rules.contact import is_email
from hylla.privacy.checks import problems_of_policy
from hylla.privacy.policy.outgoing import uncovered
from hylla.privacy.storage import prepare
from hylla.site.clock import machine_time

LONGEST_BOUNCE_NAME = 18
"""With a + and a trace of 45 letters it is 64 (RFC 5321, 4.5.3.1.1)."""


def refuse_unfit() -> None:
    """Check database, agreements and the policy in force; Django has checked the program before.

    :raises CommandError: with every problem, one a line.
    """
    prepare()
    problems = [
        *run_checks(tags=["database"], databases=["default"]),
        *problems_of_policy(policy_in_force()),
        *_eid_problems(),
        *_payment_problems(),
        *_source_problems(),
        *_terminal_problems(),
        *_sms_problems(),
        *_bounce_problems(),
        *_without_agreement(),
    ]
    if problems:
        raise CommandError("Hylla does not start:\n" + "\n".join(str(each) for each in problems))


def _eid_problems() -> Iterator[str]:
    """Say what is wrong with the agreements with e-ID providers."""
    if settings.HYLLA_EID:
        try:
            read_providers(Path(settings.HYLLA_EID), keys=Path(settings.HYLLA_KEYS))
        except WrongEid as wrong:
            yield f"HYLLA_EID: {wrong}"


def _payment_problems() -> Iterator[str]:
    """Say what is wrong with the agreement with who takes payments."""
    if settings.HYLLA_PAYMENTS:
        try:
            payment_provider(machine_time())
        except WrongSettings as wrong:
            yield f"HYLLA_PAYMENTS: {wrong}"


def _source_problems() -> Iterator[str]:
    """Say what is wrong with the file of other catalogues."""
    try:
        sources()
    except WrongSettings as wrong:
        yield f"HYLLA_SOURCES: {wrong}"


def _terminal_problems() -> Iterator[str]:
    """Say what is wrong with the file of the card terminals."""
    try:
        known = set(Branch.objects.values_list("code", flat=True))
        lost = next((each for each in terminals() if each.branch not in known), None)
        if terminals() and not policy_in_force().payments.terminals:
            yield "HYLLA_TERMINALS: the policy says that there are none: payments.terminals = true"
        if lost is not None:
            yield f"HYLLA_TERMINALS: {lost.name}: branch: there is no branch {lost.branch}"
    except WrongSettings as wrong:
        yield f"HYLLA_TERMINALS: {wrong}"


def _sms_problems() -> Iterator[str]:
    """Say what is wrong with the agreement with who carries text messages."""
    if settings.HYLLA_SMS:
        try:
            sms_gateway(machine_time())
        except WrongSettings as wrong:
            yield f"HYLLA_SMS: {wrong}"


def _bounce_problems() -> Iterator[str]:
    """Say what is wrong with the address that mail comes back to: a trace must fit into it."""
    told = settings.HYLLA_BOUNCES
    name = told.partition("@")[0]
    if told and (not is_email(told) or "+" in name or len(name) > LONGEST_BOUNCE_NAME):
        yield (
            f"HYLLA_BOUNCES: an e-mail address with at most {LONGEST_BOUNCE_NAME} letters and no +"
            " before the @"
        )


def _without_agreement() -> Iterator[str]:
    """Say what would leave the library's machines although nobody with an agreement carries it."""
    host, eid = settings.EMAIL_HOST, bool(settings.HYLLA_EID)
    payment, sms = bool(settings.HYLLA_PAYMENTS), bool(settings.HYLLA_SMS)
    for way in uncovered(policy_in_force(), mail_host=host, eid=eid, payment=payment, sms=sms):
        yield (
            f"{way}: the policy names nobody who carries it. Name a processor with its agreement"
            f' and carries = ["{way}"], or own_systems = ["{way}"] where it is your own (R48).'
        )


def refuse_taken(host: str, *ports: int) -> None:
    """Make sure that nobody else listens where Hylla is to.

    :raises CommandError: naming the first port that is taken.
    """
    for port in ports:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                text = f"port {port} on {host} cannot be used ({error.strerror})"
                raise CommandError(f"{text}: choose another with --port or --sip2-port") from error
