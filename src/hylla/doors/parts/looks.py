"""What each probe looks at, and why something is not in order, in words for everyone."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hylla.privacy.notice import Probe, ProbeKind, kind_of
from hylla.privacy.record.words import called
from hylla.privacy.verify import Why

Word = str | Promise

KINDS: Mapping[ProbeKind, Word] = {
    ProbeKind.SCHEMA: _("Columns of the database"),
    ProbeKind.SQL: _("Rows of the database"),
    ProbeKind.BEHAVIOUR: _("A trial with an invented patron"),
    ProbeKind.READER: _("Pages read in each role"),
    ProbeKind.FILE: _("Bytes in files"),
    ProbeKind.NETWORK: _("What goes to and from browsers and other machines"),
    ProbeKind.TEXT: _("The published words"),
}

LOOKS: Mapping[Probe, Word] = {
    Probe.SCHEMA: _("No table and no column is there that is not declared."),
    Probe.PEOPLE_AS_SAID: _("A person has the columns that the notice tells of, and no other."),
    Probe.REACH_AS_SAID: _("Addresses, phone numbers and e-mail addresses have no other column."),
    Probe.LOANS_AS_SAID: _("A loan has the columns that the notice tells of, and no other."),
    Probe.HOLDS_AS_SAID: _("A hold has the columns that the notice tells of, and no other."),
    Probe.ORDERS_AS_SAID: _(
        "A wish or an order from another library has the columns told of, and no other."
    ),
    Probe.CLAIMS_AS_SAID: _("A claim has the columns that the notice tells of, and no other."),
    Probe.HISTORY_AS_SAID: _("A remembered loan has a title and a day, and nothing else."),
    Probe.REVIEWS_AS_SAID: _("Ratings, reviews and their user names have no other column."),
    Probe.LISTS_AS_SAID: _("Lists, their titles and interests have no other column."),
    Probe.STAFF_AS_SAID: _("An account of staff has the columns told of, and no other."),
    Probe.WAYS_IN_AS_SAID: _("User names and passkeys have no other column."),
    Probe.GUARDIANS_ARE_PEOPLE: _("A guardianship joins two people and holds nothing else."),
    Probe.NO_GENDER: _("No table has a column for gender."),
    Probe.LAST_USE_IS_A_DATE: _("The last use is a date: no time, no place."),
    Probe.TALLIES_HAVE_NO_PERSON: _("No column of statistics or vouchers leads to a person."),
    Probe.CATALOGUE_IS_NOT_PERSONAL: _("No table of the catalogue points at a person."),
    Probe.MESSAGES_HAVE_NO_TITLE: _("A message has no column in which a title could stand."),
    Probe.HISTORY_IS_PRIVATE: _(
        "Nothing else points at a history, and only the patron is shown it."
    ),
    Probe.APPLICANTS_HAVE_NO_RIGHTS: _("Nothing leads to people who are not confirmed."),
    Probe.NO_ORPHANS: _("No row about a person is left when the person is gone."),
    Probe.PIN_HASHED: _("Every PIN and password is a fingerprint."),
    Probe.NATIONAL_ID_SEALED: _("Every national id is sealed under a key of its own."),
    Probe.NO_NATIONAL_IDS: _("There is no national id."),
    Probe.LOCAL_CARDS: _("Nobody has a national card without a national id."),
    Probe.LOST_CARDS_LET_NOBODY_IN: _("Every card that has ended has its day and is on no phone."),
    Probe.LOANS_ARE_CLOSED: _("No returned loan is left open."),
    Probe.HOLDS_ARE_LIVE: _("No hold is left that was filled or not fetched in time."),
    Probe.VOUCHERS_BALANCE: _(
        "Each voucher has two equal sides, and no more went back than was paid."
    ),
    Probe.HISTORY_IS_WANTED: _("Nothing is remembered without a consent in force."),
    Probe.CONSENTS_ARE_PROVEN: _("Each consent tells when, where and under which notice."),
    Probe.PUSH_BY_CHOICE: _("Every address of a phone is sealed, and its service named."),
    Probe.REVIEWS_ARE_NAMED: _(
        "No rating or review is without a user name, and none is read that may not be."
    ),
    Probe.OUTREACH_IS_AGREED: _(
        "Nothing is remembered for the outreach service without an agreement that runs."
    ),
    Probe.OUTREACH_IS_ITS_OWN: _(
        "Only the outreach service has looked at what is remembered for it."
    ),
    Probe.ERASURE_COMPLETES: _("Every erasure that waits has a reason to."),
    Probe.REQUESTS_IN_TIME: _("No request is past its date without an answer."),
    Probe.DELETIONS_ARE_ASKED: _(
        "Every processor was asked to delete whoever has gone, and asked again while silent."
    ),
    Probe.DISCLOSURES_ARE_DECIDED: _(
        "Whatever was handed out was decided on a law, by two people for many, and held no loan."
    ),
    Probe.LEGAL_HOLDS_ARE_BOUNDED: _(
        "Whatever a law holds back has somebody at work who answers for it, a law and an end."
    ),
    Probe.STAFF_UNDERTAKINGS: _("Every account of staff has a signed undertaking."),
    Probe.FORMER_STAFF_ARE_OUT: _("Nobody who has left is logged in."),
    Probe.SCHOOL_CLASSES_HAVE_A_SCHOOL: _(
        "Every school class has a school library and a last day."
    ),
    Probe.GUARDIANSHIPS_END: _("No guardianship goes on when the child is of age."),
    Probe.MACHINE_FIELDS: _("No machine may ask for more than it needs."),
    Probe.RETURN_FORGETS: _("A copy was borrowed and returned, and the loan went in its time."),
    Probe.UNDO_ENDS: _(
        "A return was undone in its ten minutes, and could not be undone after them."
    ),
    Probe.OFFLINE_IS_SHORT: _(
        "What a desk noted was taken in once, brought nobody back, and was refused when too old."
    ),
    Probe.LAST_RETURNS_GO: _("No thing's last return is known for longer than that."),
    Probe.FEE_AND_LOAN: _("A loan with a claim was returned, and the claim was paid."),
    Probe.COMPENSATION_CLOSES: _("A copy was lost and paid for."),
    Probe.SMALL_DEBTS_GO: _(
        "Somebody left who owed a little, and was gone; who owed as much as is told waited."
    ),
    Probe.CHILDS_DEBTS_MOVE: _(
        "A child came of age, and what it owed was its guardian's, without a title."
    ),
    Probe.LATE_RETURN_COSTS: _("A copy was returned very late, and it cost what is told."),
    Probe.CLAIMS_ARE_TOLD: _("Whoever owes money was told how much, for what and since when."),
    Probe.SETTLED_LEAVES_NO_NAME: _("A claim was paid, and its voucher led to nobody."),
    Probe.INVOICE_COMES_ONCE: _("What was owed became one invoice, without a title, and no other."),
    Probe.INVOICE_BLOCKS: _("An unpaid invoice stopped somebody, and its end let them borrow."),
    Probe.COLLECTOR_GETS_LITTLE: _(
        "An invoice was warned of and handed over, not before its days, and without a title."
    ),
    Probe.COLLECTION_IS_RECALLED: _(
        "An invoice at the debt collector was contested and paid, and both were to be told there."
    ),
    Probe.TERMINAL_TELLS_LITTLE: _("A terminal was asked to take a sum, and heard no more."),
    Probe.PAYMENT_TELLS_LITTLE: _("A payment was begun, and only what is told of went out."),
    Probe.WISHES_GO: _("What somebody asked for and took back is gone."),
    Probe.BOUGHT_WISHES_BECOME_HOLDS: _(
        "Whoever asked for what was bought waits for it, and the wish is gone."
    ),
    Probe.ORDERS_GO: _(
        "Something was had from another library, which heard a number alone; nothing was left."
    ),
    Probe.FILLED_HOLDS_GO: _("Holds were cancelled and fetched, and none was left."),
    Probe.SHELF_IS_CLEARED: _("A hold was not fetched, and went after its days."),
    Probe.LOST_CARD_IS_BLOCKED: _("A card was reported lost, and let nobody in."),
    Probe.REPLACEMENT_COSTS: _("A lost card was replaced, and it cost what is told."),
    Probe.BLOCK_LIMIT_HOLDS: _("Someone owed less than the limit, and then as much."),
    Probe.BLOCKS_ARE_TOLD: _("Someone was blocked, and was told why and since when."),
    Probe.BLOCKS_ARE_REVIEWED: _(
        "Someone whom the program stopped asked that a person looks; one let them borrow, one not."
    ),
    Probe.WRONG_PINS_LOCK: _("PINs were guessed until the card was locked."),
    Probe.OWN_CARD_BY_AGE: _("Someone asked for a card the day before the age, and on the day."),
    Probe.GUARDIAN_NEEDS_NO_CARD: _("A guardian without a card got an extract of their own."),
    Probe.GUARDIANS_GO: _("A child went, and its guardian without a card went with the night."),
    Probe.NATIONAL_ID_BY_CHOICE: _("Someone became a patron without a national id."),
    Probe.NOBODY_TWICE: _("The same national id came twice, and was refused."),
    Probe.NATIONAL_CARD_IS_USED: _("A national card from elsewhere kept its number."),
    Probe.CATEGORY_BY_AGE: _("People of several ages got the category of their age."),
    Probe.HOME_LIBRARY_CHANGES: _("Someone changed their home library."),
    Probe.ADDRESSES_ARE_TWO: _("Someone had two addresses, and a third was refused."),
    Probe.LAST_USE_BY_LOG_IN: _("Someone logged in and borrowed, and the day was noted."),
    Probe.INACTIVE_ARE_WARNED: _("Someone who had not come for long was written to, once."),
    Probe.CLASS_LISTS_TELL_LITTLE: _(
        "A class was listed, replaced and ended, and nobody saw a title who must not."
    ),
    Probe.CHANNEL_IS_OBEYED: _("Someone chose e-mail and then letters, and was written to so."),
    Probe.TEXTS_TELL_LITTLE: _(
        "Someone who chose text messages borrowed, and all that would be said of it to whoever"
        " carries them was read."
    ),
    Probe.FAILING_IS_PASSED_OVER: _(
        "An e-mail came back, once truly and once forged; the true one stopped mail to its address"
        " until its owner said that it works."
    ),
    Probe.SILENCE_IS_KEPT: _(
        "The clocks were set to every hour of eight days, and what can be heard on a telephone was"
        " to wait where it should."
    ),
    Probe.LANGUAGE_IS_OBEYED: _("Pages and messages came in each language."),
    Probe.REMINDERS_ARE_WRITTEN: _("Someone was reminded once, without what it was about."),
    Probe.PATRON_CORRECTS: _(
        "Someone corrected what is theirs to correct, and could not the rest."
    ),
    Probe.REVIEWS_ARE_JUDGED_UNSEEN: _(
        "Whoever reads a review before it is published sees neither user name nor person."
    ),
    Probe.REVIEWS_GO: _("Who deletes their user name, or asks to be erased, leaves no review."),
    Probe.RATINGS_TELL_OF_SEVERAL: _("No average of fewer ratings than said is shown."),
    Probe.LISTS_ARE_THEIR_OWNERS: _("A list was made, and nobody else could read or change it."),
    Probe.LISTS_GO: _("Who deletes a list, or asks to be erased, leaves nothing of it."),
    Probe.SHARED_LISTS_TELL_TITLES: _(
        "A shared list told its titles and nothing else, and nothing once its link was closed."
    ),
    Probe.HISTORY_GOES_WHEN_OFF: _("A history was turned on and off, and was gone at once."),
    Probe.OUTREACH_ENDS_AT_ONCE: _(
        "An agreement on outreach was made and ended, and all was as before at once."
    ),
    Probe.HISTORY_BY_AGE: _("Someone asked for a history the day before the age, and on the day."),
    Probe.EXTRACT_COMPLETE: _("Someone who used everything had all of it in the extract."),
    Probe.ERASURE_AT_ONCE: _("Someone asked to be erased, and nothing was left in any table."),
    Probe.ERASURE_WAITS: _(
        "Someone with a loan asked to be erased, and was when they returned it."
    ),
    Probe.CORRECTIONS_ARE_MADE: _(
        "One correction was made and told onward, and one was refused, with the words kept."
    ),
    Probe.RESTRICTION_STOPS: _("Someone asked that all stops, and nothing was done any more."),
    Probe.LIFTING_IS_TOLD: _(
        "Someone's restriction was to end, and did not before the message had gone."
    ),
    Probe.MEMBERSHIP_ENDS: _("Someone with a loan left, and the card let nobody in."),
    Probe.CHILDREN_AGREE: _("A guardian asked for a younger child, and for an older one."),
    Probe.DESK_FORGETS: _("A record was left open at a desk, and closed by itself."),
    Probe.REGISTRATION_IS_WITHDRAWN: _("A registration on the web was taken back."),
    Probe.SEEN_BY: _("Each role scanned a card; what was on the screen was read."),
    Probe.ACCESS_LOGGED: _("A record was opened, and the log told who, where and for what."),
    Probe.NATIONAL_ID_MASKED: _("A record with a national id was opened; no page held all of it."),
    Probe.PROTECTED_ADDRESS_HIDDEN: _("A protected record was opened; no page held an address."),
    Probe.GUARDIAN_SEES_BY_AGE: _(
        "A guardian looked at a younger child's loans, and an older one's."
    ),
    Probe.MY_PAGE_TELLS: _("Someone's own page was read: all that is kept stood there."),
    Probe.LOG_HAS_NO_VALUES: _("No line of the logs has a value or a card number."),
    Probe.RESIDUE: _("No file holds a trace of the patron who was erased last night."),
    Probe.COPIES_ARE_YOUNG: _("No backup that lies in our folders is older than told."),
    Probe.ERASURES_ARE_NOTED: _("Each erasure is noted in two places, and every line can be read."),
    Probe.BROWSER_STORES: _("No script stores anything that is not in the register."),
    Probe.PUBLIC_PAGES_SET_NO_COOKIE: _("The public pages were opened, and set no cookie."),
    Probe.SESSION_COOKIE_ONLY: _("Someone logged in and out; there was one cookie, then none."),
    Probe.NO_THIRD_PARTY: _("The public pages were opened, and named no other host."),
    Probe.OUTBOUND_HAS_AGREEMENT: _(
        "Nothing leaves this machine but for whom the policy names an agreement."
    ),
    Probe.OUTBOUND_IS_NAMED: _("No other part of the program can reach other machines."),
    Probe.TRAFFIC_IS_ENCRYPTED: _("The pages answer over an encrypted connection only."),
    Probe.PUBLISHED_VERSION: _("Every sentence on this page is the one in force, to the letter."),
    Probe.NEW_VERSIONS_ARE_NEW: _("Each version has a number and a date of its own."),
}

WHY: Mapping[Why, Word] = {
    Why.NIGHT_MISSED: _("The removal by night was not run."),
    Why.NIGHT_LEFT: _("The removal by night was run, and left something."),
    Why.NOT_AT_ONCE: _("What goes at once was left."),
    Why.FOUND: _("Something is otherwise than the sentence says."),
    Why.NOTHING_YET: _("There was nothing to look at yet."),
    Why.NO_PROBE: _("Nothing in the program can look at it."),
    Why.NOT_CONFIRMED: _("Nobody has confirmed it for this time."),
    Why.FELL: _("The look itself failed."),
}


def look_text(name: str) -> str:
    """Say what was looked at, by the name of a probe, of a clock, or of a sentence itself."""
    if name in set(Probe):
        return str(LOOKS[Probe(name)])
    if ":" in name:
        table = called(name.partition(":")[0])
        return gettext("Nothing is past its date: %(table)s") % {"table": table}
    return gettext("Confirmed by the role that answers for it")


def kind_text(name: str) -> str:
    """Say in which way it was looked at."""
    if name in set(Probe):
        return str(KINDS[kind_of(Probe(name))])
    return str(KINDS[ProbeKind.SQL]) if ":" in name else gettext("People")
