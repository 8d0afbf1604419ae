"""The policy in force, the branches and their calendars, and who is at work."""

from hylla.library.queries.branches import (
    BranchFacts,
    branch_with_code,
    branches,
    label_sheet_of,
    minutes_from,
    own_org_number,
)
from hylla.library.queries.days import ClosedFacts, calendar, closed_days, opening_week
from hylla.library.queries.drafts import Draft, Preview, draft, preview, text_to_change
from hylla.library.queries.first_run import FirstRunFacts, first_run, is_first_run_token
from hylla.library.queries.hours import OpenFacts, open_on
from hylla.library.queries.machines import (
    KioskFacts,
    MachineFacts,
    kiosk_with_token,
    kiosks,
    machines_at_work,
)
from hylla.library.queries.policies import (
    Sample,
    keeping_promises,
    policy_in_force,
    rules_version,
    sample_policies,
)
from hylla.library.queries.staff import (
    Colleague,
    Factors,
    PasskeyFacts,
    StaffFacts,
    colleagues,
    factors_of,
    names_of,
    passkeys_in,
    staff_at_work,
    username_of,
    works_as,
)
from hylla.library.queries.versions import (
    PastNotice,
    Published,
    notice_in_force,
    past_notice,
    values_changed,
    versions,
)

__all__ = [
    "BranchFacts",
    "ClosedFacts",
    "Colleague",
    "Draft",
    "Factors",
    "FirstRunFacts",
    "KioskFacts",
    "MachineFacts",
    "OpenFacts",
    "PasskeyFacts",
    "PastNotice",
    "Preview",
    "Published",
    "Sample",
    "StaffFacts",
    "branch_with_code",
    "branches",
    "label_sheet_of",
    "minutes_from",
    "calendar",
    "closed_days",
    "colleagues",
    "draft",
    "factors_of",
    "first_run",
    "is_first_run_token",
    "keeping_promises",
    "kiosk_with_token",
    "kiosks",
    "machines_at_work",
    "names_of",
    "notice_in_force",
    "open_on",
    "opening_week",
    "own_org_number",
    "passkeys_in",
    "past_notice",
    "policy_in_force",
    "preview",
    "rules_version",
    "sample_policies",
    "staff_at_work",
    "text_to_change",
    "username_of",
    "values_changed",
    "versions",
    "works_as",
]
