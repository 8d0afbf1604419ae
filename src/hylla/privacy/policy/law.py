"""The law and the practice that limit what a policy may decide.

Whoever changes a limit changes its source too. A citation that is not `confirmed` was written from
memory: a lawyer must confirm it before a library relies on it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hylla.privacy.policy.period import Period
from hylla.privacy.policy.phrases import phrase
from hylla.privacy.vocabulary import LegalBasis, Purpose


@dataclass(frozen=True)
class Citation:
    """A law, regulation, judgment or practice, and when it was or is in force."""

    text: str
    """As notices print it, in whatever language: so without words that would need translating."""
    valid_from: date
    valid_to: date | None = None
    country: str = ""
    """NO or SE; empty where it holds in both."""
    article: LegalBasis | None = None
    """The only legal basis this citation can stand for, where there is one."""
    confirmed: bool = False

    @property
    def dated(self) -> str:
        """Its name with the days between which it is in force."""
        if self.valid_to is None:
            return phrase("%(law)s, in force since %(day)s", law=self.text, day=self.valid_from)
        return phrase(
            "%(law)s, in force %(first)s to %(last)s",
            law=self.text,
            first=self.valid_from,
            last=self.valid_to,
        )

    def is_valid(self, day: date, *, country: str) -> bool:
        """Return whether it holds on `day` in `country`."""
        begun = self.valid_from <= day
        over = self.valid_to is not None and self.valid_to < day
        return begun and not over and self.country in ("", country)


@dataclass(frozen=True)
class Limit:
    """How long something may be kept, and from when on a library hears that less would do."""

    most: Period
    enough: Period
    source: str


GDPR = date(2018, 5, 25)

CITATIONS: Mapping[str, Citation] = {
    "gdpr-4-1": Citation("GDPR art. 4(1), recital 26", GDPR),
    "gdpr-4-5": Citation("GDPR art. 4(5), recital 26", GDPR),
    "gdpr-5-1-a": Citation("GDPR art. 5(1)(a), 12(1)", GDPR),
    "gdpr-5-1": Citation("GDPR art. 5(1)(c), (e)", GDPR),
    "gdpr-5-2": Citation("GDPR art. 5(2)", GDPR),
    "gdpr-6-1-a": Citation("GDPR art. 6(1)(a)", GDPR, article=LegalBasis.CONSENT),
    "gdpr-6-1-b": Citation("GDPR art. 6(1)(b)", GDPR, article=LegalBasis.CONTRACT),
    "gdpr-6-1-f": Citation("GDPR art. 6(1)(f)", GDPR, article=LegalBasis.LEGITIMATE_INTEREST),
    "gdpr-7-1": Citation("GDPR art. 7(1)", GDPR, article=LegalBasis.LEGAL_OBLIGATION),
    "gdpr-7-3": Citation("GDPR art. 7(3), 17(1)(b)", GDPR),
    "gdpr-13-1": Citation("GDPR art. 13(1)(e)", GDPR),
    "gdpr-13-2": Citation("GDPR art. 13(2)(a)", GDPR),
    "gdpr-17-3": Citation("GDPR art. 17(3)", GDPR),
    "gdpr-23": Citation("GDPR art. 23", GDPR),
    "gdpr-28": Citation("GDPR art. 26, 28", GDPR),
    "gdpr-30": Citation("GDPR art. 30", GDPR),
    "gdpr-33": Citation("GDPR art. 33(5)", GDPR),
    "gdpr-44": Citation("GDPR art. 13(1)(f), 44-46", GDPR),
    "gdpr-49": Citation("GDPR art. 49(1)(a)", GDPR),
    "gdpr-87": Citation("GDPR art. 32, 87", GDPR),
    "gdpr-12": Citation("GDPR art. 12, 15-22", GDPR),
    "gdpr-15": Citation("GDPR art. 15; CJEU C-579/21", date(2023, 6, 22)),
    "gdpr-32": Citation("GDPR art. 25, 32", GDPR),
    "no-folkebibliotekloven": Citation(
        "folkebibliotekloven (LOV-1985-12-20-108)", date(1986, 1, 1), country="NO"
    ),
    "no-bibliotekstatistikk": Citation(
        "forskrift om bibliotekstatistikk (FOR-1987-01-05-2)",
        date(1987, 1, 5),
        country="NO",
        confirmed=True,
    ),
    "no-forvaltningsloven-13": Citation(
        "forvaltningsloven § 13", date(1970, 1, 1), country="NO", confirmed=True
    ),
    "no-bokforing-13": Citation(
        "bokføringsloven § 13",
        date(2015, 1, 1),
        country="NO",
        confirmed=True,
    ),
    "no-ekomloven-3-15": Citation(
        "ekomloven (LOV-2024-12-13-76) § 3-15", date(2025, 1, 1), country="NO"
    ),
    "no-kameraforskriften": Citation(
        "forskrift om kameraovervåking i virksomhet (FOR-2018-07-02-1107)",
        date(2018, 7, 20),
        country="NO",
    ),
    "no-personopplysningsloven-2000-18": Citation(
        "personopplysningsloven of 2000 § 18", date(2001, 1, 1), date(2018, 7, 19), "NO"
    ),
    "se-bibliotekslagen": Citation(
        "bibliotekslagen (2013:801)", date(2014, 1, 1), country="SE", confirmed=True
    ),
    "se-osl-40-3": Citation(
        "offentlighets- och sekretesslagen (2009:400) 40:3",
        date(2009, 6, 30),
        country="SE",
        confirmed=True,
    ),
    "se-lek-9-28": Citation(
        "lagen om elektronisk kommunikation (2022:482) 9:28", date(2022, 6, 3), country="SE"
    ),
    "se-arkivlagen-10": Citation("arkivlagen (1990:782) 10 §", date(1991, 7, 1), country="SE"),
    "se-lkbr-3": Citation(
        "lagen om kommunal bokföring och redovisning (2018:597) 3:12-13",
        date(2019, 1, 1),
        country="SE",
        confirmed=True,
    ),
    # The general act no longer covers municipalities: since 2019 they follow the one above.
    "se-bokforingslagen-7-2": Citation(
        "bokföringslagen (1999:1078) 7:2",
        date(2000, 1, 1),
        date(2018, 12, 31),
        "SE",
    ),
}

BROWSER_CONSENT: Mapping[str, str] = {"NO": "no-ekomloven-3-15", "SE": "se-lek-9-28"}
"""By country the citation since which a browser stores only the necessary without a consent."""

_KEPT_BRIEFLY = phrase("%(law)s; Hylla's own limit", law=CITATIONS["gdpr-5-1"].text)

LIMITS: Mapping[str, Limit] = {
    "closed_loan": Limit(
        Period(days=14),
        Period(hours=72),
        phrase(
            "%(law)s; the Norwegian register of borrowers erases loans within 72 hours, the longest"
            " practice found is 14 days",
            law=CITATIONS["gdpr-5-1"].text,
        ),
    ),
    "delivered_message": Limit(Period(days=90), Period(days=7), _KEPT_BRIEFLY),
    "inactive_patron": Limit(
        Period(months=60),
        Period(months=60),
        phrase("%(law)s; the longest practice found is 60 months", law=CITATIONS["gdpr-5-1"].text),
    ),
    "access_log": Limit(Period(months=60), Period(months=24), CITATIONS["gdpr-15"].text),
    # What an authority does in secret it may be told to keep so; a library cannot for ever.
    "deferred_reading": Limit(Period(days=90), Period(days=30), CITATIONS["gdpr-23"].text),
    "ended_session": Limit(Period(days=7), Period(days=1), _KEPT_BRIEFLY),
    "stay_logged_in": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    "ended_card": Limit(Period(months=12), Period(days=90), _KEPT_BRIEFLY),
    "ended_block": Limit(Period(months=12), Period(days=90), _KEPT_BRIEFLY),
    # The books keep vouchers to the end of an accounting year: a claim settled on its first day
    # has a year more to go than the law's number of years.
    "settled_claim": Limit(
        Period(years=11),
        Period(years=6),
        phrase("%(law)s: 5 years after the accounting year", law=CITATIONS["no-bokforing-13"].text),
    ),
    # The books ask for the invoice as long as for the voucher, and it says whom it went to.
    "settled_invoice": Limit(
        Period(years=11),
        Period(years=6),
        phrase("%(law)s: 5 years after the accounting year", law=CITATIONS["no-bokforing-13"].text),
    ),
    # A payment is looked at again, and asked about, soon or never.
    "finished_payment": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    "ended_guardianship": Limit(Period(days=30), Period(days=30), _KEPT_BRIEFLY),
    "former_staff": Limit(Period(months=60), Period(months=12), _KEPT_BRIEFLY),
    "ended_school_class": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    # Long enough that nobody pays for letters to whom mail reaches, short enough to try again.
    "failed_address": Limit(Period(months=12), Period(days=90), _KEPT_BRIEFLY),
    "ended_address": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    "declined_wish": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    "refused_review": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    "kept_card": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
    "silent_phone": Limit(Period(months=24), Period(months=12), _KEPT_BRIEFLY),
    # The patron's own, for as long as they want it; ten years is what a policy may let it grow to.
    "loan_history": Limit(Period(years=10), Period(years=5), _KEPT_BRIEFLY),
    # Theirs as well, but one that nothing is done with is forgotten by its owner too.
    "untouched_list": Limit(Period(years=10), Period(years=5), _KEPT_BRIEFLY),
    "withdrawn_consent": Limit(Period(months=36), Period(months=12), CITATIONS["gdpr-7-1"].text),
    "unconfirmed_registration": Limit(Period(days=30), Period(days=14), _KEPT_BRIEFLY),
    "answered_request": Limit(Period(months=36), Period(months=12), CITATIONS["gdpr-5-2"].text),
    "processor_deletion": Limit(Period(months=12), Period(months=3), CITATIONS["gdpr-5-2"].text),
    "receipt": Limit(Period(months=36), Period(months=12), CITATIONS["gdpr-5-2"].text),
    "closed_disclosure": Limit(Period(months=60), Period(months=36), CITATIONS["gdpr-5-2"].text),
    # Two people have a few days to say yes; what was held is told of afterwards.
    "proposed_legal_hold": Limit(Period(days=30), Period(days=7), _KEPT_BRIEFLY),
    "ended_legal_hold": Limit(Period(months=36), Period(months=12), CITATIONS["gdpr-5-2"].text),
    "closed_incident": Limit(Period(months=60), Period(months=36), CITATIONS["gdpr-33"].text),
    "prepared_extract": Limit(Period(days=14), Period(days=7), _KEPT_BRIEFLY),
    "fetched_extract": Limit(Period(hours=24), Period(hours=24), _KEPT_BRIEFLY),
    "merge_undo": Limit(Period(hours=24), Period(hours=24), _KEPT_BRIEFLY),
    "unidentified_request": Limit(Period(days=90), Period(days=30), _KEPT_BRIEFLY),
}
"""Every period a policy may name. A clock in a declaration needs its period here."""

_SWEDEN: Mapping[str, Limit] = {
    "settled_claim": Limit(
        Period(years=11),
        Period(years=8),
        phrase("%(law)s: 7 years after the calendar year", law=CITATIONS["se-lkbr-3"].text),
    ),
    "settled_invoice": Limit(
        Period(years=11),
        Period(years=8),
        phrase("%(law)s: 7 years after the calendar year", law=CITATIONS["se-lkbr-3"].text),
    ),
}

EEA = frozenset(
    # fmt: off
    (
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    )
    # fmt: on
)

NOT_BY_CONSENT: Mapping[Purpose, str] = {
    Purpose.LENDING: phrase("what is lent must come back although the consent is withdrawn"),
    Purpose.FEES: phrase("a claim stands although the consent is withdrawn"),
    Purpose.SECURITY: phrase("security does not end with a consent"),
    Purpose.ACCOUNTABILITY: phrase("accountability is a duty of the library"),
    Purpose.RIGHTS: phrase("answering requests is a duty of the library"),
    Purpose.STAFF: phrase("an employee cannot freely refuse"),
    Purpose.CONSENTS: phrase("that there was a consent must be shown after it ended"),
}
"""Purposes that a withdrawn consent could not end, and why."""

ONLY_BY_CONSENT: Mapping[Purpose, str] = {
    Purpose.HISTORY: phrase("nothing that the library does needs it"),
}
"""Purposes that nothing but the person's own wish can carry, and why."""


SHORTEST_CITATION = 5
"""No citation of a law is shorter."""


def is_cited(law: str) -> bool:
    """Say whether what somebody wrote can name a law."""
    return len(law.strip()) >= SHORTEST_CITATION


def limit(key: str, *, country: str) -> Limit:
    """Return what limits the period `key` in `country`."""
    if country == "SE" and key in _SWEDEN:
        return _SWEDEN[key]
    return LIMITS[key]
