"""Goes through all rules, and gives their findings in one order."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from hylla.privacy.linter import elsewhere, identity, lawful, speech
from hylla.privacy.linter.claims import Noticed, Practice
from hylla.privacy.linter.findings import Fault, Finding

RULES: Mapping[Fault, Callable[[Noticed], Iterator[Finding]]] = {
    Fault.DENIED_AND_KEPT: speech.denied_and_kept,
    Fault.SCOPES_DIFFER: speech.scopes_differ,
    Fault.TOOL_UNDECLARED: speech.tool_undeclared,
    Fault.OBSOLETE_DESCRIBED: speech.obsolete_described,
    Fault.SECRET_IN_RECORD: identity.secret_in_record,
    Fault.NOT_ANONYMOUS: identity.not_anonymous,
    Fault.PSEUDONYM_CALLED_ANONYMOUS: identity.pseudonym_called_anonymous,
    Fault.TRACKING_DENIED: identity.tracking_denied,
    Fault.CLASS_DENIED: identity.class_denied,
    Fault.CONSENT_HOLDS_DEBTORS: lawful.consent_holds_debtors,
    Fault.PERIOD_UNDEFINED: lawful.period_undefined,
    Fault.LONGER_THAN_NEEDED: lawful.longer_than_needed,
    Fault.CHILDREN_WITHOUT_RULE: lawful.children_without_rule,
    Fault.REFUSAL_WITHOUT_GROUND: lawful.refusal_without_ground,
    Fault.LAW_NOT_IN_FORCE: lawful.law_not_in_force,
    Fault.BROWSER_WITHOUT_CONSENT: lawful.browser_without_consent,
    Fault.INTEREST_UNWEIGHED: lawful.interest_unweighed,
    Fault.TRANSFER_WITHOUT_GROUND: lawful.transfer_without_ground,
}


def findings_in(notice: Noticed, practices: Sequence[Practice] = ()) -> tuple[Finding, ...]:
    """Return everything that is wrong with a notice.

    `practices` are what others say about systems that it uses too.
    """
    found = [finding for rule in RULES.values() for finding in rule(notice)]
    return (*found, *elsewhere.said_otherwise(notice, practices))
