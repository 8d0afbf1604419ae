"""What must hold before anything listens."""

from django.core.checks import ERROR, run_checks
from django.core.management.base import CommandError

from hylla.library.queries import policy_in_force
from hylla.privacy.checks import problems_of_policy
from hylla.privacy.storage import prepare


def refuse_unfit() -> None:
    """Check program, database and the policy in force.

    :raises CommandError: with every problem, one a line.
    """
    prepare()
    problems = [
        *(each for each in run_checks() if each.level >= ERROR),
        *run_checks(tags=["database"], databases=["default"]),
        *problems_of_policy(policy_in_force()),
    ]
    if problems:
        raise CommandError("Hylla does not start:\n" + "\n".join(str(each) for each in problems))
