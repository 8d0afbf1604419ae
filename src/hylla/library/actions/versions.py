"""The number by which every process sees that a rule has changed."""

import secrets

from django.db import transaction
from django.db.models import BigIntegerField, F, Value

from hylla.library.models import RuleVersion

LARGEST_STEP = 2**32


def bump_rules_version() -> None:
    """Make every process read rules and closing days again.

    The step is drawn at random: a transaction that was undone after someone in it read the rules
    must not leave them under a number that comes again.
    """
    step = 1 + secrets.randbelow(LARGEST_STEP)
    # Without its type Django binds the step to PostgreSQL as four bytes, and half of them wrap.
    larger = F("number") + Value(step, output_field=BigIntegerField())
    with transaction.atomic():
        if not RuleVersion.objects.filter(pk=1).update(number=larger):
            RuleVersion.objects.create(pk=1, number=step)
