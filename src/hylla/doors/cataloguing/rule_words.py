"""Rules for many records in plain words."""

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hylla.catalogue.rules.change_rules import Do, How, Rule
from hylla.doors.cataloguing.fixed_words import CHOICES, PARTS

DOES: Mapping[Do, str | Promise] = {
    Do.ADD_FIELD: gettext_lazy("Add a field"),
    Do.DELETE_FIELD: gettext_lazy("Delete a field"),
    Do.COPY_FIELD: gettext_lazy("Copy a field to another"),
    Do.MOVE_FIELD: gettext_lazy("Move a field to another"),
    Do.SET_PART: gettext_lazy("Set a subfield"),
    Do.DELETE_PART: gettext_lazy("Delete a subfield"),
    Do.COPY_PART: gettext_lazy("Copy a subfield to another"),
    Do.MOVE_PART: gettext_lazy("Move a subfield to another"),
    Do.REPLACE_TEXT: gettext_lazy("Find and replace text"),
    Do.SET_INDICATORS: gettext_lazy("Set indicators"),
    Do.SET_FIXED: gettext_lazy("Set a place of 008"),
}
HOW: Mapping[How, str | Promise] = {
    How.ANYWHERE: gettext_lazy("anywhere in the text"),
    How.WORD: gettext_lazy("as a whole word"),
    How.WHOLE: gettext_lazy("as the whole text"),
}


def rule_text(rule: Rule) -> str:
    """Return a rule as a sentence, with what it is for behind it."""
    return "; ".join([_what(rule), *_which(rule), *_only(rule)])


def _what(rule: Rule) -> str:
    field = _field(rule.tag, rule.first, rule.second)
    told = {
        "field": field,
        "part": f"${rule.code}" if rule.code else "",
        "whole": f"{field} ${rule.code}" if rule.code else field,
        "text": rule.text,
        "find": rule.find,
        "to": _to(rule),
        "place": PARTS.get(rule.part, rule.part),
        "says": CHOICES.get(rule.part, {}).get(rule.text, rule.text),
    }
    return _SENTENCES[rule.do] % told


_SENTENCES: Mapping[Do, str | Promise] = {
    Do.ADD_FIELD: gettext_lazy("Add %(field)s %(text)s"),
    Do.DELETE_FIELD: gettext_lazy("Delete %(field)s"),
    Do.COPY_FIELD: gettext_lazy("Copy %(field)s to %(to)s"),
    Do.MOVE_FIELD: gettext_lazy("Move %(field)s to %(to)s"),
    Do.SET_PART: gettext_lazy("Let %(part)s in %(field)s say “%(text)s”"),
    Do.DELETE_PART: gettext_lazy("Delete %(part)s in %(field)s"),
    Do.COPY_PART: gettext_lazy("Copy %(part)s in %(field)s to %(to)s"),
    Do.MOVE_PART: gettext_lazy("Move %(part)s in %(field)s to %(to)s"),
    Do.REPLACE_TEXT: gettext_lazy("In %(whole)s, “%(find)s” becomes “%(text)s”"),
    Do.SET_INDICATORS: gettext_lazy("Indicators of %(field)s become %(to)s"),
    Do.SET_FIXED: gettext_lazy("%(place)s (008): %(says)s"),
}


def _field(tag: str, first: str, second: str) -> str:
    return f"{tag} {first or '.'}{second or '.'}" if first or second else tag


def _to(rule: Rule) -> str:
    if rule.do is Do.SET_INDICATORS:
        return (rule.to_first or ".") + (rule.to_second or ".")
    code = f"${rule.to_code}" if rule.to_code else ""
    return f"{rule.to_tag} {code}".strip()


def _which(rule: Rule) -> Iterator[str]:
    if rule.do is Do.ADD_FIELD:
        yield _("beside what is there") if rule.always else _("where the field is missing")
    if rule.where_code and rule.where_says:
        told = {"part": f"${rule.where_code}", "text": rule.where_says}
        yield _("where %(part)s says “%(text)s”") % told
    elif rule.where_code:
        yield _("where there is %(part)s") % {"part": f"${rule.where_code}"}
    if rule.find and rule.do is not Do.REPLACE_TEXT:
        part = f"${rule.code}" if rule.code else _("the field")
        yield _("where %(part)s has “%(text)s”") % {"part": part, "text": rule.find}
    if rule.find:
        yield str(HOW[rule.how])
        if rule.any_case:
            yield _("capitals or not")


def _only(rule: Rule) -> Iterator[str]:
    if rule.language:
        yield _("only titles in %(language)s") % {"language": rule.language}
    if not rule.only_tag:
        return
    field = f"{rule.only_tag} ${rule.only_code}" if rule.only_code else rule.only_tag
    if rule.only_says:
        field = _("%(field)s that says “%(text)s”") % {"field": field, "text": rule.only_says}
    told = _("only titles without %(field)s") if rule.unless else _("only titles with %(field)s")
    yield told % {"field": field}
