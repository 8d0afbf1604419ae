"""One style sheet from three: the design system's, the library's colours, and our parts."""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from hylla.doors.parts.look.tokens import tokens
from hylla.privacy.policy.look import Look

STATIC = Path(__file__).resolve().parents[2] / "static"
BASE = STATIC / "base" / "base.css"
OWN = STATIC / "hylla" / "css"
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)
BLANK = re.compile(r"\s+")
AROUND = re.compile(r"\s*([{};,>])\s*")


class NoBase(Exception):
    """The design system's sheet is not there: nobody has run the set-up."""

    def __init__(self) -> None:
        super().__init__("static/base/base.css is missing; ./hylla makes it at set-up.")


@dataclass(frozen=True)
class Sheet:
    """A style sheet ready to be sent; the name changes with the content."""

    name: str
    content: bytes
    packed: bytes


def sheet_of(look: Look) -> Sheet:
    """Return the style sheet of a library.

    :raises NoBase: the set-up has not been run.
    """
    if not BASE.exists():
        raise NoBase
    return _made(look, tuple((path, path.stat().st_mtime_ns) for path in sources()))


def sources() -> list[Path]:
    """Return the files that a sheet is made of, in their order."""
    return [BASE, *sorted(OWN.glob("*.css"))]


@lru_cache(maxsize=8)
def _made(look: Look, files: tuple[tuple[Path, int], ...]) -> Sheet:
    base, *own = (path.read_text(encoding="utf-8") for path, _ in files)
    text = "\n".join([base, tokens(look), *(shortened(each) for each in own)])
    content = text.encode()
    name = sha256(content).hexdigest()[:16]
    return Sheet(name, content, gzip.compress(content, mtime=0))


def shortened(text: str) -> str:
    """Return a sheet of ours without comments and blanks; quoted text has no blanks in a row."""
    return AROUND.sub(r"\1", BLANK.sub(" ", COMMENT.sub("", text))).strip()
