"""Everything kept about a person: complete by construction, because the declarations say where."""

from hylla.privacy.extract.archive import archive, extract_pdf, portable, portable_archive
from hylla.privacy.extract.sections import Row, Section, Unseal, as_told, sections

__all__ = [
    "Row",
    "Section",
    "Unseal",
    "archive",
    "extract_pdf",
    "portable",
    "portable_archive",
    "as_told",
    "sections",
]
