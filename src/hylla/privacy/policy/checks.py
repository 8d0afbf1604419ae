"""What the values of a policy must be together: limits of the law, bases, languages, processors."""

import re
from collections.abc import Callable
from functools import cache
from zoneinfo import available_timezones

from hylla.formats.language import available
from hylla.formats.org_numbers import org_number
from hylla.privacy.policy.law import CITATIONS, EEA, LIMITS, NOT_BY_CONSENT, ONLY_BY_CONSENT, limit
from hylla.privacy.policy.look import LARGEST_MARK, WCAG, unfit_mark, unreadable
from hylla.privacy.policy.outgoing import Outgoing
from hylla.privacy.policy.phrases import phrase
from hylla.privacy.policy.problems import Problem
from hylla.privacy.policy.shape import nearest
from hylla.privacy.policy.values import Basis, Country, NationalId, Policy
from hylla.privacy.vocabulary import LegalBasis, Purpose

SHORTEST_WARNING = 14
"""Days that a warning gives a debtor in Norway, from when it was sent. No Swedish law asks the
creditor to warn; here the same holds there."""
WARNING = "inkassoloven § 9"

Note = Callable[[str, str, str, str], None]
"""Takes key, found, allowed and citation."""


def problems_with(policy: Policy, *, file: str) -> tuple[Problem, ...]:
    """Return what the law or plain sense does not allow.

    The policy may be half read: a value that could not be read is None whatever its type says, and
    was noted already.
    """
    found: list[Problem] = []

    def note(key: str, value: str, allowed: str, citation: str = "") -> None:
        found.append(Problem(file, key, value, allowed, citation))

    checks = (_periods, _bases, _languages, _people, _eid, _sweden, _processors, _push, _sms)
    for check in (*checks, _money, _reasons, _look):
        check(policy, note)
    return tuple(found)


def warnings_about(policy: Policy, *, file: str) -> tuple[Problem, ...]:
    """Return what is allowed, and yet should be looked at again."""
    if not policy.sample:
        return ()
    made_up = phrase("a file made to try the program")
    own = phrase("the library's own decisions before use")
    return (Problem(file, "sample", made_up, own),)


def _periods(policy: Policy, note: Note) -> None:
    for key, period in (policy.periods or {}).items():
        if key not in LIMITS:
            note(f"periods.{key}", phrase("an unknown key"), nearest(key, sorted(LIMITS)), "")
        elif period is not None:
            bound = limit(key, country=policy.country)
            if period.is_longer_than(bound.most):
                most = phrase("at most %(period)s", period=bound.most)
                note(f"periods.{key}", str(period), most, bound.source)


def _bases(policy: Policy, note: Note) -> None:
    for purpose, basis in (policy.bases or {}).items():
        _article(purpose, basis, note)
        if basis.law is not None:
            _cited(policy, f"bases.{purpose}.law", basis, note)


def _article(purpose: Purpose, basis: Basis, note: Note) -> None:
    if basis.article is LegalBasis.CONSENT and purpose in NOT_BY_CONSENT:
        allowed = phrase("another basis: %(why)s", why=NOT_BY_CONSENT[purpose])
        note(f"bases.{purpose}.article", "a", allowed, "GDPR art. 7(3), 17(1)(b)")
    if basis.article is not LegalBasis.CONSENT and purpose in ONLY_BY_CONSENT:
        allowed = phrase("a: %(why)s", why=ONLY_BY_CONSENT[purpose])
        note(f"bases.{purpose}.article", str(basis.article), allowed, "GDPR art. 6(1)(a)")
    if basis.article is LegalBasis.LEGITIMATE_INTEREST and not basis.decision:
        allowed = phrase("where the interests were weighed")
        note(f"bases.{purpose}.decision", phrase("nothing"), allowed, "GDPR art. 6(1)(f)")


def _cited(policy: Policy, key: str, basis: Basis, note: Note) -> None:
    citation = CITATIONS.get(basis.law)
    if citation is None:
        note(key, repr(basis.law), nearest(basis.law, sorted(CITATIONS)), "")
        return
    if basis.article is not None and citation.article not in (None, basis.article):
        fitting = phrase("a law for article 6(1)(%(article)s)", article=basis.article)
        note(key, basis.law, fitting, "")
    day, country = policy.notice.published_on, policy.country
    if day is not None and country is not None and not citation.is_valid(day, country=country):
        valid = phrase("a law in force in %(country)s on %(day)s", country=country, day=day)
        note(key, citation.text, valid, "")


def _languages(policy: Policy, note: Note) -> None:
    languages = policy.languages or ()
    if len(set(languages)) < len(languages):
        note("languages", ", ".join(map(str, languages)), phrase("each language once"), "")
    for language in languages:
        if language is not None and language not in available():
            known = phrase("one with a catalogue: %(names)s", names=", ".join(available()))
            note("languages", language, known, "")
    if policy.default_language and policy.default_language not in languages:
        note("default_language", policy.default_language, phrase("one of `languages`"), "")
    if policy.time_zone and policy.time_zone not in _time_zones():
        zone = nearest(policy.time_zone, sorted(_time_zones()))
        note("time_zone", repr(policy.time_zone), zone, "")


@cache
def _time_zones() -> frozenset[str]:
    """Return the machine's time zones; looking through its folders takes longer than all else."""
    return frozenset(available_timezones())


def _people(policy: Policy, note: Note) -> None:
    for key in policy.ages.clocks or ():
        if key not in LIMITS:
            note(f"ages.clocks.{key}", phrase("an unknown key"), nearest(key, sorted(LIMITS)), "")
    if policy.cards.national and policy.cards.national_id is NationalId.NONE:
        note("cards.national_id", "none", phrase("optional: a national card needs the id"), "")


def _eid(policy: Policy, note: Note) -> None:
    """An e-ID finds people by their number, so one must be kept; and the notice names it."""
    told = policy.registration
    if told.eid and policy.cards.national_id is NationalId.NONE:
        why = phrase("false: without national ids nobody is found by e-ID")
        note("registration.eid", "true", why, "")
    if told.eid and not told.eid_provider:
        who = phrase("who says who someone is")
        note("registration.eid_provider", phrase("nothing"), who, "GDPR art. 14(1)")
    if told.eid_confirms and not told.eid:
        note("registration.eid_confirms", "true", phrase("false: there is no e-ID"), "")


def _sweden(policy: Policy, note: Note) -> None:
    """Public records are removed by decision only: each period needs one that can be looked up."""
    if policy.country is not Country.SWEDEN or policy.decisions is None:
        return
    allowed = phrase("the reference of the board's decision to remove (gallringsbeslut)")
    law = CITATIONS["se-arkivlagen-10"].text
    without = [key for key in policy.periods or () if not policy.decisions.removal_of(key)]
    for key in without if policy.decisions.removals else without[:1]:
        where = f"decisions.removals.{key}" if policy.decisions.removals else "decisions.removal"
        note(where, phrase("nothing"), allowed, law)
    for key in policy.periods or ():
        reference = policy.decisions.removal_of(key)
        if reference and not policy.sample and not re.search(r"\d", reference):
            dated = phrase("%(reference)s: its number or date", reference=allowed)
            note("decisions.removal", repr(reference), dated, law)
            return


def _reasons(policy: Policy, note: Note) -> None:
    for table in ("longer", "removals"):
        for key in getattr(policy.decisions, table, None) or ():
            if key not in LIMITS:
                known = nearest(key, sorted(LIMITS))
                note(f"decisions.{table}.{key}", phrase("an unknown key"), known, "")


def _processors(policy: Policy, note: Note) -> None:
    for number, processor in enumerate(policy.processors or ()):
        key = f"processors[{number}]"
        if processor.country is not None and processor.country not in EEA:
            country = processor.country
            note(f"{key}.country", country, phrase("a country of the EEA"), "GDPR art. 44-46")
        if processor.purposes == ():
            note(f"{key}.purposes", phrase("none"), phrase("what it works for"), "GDPR art. 28(3)")
        if processor.knows_by == ():
            by = phrase("what it knows a person by")
            note(f"{key}.knows_by", phrase("none"), by, "GDPR art. 28(3)(g)")


def _push(policy: Policy, note: Note) -> None:
    """Who carries messages to phones is named where, and only where, the library uses it."""
    if policy.features.push and not policy.push_services:
        named = phrase("the services that carry messages")
        note("push_services", phrase("none"), named, "GDPR art. 13(1)(e)")
    if policy.features.push is False and policy.push_services:
        note("push_services", phrase("some"), phrase("none, as features.push is false"), "")


def _sms(policy: Policy, note: Note) -> None:
    """Who carries text messages is named where the library offers them."""
    named = {way for each in policy.processors or () for way in each.carries or ()}
    if policy.texting.offered and Outgoing.SMS not in named | set(policy.own_systems or ()):
        carries = phrase("a processor with carries = [%(way)s], or own_systems", way='"sms"')
        note("texting.offered", "true", carries, "GDPR art. 28(3)")


def _money(policy: Policy, note: Note) -> None:
    daily, cap = policy.fees.daily_ore, policy.fees.cap_ore
    if daily is not None and cap is not None and cap < daily:
        note("fees.cap_ore", str(cap), phrase("at least daily_ore, %(sum)s", sum=daily), "")
    first, second = policy.reminders.first_days, policy.reminders.second_days
    if first and second and second <= first:
        later = phrase("after the first one, or 0")
        note("reminders.second_days", str(second), later, "")
    told = policy.payments
    if told.online and not (told.provider and told.country):
        who = phrase("who takes the payments, and in which country")
        note("payments.provider", phrase("nothing"), who, "GDPR art. 13(1)(e)")
    if told.country is not None and told.country not in EEA:
        allowed = phrase("a country of the EEA")
        note("payments.country", told.country, allowed, "GDPR art. 44-46")
    if policy.invoices.after_days and not policy.invoices.account:
        to = phrase("the account to pay invoices to")
        note("invoices.account", phrase("nothing"), to, "")
    _collecting(policy, note)


def _collecting(policy: Policy, note: Note) -> None:
    plan = policy.invoices
    law = WARNING if policy.country is Country.NORWAY else ""
    if plan.collector and not plan.after_days:
        some = phrase("days, since only an invoice is handed over to a debt collector")
        note("invoices.after_days", "0", some, "")
    if plan.collector and (plan.warning_days or 0) < SHORTEST_WARNING:
        allowed = phrase("at least %(days)s, as a debtor is warned first", days=SHORTEST_WARNING)
        note("invoices.warning_days", str(plan.warning_days), allowed, law)
    country = policy.country.value if policy.country else ""
    if plan.collector and not org_number(plan.collector_number or "", country=country):
        number = phrase("the debt collector's organisation number")
        found = plan.collector_number or phrase("nothing")
        note("invoices.collector_number", found, number, "GDPR art. 13(1)(e)")
    if not plan.collector and (plan.collector_number or plan.warning_days):
        name = phrase("the name of the debt collector")
        note("invoices.collector", phrase("nothing"), name, "GDPR art. 13(1)(e)")


def _look(policy: Policy, note: Note) -> None:
    for each in unreadable(policy.look):
        note(f"look.{each.key}", each.found, each.allowed, WCAG)
    if policy.look.mark:
        wrong = unfit_mark(policy.look.mark)
        if wrong:
            allowed = phrase("an SVG of plain shapes, at most %(most)s letters", most=LARGEST_MARK)
            note("look.mark", wrong, allowed, "")
