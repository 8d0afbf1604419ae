"""What changes the library itself: policies, branches, days, staff and machines."""

from hylla.library.actions.attesting import confirm_sentence
from hylla.library.actions.badges import (
    remove_staff_card,
    set_staff_card,
    staff_back,
    staff_with_card,
)
from hylla.library.actions.branches import (
    add_branch,
    add_closed_day,
    change_branch,
    note_label_sheet,
    remove_closed_day,
    set_distances,
    set_opening_hours,
)
from hylla.library.actions.drafting import agree_on_draft, can_be_two, drop_draft, write_draft
from hylla.library.actions.employment import change_staff, end_staff, sign_undertaking
from hylla.library.actions.first_run import (
    begin_first_run,
    describe_library,
    draft_policy,
    enter_first_run,
    finish_first_run,
    keep_draft,
    note_import_begun,
    note_import_ended,
    note_rules_set,
    pass_over_import,
    publish_first_policy,
)
from hylla.library.actions.incidents import agree_on_affected, require_two
from hylla.library.actions.kiosks import (
    add_kiosk,
    new_kiosk_code,
    set_text_size,
    start_kiosk,
)
from hylla.library.actions.machines import add_machine, machine_signed_in, retire_machine
from hylla.library.actions.pace import take_from
from hylla.library.actions.passkeys import (
    STAFF_KEYS,
    Holder,
    Keyring,
    add_passkey,
    ask_for_new_passkey,
    ask_for_passkey,
    forget_attempts_over,
    owner_of_answer,
    remove_passkey,
    staff_with_passkey,
)
from hylla.library.actions.policies import publish_policy
from hylla.library.actions.removals import confirm_removal
from hylla.library.actions.second_factor import (
    enrol_app,
    give_recovery_codes,
    remove_app,
    remove_staff_passkey,
    reset_second_factor,
    take_second_step,
)
from hylla.library.actions.staff import (
    add_staff,
    give_staff_password,
    set_staff_password,
    staff_signed_in,
)
from hylla.library.actions.versions import bump_rules_version

__all__ = [
    "Holder",
    "Keyring",
    "STAFF_KEYS",
    "add_branch",
    "add_closed_day",
    "add_kiosk",
    "add_machine",
    "add_passkey",
    "add_staff",
    "agree_on_affected",
    "agree_on_draft",
    "can_be_two",
    "ask_for_new_passkey",
    "ask_for_passkey",
    "begin_first_run",
    "bump_rules_version",
    "change_branch",
    "change_staff",
    "confirm_removal",
    "confirm_sentence",
    "describe_library",
    "draft_policy",
    "drop_draft",
    "end_staff",
    "enrol_app",
    "enter_first_run",
    "finish_first_run",
    "forget_attempts_over",
    "give_recovery_codes",
    "give_staff_password",
    "keep_draft",
    "machine_signed_in",
    "new_kiosk_code",
    "note_import_begun",
    "note_import_ended",
    "note_label_sheet",
    "note_rules_set",
    "owner_of_answer",
    "pass_over_import",
    "publish_first_policy",
    "publish_policy",
    "remove_app",
    "remove_closed_day",
    "remove_passkey",
    "remove_staff_card",
    "remove_staff_passkey",
    "require_two",
    "reset_second_factor",
    "retire_machine",
    "set_distances",
    "set_opening_hours",
    "set_staff_card",
    "set_staff_password",
    "set_text_size",
    "sign_undertaking",
    "staff_back",
    "staff_signed_in",
    "staff_with_card",
    "staff_with_passkey",
    "start_kiosk",
    "take_from",
    "take_second_step",
    "write_draft",
]
