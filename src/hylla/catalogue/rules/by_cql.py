"""What a CQL query wants of the catalogue, or by which diagnostic it is refused.

Sources: the context sets cql, dc, bath, rec and sort, as the Library of Congress lists them. What
is not here is refused and not guessed: a union catalogue must not take "all" for "none".
"""

import re
from collections.abc import Mapping
from datetime import date

from hylla.catalogue.rules.isbn import isbn_asked
from hylla.catalogue.rules.wanted import (
    Asked,
    Both,
    Everything,
    Index,
    Leaf,
    Match,
    Operator,
    Order,
    Sorting,
    Wanted,
)
from hylla.catalogue.rules.words import MOST_WORDS_ASKED, SHORTEST_BEGINNING, words_in
from hylla.formats import cql
from hylla.formats.cql.reading import Kind
from hylla.formats.sru.diagnostics import Diagnostic, Number

LONGEST_TERM = 500
SETS: Mapping[str, str] = {
    "cql": "info:srw/cql-context-set/1/cql-v1.2",
    "dc": "info:srw/cql-context-set/1/dc-v1.1",
    "bath": "http://zing.z3950.org/cql/bath/2.0/",
    "rec": "info:srw/cql-context-set/2/rec-1.1",
    "sort": "info:srw/cql-context-set/1/sort-v1.0",
}
"""The context sets by the prefix that they have unless a query says otherwise."""
INDEXES: Mapping[str, Index] = {
    **dict.fromkeys(("cql.serverchoice", "cql.anywhere", "cql.keywords"), Index.ANYWHERE),
    **dict.fromkeys(("cql.anyindexes", "bath.any"), Index.ANYWHERE),
    **dict.fromkeys(("dc.title", "bath.title"), Index.TITLE),
    **dict.fromkeys(("dc.creator", "dc.contributor", "bath.author", "bath.name"), Index.AUTHOR),
    **dict.fromkeys(("bath.personalname", "bath.corporatename"), Index.AUTHOR),
    **dict.fromkeys(("dc.subject", "bath.subject"), Index.SUBJECT),
    **dict.fromkeys(("dc.relation", "bath.seriestitle"), Index.SERIES),
    "dc.publisher": Index.PUBLISHER,
    **dict.fromkeys(("bath.isbn", "bath.standardidentifier"), Index.ISBN),
    "dc.identifier": Index.ISBN,
    "dc.date": Index.YEAR,
    "dc.language": Index.LANGUAGE,
    "dc.type": Index.KIND,
    **dict.fromkeys(("rec.identifier", "rec.id"), Index.NUMBER),
    "bath.localnumber": Index.CONTROL_NUMBER,
    "rec.creationdate": Index.ADDED_ON,
    "rec.lastmodificationdate": Index.CHANGED_ON,
}
"""The indexes by their names; case makes no difference (CQL 1.2)."""
TEXTS = frozenset(
    {Index.ANYWHERE, Index.TITLE, Index.AUTHOR, Index.SUBJECT, Index.SERIES, Index.PUBLISHER}
)
_DAYS = frozenset({Index.ADDED_ON, Index.CHANGED_ON})
_NUMBERS = frozenset({Index.YEAR, *_DAYS})
ALL_RECORDS = "cql.allrecords"
# A bare index is looked for here, in this order.
_USUAL = ("dc", "cql", "bath", "rec")
ORDERS: Mapping[str, Order] = {
    "dc.title": Order.TITLE,
    "dc.creator": Order.AUTHOR,
    "dc.date": Order.YEAR,
    "rec.creationdate": Order.NEWEST,
}
_COMPARISONS = {
    "<": Match.BELOW,
    "<=": Match.UP_TO,
    ">": Match.ABOVE,
    ">=": Match.FROM,
    "<>": Match.NOT,
    "=": Match.EXACTLY,
    "==": Match.EXACTLY,
}
# These say no more than what is done anyway.
_KNOWN_MODIFIERS = frozenset(
    {"ignorecase", "ignoreaccents", "masked", "word", "string", "number", "isodate"}
)
_FAULTS = {
    Kind.SYNTAX: Number.QUERY_SYNTAX_ERROR,
    Kind.TOO_LONG: Number.TOO_MANY_CHARACTERS_IN_QUERY,
    Kind.PARENTHESES: Number.UNSUPPORTED_USE_OF_PARENTHESES,
    Kind.QUOTES: Number.UNSUPPORTED_USE_OF_QUOTES,
    Kind.TOO_MANY_BOOLEANS: Number.TOO_MANY_BOOLEAN_OPERATORS,
}
_SIGN = re.compile(r"\\(.)|([*?^])", re.DOTALL)
_YEAR = re.compile(r"[0-9]{1,4}")
_NUMBER = re.compile(r"[0-9]{1,18}")
# Marks in the place of signs that mean something, in characters that no text has (Unicode 23.7).
_ANY, _ONE, _ANCHOR = "\ue000", "\ue001", "\ue002"
_MARKS = {"*": _ANY, "?": _ONE, "^": _ANCHOR}


def asked(text: str) -> Asked:
    """Return what a query wants.

    :raises Diagnostic: it is no query, or wants what cannot be done.
    """
    try:
        query = cql.read(text)
    except cql.FaultyQuery as fault:
        raise Diagnostic(_FAULTS[fault.kind], str(fault)) from None
    return Asked(_wanted(query.tree, SETS), _sorting(query.sort))


def _wanted(tree: cql.Tree, sets: Mapping[str, str]) -> Wanted:
    match tree:
        case cql.Prefixed(prefix, uri, inner):
            return _wanted(inner, {**sets, prefix.lower(): uri})
        case cql.Boolean(operator, left, right, modifiers):
            if operator == "prox":
                raise Diagnostic(Number.PROXIMITY_NOT_SUPPORTED)
            if modifiers:
                raise Diagnostic(Number.UNSUPPORTED_BOOLEAN_MODIFIER, modifiers[0].name)
            return Both(Operator(operator), _wanted(left, sets), _wanted(right, sets))
        case cql.Clause():
            return _of_clause(tree, sets)


def _of_clause(clause: cql.Clause, sets: Mapping[str, str]) -> Wanted:
    name = _name(clause.index or "cql.serverchoice", sets)
    if name == ALL_RECORDS:
        return Everything()
    if name not in INDEXES:
        raise Diagnostic(Number.UNSUPPORTED_INDEX, clause.index)
    for each in clause.modifiers:
        if each.name.removeprefix("cql.") not in _KNOWN_MODIFIERS:
            raise Diagnostic(Number.UNSUPPORTED_RELATION_MODIFIER, each.name)
    if len(clause.term) > LONGEST_TERM:
        raise Diagnostic(Number.TOO_MANY_CHARACTERS_IN_TERM, str(LONGEST_TERM))
    if not clause.term.strip():
        raise Diagnostic(Number.EMPTY_TERM_UNSUPPORTED)
    index = INDEXES[name]
    if index in TEXTS:
        return _of_words(clause, index)
    return _of_numbers(clause, index) if index in _NUMBERS else _of_codes(clause, index)


def _name(index: str, sets: Mapping[str, str]) -> str:
    """Return an index by the prefix that its context set has here."""
    prefix, dot, name = index.lower().rpartition(".")
    if not dot:
        if "" in sets:
            return f"{_prefix_of(sets[''])}.{name}"
        found = (f"{each}.{name}" for each in _USUAL if f"{each}.{name}" in INDEXES)
        return next(found, ALL_RECORDS if f"cql.{name}" == ALL_RECORDS else name)
    if prefix not in sets:
        raise Diagnostic(Number.UNSUPPORTED_CONTEXT_SET, prefix)
    return f"{_prefix_of(sets[prefix])}.{name}"


def _prefix_of(uri: str) -> str:
    for prefix, known in SETS.items():
        if known == uri:
            return prefix
    raise Diagnostic(Number.UNSUPPORTED_CONTEXT_SET, uri)


def _of_words(clause: cql.Clause, index: Index) -> Wanted:
    """Return words to find. A phrase is quoted with `adj`; `=` and `all` want every word."""
    relation = (clause.relation or "=").removeprefix("cql.")
    if relation not in {"=", "scr", "all", "any", "adj", "=="}:
        number = Number.UNSUPPORTED_RELATION
        if relation in _COMPARISONS:
            number = Number.UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX
        raise Diagnostic(number, clause.relation)
    words, begun = _words(clause.term)
    text = " ".join(_unmarked(clause.term).split())
    if relation == "==":
        if begun:
            raise Diagnostic(Number.MASKING_CHARACTER_NOT_SUPPORTED, "*")
        return Leaf(index, Match.EXACTLY, text, words)
    if relation == "any":
        leaves = [Leaf(index, Match.WORDS, each, (each,), begun & {each}) for each in words]
        wanted: Wanted = leaves[0]
        for leaf in leaves[1:]:
            wanted = Both(Operator.OR, wanted, leaf)
        return wanted
    match = Match.PHRASE if relation == "adj" and len(words) > 1 else Match.WORDS
    return Leaf(index, match, text, words, begun)


def _words(term: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the words of a term, and which of them are only begun (`fjell*`)."""
    words, begun = list[str](), set[str]()
    for piece in _marked(term).split():
        found = words_in(piece.removesuffix(_ANY))
        if set(piece.removesuffix(_ANY)) & {_ANY, _ONE}:
            raise Diagnostic(
                Number.MASKING_CHARACTER_NOT_SUPPORTED, "* is taken behind a word only"
            )
        if _ANCHOR in piece:
            raise Diagnostic(Number.ANCHORING_CHARACTER_NOT_SUPPORTED, "^")
        if piece.endswith(_ANY):
            if not found or len(found[-1]) < SHORTEST_BEGINNING:
                raise Diagnostic(Number.MASKED_WORDS_TOO_SHORT, str(SHORTEST_BEGINNING))
            begun.add(found[-1])
        words += found
    if not words:
        raise Diagnostic(Number.TERM_IN_INVALID_FORMAT, "there is neither letter nor digit")
    return tuple(dict.fromkeys(words))[:MOST_WORDS_ASKED], frozenset(begun)


def _marked(term: str) -> str:
    """Resolve backslashes, and put a mark in the place of each sign that means something."""
    return _SIGN.sub(lambda found: found[1] or _MARKS[found[2]], term)


def _unmarked(term: str) -> str:
    return _SIGN.sub(lambda found: found[1] or "", term)


def _of_numbers(clause: cql.Clause, index: Index) -> Wanted:
    relation = (clause.relation or "=").removeprefix("cql.")
    texts = _unmarked(clause.term).split()
    if relation == "within" and len(texts) == 2:
        first, last = (_number(each, index) for each in texts)
        return Both(Operator.AND, Leaf(index, Match.FROM, first), Leaf(index, Match.UP_TO, last))
    if relation not in _COMPARISONS:
        raise Diagnostic(Number.UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX, relation)
    return Leaf(index, _COMPARISONS[relation], _number(_unmarked(clause.term), index))


def _number(text: str, index: Index) -> str:
    """Return a year or a day, made sure that it is one."""
    text = text.strip()
    if index is Index.YEAR and _YEAR.fullmatch(text):
        return text
    try:
        if index in _DAYS:
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    wants = "a year, such as 1998" if index is Index.YEAR else "a day, such as 2026-01-31"
    raise Diagnostic(Number.TERM_IN_INVALID_FORMAT, wants)


def _of_codes(clause: cql.Clause, index: Index) -> Wanted:
    relation = (clause.relation or "=").removeprefix("cql.")
    if relation not in {"=", "==", "<>", "any", "all", "adj", "scr"}:
        raise Diagnostic(Number.UNSUPPORTED_COMBINATION_OF_RELATION_AND_INDEX, relation)
    match = Match.NOT if relation == "<>" else Match.EXACTLY
    texts = _unmarked(clause.term).split() if relation == "any" else [_unmarked(clause.term)]
    leaves = [Leaf(index, match, _code(each, index)) for each in texts[:MOST_WORDS_ASKED]]
    wanted: Wanted = leaves[0]
    for leaf in leaves[1:]:
        wanted = Both(Operator.OR, wanted, leaf)
    return wanted


def _code(text: str, index: Index) -> str:
    text = text.strip()
    if index is Index.ISBN and not isbn_asked(text.removeprefix("urn:isbn:")):
        raise Diagnostic(Number.TERM_IN_INVALID_FORMAT, "an ISBN of 10 or 13 digits")
    if index is Index.ISBN:
        return isbn_asked(text.removeprefix("urn:isbn:"))
    if index is Index.NUMBER and not _NUMBER.fullmatch(text):
        raise Diagnostic(Number.TERM_IN_INVALID_FORMAT, "a title's number")
    return text.lower() if index in {Index.LANGUAGE, Index.KIND} else text


def _sorting(keys: tuple[cql.SortKey, ...]) -> Sorting:
    if not keys:
        return Sorting()
    if len(keys) > 1:
        raise Diagnostic(Number.UNSUPPORTED_SORT_SEQUENCE, "one key is taken")
    (key,) = keys
    name = _name(key.index, SETS)
    if name not in ORDERS:
        raise Diagnostic(Number.SORT_NOT_SUPPORTED, key.index)
    names = {each.name.removeprefix("sort.") for each in key.modifiers}
    if unknown := names - {"ascending", "descending", "ignorecase", "ignoreaccents"}:
        raise Diagnostic(Number.UNSUPPORTED_SORT_SEQUENCE, min(unknown))
    return Sorting(ORDERS[name], "descending" in names)
