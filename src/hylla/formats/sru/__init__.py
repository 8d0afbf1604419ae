"""SRU 1.1, 1.2 and 2.0: what a client asks, and the answer it is given, as values and text.

Sources: SRU 1.2 (Library of Congress, 2007) and OASIS searchRetrieve 1.0, part 3 (SRU 2.0, 2013);
ZeeRex 2.0 for the explanation.
"""

from hylla.formats.sru.answering import Answer, FoundRecord, answer, refused
from hylla.formats.sru.asking import Ask, Operation, Version, asked, version_of
from hylla.formats.sru.diagnostics import Diagnostic, Number
from hylla.formats.sru.explaining import Explanation, explained

__all__ = [
    "Answer",
    "Ask",
    "Diagnostic",
    "Explanation",
    "FoundRecord",
    "Number",
    "Operation",
    "Version",
    "answer",
    "asked",
    "explained",
    "refused",
    "version_of",
]
