"""Tables, columns, purposes and roles in words a patron knows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from hylla.privacy.extract.sections import Section
from hylla.privacy.policy import Policy
from hylla.privacy.vocabulary import Language, LegalBasis, Purpose, Role

Word = str | Promise

TABLES: Mapping[str, Word] = {
    "patrons.Person": _("Your membership"),
    "patrons.Identity": _("Who you are"),
    "patrons.SubjectKey": _("The key that seals your national id"),
    "patrons.NationalId": _("Your national id"),
    "patrons.Address": _("Your addresses"),
    "patrons.Phone": _("Your telephone numbers"),
    "patrons.Email": _("Your e-mail addresses"),
    "patrons.Card": _("Your library cards"),
    "patrons.Credential": _("Your PIN and password"),
    "patrons.UserName": _("Your user name"),
    "patrons.Passkey": _("Your passkeys"),
    "patrons.Block": _("Why you cannot borrow"),
    "patrons.Reprieve": _("Until when you may borrow in spite of what you owe"),
    "patrons.Guardianship": _("Guardian and child"),
    "patrons.Consent": _("What you have agreed to"),
    "patrons.Session": _("Where you are logged in"),
    "patrons.Applicant": _("Your registration that waits"),
    "patrons.ApplicantReading": _("Who has looked at your registration"),
    "patrons.AtDesk": _("Desks that have you before them now"),
    "patrons.GlassBroken": _("When your record was opened for a special reason"),
    "patrons.OwnRecord": _("That you work at the library"),
    "patrons.AtKiosk": _("Self-service machines that you stand at now"),
    "circulation.Loan": _("What you have borrowed"),
    "circulation.Hold": _("What you wait for"),
    "circulation.History": _("Your loan history"),
    "interlibrary.Wish": _("What you have asked us to get"),
    "interlibrary.Order": _("What we have from other libraries for you"),
    "circulation.OutreachHistory": _("What you have had from the outreach service"),
    "patrons.OtherCategory": _("The category you go back to"),
    "outreach.Agreement": _("Your agreement with the outreach service"),
    "outreach.Wish": _("What you wish the outreach service to bring"),
    "fees.Claim": _("What you owe"),
    "fees.Invoice": _("Your invoices"),
    "fees.Payment": _("Your payments on the web"),
    "messages.Message": _("Messages to you"),
    "messages.PushSubscription": _("Phones that get messages"),
    "patrons.KeptCard": _("Phones that keep your card"),
    "privacy.AccessEntry": _("Who has looked at your data"),
    "privacy.Request": _("What you have asked for by right"),
    "privacy.MergeCapsule": _("How two entries for you are made two again"),
    "privacy.PreparedExtract": _("An extract that waits to be fetched"),
    "privacy.Receipt": _("Receipts of what you have asked for"),
    "privacy.ReceiptLine": _("What your receipts say"),
    "privacy.Statement": _("What you say about something that was not corrected"),
    "privacy.LegalHold": _("What the law holds back"),
    "privacy.OnwardNotice": _("Whom we tell of a correction, a restriction or an erasure"),
}

COLUMNS: Mapping[str, Word] = {
    "id": _("Internal number"),
    "person": _("Internal number of the person"),
    "patron": _("Internal number of the person"),
    "child": _("Internal number of the child"),
    "guardian": _("Internal number of the guardian"),
    "category": _("Kind of patron"),
    "before": _("Kind of patron before"),
    "round": _("Round"),
    "agreement": _("Internal number of the agreement"),
    "wanted": _("What it is about"),
    "home_branch": _("Home library"),
    "registered_on": _("Registered"),
    "last_used_on": _("Last used"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "birth_date": _("Birth date"),
    "language": _("Language"),
    "channel": _("How we reach you"),
    "address_protected": _("Protected address"),
    "school_class": _("School class"),
    "school_class_until": _("School class until"),
    "wrapped": _("Key"),
    "kind": _("Kind"),
    "sealed": _("National id"),
    "fingerprint": _("Keyed hash, to find you by"),
    "line_1": _("Address"),
    "line_2": _("Address, second line"),
    "postcode": _("Postcode"),
    "city": _("City"),
    "country": _("Country"),
    "until_on": _("Until"),
    "number": _("Number"),
    "is_mobile": _("Mobile"),
    "rank": _("Order"),
    "address": _("E-mail address"),
    "status": _("Status"),
    "issued_on": _("Issued"),
    "expires_on": _("Expires"),
    "ended_on": _("Ended"),
    "pin_hash": _("PIN, as a hash"),
    "password_hash": _("Password, as a hash"),
    "credential_id": _("Number of the passkey"),
    "public_key": _("Public half of the passkey"),
    "sign_count": _("How often the passkey has signed"),
    "added_on": _("Added"),
    "begun_at": _("Logged in"),
    "stays_from_at": _("Stays logged in from"),
    "name": _("Name"),
    "failures": _("Wrong attempts"),
    "locked_until": _("Locked until"),
    "reason": _("Reason"),
    "since_on": _("Since"),
    "ends_on": _("Ends"),
    "session": _("Session of the desk"),
    "is_open": _("Open on the screen"),
    "session_key": _("Session key"),
    "session_data": _("Session data"),
    "expire_date": _("Expires"),
    "staff": _("Staff"),
    "item": _("Item"),
    "branch": _("Branch"),
    "lent_at": _("Borrowed"),
    "due_on": _("Due"),
    "renewals": _("Renewals"),
    "returned_at": _("Returned"),
    "closed_at": _("Closed"),
    "claim": _("Claim"),
    "said_returned_on": _("Said to be returned"),
    "recalled_on": _("Called back"),
    "record": _("Title"),
    "pickup_branch": _("Pick-up branch"),
    "placed_at": _("Placed"),
    "consent": _("Internal number of the consent"),
    "returned_on": _("Returned"),
    "shelf_code": _("Code on the hold shelf"),
    "shelf_until_on": _("On the shelf until"),
    "suspended_from_on": _("Paused from"),
    "only_item": _("Only this copy"),
    "set_key": _("Set for a group"),
    "needed_on": _("Needed on"),
    "suspended_until_on": _("Paused until"),
    "amount_ore": _("Amount"),
    "up_to_ore": _("As long as you owe no more than"),
    "title": _("Title"),
    "author": _("Author"),
    "isbn": _("ISBN"),
    "partner": _("Other library"),
    "declined_at": _("Said no"),
    "sent_at": _("Sent"),
    "opened_on": _("Opened"),
    "settled_at": _("Settled"),
    "beside": _("Internal number of a fee for the same loan"),
    "invoice": _("Internal number of the invoice"),
    "addressee": _("Internal number of the guardian it goes to"),
    "year": _("Year"),
    "serial": _("Number in the year"),
    "made_on": _("Made"),
    "cancelled_for": _("Why it was taken back"),
    "state": _("State"),
    "voucher_number": _("Number of the voucher"),
    "finished_at": _("Ended"),
    "template": _("What it is about"),
    "day": _("Day"),
    "code": _("Code"),
    "created_at": _("Written"),
    "failed": _("Not delivered"),
    "token_hash": _("Key of the phone, as a hash"),
    "service": _("Push service"),
    "since_at": _("Since"),
    "seen_at": _("Last heard of"),
    "at": _("When"),
    "role": _("Role"),
    "unit": _("Where"),
    "task": _("Task"),
    "kinds": _("What was seen"),
    "asked_at": _("Asked for"),
    "until_at": _("Until"),
    "reviewed_at": _("Looked at afterwards"),
    "what": _("What for"),
    "notice_version": _("Version of the notice"),
    "notice_digest": _("Checksum of its rules"),
    "given_in": _("Given in"),
    "given_at": _("Given"),
    "withdrawn_at": _("Taken back"),
    "kiosk": _("Self-service machine"),
    "card": _("Card"),
    "pin_was_right": _("The PIN was given"),
    "began_at": _("Began"),
    "reference": _("Reference"),
    "way": _("How it was sent"),
    "email": _("E-mail address"),
    "phone": _("Telephone"),
    "guardian_given_name": _("Guardian's given name"),
    "guardian_family_name": _("Guardian's family name"),
    "guardian_email": _("Guardian's e-mail"),
    "guardian_phone": _("Guardian's telephone"),
    "terms": _("Version of the notice"),
    "started_at": _("Sent"),
    "written_at": _("E-mail sent"),
    "code_hash": _("Code from the e-mail, as a hash"),
    "email_confirmed_at": _("E-mail confirmed"),
    "applicant": _("Internal number of the registration"),
    "requested_at": _("Asked"),
    "asked_by": _("Internal number of the guardian who asked"),
    "words": _("In your words"),
    "reply_to": _("Where to answer"),
    "came_by": _("How it came"),
    "proof": _("How it was known who asked"),
    "needs_child": _("Waits for the child's yes"),
    "extended_at": _("More time taken"),
    "delay": _("Why it takes longer"),
    "answered_at": _("Answered"),
    "answer": _("Answer"),
    "ground": _("Why not"),
    "unidentified_at": _("Ended because nobody could tell who asked"),
    "request": _("Internal number of the request"),
    "made_at": _("Made"),
    "merged_at": _("Made one"),
    "completed_at": _("Completed"),
    "copies_until_on": _("Backups until"),
    "receipt": _("Internal number of the receipt"),
    "fetched_at": _("Fetched"),
    "facet": _("What"),
    "outcome": _("What becomes of it"),
    "law": _("Law"),
    "recipient": _("Recipient"),
    "told_at": _("Told"),
    "due_at": _("To be answered by"),
    "asks": _("How often it was asked"),
    "kept_law": _("The law that makes it keep something"),
    "kept_until_on": _("Kept there until"),
    "done_at": _("Deleted there"),
    "announced_at": _("Its end announced"),
    "by": _("Who, by a word that stands for them here only"),
    "deferred_at": _("Not shown since"),
    "tables": _("Which data"),
    "proposed_at": _("Proposed"),
    "in_force_at": _("In force since"),
    "silence_law": _("Law that forbade to tell you"),
}

PURPOSES: Mapping[Purpose, Word] = {
    Purpose.MEMBERSHIP: _("your membership"),
    Purpose.IDENTIFICATION: _("knowing that you are you"),
    Purpose.GUARDIANSHIP: _("children and their guardians"),
    Purpose.PUPILS: _("school libraries"),
    Purpose.LENDING: _("lending"),
    Purpose.HOLDS: _("holds"),
    Purpose.HISTORY: _("your own loan history"),
    Purpose.FEES: _("fees and compensation"),
    Purpose.MESSAGES: _("messages to you"),
    Purpose.PHONE: _("the card and messages on your phone"),
    Purpose.SECURITY: _("keeping your account safe"),
    Purpose.ACCOUNTABILITY: _("showing who has looked"),
    Purpose.RIGHTS: _("your rights"),
    Purpose.CONSENTS: _("showing what you have agreed to"),
    Purpose.STATISTICS: _("statistics"),
    Purpose.STAFF: _("staff accounts"),
}

ROLES: Mapping[Role, Word] = {
    Role.DESK: _("staff at the desk"),
    Role.CATALOGUER: _("cataloguers"),
    Role.CHILDREN: _("children's librarians"),
    Role.OUTREACH: _("outreach staff"),
    Role.INVOICE: _("invoice clerks"),
    Role.PRIVACY_OFFICER: _("the privacy officer"),
    Role.ADMINISTRATOR: _("the system administrator"),
    Role.MACHINE: _("self-service machines"),
    Role.PATRON: _("you"),
    Role.GUARDIAN: _("your guardian"),
}

BASES: Mapping[LegalBasis, Word] = {
    LegalBasis.CONSENT: _("your consent (GDPR article 6(1)(a))"),
    LegalBasis.CONTRACT: _("our agreement with you (GDPR article 6(1)(b))"),
    LegalBasis.LEGAL_OBLIGATION: _("a legal obligation (GDPR article 6(1)(c))"),
    LegalBasis.PUBLIC_TASK: _("a public task (GDPR article 6(1)(e))"),
    LegalBasis.LEGITIMATE_INTEREST: _("a legitimate interest (GDPR article 6(1)(f))"),
}


def heading(table: str) -> str:
    """Return a table's name in the active language."""
    return str(TABLES[table])


def label(column: str) -> str:
    """Return a column's name in the active language."""
    return str(COLUMNS[column])


def purpose_text(purpose: Purpose) -> str:
    """Return a purpose in the active language."""
    return str(PURPOSES[purpose])


def role_text(role: Role) -> str:
    """Return a role in the active language."""
    return str(ROLES[role])


def section_text(section: Section, policy: Policy) -> str:
    """Say on what basis a table's rows are kept, and for how long, in the active language."""
    language = Language((get_language() or "en")[:2])
    basis = gettext("We keep this on the basis of %(basis)s.") % {"basis": BASES[section.basis]}
    if not section.periods:
        return f"{basis} {gettext('It goes when you leave the library.')}"
    period = policy.period(section.periods[0])
    if period.is_zero:
        return f"{basis} {gettext('It goes as soon as it is no longer needed.')}"
    words = period.in_words(language)
    return f"{basis} " + gettext("It goes %(period)s after it is no longer needed.") % {
        "period": words
    }
