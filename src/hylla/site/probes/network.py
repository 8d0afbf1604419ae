"""Probes of what a browser gets from us, and of whom the program itself can talk to."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from hylla.privacy.models import NightRun
from hylla.privacy.policy import Policy
from hylla.privacy.policy.outgoing import Outgoing, uncovered
from hylla.privacy.verify import Finding, Probe
from hylla.site.probes.stage import browser

PUBLIC_PAGES = (
    "/", "/nb/", "/sv/", "/en/privacy/", "/nn/search/?q=a", "/nb/my/", "/nb/desk/",
    "/nb/register/", "/sv/register/code/",
)  # fmt: skip
CONNECTING = frozenset(
    {"socket", "ssl", "smtplib", "ftplib", "http.client", "urllib.request", "requests", "httpx",
     "urllib3", "aiohttp", "websockets", "django.core.mail", "telnetlib", "imaplib", "poplib"}
)  # fmt: skip
"""Modules with which a program reaches another machine."""
IMPORTS = re.compile(
    r"^[ \t]*(?:import[ \t]+([\w., ]+)|from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^)]*\)|.*))",
    re.MULTILINE,
)
SOMEWHERE = "203.0.113.7"
"""An address that is kept free for examples (RFC 5737): nobody's, and not this machine."""
REACHING: Mapping[str, str] = {
    "messages/actions/post.py": "the library's own mail server",
    "clients/push": "the push services that the policy names",
    "clients/eid": "the e-ID provider that the policy names",
    "clients/sms": "who carries text messages, as the policy names them",
    "clients/payments": "who takes payments on the web, as the policy names them",
    "clients/catalogues": "other libraries' catalogues, asked for titles and of nobody",
    "doors/sip2": "listens to the library's own machines",
    "site/start.py": "looks whether its own port is free",
    "site/management/commands/demo.py": "asks its own pages whether they answer",
    "site/demo": "the made-up library on the machine itself",
    "site/check": "the checks of developers",
    "site/bench": "the measurements of developers",
}
"""Where the program reaches another machine, and which: nowhere else."""


def public_pages_set_no_cookie(policy: Policy, now: datetime) -> Finding:
    """No page that anyone can read sets a cookie."""
    problems: list[str] = []
    for page in PUBLIC_PAGES:
        client, answer = visit(page)
        problems += [f"{page} answers {answer.status_code}"] * (answer.status_code >= 400)
        problems += [f"{page} sets the cookie {name}" for name in client.cookies]
    return Finding(len(PUBLIC_PAGES), tuple(problems))


def session_cookie_only(policy: Policy, now: datetime) -> Finding | None:
    """The canary had one cookie while it was logged in, and none after."""
    last = NightRun.objects.order_by("-day").first()
    if last is None or last.canary is None:
        return None
    return Finding(1, tuple(each for each in last.canary.splitlines() if "cookie" in each))


def no_third_party(policy: Policy, now: datetime) -> Finding:
    """Every public page forbids other hosts, and refers to none in what the browser loads."""
    problems: list[str] = []
    for page in PUBLIC_PAGES:
        _, answer = visit(page)
        problems += _foreign(page, answer.headers.get("Content-Security-Policy", ""))
        loaded = re.findall(rb'(?:src|srcset|data|action)="(https?:)?//', answer.content)
        loaded += re.findall(rb'<link[^>]*href="(https?:)?//', answer.content)
        problems += [f"{page} loads from another host"] * bool(loaded)
    return Finding(len(PUBLIC_PAGES), tuple(problems))


def outbound_is_named(policy: Policy, now: datetime) -> Finding:
    """No file of the program can reach another machine but those in the register."""
    reaching = _reaching(Path(settings.PACKAGE))
    problems = [
        f"{path} may reach {', '.join(sorted(modules))}, unnamed"
        for path, modules in sorted(reaching.items())
        if not any(path == named or path.startswith(f"{named}/") for named in REACHING)
    ]
    if policy.features.push and not policy.push_services:
        problems.append("messages go to phones by a service that is not named")
    if policy.registration.eid and not policy.registration.eid_provider:
        problems.append("people log in with an e-ID that is not named")
    if policy.payments.online and not policy.payments.provider:
        problems.append("people pay through someone who is not named")
    return Finding(len(reaching), tuple(problems))


def outbound_has_agreement(policy: Policy, now: datetime) -> Finding:
    """What this machine is set up to send elsewhere is carried by whom the policy names."""
    missing = uncovered(
        policy,
        mail_host=settings.EMAIL_HOST,
        eid=bool(settings.HYLLA_EID),
        payment=bool(settings.HYLLA_PAYMENTS),
        sms=bool(settings.HYLLA_SMS),
    )
    problems = tuple(
        f"{way} leaves this machine, and nobody is named who carries it" for way in missing
    )
    return Finding(len(Outgoing), problems)


def traffic_is_encrypted(policy: Policy, now: datetime) -> Finding | None:
    """The pages answer over TLS only, say so to browsers, and the cookie goes nowhere else.

    A demo on the machine itself has no TLS: there is nothing to look at.
    """
    if settings.HYLLA_DEMO:
        return None
    answer = browser().get("/nb/", secure=False, REMOTE_ADDR=SOMEWHERE)
    problems = []
    if answer.status_code not in {301, 308} or not answer["Location"].startswith("https://"):
        problems.append("a page answers without encryption")
    safe = browser().get("/nb/", secure=True)
    if "max-age=" not in safe.headers.get("Strict-Transport-Security", ""):
        problems.append("browsers are not told to stay with encryption")
    if not settings.SESSION_COOKIE_SECURE:
        problems.append("the cookie may go without encryption")
    return Finding(3, tuple(problems))


def visit(page: str) -> tuple[Client, Any]:
    """Open a page as a browser that nobody has used would."""
    client = browser()
    return client, client.get(page, follow=True, secure=True)


def _foreign(page: str, rules: str) -> Iterator[str]:
    if "default-src 'none'" not in rules:
        yield f"{page} does not forbid other hosts"
    if "http" in rules or "*" in rules:
        yield f"{page} allows another host"


@cache
def _reaching(package: Path) -> Mapping[str, frozenset[str]]:
    """Return each file that imports what reaches other machines; the program's own text, once."""
    found = {
        str(file.relative_to(package)): _imported(file) & CONNECTING
        for file in package.rglob("*.py")
    }
    return {path: frozenset(modules) for path, modules in found.items() if modules}


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for whole, source, parts in IMPORTS.findall(file.read_text(encoding="utf-8")):
        names |= {each.split()[0] for each in whole.split(",")} if whole else {source}
        names |= {f"{source}.{each}" for each in re.findall(r"\w+", parts)}
    return names


PROBES: tuple[Probe, ...] = (
    public_pages_set_no_cookie,
    session_cookie_only,
    no_third_party,
    outbound_is_named,
    outbound_has_agreement,
    traffic_is_encrypted,
)
