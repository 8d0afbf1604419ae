"""Which addresses of the house are pages to look at, and why the others are not.

Every address stands here once: `test_every_address_is_looked_at_or_has_a_reason` fails for one that
does not. A page needs no more than its name; its parts are filled in from `Samples`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from tests.doors.sight.looking import patterns

Samples = Mapping[str, Mapping[str, Any]]
"""What stands in the parts of an address, by its name; without one, there are no parts."""

DOORS = ("opac", "joining", "mypage", "desk", "office", "cataloguing", "kiosk", "guide", "harvest")
PAGES: Mapping[str, str] = {
    "opac": "home search record work author new help privacy promise versions version paper"
    " accessibility program reviews report_review shared_list"
    " public_lists public_list",
    "joining": "start code",
    "mypage": "home card messages history details family kept looked erase rights agreed suggested"
    " receipt pay paid ways_in phone phone_card place_hold fetch elsewhere"
    " reviews rate lists list put_on_list",
    "desk": "home ways_in colleagues take_on help drop_box machines find glass register waiting"
    " details merge stranger own_record shelf to_fetch to_fetch_sheet letters overdue item till"
    " elsewhere elsewhere_one consignments wish reviews review household moderate moderate_one"
    " to_find returns inventories inventory end_inventory closed_days branches"
    " loan_rules which_rule"
    " rule_history change_rule stock rounds round stop offline classes school_class",
    "office": "home requests take_in request letters sentences confirm policy policy_text"
    " policy_part preview processors processor deletions incidents incident affected legal_holds"
    " legal_hold invoices bank_file collecting invoice hand_over disclosures disclosure looks",
    "cataloguing": "many change_titles change_copies change change_row rule_sets rule_set add_rule"
    " home sources cover titles new edit work copies deleted history version"
    " authorities authority new_authority edit_authority merge_authority authority_history"
    " authority_version"
    " heading_change heading_change_row imports import"
    " import_row profiles profile duplicates merged merged_row public_lists public_list",
    "kiosk": "machines",
}
"""What is opened by its address, by door; who has to be logged in, the door says."""

OF_ROUNDS = frozenset({"rounds", "round", "stop"})
"""Pages of the desk that open for whoever answers for the round, and for nobody else."""

OF_CLASSES = frozenset({"classes", "school_class"})
"""And those for whoever answers for the classes of a school."""

WALKED = "a step of a way: tests/browser/walks.py goes there"
SENT = "answers a form; tests/browser/states.py looks at what it answers with a page of its own"
LEADS = "answers a form, and leads to a page that stands here or is like one"
PROGRAM = "answers another program, in that one's own format"
SCRIPT = "answers a script, not a reader"
FILE = "a file to keep"
EID = "begins with an e-ID's answer: tests/browser/astray.py goes there"

REASONS: Mapping[str, Mapping[str, str]] = {
    "opac": {FILE: "privacy_file licence", PROGRAM: "new_arrivals", SCRIPT: "suggestions"},
    "joining": {WALKED: "new kept withdraw", EID: "welcome eid not_me"},
    "mypage": {
        FILE: "history_file extract take_along extract_of_child payment_receipt invoice manifest"
        " list_file",
        SCRIPT: "log_in_by_passkey ask_passkey new_passkey ask_new_passkey phone_keep phone_ask"
        " phone_drop push_on push_here push_off push_shown",
        SENT: "log_in pin user_name cancel_hold pause_hold correct renew_all history_on"
        " works_again",
        LEADS: "log_out password drop_passkey end_log_ins renew undo_hold move_hold resume_hold"
        " take_back_wish ask_review rename_reviewer forget_review forget_reviews"
        " settle_set cancel_set"
        " history_off history_forget history_forget_all object stop ask_for_child agree_as_child"
        " make_list change_list change_entry register_interest forget_interest"
        " decline_as_child take_away take_back_request say_returned unsay_returned agree disagree"
        " take_back phone_forget phone_forget_all",
    },
    "desk": {
        FILE: "label print_card print_letters",
        SCRIPT: "log_in_by_passkey ask_passkey first_passkey ask_first_passkey new_passkey"
        " ask_new_passkey still_here send_offline",
        SENT: "log_in second enrol lock app codes colleague receipt returns_sheet slip compare"
        " contact add_guardian lost pause_hold rights give_back count_till put_rule add_part"
        " round_sheet damage sold",
        LEADS: "log_out unlock take_over drop_passkey password card end_log_ins undertaking"
        " first_password reset_second_factor end_work close drop_box_done retire_machine open"
        " approve_glass open_glass confirm refuse end_guardian renew renew_all place_hold"
        " lend_set settle_set cancel_set name_deleted add_partner consignment_sent consignment_back"
        " change_partner closed_settled"
        " cancel_hold resume_hold settle pin card_lost replace_card block unblock talking_books"
        " posted_letters make_one unmerge hand_over_round change_stop outreach"
        " pay_household renew_household add_ward end_ward guardians_household"
        " flaws distances open_day say_returned unsay_returned found not_found recall all_loans"
        " send_receipt undo_return not_given pay_by_card card_payment end_class",
    },
    "office": {
        FILE: "print_letters policy_file incident_report print_invoice hand_out e_invoice"
        " collection_file",
        SENT: "agree held_rows collection_preview",
        LEADS: "answer correct tell_on refuse extend unidentified lift announce extract"
        " posted_letters check drop_draft asked_to_delete deleted kept_by_law change_incident"
        " agree_on_affected agree_on_legal_hold change_legal_hold invoice_paid cancel_invoice"
        " invoice_collected invoice_part collection_warning collection_hand_over"
        " collection_recalled collection_closed collection_paused"
        " decide_disclosure agree_on_disclosure tell_of_disclosure drop_disclosure review_glass"
        " end_deferral whose confirm_removal",
    },
    "cataloguing": {
        FILE: "labels refused_records",
        SENT: "merge begin_with",
        LEADS: "lay_over run_change undo_change drop_change drop_rule_set drop_rule raise_rule"
        " withdraw delete_title restore run_import undo_import drop_import drop_profile"
        " delete_authority restore_authority run_heading_change undo_heading_change"
        " drop_heading_change tell_apart run_merged undo_merged drop_merged"
        " change_public_list delete_public_list",
    },
    "kiosk": {
        WALKED: "home larger lend return loans renew receipt returned_receipt program start",
        SCRIPT: "here",
        LEADS: "over more_time fresh_code retire",
    },
    "harvest": {FILE: "file", PROGRAM: "oai sru daia robots sitemap sitemap_part"},
    "guide": {WALKED: "start library policy branches administrator rules titles ready"},
}
"""Why an address is not opened by itself, by door and reason."""


def names(door: str) -> Iterator[str]:
    """Yield the name of every address of a door, from the table of addresses."""
    for of, pattern in patterns():
        if of == door:
            yield str(pattern.name)


def pages(door: str) -> list[str]:
    """Return the names of a door's pages."""
    return PAGES.get(door, "").split()


def excused(door: str) -> list[str]:
    """Return the names of what is no page by itself."""
    return [name for told in REASONS.get(door, {}).values() for name in told.split()]


def paths(
    door: str, language: str, samples: Samples, *, of: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Yield the path of each page of a door, in a language; those of a few staff apart."""
    with override(language):
        for name in pages(door):
            if name in of if of else name not in OF_ROUNDS | OF_CLASSES:
                yield reverse(f"{door}:{name}", kwargs=samples.get(f"{door}:{name}"))
