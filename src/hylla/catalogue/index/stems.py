"""The stems of words, so that whoever asks for `jentene` finds `jente`.

A stem bears the mark of its language (`no:jent`), so that it never meets a word of another that
only looks like it. Norwegian, Swedish, Danish and English are cut as they are folded
(`rules.words`); Finnish with its own vowels, which its endings follow. North Sami has no stemmer
anywhere: its case endings are cut here, and doubled letters made one, which is how its stems change
most often.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

SHORTEST = 3
"""Shorter words have no ending to lose."""
_REMEMBERED = 200_000

Stemming = Callable[[str], str]


def _snowball(language: str) -> Stemming:
    analyzer = TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(language)).build()
    return lambda word: analyzer.analyze(word)[0]


_norwegian, _swedish, _danish, _english, _finnish = map(
    _snowball, ("norwegian", "swedish", "danish", "english", "finnish")
)
_SAMI_ENDING = re.compile(r"(?:iiguin|iguin|iidda|iid|ide|ii|id|in|is|it|at|t|s|n|i)$")
_DOUBLED = re.compile(r"(.)\1+")


def _finnish_folded(word: str) -> str:
    vowels = word.replace("ae", "ä").replace("oe", "ö")
    return _finnish(vowels).replace("ä", "ae").replace("ö", "oe")


def _sami(word: str) -> str:
    bare = _SAMI_ENDING.sub("", word) if len(word) > SHORTEST + 1 else word
    return _DOUBLED.sub(r"\1", bare.rstrip("aeiou") or bare)


_STEMMINGS: Mapping[str, Stemming] = {
    "no": _norwegian,
    "sv": _swedish,
    "da": _danish,
    "en": _english,
    "fi": _finnish_folded,
    "se": _sami,
}
_MARKS = {
    "nob": "no",
    "nno": "no",
    "nor": "no",
    "swe": "sv",
    "dan": "da",
    "fin": "fi",
    "eng": "en",
    "sme": "se",
    "smi": "se",
}
_WHERE_UNKNOWN = ("no", "sv", "en")
_FEW = 3
_DOUBLED_BEFORE_ENDINGS: Mapping[str, tuple[str, ...]] = {"no": ("mm",), "sv": ("mm", "nn")}

# Words that bend inside, which no stemmer follows: the first of each line is the stem of all.
_BENT: Mapping[str, tuple[str, ...]] = {
    "no": (
        "bok boeker boekene boekenes",
        "mann menn mennene mennenes",
        "far fedre fedrene fedrenes",
        "mor moedre moedrene moedrenes",
        "bror broedre broedrene broedrenes",
        "bonde boender boendene",
        "datter doetre doetrene dotter doetrer",
        "natt netter nettene",
        "haand hender hendene hand",
        "fot foetter foettene",
        "rot roetter roettene",
        "tann tenner tennene",
        "stad steder stedene",
        "kraft krefter kreftene",
        "and ender endene",
        "gaas gjess gjessene",
        "kne knaer knaerne",
        "ku kyr kyrne kuer",
        "taa taer taerne",
        "soester soestre soestrene syster systre systrene",
    ),
    "sv": (
        "bok boecker boeckerna boeckernas",
        "man maen maennen maennens",
        "far faeder faederna fader",
        "mor moedrar moedrarna moder",
        "bror broeder broederna broedernas broder",
        "dotter doettrar doettrarna",
        "natt naetter naetterna",
        "hand haender haenderna",
        "fot foetter foetterna",
        "rot roetter roetterna",
        "tand taender taenderna",
        "stad staeder staederna",
        "land laender laenderna",
        "son soener soenerna",
        "gaas gaess",
        "mus moess",
        "bonde boender boenderna",
    ),
    "da": (
        "bog boeger boegerne",
        "mand maend maendene",
        "far faedre fader",
        "mor moedre moder",
        "bror broedre broedrene broder",
        "datter doetre",
        "nat naetter",
        "haand haender haenderne",
        "fod foedder",
        "tand taender",
        "kraft kraefter",
        "bonde boender",
        "barn boern boernene",
    ),
    "en": (
        "man men",
        "woman women",
        "child children",
        "mouse mice",
        "foot feet",
        "tooth teeth",
        "goose geese",
        "wife wives",
        "life lives",
        "wolf wolves",
        "leaf leaves",
        "knife knives",
        "thief thieves",
        "person people",
    ),
}


def _families(lines: Iterable[str], stemming: Stemming) -> dict[str, str]:
    """Return each bent word, with and without its marks, with the stem of its family."""
    bent: dict[str, str] = {}
    for line in lines:
        words = line.split()
        for word in (*words, *map(_without_marks, words)):
            bent.setdefault(word, stemming(words[0]))
            bent.setdefault(stemming(word), stemming(words[0]))
    return bent


def _without_marks(word: str) -> str:
    return word.replace("oe", "o").replace("ae", "a").replace("aa", "a")


_FAMILIES = {mark: _families(lines, _STEMMINGS[mark]) for mark, lines in _BENT.items()}


@lru_cache(_REMEMBERED)
def stem(word: str, mark: str) -> str:
    """Return the stem of a folded word in a language, with the language's mark."""
    family = _FAMILIES.get(mark, {})
    if word in family:
        return f"{mark}:{family[word]}"
    cut = _single(_STEMMINGS[mark](word), mark)
    return f"{mark}:{family.get(cut, cut)}"


def _single(cut: str, mark: str) -> str:
    """Return a stem without the second of two letters that only endings double: hjem, hjemmet."""
    return cut[:-1] if cut[-2:] in _DOUBLED_BEFORE_ENDINGS.get(mark, ()) else cut


def marks_of(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the languages whose stemmers a text is cut by; where it is unknown, the likeliest."""
    known = dict.fromkeys(_MARKS[each] for each in languages if each in _MARKS)
    return tuple(known)[:_FEW] or _WHERE_UNKNOWN


def stems_kept(words: Iterable[str], marks: Iterable[str]) -> list[str]:
    """Return the stems under which words of some languages are kept."""
    marks = tuple(marks)
    return [stem(word, mark) for word in words if _has_stem(word) for mark in marks]


def stems_asked(word: str) -> tuple[str, ...]:
    """Return the stems by which a word is looked for: nobody says in which language they ask."""
    if not _has_stem(word):
        return ()
    return tuple(stem(word, mark) for mark in _STEMMINGS)


def _has_stem(word: str) -> bool:
    return len(word) >= SHORTEST and not word.isdigit()
