"""The nightly order runs whole, says what it did, and a step that fails stops nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hylla.library.actions import begin_first_run
from hylla.library.models import Branch, Staff
from hylla.patrons.models import Person, Session, TakenScan
from hylla.patrons.sessions import SessionStore
from hylla.privacy.models import (
    Disclosure,
    DisclosureCase,
    LegalHold,
    NightRun,
    PreparedExtract,
    Receipt,
    Request,
    SentenceCheck,
)
from hylla.privacy.policy import Policy
from hylla.privacy.storage import Swept
from hylla.privacy.vocabulary import State
from hylla.site import canary, night, worker
from hylla.site.canary_desk import scan_at_a_desk
from hylla.site.demo.house import open_house
from hylla.site.demo.shelves import fill_shelves
from hylla.site.probes import file
from hylla.statistics.models import Tally
from tests.builders import half, policy_of

NOW = datetime(2026, 6, 15, 2, tzinfo=UTC)


@pytest.fixture(params=half(["fjordvik", "sandnes"]))
def policy(request: Any, transactional_db: None) -> Policy:
    """A library that is open: one that forgets at once, one that takes 72 hours."""
    policy = policy_of(request.param)
    fill_shelves(open_house(policy, now=NOW - timedelta(days=1)), on=NOW.date(), seed=1)
    return policy


@pytest.fixture
def traces_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for traces only, where the test is not of the notice: the rest takes ten seconds."""
    monkeypatch.setattr(night, "PROBES", {"residue": file.residue})


def test_the_canary_leaves_no_trace(policy: Policy) -> None:
    """It borrows, is erased, and neither bytes, rows, branch nor tallies are left of it."""
    steps = {step.name: step for step in night.night(policy, now=NOW)}
    assert steps["files swept"].number == 1, steps["files swept"].detail
    assert steps["traces of the canary"].number == 0, steps["traces of the canary"].detail
    assert NightRun.objects.get().canary == ""
    assert not Person.objects.exists()
    assert not Session.objects.exists()
    assert not TakenScan.objects.exists()
    assert not Receipt.objects.exists()
    assert not Request.objects.exists()
    assert not PreparedExtract.objects.exists()
    assert not LegalHold.objects.exists()
    assert not DisclosureCase.objects.exists()
    assert not Disclosure.objects.exists()
    assert not Staff.objects.filter(branch__code=canary.PLACE).exists()
    assert not Branch.objects.filter(code=canary.PLACE).exists()
    assert not Tally.objects.filter(branch=canary.PLACE).exists()
    residue = SentenceCheck.objects.get(sentence="bytes-go-at-night")
    assert residue.state == State.KEPT


@pytest.mark.usefixtures("traces_only")
def test_a_canary_that_was_not_swept_is_found(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the sweep its traces are found, and the sentence is not kept."""
    monkeypatch.setattr(night, "sweep", lambda: Swept(clean=False, detail="left out"))
    night.night(policy, now=NOW)
    assert "traces of it" in (NightRun.objects.get().canary or "")
    residue = SentenceCheck.objects.get(sentence="bytes-go-at-night")
    assert residue.state == State.CONTRADICTED


def test_a_desk_remembers_a_scan_of_the_canary_until_it_logs_out(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both marks are looked for, and were there before the log-in ended."""
    held: list[tuple[str, str]] = []

    def left_open(desk: SessionStore) -> None:
        held.extend(TakenScan.objects.values_list("session_id", "mark"))

    monkeypatch.setattr(SessionStore, "flush", left_open)
    told = scan_at_a_desk("90000001", now=NOW)
    assert held == [told]


@pytest.mark.usefixtures("traces_only")
def test_a_canary_that_falls_leaves_nothing_for_people_to_meet(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(canary, "place_hold", fall)
    night.night(policy, now=NOW)
    assert not Branch.objects.filter(code=canary.PLACE).exists()
    assert not Person.objects.exists()


@pytest.mark.usefixtures("traces_only")
@pytest.mark.usefixtures("transactional_db", "traces_only")
def test_no_canary_flies_before_the_guide_is_finished(caplog: pytest.LogCaptureFixture) -> None:
    """There may be no category and no rule yet; that is no fault, and nobody says it was looked."""
    begin_first_run(now=NOW)
    steps = {step.name for step in night.night(policy_of("fjordvik"), now=NOW)}
    assert "files swept" in steps
    assert "traces of the canary" not in steps
    assert NightRun.objects.get().canary is None
    assert "step_failed" not in caplog.text


def test_a_step_that_fails_stops_nothing(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, without what the error says, and the rest of the night runs."""

    def broken(**_: Any) -> int:
        raise RuntimeError("a name that must not be told")

    monkeypatch.setattr(night, "expire_shelf", broken)
    steps = night.night(policy, now=NOW)
    (failed,) = (step for step in steps if "FAILED" in step.detail)
    assert failed.name == "holds not fetched"
    assert failed.detail.startswith("FAILED: RuntimeError")
    assert "a name" not in failed.detail
    assert [step.name for step in steps[-2:]] == ["sentences kept", "ballast"]


def test_the_dry_run_changes_nothing(policy: Policy) -> None:
    """It counts what the removals would end."""
    steps = night.dry_run(policy, now=NOW)
    assert {step.number for step in steps} == {0}
    assert not NightRun.objects.exists()


def test_a_new_library_does_not_wait_for_its_first_night(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half past midnight is too early for the night, but for a library that never had one."""
    begun: list[datetime] = []
    monkeypatch.setattr(worker, "night", lambda policy, now: begun.append(now))
    early = datetime(2026, 6, 14, 22, 30, tzinfo=UTC)
    at_work = worker.Worker(lambda: early)
    at_work._night()
    assert begun == [early]
    NightRun.objects.create(day=NOW.date() - timedelta(days=1), started_at=early)
    at_work._night()
    assert begun == [early]
