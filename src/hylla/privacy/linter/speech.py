"""Rules about sentences that do not go together."""

from collections.abc import Iterator

from hylla.privacy.linter.claims import Claim, Denial, Noticed, Part
from hylla.privacy.linter.findings import Fault, Finding, Severity
from hylla.privacy.policy import phrase
from hylla.privacy.policy.law import CITATIONS


def denied_and_kept(notice: Noticed) -> Iterator[Finding]:
    """Find what one sentence says is not kept, and another keeps."""
    for denial in notice.claims:
        if Denial.KEPT not in denial.denies:
            continue
        kept = [each for each in notice.claims if _keeps(each) and _is_same(denial, each)]
        if kept:
            yield Finding(
                Fault.DENIED_AND_KEPT,
                Severity.ERROR,
                (denial.where, *(each.where for each in kept)),
                phrase(
                    "it says that nothing is kept about %(what)s, and it is",
                    what=denial.record or denial.about,
                ),
                CITATIONS["gdpr-5-1-a"].dated,
                phrase("say what is kept and until when, or keep nothing"),
            )


def scopes_differ(notice: Noticed) -> Iterator[Finding]:
    """Find one thing that is said to be done at different hours."""
    for about in _matters(notice):
        told = [each for each in notice.claims if each.about == about and each.runs]
        if len({each.runs for each in told}) > 1:
            yield Finding(
                Fault.SCOPES_DIFFER,
                Severity.ERROR,
                tuple(each.where for each in told),
                phrase(
                    "%(matter)s run at different hours: %(hours)s",
                    matter=about,
                    hours=", ".join(str(each.runs) for each in told),
                ),
                CITATIONS["gdpr-5-1-a"].dated,
                phrase("decide on one and say it once"),
            )


def tool_undeclared(notice: Noticed) -> Iterator[Finding]:
    """Find a tool that people are told how to refuse, and that the notice does not use."""
    used = {each.tool for each in notice.claims if each.part is Part.WORKS}
    for each in notice.claims:
        if each.part is Part.OPT_OUT and each.tool not in used:
            others = sorted(
                other.tool
                for other in notice.claims
                if other.about == each.about and other.part is Part.WORKS
            )
            yield Finding(
                Fault.TOOL_UNDECLARED,
                Severity.ERROR,
                (each.where,),
                phrase(
                    "it tells how to refuse %(tool)s, while %(others)s is named for %(matter)s",
                    tool=each.tool,
                    others=", ".join(others) or phrase("nothing"),
                    matter=each.about,
                ),
                CITATIONS["gdpr-13-1"].dated,
                phrase(
                    "name %(tool)s among the recipients, or offer a way to refuse what is used",
                    tool=each.tool,
                ),
            )


def obsolete_described(notice: Noticed) -> Iterator[Finding]:
    """Find what is described as out of use and may still lie there."""
    for each in notice.claims:
        if each.obsolete:
            yield Finding(
                Fault.OBSOLETE_DESCRIBED,
                Severity.WARNING,
                (each.where,),
                phrase(
                    "it describes %(what)s, which nothing uses any more",
                    what=", ".join(each.obsolete),
                ),
                CITATIONS["gdpr-5-1"].dated,
                phrase("delete them where they still lie, then leave them out"),
            )


def _keeps(claim: Claim) -> bool:
    return bool(claim.keeps or claim.period is not None) and Denial.KEPT not in claim.denies


def _is_same(denial: Claim, claim: Claim) -> bool:
    """A denial of a table is about that table, any other about the whole matter."""
    if denial.record:
        return claim.record == denial.record
    return claim.about == denial.about


def _matters(notice: Noticed) -> list[str]:
    return list(dict.fromkeys(each.about for each in notice.claims))
