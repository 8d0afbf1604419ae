"""A program that was just started for the first time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hylla.library.actions import begin_first_run
from hylla.library.queries import branches, first_run
from tests.formats.marc.making import book, iso2709

ABOUT = {
    "library_name": "Ulvøya bibliotek",
    "country": "NO",
    "controller_name": "Ulvøya kommune",
    "org_number": "000000000",
    "email": "bibliotek@ulvoya.example.org",
    "notice_url": "https://bibliotek.ulvoya.example.org/personvern",
    "dpo_name": "Personvernombudet",
    "dpo_email": "ombud@ulvoya.example.org",
}
BRANCH = {"name": "Ulvøya", "opens_0": "10:00", "closes_0": "18:00"}
ADMINISTRATOR = {
    "name": "Signe Vindgløtt",
    "username": "signe",
    "password": "a shelf of seven rivers",
    "again": "a shelf of seven rivers",
    "at_desk": "on",
    "undertaking": "on",
}
RULES = {
    "loan_days": "21",
    "film_days": "7",
    "max_renewals": "2",
    "max_loans": "30",
    "max_loans_child": "10",
    "max_holds": "9",
    "child": "Barn",
    "youth": "Ungdom",
    "adult": "Voksen",
}

Go = Callable[..., Any]


@pytest.fixture
def code(db: None) -> str:
    """The code that was printed."""
    printed = begin_first_run(now=timezone.now())
    assert printed
    return printed


@pytest.fixture
def beginner(code: str, visitor: Client) -> Client:
    """A browser in which the code was entered."""
    answer = visitor.post("/en/guide/", {"code": code})
    assert answer.status_code == 302
    return visitor


@pytest.fixture
def go(beginner: Client) -> Go:
    """Return what sends a step and returns where it leads, or the page that says why not."""

    def send(step: str, told: dict[str, Any]) -> HttpResponse:
        return beginner.post(f"/en/guide/{step}/", told)  # type: ignore[return-value] # as Django's

    return send


@pytest.fixture
def marc_file(tmp_path: Path) -> Path:
    """Three titles, one of them without a title."""
    path = tmp_path / "titler.mrc"
    records = [iso2709(book(1, "Vinterfjell")), iso2709(book(2, "Ulvetid")), iso2709(book(3, ""))]
    path.write_bytes(b"".join(records))
    return path


def until(go: Go, step: str) -> None:
    """Go through the steps before this one."""
    for name, told in (
        ("library", ABOUT),
        ("policy", {"sample": "fjordvik"}),
        ("policy", {"text": "*"}),
        ("branches", BRANCH),
        ("administrator", {**ADMINISTRATOR, "branch": "*"}),
        ("rules", RULES),
        ("titles", {"later": "1"}),
    ):
        if name == step:
            return
        answer = go(name, filled(told))
        assert answer.status_code == 302, (name, answer.content.decode())


def filled(told: dict[str, Any]) -> dict[str, Any]:
    """Return what is told, with the draft and the branch that are there by now."""
    now: dict[str, Any] = dict(told)
    run = first_run()
    if now.get("text") == "*" and run:
        now["text"] = run.policy_text
    if now.get("branch") == "*":
        now["branch"] = str(branches()[0].id)
    return now
