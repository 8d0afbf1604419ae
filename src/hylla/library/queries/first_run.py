"""How far the first-run guide of a new library has come."""

from dataclasses import dataclass
from hashlib import sha256

from hylla.library.models import FirstRun, OpeningHours, PolicyVersion, StaffRole
from hylla.library.rules.first_run import Particulars, Step
from hylla.privacy.vocabulary import Role


@dataclass(frozen=True)
class FirstRunFacts:
    """How far the first-run guide has come: `missing` is the first step that is not done."""

    particulars: Particulars
    policy_text: str
    missing: Step
    import_began: bool
    import_report: str


def first_run() -> FirstRunFacts | None:
    """Return how far the guide has come, or None where it was never begun, or has ended."""
    run = FirstRun.objects.filter(finished_at=None).first()
    if run is None:
        return None
    told = Particulars(**{name: getattr(run, name) for name in Particulars.__dataclass_fields__})
    return FirstRunFacts(
        particulars=told,
        policy_text=run.policy_text,
        missing=_missing(run),
        import_began=run.import_began_at is not None and run.import_ended_at is None,
        import_report=run.import_report,
    )


def is_first_run_token(token: str) -> bool:
    """Say whether a browser was let into the guide."""
    hashed = sha256(token.encode()).hexdigest()
    return FirstRun.objects.filter(finished_at=None, token_hash=hashed).exists()


def _missing(run: FirstRun) -> Step:
    administrators = StaffRole.objects.filter(role=Role.ADMINISTRATOR, staff__left_on=None)
    done = {
        Step.LIBRARY: bool(run.controller_name),
        Step.POLICY: PolicyVersion.objects.exists(),
        Step.BRANCHES: OpeningHours.objects.exists(),
        Step.ADMINISTRATOR: administrators.exists(),
        Step.RULES: run.rules_set_at is not None,
        Step.TITLES: run.import_passed_over or run.import_ended_at is not None,
    }
    return next((step for step in Step if not done.get(step, False)), Step.READY)
