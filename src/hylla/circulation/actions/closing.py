"""When a loan is closed, and whether it is over in the same moment (R01-R03)."""

from datetime import UTC, datetime
from functools import lru_cache

from hylla.circulation.models import Loan
from hylla.privacy.clocks import is_over
from hylla.privacy.held import holds_back
from hylla.privacy.policy import Policy

(CLOSED_LOAN,) = Loan.personal_data.keep
# Later than any promise of an earlier version (`Policy.earlier`): what ends now ends under this.
_ANY_MOMENT = datetime(2999, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=8)
def goes_at_once(policy: Policy) -> bool:
    """Say whether a loan that is closed now is over now: the night's rule, asked once a policy."""
    return is_over(CLOSED_LOAN, policy=policy, since=_ANY_MOMENT, now=_ANY_MOMENT)


def close(loan: Loan, *, now: datetime, policy: Policy) -> None:
    """Close a loan that nothing keeps open any more, and let it go when its time is over."""
    if goes_at_once(policy) and not holds_back(Loan._meta.label, loan.patron_id, now=now):
        loan.delete()
    else:
        loan.closed_at = now
        loan.save(update_fields=["closed_at"])
