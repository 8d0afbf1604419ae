"""What is kept of children: a school class where there is a school, a guardian until of age."""

from datetime import datetime

from django.db.models import Q

from hylla.patrons.models import Guardianship, Identity
from hylla.patrons.rules import last_birth_date
from hylla.privacy.clocks import today
from hylla.privacy.policy import Policy
from hylla.privacy.verify import Finding


def school_classes_have_a_school(policy: Policy, now: datetime) -> Finding:
    """A school class stands only where the branch is a school library, and with its last day."""
    told = Identity.objects.exclude(school_class="")
    elsewhere = told.filter(person__home_branch__is_school_library=False).count()
    endless = told.filter(school_class_until=None).count()
    problems = [f"{elsewhere} school classes where there is no school"] if elsewhere else []
    problems += [f"{endless} school classes without a last day"] if endless else []
    return Finding(Identity.objects.count(), tuple(problems))


def guardianships_end(policy: Policy, now: datetime) -> Finding:
    """No guardianship of someone who is of age goes on, and each has both its days."""
    day = today(policy, now)
    of_age = Q(child__identity__birth_date__lte=last_birth_date(policy.ages.adult, on=day))
    wrong = Guardianship.objects.filter(of_age, ends_on__gt=day).count()
    problems = (f"{wrong} guardianships of people who are of age",) if wrong else ()
    return Finding(Guardianship.objects.count(), problems)
