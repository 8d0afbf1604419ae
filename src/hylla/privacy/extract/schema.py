"""What an extract in JSON looks like, as a schema that other programs can rely on.

Made from the declarations: `./hylla extract_schema` prints it, `docs/privacy/` has it.
"""

from typing import Any

from hylla.privacy.declarations import PersonalData
from hylla.privacy.registry import personal_models
from hylla.privacy.vocabulary import LegalBasis, Purpose, Role, Subject

NAME = "extract.schema.json"
VERSION = "1"
"""Raised when a reader of an older extract could misread a newer one; a new table is no such."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string"}
DAY_OR_NOTHING = {"type": ["string", "null"]}


def schema() -> dict[str, Any]:
    """Return the schema: JSON Schema 2020-12."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:hylla:extract:{VERSION}",
        "title": "Everything a library keeps about a person",
        "description": (
            "Each section is a table, with why it is kept, who may see it and until when. Values"
            " are text: dates and moments as ISO 8601, sums in hundredths of a crown, empty where"
            " there is nothing, and three dots where a secret is kept that only opens doors."
        ),
        "type": "object",
        "required": ["schema", "library", "controller", "notice_version", "made_at", "sections"],
        "properties": {
            "schema": _object({"name": {"const": NAME}, "version": {"const": VERSION}}),
            "library": TEXT,
            "controller": TEXT,
            "notice_version": TEXT,
            "made_at": {"type": "string", "format": "date-time"},
            "sections": {
                "type": "array",
                "items": {"oneOf": [_section(*each) for each in _tables()]},
            },
        },
        "additionalProperties": False,
    }


def _tables() -> list[tuple[str, PersonalData]]:
    tables = ((model._meta.label, declared) for model, declared in personal_models(Subject.PATRON))
    return sorted(tables, key=lambda each: each[0])


def _section(name: str, declared: PersonalData) -> dict[str, Any]:
    values = dict.fromkeys(sorted(declared.columns), TEXT)
    row = {
        "values": {"type": "object", "properties": values, "additionalProperties": False},
        "goes": DAY_OR_NOTHING,
    }
    return _object(
        {
            "name": {"const": name},
            "purpose": {"const": str(Purpose(declared.purpose))},
            "basis": {"enum": [str(each) for each in LegalBasis]},
            "law": TEXT,
            "seen_by": {"type": "array", "items": {"enum": [str(each) for each in Role]}},
            "periods": {"type": "array", "items": TEXT},
            "rows": {"type": "array", "items": _object(row)},
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
