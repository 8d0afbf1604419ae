"""CQL: every form of the grammar is read, what is no query is told where, and trees survive."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hylla.formats.cql import (
    Boolean,
    Clause,
    FaultyQuery,
    Modifier,
    Prefixed,
    Query,
    SortKey,
    Tree,
    read,
    written,
)
from hylla.formats.cql.reading import DEEPEST, LONGEST, MOST_BOOLEANS, Kind

A, B, C = Clause("a"), Clause("b"), Clause("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("fjell", Clause("fjell")),
        ('"fjell og fjord"', Clause("fjell og fjord")),
        ('""', Clause("")),
        ('"and"', Clause("and")),
        (r'"et \"sitat\" her"', Clause('et "sitat" her')),
        (r"fj\*ll", Clause(r"fj\*ll")),
        ("dc.title = fjell", Clause("fjell", "dc.title", "=")),
        ("dc.title=fjell", Clause("fjell", "dc.title", "=")),
        ('dc.title any "a b"', Clause("a b", "dc.title", "any")),
        ("dc.title ANY a", Clause("a", "dc.title", "any")),
        ("dc.date >= 1990", Clause("1990", "dc.date", ">=")),
        ("dc.date<>1990", Clause("1990", "dc.date", "<>")),
        ("title == a", Clause("a", "title", "==")),
        ("a and b", Boolean("and", A, B)),
        ("a AND b", Boolean("and", A, B)),
        ("a or b and c", Boolean("and", Boolean("or", A, B), C)),
        ("a or (b and c)", Boolean("or", A, Boolean("and", B, C))),
        ("a not b", Boolean("not", A, B)),
        (
            "a prox/distance<=3/unit=word b",
            Boolean("prox", A, B, (Modifier("distance", "<=", "3"), Modifier("unit", "=", "word"))),
        ),
        (
            "title any/relevant/rel.algorithm=cori a",
            Clause(
                "a", "title", "any", (Modifier("relevant"), Modifier("rel.algorithm", "=", "cori"))
            ),
        ),
        ('> dc = "info:x" dc.title = a', Prefixed("dc", "info:x", Clause("a", "dc.title", "="))),
        ('> "info:x" a or b', Prefixed("", "info:x", Boolean("or", A, B))),
        ('a and (> "info:x" b)', Boolean("and", A, Prefixed("", "info:x", B))),
        ("title = sortby", Clause("sortby", "title", "=")),
    ],
)
def test_each_form_is_read(text: str, tree: Tree) -> None:
    assert read(text) == Query(tree)


def test_what_to_sort_by() -> None:
    found = read("a sortby dc.date/sort.descending dc.title")
    keys = (SortKey("dc.date", (Modifier("sort.descending"),)), SortKey("dc.title"))
    assert found == Query(A, keys)


@pytest.mark.parametrize(
    ("text", "kind", "at"),
    [
        ("", Kind.SYNTAX, 1),
        ("   ", Kind.SYNTAX, 4),
        ("a and", Kind.SYNTAX, 6),
        ("and", Kind.SYNTAX, None),
        ("a b", Kind.SYNTAX, 4),
        ("dc.title =", Kind.SYNTAX, 11),
        ("= a", Kind.SYNTAX, 1),
        ("a )", Kind.PARENTHESES, 3),
        ("(a", Kind.PARENTHESES, 3),
        ("()", Kind.SYNTAX, 2),
        ('a "b', Kind.QUOTES, None),
        ('"', Kind.QUOTES, None),
        ("a sortby", Kind.SYNTAX, 9),
        ("a and/ b", Kind.SYNTAX, None),
        ("a = b c", Kind.SYNTAX, 7),
        ("a\\", Kind.SYNTAX, None),
        ("a" * (LONGEST + 1), Kind.TOO_LONG, None),
        ("(" * 200 + "a" + ")" * 200, Kind.PARENTHESES, None),
        (" or ".join("a" * (MOST_BOOLEANS + 2)), Kind.TOO_MANY_BOOLEANS, None),
    ],
)
def test_what_is_no_query_is_told_where(text: str, kind: Kind, at: int | None) -> None:
    if text == "and":
        # A keyword alone is a term: the grammar says so.
        assert read(text) == Query(Clause("and"))
        return
    with pytest.raises(FaultyQuery) as caught:
        read(text)
    assert caught.value.kind is kind
    if at:
        assert str(caught.value).startswith(f"at {at}: ")


@given(st.text(st.characters() | st.sampled_from('()"=<>/\\* andor'), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(FaultyQuery):
        found = read(text)
        assert read(written(found)) == found


# A backslash always has something to escape: a term that ends in one could not be quoted.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
    lambda text: text.replace("\\", "\\\\")
)
NAMES = st.from_regex(r"[a-z]{1,6}(\.[a-z]{1,6})?", fullmatch=True)
SIGNS = st.sampled_from(["=", "==", "<", ">", "<=", ">=", "<>"])
MODIFIERS = st.lists(
    st.builds(Modifier, NAMES) | st.builds(Modifier, NAMES, SIGNS, TEXTS), max_size=2
).map(tuple)
RELATIONS = SIGNS | st.sampled_from(["any", "all", "adj", "within", "my.own"])
CLAUSES = st.builds(Clause, TEXTS) | st.builds(Clause, TEXTS, NAMES, RELATIONS, MODIFIERS)
TREES: st.SearchStrategy[Tree] = st.recursive(
    CLAUSES,
    lambda inner: (
        st.builds(Boolean, st.sampled_from(["and", "or", "not", "prox"]), inner, inner, MODIFIERS)
        | st.builds(Prefixed, st.just("") | NAMES, TEXTS, inner)
    ),
    max_leaves=6,
)


@given(
    st.builds(Query, TREES, st.lists(st.builds(SortKey, NAMES, MODIFIERS), max_size=2).map(tuple))
)
def test_what_is_written_is_read_as_the_same_tree(query: Query) -> None:
    assert read(written(query)) == query


def test_depth_has_a_bound_that_queries_do_not_meet() -> None:
    assert read("(" * DEEPEST + "a" + ")" * DEEPEST) == Query(A)
