"""What changes patrons: registration, their facts, cards, PINs, blocks and family."""

from hylla.patrons.actions.applicant_mail import (
    ToWrite,
    confirm_email,
    next_to_write,
    note_written,
    write_later,
)
from hylla.patrons.actions.applicants import (
    Applied,
    LookedAt,
    apply_for_card,
    confirm_applicant,
    confirm_applicant_by_eid,
    read_applicant,
    remove_applicant,
)
from hylla.patrons.actions.blocks import block, unblock
from hylla.patrons.actions.cards import Replaced, replace_card, report_card_lost
from hylla.patrons.actions.categories import (
    add_category,
    move_categories,
    set_usual_categories,
)
from hylla.patrons.actions.consents import Shown, give_consent, holds_still, withdraw_consent
from hylla.patrons.actions.desks import (
    Opened,
    close_at_desk,
    close_idle_desks,
    list_at_desk,
    open_at_desk,
    open_listed,
    still_open,
)
from hylla.patrons.actions.details import change_details, set_protected_address
from hylla.patrons.actions.entry import (
    PATRON_KEYS,
    choose_password,
    choose_user_name,
    drop_password,
    drop_user_name,
    end_log_in,
    end_log_ins,
    end_staff_log_ins,
    end_work,
    person_with_passkey,
)
from hylla.patrons.actions.family import (
    add_guardian,
    end_guardian,
    let_guardian_go,
    let_guardians_go,
)
from hylla.patrons.actions.glass import (
    Asker,
    approve_glass,
    break_glass,
    end_deferral,
    link_own_record,
    review_glass,
    say_own_record,
    unlink_own_record,
)
from hylla.patrons.actions.identified import set_first_pin, sign_in_identified
from hylla.patrons.actions.kept_cards import (
    fetch_again,
    forget_kept_card,
    forget_kept_cards,
    keep_card,
)
from hylla.patrons.actions.kiosks import (
    Visit,
    begin_visit,
    end_idle_visits,
    end_visit,
    give_more_time,
    show_pin,
    still_there,
)
from hylla.patrons.actions.national_ids import remove_national_id, set_national_id
from hylla.patrons.actions.pins import change_pin, set_pin, sign_in, verify_pin, verify_secret
from hylla.patrons.actions.rectifying import correct_at_desk, rectify
from hylla.patrons.actions.registration import Registered, register
from hylla.patrons.actions.use import remember_use

__all__ = [
    "PATRON_KEYS",
    "Applied",
    "Asker",
    "LookedAt",
    "Opened",
    "Registered",
    "Replaced",
    "Shown",
    "ToWrite",
    "Visit",
    "add_category",
    "add_guardian",
    "apply_for_card",
    "approve_glass",
    "begin_visit",
    "block",
    "break_glass",
    "change_details",
    "change_pin",
    "choose_password",
    "choose_user_name",
    "close_at_desk",
    "close_idle_desks",
    "confirm_applicant",
    "confirm_applicant_by_eid",
    "confirm_email",
    "correct_at_desk",
    "drop_password",
    "drop_user_name",
    "end_deferral",
    "end_guardian",
    "end_idle_visits",
    "end_log_in",
    "end_log_ins",
    "end_staff_log_ins",
    "end_work",
    "end_visit",
    "fetch_again",
    "forget_kept_card",
    "forget_kept_cards",
    "give_consent",
    "give_more_time",
    "holds_still",
    "keep_card",
    "let_guardian_go",
    "let_guardians_go",
    "link_own_record",
    "list_at_desk",
    "move_categories",
    "next_to_write",
    "note_written",
    "open_at_desk",
    "open_listed",
    "person_with_passkey",
    "read_applicant",
    "rectify",
    "register",
    "remember_use",
    "remove_applicant",
    "remove_national_id",
    "replace_card",
    "report_card_lost",
    "review_glass",
    "say_own_record",
    "set_first_pin",
    "set_national_id",
    "set_pin",
    "set_protected_address",
    "set_usual_categories",
    "show_pin",
    "sign_in",
    "sign_in_identified",
    "still_open",
    "still_there",
    "unblock",
    "unlink_own_record",
    "verify_pin",
    "verify_secret",
    "withdraw_consent",
    "write_later",
]
