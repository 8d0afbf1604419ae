"""Compile the message catalogues, so that nobody needs gettext's programs."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hylla.formats.language.tongues import locale_folders, tongue

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

    Said = str | tuple[str, ...] | list[str] | None


def compile_catalogues(*folders: Path) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form, and return those."""
    sources = [
        source
        for folder in folders or locale_folders()
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po"))
    ]
    stale = [source for source in sources if is_stale(source)]
    for source in stale:
        compile_catalogue(source)
    return stale


def is_stale(source: Path) -> bool:
    """Tell whether the compiled form is missing, or older than what it is made of."""
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return True
    newest = max(each.stat().st_mtime_ns for each in (source, *_neighbours(source)))
    return compiled.stat().st_mtime_ns < newest


def compile_catalogue(source: Path) -> None:
    """Write the compiled form beside its catalogue, in one step: another start may be reading it.

    Fuzzy entries are left out, so that a guess is never shown to anyone; what is missing is said
    in the nearest language that has it.
    """
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow, and seldom needed

    catalogue = _read(source)
    for neighbour in _neighbours(source):
        _fill(catalogue, _read(neighbour))
    handle, temporary = tempfile.mkstemp(dir=source.parent, suffix=".mo.new")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    # A temporary file is readable by its owner only, and the server may be another user.
    Path(temporary).chmod(0o644)
    Path(temporary).replace(source.with_suffix(".mo"))


def _read(source: Path) -> "Catalog":
    from babel.messages.pofile import read_po  # noqa: PLC0415 - slow, and seldom needed

    with source.open("rb") as file:
        catalogue = read_po(file, locale=_code_of(source))
    # Without its header, which tools mark as a guess, the rest cannot be decoded.
    catalogue.fuzzy = False
    return catalogue


def _neighbours(source: Path) -> list[Path]:
    """Return the catalogues of the nearest languages, the nearest first."""
    folders = (source.parents[2], *locale_folders())
    wanted = [
        folder / code / "LC_MESSAGES" / source.name
        for code in tongue(_code_of(source)).nearest
        for folder in folders
    ]
    return [path for path in wanted if path.exists()]


def _fill(catalogue: "Catalog", neighbour: "Catalog") -> None:
    for message in neighbour:
        if not message.id or not _is_said(message):
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        own = catalogue.get(key, context=message.context)
        if own is None or not _is_said(own):
            said = _fitted(message.string, forms=catalogue.num_plurals)
            catalogue.delete(key, context=message.context)
            catalogue.add(message.id, said, context=message.context)


def _is_said(message: "Message") -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(forms) and not message.fuzzy


def _fitted(said: "Said", *, forms: int) -> "Said":
    """Return a neighbour's plural forms in the language's number: the last serves for more."""
    if said is None or isinstance(said, str):
        return said
    return tuple(said[min(form, len(said) - 1)] for form in range(forms))


def _code_of(source: Path) -> str:
    return source.parts[-3]
