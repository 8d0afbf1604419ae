"""What the record calls people, data and moments, in words that are nobody's jargon."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hylla.privacy.extract.words import COLUMNS, ROLES, TABLES
from hylla.privacy.vocabulary import Kind, Purpose, Role, Subject

Word = str | Promise

PEOPLE: Mapping[Subject, Word] = {
    Subject.PATRON: _("patrons"),
    Subject.STAFF: _("staff"),
    Subject.APPLICANT: _("people who have asked for a card"),
}

DATA: Mapping[Kind, Word] = {
    Kind.LINK: _("internal numbers"),
    Kind.NAME: _("names"),
    Kind.BIRTH_DATE: _("birth dates"),
    Kind.NATIONAL_ID: _("national ids, sealed"),
    Kind.ADDRESS: _("postal addresses"),
    Kind.CONTACT: _("telephone numbers and e-mail addresses"),
    Kind.PROTECTION: _("whether an address is protected"),
    Kind.CREDENTIAL: _("what log-in needs: hashes, sealed keys, sessions"),
    Kind.CARD: _("card numbers"),
    Kind.FAMILY: _("who is whose guardian"),
    Kind.SCHOOL_CLASS: _("school classes"),
    Kind.MEMBERSHIP: _("category, home library and dates of the membership"),
    Kind.PREFERENCE: _("language and other choices"),
    Kind.BORROWED: _("what is or was borrowed"),
    Kind.REQUESTED: _("what is waited for"),
    Kind.TIME_AND_PLACE: _("when and where"),
    Kind.MONEY: _("amounts and what they are for"),
    Kind.BLOCK: _("blocks with their reason"),
    Kind.MESSAGE: _("messages and how they went"),
    Kind.READ_LOG: _("who has looked, when and why"),
    Kind.REQUEST: _("what was asked for by right, and the answer"),
    Kind.CONSENT: _("what was agreed to, when and under which notice"),
    Kind.REVIEW: _("ratings, reviews and the user name they stand under"),
    Kind.LIST: _("titles on lists, notes beside them, and interests"),
    Kind.EMPLOYMENT: _("role, branch and undertakings"),
}

ACTIVITIES: Mapping[Purpose, Word] = {
    Purpose.MEMBERSHIP: _("Registering patrons"),
    Purpose.IDENTIFICATION: _("Knowing who somebody is"),
    Purpose.GUARDIANSHIP: _("Children and their guardians"),
    Purpose.PUPILS: _("Pupils of school libraries"),
    Purpose.LENDING: _("Lending"),
    Purpose.HOLDS: _("Holds"),
    Purpose.HISTORY: _("Loan history for those who want it"),
    Purpose.REVIEWS: _("Ratings and reviews"),
    Purpose.LISTS: _("Lists and interests"),
    Purpose.FEES: _("Fees and compensation"),
    Purpose.MESSAGES: _("Messages"),
    Purpose.PHONE: _("The card and messages on a phone"),
    Purpose.SECURITY: _("Log-in and security"),
    Purpose.ACCOUNTABILITY: _("The log of who has looked"),
    Purpose.RIGHTS: _("Requests from people about their data"),
    Purpose.CONSENTS: _("Proof of consent"),
    Purpose.STATISTICS: _("Statistics"),
    Purpose.STAFF: _("Staff accounts"),
}

SEERS: Mapping[Role, Word] = {
    **ROLES,
    Role.PATRON: _("the person themselves"),
    Role.GUARDIAN: _("the guardian of a child"),
}

TABLES_OF_PATRONS: Mapping[str, Word] = {
    "patrons.Person": _("Membership"),
    "patrons.Identity": _("Names and birth dates"),
    "patrons.SubjectKey": _("Keys that seal national ids"),
    "patrons.NationalId": _("National ids"),
    "patrons.Address": _("Addresses"),
    "patrons.Phone": _("Telephone numbers"),
    "patrons.Email": _("E-mail addresses"),
    "patrons.Card": _("Library cards"),
    "patrons.Credential": _("PINs and passwords"),
    "patrons.UserName": _("User names"),
    "patrons.Passkey": _("Passkeys"),
    "patrons.Block": _("Blocks"),
    "patrons.Reprieve": _("Blocks that a person has lifted for a while"),
    "patrons.Consent": _("Consents"),
    "patrons.Session": _("Log-ins"),
    "patrons.Applicant": _("Registrations that wait"),
    "patrons.ApplicantReading": _("Who has looked at registrations"),
    "patrons.AtDesk": _("Patrons who are open at a desk"),
    "patrons.GlassBroken": _("Records opened for a special reason"),
    "patrons.OwnRecord": _("Staff who are patrons too"),
    "patrons.AtKiosk": _("Patrons at a self-service machine"),
    "circulation.Loan": _("Loans"),
    "circulation.Hold": _("Holds"),
    "circulation.History": _("Loan histories"),
    "interlibrary.Wish": _("Wishes for things that are not here"),
    "interlibrary.Order": _("Orders at other libraries"),
    "circulation.OutreachHistory": _("What outreach patrons have had"),
    "patrons.OtherCategory": _("Categories that patrons go back to"),
    "outreach.Agreement": _("Agreements on outreach"),
    "outreach.Wish": _("Wishes of outreach patrons"),
    "reviews.Reviewer": _("User names for reviews"),
    "reviews.Rating": _("Ratings"),
    "reviews.Review": _("Reviews"),
    "lists.TitleList": _("Lists of titles"),
    "lists.Entry": _("Titles on lists"),
    "lists.Interest": _("Interests"),
    "fees.Claim": _("Fees and compensation"),
    "fees.Invoice": _("Invoices"),
    "fees.Payment": _("Payments on the web"),
    "messages.Message": _("Messages"),
    "patrons.KeptCard": _("Phones that keep a card"),
    "privacy.AccessEntry": _("Who has looked at patrons' data"),
    "privacy.Request": _("Requests by right"),
    "privacy.MergeCapsule": _("What undoes the merge of two entries for one person"),
    "privacy.PreparedExtract": _("Extracts that wait to be fetched"),
    "privacy.Receipt": _("Receipts of requests"),
    "privacy.ReceiptLine": _("What receipts say"),
    "privacy.Statement": _("What patrons say about something that was not corrected"),
}
"""Tables whose name in an extract speaks to the patron, as others read of them."""

TABLES_OF_STAFF: Mapping[str, Word] = {
    "library.Staff": _("Staff accounts"),
    "library.StaffRole": _("What staff may do"),
    "library.StaffPasskey": _("Passkeys of staff"),
    "library.SecondFactor": _("Second step of staff's log-in"),
    "library.RecoveryCode": _("Recovery codes of staff"),
    "library.StaffCard": _("Staff cards"),
    "outreach.Round": _("Who answers for an outreach round"),
    "catalogue.RecordVersion": _("Who changed the records of titles"),
    "catalogue.AuthorityVersion": _("Who changed authorities"),
    "circulation.RuleChange": _("Who changed the rules of lending"),
    "patrons.TakenScan": _("Cards scanned at a desk"),
    "privacy.ApprovalBy": _("Who said yes to what two people must agree on"),
    "privacy.Attestation": _("Who confirmed a sentence of the notice"),
    "privacy.DisclosureCase": _("Who asked to read what is kept, and who decided"),
    "privacy.Incident": _("Incidents, and who wrote them down"),
}
MOMENTS: Mapping[str, Word] = {
    "at": _("The entry"),
    "until_on": _("The last day"),
    "left_on": _("Left"),
}
"""Columns whose name in an extract would not say what a clock counts from."""


def called(table: str) -> str:
    """Return what others than its patron call a table; a new one by its own name."""
    known = TABLES_OF_PATRONS.get(table) or TABLES.get(table) or TABLES_OF_STAFF.get(table)
    return str(known or table.partition(".")[2])


def moment(column: str) -> str:
    """Return what people call the column that a clock counts from."""
    return str(MOMENTS.get(column) or COLUMNS.get(column) or column.replace("_", " "))


def activity(purpose: Purpose) -> str:
    """Return what the record calls the work behind a purpose."""
    return str(ACTIVITIES.get(purpose) or purpose)


def datum(kind: Kind) -> str:
    """Return what the record calls a kind of data."""
    return str(DATA.get(kind) or kind)


def people(subject: Subject) -> str:
    """Return what the record calls a group of people."""
    return str(PEOPLE.get(subject) or subject)


def seer(role: Role) -> str:
    """Return what the record calls those who may be shown something."""
    return str(SEERS.get(role) or role)
