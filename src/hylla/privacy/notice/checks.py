"""What is wrong with sentences: their form, and what they rest on."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches

from hylla.privacy.linter.reading import unknown
from hylla.privacy.notice.conditions import CONDITIONS
from hylla.privacy.notice.probe import ZERO_PROBES
from hylla.privacy.notice.sentence import RULES, Sentence
from hylla.privacy.notice.variables import VARIABLES, names_in
from hylla.privacy.notice.wording import absolute_words, numbers
from hylla.privacy.policy import Policy, Problem
from hylla.privacy.policy.law import LIMITS
from hylla.privacy.vocabulary import Ground, Language

Note = Callable[[str, str, str], None]
"""Takes key, found and allowed."""


def problems_of(
    sentences: Sequence[Sentence], policy: Policy, known_declarations: Collection[str]
) -> tuple[Problem, ...]:
    """Return everything wrong with the sentences of a library's notice.

    `known_declarations` are the clocks of the models, each "app_label.Model:period_key".
    """
    found = [
        problem
        for sentence in sentences
        for problem in _problems(sentence, policy=policy, known=known_declarations)
    ]
    doubles = [key for key, times in Counter(item.id for item in sentences).items() if times > 1]
    found += [Problem("sentences", key, "the id twice", "each id once") for key in doubles]
    return tuple(found)


def unspoken(sentences: Sequence[Sentence], known_declarations: Collection[str]) -> frozenset[str]:
    """Return the clocks that no sentence of the notice tells about."""
    told = {act for sentence in sentences for act in sentence.acts}
    return frozenset(known_declarations) - told


def _problems(sentence: Sentence, *, policy: Policy, known: Collection[str]) -> Iterator[Problem]:
    found: list[tuple[str, str, str]] = []

    def note(key: str, what: str, allowed: str) -> None:
        found.append((key, what, allowed))

    _rules(sentence, note)
    _ground(sentence, note)
    _acts(sentence, policy, known, note)
    _languages(sentence, note)
    yield from unknown(sentence.claims, file=f"sentences/{sentence.area}.toml")
    for key, what, allowed in found:
        yield Problem(f"sentences/{sentence.area}.toml", f"{sentence.id}.{key}", what, allowed)


def _rules(sentence: Sentence, note: Note) -> None:
    if not sentence.rules:
        note("rules", "none", "at least one of R01 to R56")
    for rule in sentence.rules:
        if rule not in RULES:
            note("rules", rule, "R01 to R56")
    if sentence.when not in CONDITIONS:
        note("when", repr(sentence.when), _near(sentence.when, CONDITIONS))


def _ground(sentence: Sentence, note: Note) -> None:
    """A sentence rests on what its ground names: nothing missing, nothing for show."""
    ground = sentence.ground
    if ground is Ground.ENFORCED and not sentence.acts:
        note("acts", "none", "the declarations that enforce it")
    if ground is not Ground.ENFORCED and sentence.acts:
        note("acts", ", ".join(sentence.acts), f"none, as its ground is {ground}")
    if ground is Ground.PROBED and not sentence.probes:
        note("probes", "none", "the probes that look")
    attested = sentence.attested_by is not None and sentence.renew is not None
    if ground is Ground.ATTESTED and not attested:
        note("attested_by", "no role or no period", "who confirms it, and `renew`")


def _acts(sentence: Sentence, policy: Policy, known: Collection[str], note: Note) -> None:
    for act in sentence.acts:
        period = act.partition(":")[2]
        if act not in known:
            note("acts", act, _near(act, known))
        elif period not in policy.periods:
            note("acts", f"{act}, for which the policy has no period", f"periods.{period}")


def _languages(sentence: Sentence, note: Note) -> None:
    for language in Language:
        if not sentence.text.get(language, "").strip():
            note(f"text.{language}", "nothing", "a text in every language")
        else:
            _text(sentence, language, note)
    used = {language: _names(text) for language, text in sentence.text.items()}
    every = frozenset().union(*used.values())
    for language, names in used.items():
        for name in sorted(every - names):
            note(f"text.{language}", f"no {{{name}}}", "the same variables in every language")


def _text(sentence: Sentence, language: Language, note: Note) -> None:
    template, key = sentence.text[language], f"text.{language}"
    for name in sorted(_names(template) - set(VARIABLES)):
        note(key, f"{{{name}}}", _near(name, VARIABLES))
    for number in numbers(template):
        note(key, f"the number {number}", "a variable that takes it from the policy")
    for word in absolute_words(template, language=language):
        if not ZERO_PROBES.intersection(sentence.probes):
            note(key, f"the word {word!r}", "a probe that counts to zero, or a milder word")
    for name in sorted(_names(template) & set(LIMITS)):
        if not any(act.endswith(f":{name}") for act in sentence.acts):
            note(key, f"{{{name}}}", "an act that keeps this period")


def _names(template: str) -> frozenset[str]:
    try:
        return names_in(template)
    except ValueError:
        return frozenset({"unmatched brace"})


def _near(name: str, allowed: Collection[str]) -> str:
    near = get_close_matches(name, list(allowed), 1, 0.5)
    return f"did you mean {near[0]}?" if near else "a known name"
