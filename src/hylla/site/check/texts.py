"""Check that every text has its translation in every language, and write what is new into them.

Run as a program it checks; with `--update` it adds the new texts to the catalogues first.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from hylla.site.check.calls import hidden_texts, unwritten

SOURCES = Path(__file__).resolve().parents[2]
LOCALE = SOURCES / "locale"
LANGUAGES = ("nb", "nn", "sv")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "phrase")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
TEMPLATES = {".html", ".txt"}
NAMED = re.compile(r"%\((\w+)\)[sd]")


def main(arguments: list[str]) -> int:
    """Print what is missing and return 1 if anything is."""
    used = used_texts()
    if "--update" in arguments:
        for language in LANGUAGES:
            update(language, used)
    problems = [problem for language in LANGUAGES for problem in problems_in(language, used)]
    problems += unwritten_texts()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def used_texts() -> Catalog:
    """Collect the texts that the code and the templates give to gettext."""
    catalogue = Catalog(charset="utf-8")
    # Templates have comments and blocks that only Django's own reader understands.
    if not settings.configured:
        settings.configure()
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix == ".py" or path.suffix in TEMPLATES:
            place = path.relative_to(SOURCES.parent).as_posix()
            for _, text, comments, context in texts_in(path):
                catalogue.add(text, locations=[(place, 0)], context=context, auto_comments=comments)
    return catalogue


def texts_in(path: Path) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Yield the line, text, comments and context of each text in a file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django turns a template into calls amid filler words; the brackets keep the reader of
        # Python from minding their indentation.
        source = f"({templatize(source, origin=str(path))})"
    elif sys.version_info < (3, 12):
        # From then on Babel looks into f-strings by itself.
        for line, text, context in hidden_texts(source):
            yield line, text, [], context
    yield from extract("python", BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",))


def problems_in(language: str, used: Catalog) -> Iterator[str]:
    """Yield one line for each text that this language lacks, guesses or gets wrong."""
    catalogue = catalogue_of(language)
    for message in used:
        if not message.id:
            continue
        place = message.locations[0][0]
        entry = catalogue.get(key(message), context=message.context)
        if entry is None or not is_translated(entry):
            yield f"{language}: no translation of {key(message)!r} ({place})"
        elif entry.fuzzy:
            yield f"{language}: a guess for {key(message)!r} ({place})"
    yield from plural_problems(language, catalogue)
    for message, errors in catalogue.check():
        yield from (f"{language}: {key(message)!r}: {error}" for error in errors)


def plural_problems(language: str, catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with a language's plurals: its rule, and forms that lose their number."""
    rule = get_plural(language)
    if (catalogue.num_plurals, catalogue.plural_expr) != (rule.num_plurals, rule.plural_expr):
        yield f"{language}: its Plural-Forms are {catalogue.plural_forms}, not {rule}"
    for message in catalogue:
        if not isinstance(message.id, tuple | list) or not is_translated(message):
            continue
        wanted = set(NAMED.findall(message.id[-1]))
        forms = list(message.string or ())
        if len(forms) != rule.num_plurals or set(NAMED.findall(forms[-1])) != wanted:
            yield f"{language}: wrong plural forms of {key(message)!r}"


def unwritten_texts() -> Iterator[str]:
    """Yield where the code translates what is written elsewhere, so that nobody can collect it."""
    for path in sorted(SOURCES.rglob("*.py")):
        for line in unwritten(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(SOURCES.parent)}:{line}: a text that is not written out"


def update(language: str, used: Catalog) -> None:
    """Add the new texts to a catalogue, untranslated, and take out what nothing uses."""
    catalogue = catalogue_of(language)
    # The date of the day would make two branches of work differ where they agree.
    catalogue.update(used, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=False, include_lineno=False)


def catalogue_of(language: str) -> Catalog:
    """Read a language's catalogue; an empty one if there is none."""
    path = path_of(language)
    if not path.exists():
        header = f"# Hylla's texts: {language}."
        return Catalog(
            locale=language, project="Hylla", header_comment=header, charset="utf-8", fuzzy=False
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    """Return where a language's catalogue stands."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def key(message: Message) -> str:
    """Return the text that a message is looked up by: of a plural, its singular."""
    return message.id if isinstance(message.id, str) else message.id[0]


def is_translated(message: Message) -> bool:
    """Tell whether every form of a message has a text."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
