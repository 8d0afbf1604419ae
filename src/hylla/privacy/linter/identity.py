"""Rules about what leads to a person: it is named as what it is, and secrets are not kept."""

from collections.abc import Collection, Iterator

from hylla.privacy.linter.claims import IDENTIFIERS, Claim, Datum, Denial, Noticed, Part, Term
from hylla.privacy.linter.findings import Fault, Finding, Severity
from hylla.privacy.policy import phrase
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.vocabulary import Kind

SECRETS = frozenset({Datum.PIN, Kind.NATIONAL_ID})


def secret_in_record(notice: Noticed) -> Iterator[Finding]:
    """Find a PIN that is written down beside the moment at which it was used."""
    for each in notice.claims:
        if Datum.PIN in each.keeps and Kind.TIME_AND_PLACE in each.keeps:
            yield Finding(
                Fault.SECRET_IN_RECORD,
                Severity.ERROR,
                (each.where,),
                phrase("the record of %(matter)s keeps the PIN itself", matter=each.about),
                CITATIONS["gdpr-32"].dated,
                phrase("keep whose card it was and when; check the PIN and forget it"),
            )


def not_anonymous(notice: Noticed) -> Iterator[Finding]:
    """Find data called anonymous, or said to identify nobody, that hold what identifies."""
    for each in notice.claims:
        if not (Term.ANONYMOUS in each.terms or Denial.IDENTIFYING in each.denies):
            continue
        against = _keeping(notice, each, IDENTIFIERS)
        if against:
            kept = sorted({datum for other in against for datum in other.keeps} & IDENTIFIERS)
            yield Finding(
                Fault.NOT_ANONYMOUS,
                Severity.ERROR,
                _places(each, against),
                phrase(
                    "%(matter)s: it says that nobody can be known, and %(kept)s is kept",
                    matter=each.about,
                    kept=", ".join(kept),
                ),
                CITATIONS["gdpr-4-1"].dated,
                phrase(
                    "call it personal data and say how long, or keep none of it; a claim of"
                    " anonymity needs the test that shows it"
                ),
            )


def pseudonym_called_anonymous(notice: Noticed) -> Iterator[Finding]:
    """Find pseudonymous data said to identify nobody: they are personal data."""
    for each in notice.claims:
        if Term.PSEUDONYMOUS not in each.terms:
            continue
        against = [
            other
            for other in notice.claims
            if other.about == each.about
            and (Term.ANONYMOUS in other.terms or Denial.IDENTIFYING in other.denies)
        ]
        if against:
            yield Finding(
                Fault.PSEUDONYM_CALLED_ANONYMOUS,
                Severity.ERROR,
                _places(each, against),
                phrase(
                    "%(matter)s are called pseudonymous and said to identify nobody",
                    matter=each.about,
                ),
                CITATIONS["gdpr-4-5"].dated,
                phrase("count without a key to any person, or say that they are personal data"),
            )


def tracking_denied(notice: Noticed) -> Iterator[Finding]:
    """Find visitors that are said not to be followed, and are counted or handed on."""
    for each in notice.claims:
        if Denial.TRACKING not in each.denies:
            continue
        against = [
            other
            for other in notice.claims
            if other.about == each.about
            and (
                {Datum.SESSION_COUNT, Datum.BROWSER_ID} & set(other.keeps)
                or other.part is Part.SETS_COOKIES
            )
        ]
        if against:
            yield Finding(
                Fault.TRACKING_DENIED,
                Severity.ERROR,
                _places(each, against),
                phrase(
                    "it says that nobody is followed, while visits are counted by a number in the"
                    " browser, or others store theirs there"
                ),
                CITATIONS["gdpr-5-1-a"].dated,
                phrase("count without a number in the browser, and load nothing from others"),
            )


def class_denied(notice: Noticed) -> Iterator[Finding]:
    """Find data said to need no special care that hold a PIN or a national id."""
    for each in notice.claims:
        if Denial.SENSITIVE not in each.denies:
            continue
        against = _keeping(notice, each, SECRETS)
        if against:
            kept = sorted({datum for other in against for datum in other.keeps} & SECRETS)
            yield Finding(
                Fault.CLASS_DENIED,
                Severity.ERROR,
                _places(each, against),
                phrase(
                    "%(matter)s: it says that nothing is sensitive, and lists %(kept)s",
                    matter=each.about,
                    kept=", ".join(kept),
                ),
                CITATIONS["gdpr-87"].dated,
                phrase("say that a PIN is a secret and that a national id has rules of its own"),
            )


def _keeping(notice: Noticed, claim: Claim, data: Collection[str]) -> list[Claim]:
    return [
        other
        for other in notice.claims
        if other.about == claim.about and set(data) & {*other.keeps}
    ]


def _places(claim: Claim, against: list[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((claim.where, *(each.where for each in against))))
