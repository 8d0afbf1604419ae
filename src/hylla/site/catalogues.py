"""Compile the message catalogues, so that nobody needs gettext's programs."""

import os
import tempfile
from pathlib import Path

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Compile every catalogue that is newer than its compiled form, and return those."""
    stale = [source for source in sorted(locale.glob("*/LC_MESSAGES/*.po")) if is_stale(source)]
    for source in stale:
        compile_catalogue(source)
    return stale


def is_stale(source: Path) -> bool:
    """Tell whether the compiled form is missing or older than its catalogue."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def compile_catalogue(source: Path) -> None:
    """Write the compiled form beside its catalogue, in one step: another start may be reading it.

    Fuzzy entries are left out, so that a guess is never shown to anyone.
    """
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - slow, and seldom needed
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    # Without its header, which tools mark as a guess, the rest cannot be decoded.
    catalogue.fuzzy = False
    handle, temporary = tempfile.mkstemp(dir=source.parent, suffix=".mo.new")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    # A temporary file is readable by its owner only, and the server may be another user.
    Path(temporary).chmod(0o644)
    Path(temporary).replace(source.with_suffix(".mo"))
