"""Other forms of what titles stand under, so that they are found by these too."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from hylla.catalogue.models import AuthorityForm, TitleHeading
from hylla.catalogue.rules.authorities import FormKind
from hylla.catalogue.rules.works import author_key

_AUTHORS = {"100", "110", "111"}
_OTHERS = {"700", "710", "711"}
_MOST = 300


@dataclass(frozen=True, slots=True)
class OtherForms:
    """Of a title's authors, subjects, and series or uniform titles."""

    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathered:
    authors: dict[str, None] = field(default_factory=dict)
    subjects: dict[str, None] = field(default_factory=dict)
    titles: dict[str, None] = field(default_factory=dict)


def other_forms(authors: Mapping[int, tuple[str, ...]]) -> Mapping[int, OtherForms]:
    """Return the variants of titles' authorities; the titles come with their authors' names.

    Of who only took part (7XX) nothing is told, unless the catalogue calls them an author.
    """
    rows = TitleHeading.objects.filter(record__in=authors).exclude(authority=None)
    told = rows.values_list("record_id", "tag", "authority_id", "authority__name")
    ties = list(told.order_by("record_id", "place"))
    variants = _variants({each[2] for each in ties})
    found: defaultdict[int, _Gathered] = defaultdict(_Gathered)
    for number, tag, authority, name in ties:
        gathered = found[number]
        if tag in _AUTHORS or (tag in _OTHERS and _is_among(name, authors[number])):
            into = gathered.authors
        elif tag[0] == "6":
            into = gathered.subjects
        elif tag in _OTHERS:
            continue
        else:
            into = gathered.titles
        into.update(dict.fromkeys(variants.get(authority, ())))
    return {
        number: OtherForms(
            tuple(found[number].authors), tuple(found[number].subjects), tuple(found[number].titles)
        )
        for number in authors
    }


def _is_among(name: str, authors: tuple[str, ...]) -> bool:
    return author_key(name) in {author_key(each) for each in authors}


def _variants(authorities: set[int]) -> Mapping[int, list[str]]:
    variants: defaultdict[int, list[str]] = defaultdict(list)
    if authorities:
        rows = AuthorityForm.objects.filter(authority__in=authorities, kind=FormKind.VARIANT)
        for number, text in rows.order_by("pk").values_list("authority_id", "text"):
            if len(variants[number]) < _MOST:
                variants[number].append(text)
    return variants
