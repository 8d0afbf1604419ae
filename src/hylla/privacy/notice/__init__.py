"""The privacy notice: sentences the program acts on, chosen and filled by a library's policy."""

from hylla.privacy.notice.checks import problems_of, unspoken
from hylla.privacy.notice.claims import noticed
from hylla.privacy.notice.compiled import (
    Altered,
    Compiled,
    Passage,
    as_compiled,
    checksum,
    compiled,
    read_compiled,
    reworded,
)
from hylla.privacy.notice.difference import Rewording, notice_difference, rewordings
from hylla.privacy.notice.loading import (
    NoticeErrors,
    read_sentences,
    sentences_for,
    text_of,
)
from hylla.privacy.notice.paper import contact_of, printed
from hylla.privacy.notice.probe import KINDS, Probe, ProbeKind, kind_of
from hylla.privacy.notice.rendering import Format, Line, Section, render, sections, title
from hylla.privacy.notice.sentence import Area, Sentence

__all__ = [
    "Altered",
    "Compiled",
    "Passage",
    "as_compiled",
    "checksum",
    "compiled",
    "contact_of",
    "read_compiled",
    "reworded",
    "KINDS",
    "Area",
    "Format",
    "Line",
    "NoticeErrors",
    "Probe",
    "ProbeKind",
    "Rewording",
    "Section",
    "Sentence",
    "kind_of",
    "read_sentences",
    "notice_difference",
    "noticed",
    "printed",
    "problems_of",
    "render",
    "rewordings",
    "sections",
    "sentences_for",
    "text_of",
    "title",
    "unspoken",
]
