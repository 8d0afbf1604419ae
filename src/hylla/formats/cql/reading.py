"""A query, from text to tree: a hand-written parser of the grammar (OASIS part 5, 2.2)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from .tree import BOOLEANS, SYMBOLS, Boolean, Clause, Modifier, Prefixed, Query, SortKey, Tree

LONGEST = 5_000
DEEPEST = 40
MOST_BOOLEANS = 60

_TOKEN = re.compile(
    r'\s*(?:(?P<symbol>==|>=|<=|<>|[=<>()/])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>[^\s()=<>"/]+))',
    re.DOTALL,
)
_ESCAPED_QUOTE = re.compile(r"\\(.)", re.DOTALL)
_DANGLING = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


class Kind(StrEnum):
    """What is wrong with a query."""

    SYNTAX = "syntax"
    TOO_LONG = "too_long"
    PARENTHESES = "parentheses"
    QUOTES = "quotes"
    TOO_MANY_BOOLEANS = "too_many_booleans"


class FaultyQuery(Exception):  # noqa: N818 - it is a query of somebody's, not an error of ours
    """The text is no query; the message says what was expected, and where."""

    def __init__(self, kind: Kind, text: str) -> None:
        super().__init__(text)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class _Token:
    """A symbol, or a text, which may have been quoted; `at` counts characters from 1."""

    text: str
    at: int
    is_symbol: bool = False
    is_quoted: bool = False

    def is_word(self, *words: str) -> bool:
        """Tell whether it is one of the words; quoted it is a text."""
        return not (self.is_symbol or self.is_quoted) and self.text.lower() in words


def read(text: str) -> Query:
    """Read a query.

    :raises FaultyQuery: it is none, or longer than sense.
    """
    if len(text) > LONGEST:
        raise FaultyQuery(Kind.TOO_LONG, f"a query has up to {LONGEST} characters")
    return _Reader(_tokens(text), len(text) + 1).query()


def _tokens(text: str) -> list[_Token]:
    found, at, end = list[_Token](), 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise FaultyQuery(Kind.QUOTES, f"a quotation mark at {at + 1} has no other")
        start = match.start(str(match.lastgroup)) + 1
        found.append(_token(match, start))
        at = match.end()
    return found


def _token(match: re.Match[str], at: int) -> _Token:
    if match["symbol"]:
        return _Token(match["symbol"], at, is_symbol=True)
    if match["quoted"] is not None:
        text = _ESCAPED_QUOTE.sub(_unescaped, match["quoted"])
        return _Token(text, at, is_quoted=True)
    if _DANGLING.search(match["word"]):
        raise FaultyQuery(
            Kind.SYNTAX, f"a backslash at the end of the word at {at} escapes nothing"
        )
    return _Token(match["word"], at)


def _unescaped(found: re.Match[str]) -> str:
    """A quotation mark needs no backslash once it is read; all others keep theirs."""
    return '"' if found[1] == '"' else found[0]


class _Reader:
    """Goes over the tokens once, from left to right."""

    def __init__(self, tokens: list[_Token], end: int) -> None:
        self._tokens = tokens
        self._end = end
        self._next = 0
        self._depth = 0
        self._booleans = 0

    def query(self) -> Query:
        """Read everything there is."""
        tree = self._scoped()
        sort = tuple(self._sort_keys())
        if token := self._peek():
            kind = Kind.PARENTHESES if token.text == ")" and token.is_symbol else Kind.SYNTAX
            raise FaultyQuery(kind, f"at {token.at}: nothing more was expected")
        return Query(tree, sort)

    def _scoped(self) -> Tree:
        """Read prefix assignments, and the clauses that they hold for."""
        if self._takes(">"):
            name = self._text("a prefix or a context set")
            if self._takes("="):
                return Prefixed(name, self._text("a context set"), self._deeper())
            return Prefixed("", name, self._deeper())
        tree = self._clause()
        while (token := self._peek()) and token.is_word(*BOOLEANS):
            self._next += 1
            self._booleans += 1
            if self._booleans > MOST_BOOLEANS:
                raise FaultyQuery(Kind.TOO_MANY_BOOLEANS, f"up to {MOST_BOOLEANS} are taken")
            modifiers = self._modifiers()
            tree = Boolean(token.text.lower(), tree, self._clause(), modifiers)
        return tree

    def _deeper(self) -> Tree:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FaultyQuery(Kind.PARENTHESES, f"up to {DEEPEST} levels are taken")
        tree = self._scoped()
        self._depth -= 1
        return tree

    def _clause(self) -> Tree:
        if self._takes("("):
            tree = self._deeper()
            if not self._takes(")"):
                raise FaultyQuery(Kind.PARENTHESES, f"at {self._at()}: a ) was expected")
            return tree
        first = self._text("a term")
        relation = self._relation()
        if not relation:
            return Clause(first)
        modifiers = self._modifiers()
        return Clause(self._text("a term"), first, relation, modifiers)

    def _relation(self) -> str:
        """Take a relation, if one follows: a sign, or any word that ends no clause."""
        token = self._peek()
        if token is None:
            return ""
        is_sign = token.is_symbol and token.text in SYMBOLS
        is_name = not token.is_symbol and not token.is_word(*BOOLEANS, "sortby")
        if not is_sign and not is_name:
            return ""
        self._next += 1
        return token.text if is_sign else token.text.lower()

    def _modifiers(self) -> tuple[Modifier, ...]:
        found = list[Modifier]()
        while self._takes("/"):
            name = self._text("the name of a modifier").lower()
            token = self._peek()
            if token and token.is_symbol and token.text in SYMBOLS:
                self._next += 1
                found.append(Modifier(name, token.text, self._text("the value of a modifier")))
            else:
                found.append(Modifier(name))
        return tuple(found)

    def _sort_keys(self) -> list[SortKey]:
        token = self._peek()
        if token is None or not token.is_word("sortby"):
            return []
        self._next += 1
        keys = [SortKey(self._text("an index to sort by"), self._modifiers())]
        while (token := self._peek()) and not token.is_symbol:
            keys.append(SortKey(self._text("an index to sort by"), self._modifiers()))
        return keys

    def _text(self, what: str) -> str:
        token = self._peek()
        if token is None or token.is_symbol:
            raise FaultyQuery(Kind.SYNTAX, f"at {self._at()}: {what} was expected")
        self._next += 1
        return token.text

    def _takes(self, symbol: str) -> bool:
        token = self._peek()
        is_there = token is not None and token.is_symbol and token.text == symbol
        self._next += is_there
        return is_there

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _at(self) -> int:
        token = self._peek()
        return token.at if token else self._end
