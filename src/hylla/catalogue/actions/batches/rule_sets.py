"""What is done to many records, under names: rules added, put in order and taken away."""

from django.db import transaction

from hylla.catalogue.models import RuleSet
from hylla.catalogue.rules.change_rules import (
    MOST_RULES,
    Rule,
    faults_of,
    rules_text,
    rules_told,
    seen_of,
)
from hylla.catalogue.rules.codes import Code
from hylla.library.refusals import Reason, Refused


@transaction.atomic
def add_rule_set(name: str) -> int:
    """Add rules under a name, none as yet; return their number.

    :raises Refused: the name is taken.
    """
    if RuleSet.objects.filter(name=name).exists():
        raise Refused(Reason(Code.RULES_NAME_TAKEN))
    return RuleSet.objects.create(name=name).pk


@transaction.atomic
def drop_rule_set(number: int) -> None:
    """Delete rules; batches that were prepared by them keep their own.

    :raises Refused: they are unknown.
    """
    _locked(number).delete()


@transaction.atomic
def add_rule(number: int, rule: Rule) -> None:
    """Add a rule behind the others.

    :raises Refused: it is none, there are too many, or the rules are unknown.
    """
    if faults := faults_of(rule):
        raise Refused(*map(Reason, faults))
    rules = _locked(number)
    told = rules_told(rules.rules)
    if len(told) >= MOST_RULES:
        raise Refused(Reason(Code.TOO_MANY_RULES, number=MOST_RULES))
    _write(rules, (*told, rule))


@transaction.atomic
def drop_rule(number: int, place: int, *, seen: str) -> None:
    """Take a rule away; `seen` is that of the rules as they were looked at.

    :raises Refused: the rules have changed since, or there is none at this place.
    """
    rules, told = _as_seen(number, place, seen)
    _write(rules, (*told[:place], *told[place + 1 :]))


@transaction.atomic
def raise_rule(number: int, place: int, *, seen: str) -> None:
    """Put a rule before the one that stands before it.

    :raises Refused: the rules have changed since, or there is none at this place.
    """
    rules, told = _as_seen(number, place, seen)
    before, it = told[place - 1 : place], told[place : place + 1]
    if before:
        _write(rules, (*told[: place - 1], *it, *before, *told[place + 1 :]))


def _as_seen(number: int, place: int, seen: str) -> tuple[RuleSet, tuple[Rule, ...]]:
    rules = _locked(number)
    told = rules_told(rules.rules)
    if not 0 <= place < len(told) or seen_of(told) != seen:
        raise Refused(Reason(Code.RULES_CHANGED))
    return rules, told


def _write(rules: RuleSet, told: tuple[Rule, ...]) -> None:
    rules.rules = rules_text(told)
    rules.save(update_fields=["rules"])


def _locked(number: int) -> RuleSet:
    found = RuleSet.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise Refused(Reason(Code.RULES_UNKNOWN))
    return found
