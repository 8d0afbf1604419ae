"""Rules about periods, bases and the law that is cited for them."""

from collections.abc import Iterator

from hylla.privacy.linter.claims import Claim, Datum, Matter, Noticed
from hylla.privacy.linter.findings import Fault, Finding, Severity
from hylla.privacy.policy import phrase
from hylla.privacy.policy.law import BROWSER_CONSENT, CITATIONS, limit
from hylla.privacy.vocabulary import LegalBasis, Purpose


def consent_holds_debtors(notice: Noticed) -> Iterator[Finding]:
    """Find a membership by consent that debtors cannot leave: a consent can be withdrawn."""
    by_consent = [
        each
        for each in notice.claims
        if each.about == Purpose.MEMBERSHIP and each.basis is LegalBasis.CONSENT
    ]
    held = [each for each in notice.claims if each.blocked_by_debts]
    carried = any(
        each.about == Purpose.FEES and each.basis not in (None, LegalBasis.CONSENT)
        for each in notice.claims
    )
    if by_consent and held and not carried:
        yield Finding(
            Fault.CONSENT_HOLDS_DEBTORS,
            Severity.ERROR,
            tuple(each.where for each in (*by_consent, *held)),
            phrase("the membership rests on consent, and nobody leaves who owes something"),
            CITATIONS["gdpr-7-3"].dated,
            phrase(
                "rest loans and claims on the contract or another basis that outlives the consent"
            ),
        )


def period_undefined(notice: Noticed) -> Iterator[Finding]:
    """Find what is kept as long as it is needed, or until somebody decides."""
    for about in dict.fromkeys(each.about for each in notice.claims if each.open_ended):
        told = [each for each in notice.claims if each.about == about]
        if not any(each.period is not None for each in told):
            yield Finding(
                Fault.PERIOD_UNDEFINED,
                Severity.ERROR,
                tuple(each.where for each in told if each.open_ended),
                phrase("no period is given for %(matter)s", matter=about),
                CITATIONS["gdpr-13-2"].dated,
                phrase("decide on a period; the date of the last use is enough to count from"),
            )


def longer_than_needed(notice: Noticed) -> Iterator[Finding]:
    """Find what is kept longer than the law asks, without a decision that says why."""
    for each in notice.claims:
        if each.period is None or not each.limit:
            continue
        bound = limit(each.limit, country=notice.country)
        too_long = each.period.is_longer_than(bound.most)
        if too_long or (each.period.is_longer_than(bound.enough) and not each.reason):
            yield Finding(
                Fault.LONGER_THAN_NEEDED,
                Severity.ERROR if too_long else Severity.WARNING,
                (each.where,),
                phrase(
                    "%(matter)s is kept for %(period)s; %(enough)s would do",
                    matter=each.about,
                    period=each.period,
                    enough=bound.enough,
                ),
                phrase("%(source)s; %(law)s", source=bound.source, law=CITATIONS["gdpr-5-1"].dated),
                phrase(
                    "keep it for %(enough)s, or name the decision that needs more",
                    enough=bound.enough,
                ),
            )


def children_without_rule(notice: Noticed) -> Iterator[Finding]:
    """Find a period that leaves children out, where nothing says what holds for them."""
    for each in notice.claims:
        told = any(
            other.about == each.about and other.below_age >= each.from_age
            for other in notice.claims
        )
        if each.from_age and not told:
            yield Finding(
                Fault.CHILDREN_WITHOUT_RULE,
                Severity.WARNING,
                (each.where,),
                phrase(
                    "nobody below %(age)s is reached, and nothing says when they are",
                    age=each.from_age,
                ),
                CITATIONS["gdpr-13-2"].dated,
                phrase("say what holds for those below %(age)s", age=each.from_age),
            )


def refusal_without_ground(notice: Noticed) -> Iterator[Finding]:
    """Find a right that is refused without saying what allows it."""
    for each in notice.claims:
        if each.refuses and not each.law:
            yield Finding(
                Fault.REFUSAL_WITHOUT_GROUND,
                Severity.ERROR,
                (each.where,),
                phrase("%(right)s is refused, and no ground is given", right=each.refuses),
                CITATIONS["gdpr-17-3"].dated,
                phrase(
                    "name the exception, such as legal claims or an interest that weighs more, or"
                    " erase on request"
                ),
            )


def law_not_in_force(notice: Noticed) -> Iterator[Finding]:
    """Find a law that was not, or is no longer, in force on the day of the notice."""
    for each in notice.claims:
        if not each.law:
            continue
        cited = CITATIONS.get(each.law)
        if cited is None or not cited.is_valid(notice.on, country=notice.country):
            known = (
                cited.dated
                if cited
                else phrase("%(law)s is not in the table of laws", law=each.law)
            )
            yield Finding(
                Fault.LAW_NOT_IN_FORCE,
                Severity.ERROR,
                (each.where,),
                phrase(
                    "it cites %(law)s, which is not in force in %(country)s on %(day)s",
                    law=cited.text if cited else each.law,
                    country=notice.country,
                    day=notice.on,
                ),
                known,
                phrase("cite what is in force now"),
            )


def browser_without_consent(notice: Noticed) -> Iterator[Finding]:
    """Find a browser that stores more than is necessary on an interest of the library."""
    law = CITATIONS[BROWSER_CONSENT[notice.country]]
    if not law.is_valid(notice.on, country=notice.country):
        return
    for each in notice.claims:
        if each.basis is LegalBasis.LEGITIMATE_INTEREST and _stores_in_browsers(notice, each):
            yield Finding(
                Fault.BROWSER_WITHOUT_CONSENT,
                Severity.ERROR,
                (each.where,),
                phrase("%(matter)s store in the browser on GDPR art. 6(1)(f)", matter=each.about),
                law.dated,
                phrase("store only what is necessary, or ask first"),
            )


def interest_unweighed(notice: Noticed) -> Iterator[Finding]:
    """Find a legitimate interest that nobody is told to have weighed."""
    for each in notice.claims:
        if each.basis is LegalBasis.LEGITIMATE_INTEREST and not each.weighed:
            yield Finding(
                Fault.INTEREST_UNWEIGHED,
                Severity.WARNING,
                (each.where,),
                phrase(
                    "%(matter)s rest on an interest, and no weighing of it is named",
                    matter=each.about,
                ),
                CITATIONS["gdpr-6-1-f"].dated,
                phrase("name the weighing and where it can be read"),
            )


def transfer_without_ground(notice: Noticed) -> Iterator[Finding]:
    """Find data that leave the EEA without saying what allows it."""
    for each in notice.claims:
        if each.abroad and not each.safeguard:
            yield Finding(
                Fault.TRANSFER_WITHOUT_GROUND,
                Severity.ERROR,
                (each.where,),
                phrase(
                    "%(what)s stores in %(country)s",
                    what=each.tool or each.about,
                    country=each.abroad,
                ),
                CITATIONS["gdpr-44"].dated,
                phrase(
                    "name the decision or the contract clauses that allow it, or keep it in the EEA"
                ),
            )


def _stores_in_browsers(notice: Noticed, claim: Claim) -> bool:
    """Statistics need the browser only where they keep a number in it."""
    if claim.about == Matter.BROWSER:
        return True
    return claim.about == Matter.WEB_STATISTICS and any(
        Datum.BROWSER_ID in other.keeps for other in notice.claims if other.about == claim.about
    )
