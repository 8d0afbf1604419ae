"""A form over a policy's text: a field for each key, and what is wrong beside its field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hylla.doors.office.policy_words import help_of, label_of
from hylla.doors.parts.forms import Form, day, line
from hylla.doors.parts.phrases import wrong
from hylla.privacy.policy import Period, Policy, PolicyErrors
from hylla.privacy.policy.law import CITATIONS, limit
from hylla.privacy.policy.shape import fields_read
from hylla.privacy.policy.values import Basis
from hylla.privacy.policy.writing import Value
from hylla.privacy.vocabulary import Language, LegalBasis, Purpose

PARTS: Mapping[str, tuple[str, ...]] = {
    "library": (
        "name",
        "languages",
        "default_language",
        "notice",
        "controller",
        "dpo",
        "authority",
    ),
    "bases": ("bases",),
    "periods": ("periods", "copies", "inactivity", "decisions"),
    "lending": ("lending", "reminders", "texting", "quiet", "ages", "features"),
    "entry": ("cards", "fees", "invoices", "payments", "registration", "entry", "look"),
}
LONG = frozenset({"look.mark"})
"""What takes several lines."""

ARTICLES = {
    LegalBasis.CONSENT: gettext_lazy("consent"),
    LegalBasis.CONTRACT: gettext_lazy("agreement"),
    LegalBasis.LEGAL_OBLIGATION: gettext_lazy("legal duty"),
    LegalBasis.PUBLIC_TASK: gettext_lazy("public task"),
    LegalBasis.LEGITIMATE_INTEREST: gettext_lazy("legitimate interest"),
}


LINES = {"rows": 8, "spellcheck": "false", "autocomplete": "off"}


class Lines(forms.CharField):
    """A text of several lines, whose ends are written as the policy writes them."""

    def to_python(self, value: Any) -> str:
        """Return it without the carriage returns that browsers send."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class PolicyForm(Form):
    """Some keys of a policy; a field is called like its key, with two underscores for a dot."""

    def __init__(self, part: str, raw: Mapping[str, Any], policy: Policy, data: Any = None) -> None:
        super().__init__(data)
        self._kinds = dict(_keys(part, policy))
        self._raw = raw
        language = Language(get_language() or Language.EN)
        for key, kind in self._kinds.items():
            field = _field(kind, key)
            field.label = label_of(key)
            field.help_text = help_of(key, kind, country=policy.country, language=language)
            field.initial = _known(raw, policy, key)
            self.fields[_name(key)] = field

    def values(self) -> dict[str, Value | None]:
        """Return what was sent, by key; a legal basis as the table it is."""
        found: dict[str, Value | None] = {}
        for key in self._kinds:
            value = self.cleaned_data.get(_name(key))
            empty = value is None or value == ""
            if isinstance(value, list):
                value = _in_order(value, _at(self._raw, key) or ())
            if key.startswith("bases."):
                table, _dot, name = key.rpartition(".")
                basis = found.setdefault(table, {})
                if not empty and isinstance(basis, dict):
                    basis[name] = value
            elif _at(self._raw, key) is not None or value != self.fields[_name(key)].initial:
                found[key] = None if empty else value
        return found

    def refuse_policy(self, refused: PolicyErrors) -> None:
        """Put each problem beside the field it is about, and the rest above them all."""
        for problem in refused.problems:
            told = wrong(problem)
            source = f" ({told.source})" if told.source else ""
            said = _("Found: %(found)s. Allowed: %(allowed)s") % {
                "found": told.found,
                "allowed": told.allowed,
            }
            name = _name(problem.key)
            if name in self.fields:
                self.add_error(name, f"{said}{source}.")
            else:
                self.add_error(None, f"{told.where}: {said}{source}.")


def _keys(part: str, policy: Policy) -> Iterator[tuple[str, Any]]:
    """Yield each key of a part with the type of its value."""
    hints = get_type_hints(Policy, include_extras=True)
    for name in PARTS[part]:
        if name == "bases":
            for purpose in Purpose:
                yield from _leaves(Basis, f"bases.{purpose.value}")
        elif name == "periods":
            yield from ((f"periods.{key}", Period) for key in policy.periods)
        else:
            yield from _leaves(hints[name], name)
    if part == "periods":
        yield from ((f"decisions.longer.{key}", str) for key in _longer(policy))
    if part == "lending":
        yield "ages.clocks.inactive_patron", int


def _longer(policy: Policy) -> Iterator[str]:
    """Yield the periods that are longer than would do: each needs a decision that says why."""
    for key, period in policy.periods.items():
        enough = limit(key, country=policy.country).enough
        if period.is_longer_than(enough) or key in policy.decisions.longer:
            yield key


def _leaves(kind: Any, key: str) -> Iterator[tuple[str, Any]]:
    plain = _plain(kind)
    if is_dataclass(plain) and plain is not Period:
        hints = get_type_hints(plain, include_extras=True)
        for name in fields_read(plain):
            yield from _leaves(hints[name], f"{key}.{name}")
    elif get_origin(plain) is None or _is_choice(_member(plain)):
        yield key, kind


def _plain(kind: Any) -> Any:
    """Return the type without its marks, and without the None it may be."""
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _plain(get_args(kind)[0])
    return kind


def _member(plain: Any) -> Any:
    """Return of what a list is, or None where it is no list."""
    return get_args(plain)[0] if get_origin(plain) is tuple else None


def _is_choice(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, StrEnum)


def _in_order(chosen: list[str], before: Sequence[str]) -> list[str]:
    """Return what was chosen in the order that the text had, and then what is new."""
    return [*(each for each in before if each in chosen), *(x for x in chosen if x not in before)]


def _field(kind: Any, key: str) -> forms.Field:
    """Return the field for a type. Nothing is required here: the policy's reader says what is."""
    plain = _plain(kind)
    if plain is bool:
        return forms.BooleanField(required=False)
    if plain is int:
        return forms.IntegerField(required=False)
    if plain is date:
        return day("", required=False)
    if key.endswith(".law"):
        return forms.ChoiceField(
            choices=[(k, c.text) for k, c in CITATIONS.items()], required=False
        )
    if _is_choice(plain):
        return forms.ChoiceField(choices=[(each.value, _choice(each)) for each in plain])
    if _is_choice(_member(plain)):
        return forms.MultipleChoiceField(
            choices=[(each.value, _choice(each)) for each in _member(plain)],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    if key in LONG:
        return Lines(required=False, strip=False, widget=forms.Textarea(attrs=LINES))
    return line("", required=False, max_length=300)


def _choice(member: StrEnum) -> str:
    if isinstance(member, LegalBasis):
        return f"{member.value}: {ARTICLES[member]}"
    return str(dict(settings.LANGUAGES).get(member.value, member.value))


def _name(key: str) -> str:
    return key.replace(".", "__")


def _known(raw: Mapping[str, Any], policy: Policy, key: str) -> Any:
    """Return what stands in the text or, where nothing does, what holds then."""
    told = _at(raw, key)
    return told if told is not None else _at(policy, key)


def _at(here: Any, key: str) -> Any:
    for step in key.split("."):
        here = here.get(step) if isinstance(here, Mapping) else getattr(here, step, None)
    return here
