"""The first-run guide: what it writes, step by step, until the library is its administrators'."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from hylla.library.actions.policies import publish_policy
from hylla.library.actions.tokens import digest_of, new_code, new_token, tidied
from hylla.library.models import Controller, FirstRun, PolicyVersion, StaffRole
from hylla.library.refusals import Reason, Refused
from hylla.library.rules import Code
from hylla.library.rules.first_run import Particulars, Step, drafted, with_version
from hylla.privacy.clocks import today
from hylla.privacy.policy import parse_policy
from hylla.privacy.vocabulary import Role


@transaction.atomic
def begin_first_run(*, now: datetime) -> str | None:
    """Return a code that opens the guide, if the library has no administrator and no guide ended.

    Each start of the program makes a fresh one, so that a lost code is no matter; a browser that
    is in already stays in.
    """
    run = FirstRun.objects.select_for_update().first()
    if run is not None and run.finished_at is not None:
        return None
    if StaffRole.objects.filter(role=Role.ADMINISTRATOR, staff__left_on=None).exists():
        return None
    run, code = run or FirstRun(), new_code()
    run.code_hash = digest_of(code)
    run.save()
    return code


@transaction.atomic
def enter_first_run(code: str) -> str | None:
    """Spend the code; return the token by which this browser may go on, or None."""
    run = (
        FirstRun.objects.select_for_update()
        .filter(finished_at=None, code_hash=digest_of(tidied(code)))
        .first()
    )
    if run is None:
        return None
    token = new_token()
    run.code_hash, run.token_hash = "", digest_of(token)
    run.save(update_fields=["code_hash", "token_hash"])
    return token


def describe_library(told: Particulars) -> None:
    """Keep who the library is; a draft of its policy that was begun is made anew from it."""
    FirstRun.objects.filter(finished_at=None).update(**asdict(told), policy_text="")


def draft_policy(sample: str, *, now: datetime) -> str:
    """Write the draft from a sample's text and the library's particulars, keep it, return it."""
    run = FirstRun.objects.get(finished_at=None)
    told = Particulars(**{name: getattr(run, name) for name in Particulars.__dataclass_fields__})
    on = today(parse_policy(sample, name="sample"), now)
    text = drafted(sample, told, version=_next_version(), on=on)
    keep_draft(text)
    return text


def keep_draft(text: str) -> None:
    """Keep a draft as it is, also one that cannot be used yet."""
    FirstRun.objects.filter(finished_at=None).update(policy_text=text)


@transaction.atomic
def publish_first_policy(text: str, *, now: datetime) -> None:
    """Put the draft in force, with its controller; what is in force already is not said again.

    :raises PolicyErrors: it cannot be used; the draft is kept, nothing is in force.
    """
    policy = parse_policy(text, name="policy")
    latest = PolicyVersion.objects.first()
    if latest is None or with_version(text, latest.version) != latest.text:
        publish_policy(with_version(text, _next_version()), now=now)
    run = FirstRun.objects.get(finished_at=None)
    values = {"name": policy.controller.name, "email": policy.controller.email or run.email}
    controller = Controller.objects.order_by("pk").first() or Controller()
    for name, value in {**values, "org_number": run.org_number}.items():
        setattr(controller, name, value)
    controller.save()


def _next_version() -> str:
    return f"1.{PolicyVersion.objects.count()}"


def note_rules_set(*, now: datetime) -> None:
    """Note that the rules of lending were gone through."""
    FirstRun.objects.filter(finished_at=None).update(rules_set_at=now)


def note_import_begun(*, now: datetime) -> None:
    """Note that a file of titles is being read."""
    FirstRun.objects.filter(finished_at=None).update(
        import_began_at=now, import_ended_at=None, import_report="", import_passed_over=False
    )


def note_import_ended(report: str, *, now: datetime) -> None:
    """Note what came of it."""
    FirstRun.objects.filter(finished_at=None).update(import_ended_at=now, import_report=report)


def pass_over_import() -> None:
    """Note that titles come later."""
    FirstRun.objects.filter(finished_at=None).update(import_passed_over=True)


@transaction.atomic
def finish_first_run(missing: Step, *, now: datetime) -> None:
    """End the guide for good. `missing` is the first step that is not done.

    :raises Refused: a step is missing.
    """
    if missing is not Step.READY:
        raise Refused(Reason(Code.FIRST_RUN_UNFINISHED))
    FirstRun.objects.filter(finished_at=None).update(
        finished_at=now, code_hash="", token_hash="", policy_text=""
    )
