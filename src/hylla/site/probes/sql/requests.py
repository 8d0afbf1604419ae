"""What people have asked for by right: nothing is forgotten, and nothing waits for nothing."""

from datetime import datetime

from hylla.privacy.erasure import blockers
from hylla.privacy.models import OnwardNotice, Request
from hylla.privacy.policy import Policy
from hylla.privacy.rights.conditions import LEAVES
from hylla.privacy.rights.deletions import deletions_late
from hylla.privacy.rights.inbox import late_requests
from hylla.privacy.verify import GRACE, Finding


def erasure_completes(policy: Policy, now: datetime) -> Finding:
    """Every open request still waits for something, and no request is lost (R20)."""
    waiting = Request.objects.filter(LEAVES, requested_at__lt=now - GRACE)
    people = set(waiting.values_list("person_id", flat=True))
    stuck = sum(not blockers(each, now=now) for each in people)
    problems = (f"{stuck} requests wait for nothing",) if stuck else ()
    return Finding(Request.objects.count(), problems)


def requests_in_time(policy: Policy, now: datetime) -> Finding:
    """No request is past its clock without an answer, or told late that it takes longer."""
    late = late_requests(policy=policy, now=now)
    problems = (f"{late} requests are past their date without an answer",) if late else ()
    return Finding(Request.objects.count(), problems)


def deletions_are_asked(policy: Policy, now: datetime) -> Finding:
    """No processor was left unasked, or silent past its days; who has answered knows nobody."""
    owed = OnwardNotice.objects.filter(request=None)
    late = deletions_late(now=now)
    named = owed.filter(done_at__isnull=False).exclude(reference="").count()
    problems = [f"{late} deletions are not asked for, or not again"] if late else []
    problems += [f"{named} that are done still name somebody"] if named else []
    return Finding(owed.count(), tuple(problems))
