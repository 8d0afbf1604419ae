"""Who looks, from outside the code that acts, whether a sentence of the notice holds."""

from collections.abc import Mapping
from enum import StrEnum


class ProbeKind(StrEnum):
    """The ways of looking; each is a module of `site/probes`."""

    SCHEMA = "schema"
    """The columns of the database itself."""
    SQL = "sql"
    """A question to the tables, in words of its own."""
    BEHAVIOUR = "behaviour"
    """An invented patron does it, and all is undone."""
    READER = "reader"
    """What each role is really shown."""
    FILE = "file"
    """The bytes in the files."""
    NETWORK = "network"
    """What a browser gets, and whom the program talks to."""
    TEXT = "text"
    """The published words."""


class Probe(StrEnum):
    """Every look there is; `doors/parts/looks.py` tells people what each looks at."""

    SCHEMA = "schema"
    PEOPLE_AS_SAID = "people_as_said"
    REACH_AS_SAID = "reach_as_said"
    LOANS_AS_SAID = "loans_as_said"
    HOLDS_AS_SAID = "holds_as_said"
    ORDERS_AS_SAID = "orders_as_said"
    CLAIMS_AS_SAID = "claims_as_said"
    HISTORY_AS_SAID = "history_as_said"
    REVIEWS_AS_SAID = "reviews_as_said"
    LISTS_AS_SAID = "lists_as_said"
    STAFF_AS_SAID = "staff_as_said"
    WAYS_IN_AS_SAID = "ways_in_as_said"
    GUARDIANS_ARE_PEOPLE = "guardians_are_people"
    NO_GENDER = "no_gender"
    LAST_USE_IS_A_DATE = "last_use_is_a_date"
    TALLIES_HAVE_NO_PERSON = "tallies_have_no_person"
    CATALOGUE_IS_NOT_PERSONAL = "catalogue_is_not_personal"
    MESSAGES_HAVE_NO_TITLE = "messages_have_no_title"
    HISTORY_IS_PRIVATE = "history_is_private"
    APPLICANTS_HAVE_NO_RIGHTS = "applicants_have_no_rights"

    NO_ORPHANS = "no_orphans"
    PIN_HASHED = "pin_hashed"
    NATIONAL_ID_SEALED = "national_id_sealed"
    NO_NATIONAL_IDS = "no_national_ids"
    LOCAL_CARDS = "local_cards"
    LOST_CARDS_LET_NOBODY_IN = "lost_cards_let_nobody_in"
    LOANS_ARE_CLOSED = "loans_are_closed"
    HOLDS_ARE_LIVE = "holds_are_live"
    VOUCHERS_BALANCE = "vouchers_balance"
    HISTORY_IS_WANTED = "history_is_wanted"
    CONSENTS_ARE_PROVEN = "consents_are_proven"
    PUSH_BY_CHOICE = "push_by_choice"
    REVIEWS_ARE_NAMED = "reviews_are_named"
    OUTREACH_IS_AGREED = "outreach_is_agreed"
    OUTREACH_IS_ITS_OWN = "outreach_is_its_own"
    ERASURE_COMPLETES = "erasure_completes"
    REQUESTS_IN_TIME = "requests_in_time"
    DISCLOSURES_ARE_DECIDED = "disclosures_are_decided"
    LEGAL_HOLDS_ARE_BOUNDED = "legal_holds_are_bounded"
    DELETIONS_ARE_ASKED = "deletions_are_asked"
    STAFF_UNDERTAKINGS = "staff_undertakings"
    FORMER_STAFF_ARE_OUT = "former_staff_are_out"
    SCHOOL_CLASSES_HAVE_A_SCHOOL = "school_classes_have_a_school"
    GUARDIANSHIPS_END = "guardianships_end"
    MACHINE_FIELDS = "machine_fields"

    RETURN_FORGETS = "return_forgets"
    UNDO_ENDS = "undo_ends"
    OFFLINE_IS_SHORT = "offline_is_short"
    LAST_RETURNS_GO = "last_returns_go"
    FEE_AND_LOAN = "fee_and_loan"
    COMPENSATION_CLOSES = "compensation_closes"
    LATE_RETURN_COSTS = "late_return_costs"
    SMALL_DEBTS_GO = "small_debts_go"
    CHILDS_DEBTS_MOVE = "childs_debts_move"
    CLAIMS_ARE_TOLD = "claims_are_told"
    SETTLED_LEAVES_NO_NAME = "settled_leaves_no_name"
    INVOICE_COMES_ONCE = "invoice_comes_once"
    INVOICE_BLOCKS = "invoice_blocks"
    COLLECTOR_GETS_LITTLE = "collector_gets_little"
    COLLECTION_IS_RECALLED = "collection_is_recalled"
    PAYMENT_TELLS_LITTLE = "payment_tells_little"
    TERMINAL_TELLS_LITTLE = "terminal_tells_little"
    FILLED_HOLDS_GO = "filled_holds_go"
    ORDERS_GO = "orders_go"
    WISHES_GO = "wishes_go"
    BOUGHT_WISHES_BECOME_HOLDS = "bought_wishes_become_holds"
    SHELF_IS_CLEARED = "shelf_is_cleared"
    LOST_CARD_IS_BLOCKED = "lost_card_is_blocked"
    REPLACEMENT_COSTS = "replacement_costs"
    BLOCK_LIMIT_HOLDS = "block_limit_holds"
    BLOCKS_ARE_TOLD = "blocks_are_told"
    BLOCKS_ARE_REVIEWED = "blocks_are_reviewed"
    WRONG_PINS_LOCK = "wrong_pins_lock"
    OWN_CARD_BY_AGE = "own_card_by_age"
    GUARDIAN_NEEDS_NO_CARD = "guardian_needs_no_card"
    GUARDIANS_GO = "guardians_go"
    NATIONAL_ID_BY_CHOICE = "national_id_by_choice"
    NOBODY_TWICE = "nobody_twice"
    NATIONAL_CARD_IS_USED = "national_card_is_used"
    CATEGORY_BY_AGE = "category_by_age"
    HOME_LIBRARY_CHANGES = "home_library_changes"
    ADDRESSES_ARE_TWO = "addresses_are_two"
    LAST_USE_BY_LOG_IN = "last_use_by_log_in"
    INACTIVE_ARE_WARNED = "inactive_are_warned"
    CLASS_LISTS_TELL_LITTLE = "class_lists_tell_little"
    CHANNEL_IS_OBEYED = "channel_is_obeyed"
    TEXTS_TELL_LITTLE = "texts_tell_little"
    SILENCE_IS_KEPT = "silence_is_kept"
    FAILING_IS_PASSED_OVER = "failing_is_passed_over"
    LANGUAGE_IS_OBEYED = "language_is_obeyed"
    REMINDERS_ARE_WRITTEN = "reminders_are_written"
    PATRON_CORRECTS = "patron_corrects"
    HISTORY_GOES_WHEN_OFF = "history_goes_when_off"
    REVIEWS_ARE_JUDGED_UNSEEN = "reviews_are_judged_unseen"
    REVIEWS_GO = "reviews_go"
    RATINGS_TELL_OF_SEVERAL = "ratings_tell_of_several"
    LISTS_ARE_THEIR_OWNERS = "lists_are_their_owners"
    LISTS_GO = "lists_go"
    SHARED_LISTS_TELL_TITLES = "shared_lists_tell_titles"
    HISTORY_BY_AGE = "history_by_age"
    OUTREACH_ENDS_AT_ONCE = "outreach_ends_at_once"
    EXTRACT_COMPLETE = "extract_complete"
    ERASURE_AT_ONCE = "erasure_at_once"
    ERASURE_WAITS = "erasure_waits"
    CORRECTIONS_ARE_MADE = "corrections_are_made"
    RESTRICTION_STOPS = "restriction_stops"
    LIFTING_IS_TOLD = "lifting_is_told"
    MEMBERSHIP_ENDS = "membership_ends"
    CHILDREN_AGREE = "children_agree"
    DESK_FORGETS = "desk_forgets"
    REGISTRATION_IS_WITHDRAWN = "registration_is_withdrawn"

    SEEN_BY = "seen_by"
    ACCESS_LOGGED = "access_logged"
    NATIONAL_ID_MASKED = "national_id_masked"
    PROTECTED_ADDRESS_HIDDEN = "protected_address_hidden"
    GUARDIAN_SEES_BY_AGE = "guardian_sees_by_age"
    MY_PAGE_TELLS = "my_page_tells"

    LOG_HAS_NO_VALUES = "log_has_no_values"
    RESIDUE = "residue"
    COPIES_ARE_YOUNG = "copies_are_young"
    ERASURES_ARE_NOTED = "erasures_are_noted"
    BROWSER_STORES = "browser_stores"

    PUBLIC_PAGES_SET_NO_COOKIE = "public_pages_set_no_cookie"
    SESSION_COOKIE_ONLY = "session_cookie_only"
    NO_THIRD_PARTY = "no_third_party"
    OUTBOUND_IS_NAMED = "outbound_is_named"
    OUTBOUND_HAS_AGREEMENT = "outbound_has_agreement"
    TRAFFIC_IS_ENCRYPTED = "traffic_is_encrypted"

    PUBLISHED_VERSION = "published_version"
    NEW_VERSIONS_ARE_NEW = "new_versions_are_new"


KINDS: Mapping[ProbeKind, frozenset[Probe]] = {
    ProbeKind.SCHEMA: frozenset(
        {
            Probe.SCHEMA,
            Probe.PEOPLE_AS_SAID,
            Probe.REACH_AS_SAID,
            Probe.LOANS_AS_SAID,
            Probe.HOLDS_AS_SAID,
            Probe.ORDERS_AS_SAID,
            Probe.CLAIMS_AS_SAID,
            Probe.HISTORY_AS_SAID,
            Probe.REVIEWS_AS_SAID,
            Probe.LISTS_AS_SAID,
            Probe.STAFF_AS_SAID,
            Probe.WAYS_IN_AS_SAID,
            Probe.GUARDIANS_ARE_PEOPLE,
            Probe.NO_GENDER,
            Probe.LAST_USE_IS_A_DATE,
            Probe.TALLIES_HAVE_NO_PERSON,
            Probe.CATALOGUE_IS_NOT_PERSONAL,
            Probe.MESSAGES_HAVE_NO_TITLE,
            Probe.HISTORY_IS_PRIVATE,
            Probe.APPLICANTS_HAVE_NO_RIGHTS,
        }
    ),
    ProbeKind.SQL: frozenset(
        {
            Probe.NO_ORPHANS,
            Probe.PIN_HASHED,
            Probe.NATIONAL_ID_SEALED,
            Probe.NO_NATIONAL_IDS,
            Probe.LOCAL_CARDS,
            Probe.LOST_CARDS_LET_NOBODY_IN,
            Probe.LOANS_ARE_CLOSED,
            Probe.HOLDS_ARE_LIVE,
            Probe.LAST_RETURNS_GO,
            Probe.VOUCHERS_BALANCE,
            Probe.HISTORY_IS_WANTED,
            Probe.CONSENTS_ARE_PROVEN,
            Probe.PUSH_BY_CHOICE,
            Probe.REVIEWS_ARE_NAMED,
            Probe.OUTREACH_IS_AGREED,
            Probe.OUTREACH_IS_ITS_OWN,
            Probe.ERASURE_COMPLETES,
            Probe.REQUESTS_IN_TIME,
            Probe.DISCLOSURES_ARE_DECIDED,
            Probe.LEGAL_HOLDS_ARE_BOUNDED,
            Probe.DELETIONS_ARE_ASKED,
            Probe.STAFF_UNDERTAKINGS,
            Probe.FORMER_STAFF_ARE_OUT,
            Probe.SCHOOL_CLASSES_HAVE_A_SCHOOL,
            Probe.GUARDIANSHIPS_END,
            Probe.MACHINE_FIELDS,
        }
    ),
    ProbeKind.BEHAVIOUR: frozenset(
        {
            Probe.RETURN_FORGETS,
            Probe.UNDO_ENDS,
            Probe.OFFLINE_IS_SHORT,
            Probe.FEE_AND_LOAN,
            Probe.COMPENSATION_CLOSES,
            Probe.LATE_RETURN_COSTS,
            Probe.SMALL_DEBTS_GO,
            Probe.CHILDS_DEBTS_MOVE,
            Probe.CLAIMS_ARE_TOLD,
            Probe.SETTLED_LEAVES_NO_NAME,
            Probe.INVOICE_COMES_ONCE,
            Probe.INVOICE_BLOCKS,
            Probe.COLLECTOR_GETS_LITTLE,
            Probe.COLLECTION_IS_RECALLED,
            Probe.PAYMENT_TELLS_LITTLE,
            Probe.TERMINAL_TELLS_LITTLE,
            Probe.FILLED_HOLDS_GO,
            Probe.ORDERS_GO,
            Probe.WISHES_GO,
            Probe.BOUGHT_WISHES_BECOME_HOLDS,
            Probe.SHELF_IS_CLEARED,
            Probe.LOST_CARD_IS_BLOCKED,
            Probe.REPLACEMENT_COSTS,
            Probe.BLOCK_LIMIT_HOLDS,
            Probe.BLOCKS_ARE_TOLD,
            Probe.BLOCKS_ARE_REVIEWED,
            Probe.WRONG_PINS_LOCK,
            Probe.OWN_CARD_BY_AGE,
            Probe.GUARDIAN_NEEDS_NO_CARD,
            Probe.GUARDIANS_GO,
            Probe.NATIONAL_ID_BY_CHOICE,
            Probe.NOBODY_TWICE,
            Probe.NATIONAL_CARD_IS_USED,
            Probe.CATEGORY_BY_AGE,
            Probe.HOME_LIBRARY_CHANGES,
            Probe.ADDRESSES_ARE_TWO,
            Probe.LAST_USE_BY_LOG_IN,
            Probe.INACTIVE_ARE_WARNED,
            Probe.CLASS_LISTS_TELL_LITTLE,
            Probe.CHANNEL_IS_OBEYED,
            Probe.TEXTS_TELL_LITTLE,
            Probe.SILENCE_IS_KEPT,
            Probe.FAILING_IS_PASSED_OVER,
            Probe.LANGUAGE_IS_OBEYED,
            Probe.REMINDERS_ARE_WRITTEN,
            Probe.PATRON_CORRECTS,
            Probe.HISTORY_GOES_WHEN_OFF,
            Probe.REVIEWS_ARE_JUDGED_UNSEEN,
            Probe.REVIEWS_GO,
            Probe.RATINGS_TELL_OF_SEVERAL,
            Probe.LISTS_ARE_THEIR_OWNERS,
            Probe.LISTS_GO,
            Probe.SHARED_LISTS_TELL_TITLES,
            Probe.HISTORY_BY_AGE,
            Probe.OUTREACH_ENDS_AT_ONCE,
            Probe.EXTRACT_COMPLETE,
            Probe.ERASURE_AT_ONCE,
            Probe.ERASURE_WAITS,
            Probe.CORRECTIONS_ARE_MADE,
            Probe.RESTRICTION_STOPS,
            Probe.LIFTING_IS_TOLD,
            Probe.MEMBERSHIP_ENDS,
            Probe.CHILDREN_AGREE,
            Probe.DESK_FORGETS,
            Probe.REGISTRATION_IS_WITHDRAWN,
        }
    ),
    ProbeKind.READER: frozenset(
        {
            Probe.SEEN_BY,
            Probe.ACCESS_LOGGED,
            Probe.NATIONAL_ID_MASKED,
            Probe.PROTECTED_ADDRESS_HIDDEN,
            Probe.GUARDIAN_SEES_BY_AGE,
            Probe.MY_PAGE_TELLS,
        }
    ),
    ProbeKind.FILE: frozenset(
        {
            Probe.LOG_HAS_NO_VALUES,
            Probe.RESIDUE,
            Probe.COPIES_ARE_YOUNG,
            Probe.ERASURES_ARE_NOTED,
            Probe.BROWSER_STORES,
        }
    ),
    ProbeKind.NETWORK: frozenset(
        {
            Probe.PUBLIC_PAGES_SET_NO_COOKIE,
            Probe.SESSION_COOKIE_ONLY,
            Probe.NO_THIRD_PARTY,
            Probe.OUTBOUND_IS_NAMED,
            Probe.OUTBOUND_HAS_AGREEMENT,
            Probe.TRAFFIC_IS_ENCRYPTED,
        }
    ),
    ProbeKind.TEXT: frozenset(
        {
            Probe.PUBLISHED_VERSION,
            Probe.NEW_VERSIONS_ARE_NEW,
        }
    ),
}
"""Which probe looks in which way."""

ZERO_PROBES = frozenset(
    probe
    for kind, probes in KINDS.items()
    if kind not in {ProbeKind.BEHAVIOUR, ProbeKind.TEXT}
    for probe in probes
)
"""Probes that count, and expect none: only these can carry words such as "never"."""


def kind_of(probe: Probe) -> ProbeKind:
    """Return the way in which a probe looks."""
    return next(kind for kind, probes in KINDS.items() if probe in probes)
