"""What a client asks (SRU 1.2, "Request parameters"; OASIS part 3, section 4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from hylla.formats.sru.diagnostics import Diagnostic, Number

USUAL_RECORDS = 10
MOST_RECORDS = 100

_NUMBER = re.compile("[0-9]{1,9}")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_KNOWN = frozenset(
    [
        "operation",
        "version",
        "query",
        "startRecord",
        "maximumRecords",
        "recordPacking",
        "recordXMLEscaping",
        "recordSchema",
        "resultSetTTL",
        "queryType",
        "httpAccept",
        "responseType",
        "renderedBy",
    ]
)


class Version(StrEnum):
    """The versions; the first two differ in nothing that is answered here."""

    V1_1 = "1.1"
    V1_2 = "1.2"
    V2_0 = "2.0"


class Operation(StrEnum):
    """What is to be done."""

    EXPLAIN = "explain"
    SEARCH = "searchRetrieve"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. `is_text` wants records as escaped text; `given` is what is echoed."""

    operation: Operation
    version: Version
    given: Mapping[str, str]
    query: str = ""
    first: int = 1
    count: int = USUAL_RECORDS
    schema: str = ""
    is_text: bool = False


def version_of(told: Mapping[str, str]) -> Version:
    """Return in which version to answer: 2.0 is asked in without the word.

    An unknown one is answered in 1.2, and refused when the request is read.
    """
    said = told.get("version", "")
    if said in set(Version):
        return Version(said)
    is_new = not said and "operation" not in told and "query" in told
    return Version.V2_0 if is_new else Version.V1_2


def asked(told: Mapping[str, str]) -> Ask:
    """Read a request.

    :raises Diagnostic: it cannot be done.
    """
    version, operation = _version(told), _operation(told)
    if operation is Operation.EXPLAIN:
        return Ask(operation, version, told)
    _refuse_parameters(told)
    if not told.get("query", "").strip():
        raise Diagnostic(Number.MANDATORY_PARAMETER_NOT_SUPPLIED, "query")
    first = _number(told, "startRecord", usual=1)
    if first < 1:
        raise Diagnostic(Number.UNSUPPORTED_PARAMETER_VALUE, "startRecord")
    return Ask(
        operation=operation,
        version=version,
        given=told,
        # No title has control characters, and one of the databases refuses some.
        query=_CONTROLS.sub(" ", told["query"]),
        first=first,
        count=min(_number(told, "maximumRecords", usual=USUAL_RECORDS), MOST_RECORDS),
        schema=told.get("recordSchema", ""),
        is_text=_is_text(told, version),
    )


def _version(told: Mapping[str, str]) -> Version:
    said = told.get("version", "")
    if said and said not in set(Version):
        raise Diagnostic(Number.UNSUPPORTED_VERSION, Version.V2_0)
    return version_of(told)


def _operation(told: Mapping[str, str]) -> Operation:
    said = told.get("operation", "")
    if not said:
        is_search = "query" in told
        if not is_search and "scanClause" in told:
            raise Diagnostic(Number.UNSUPPORTED_OPERATION, "scan")
        return Operation.SEARCH if is_search else Operation.EXPLAIN
    if said not in set(Operation):
        raise Diagnostic(Number.UNSUPPORTED_OPERATION, said)
    return Operation(said)


def _refuse_parameters(told: Mapping[str, str]) -> None:
    refused = {
        "sortKeys": Number.SORT_NOT_SUPPORTED,
        "recordXPath": Number.XPATH_RETRIEVAL_UNSUPPORTED,
        "stylesheet": Number.STYLESHEETS_NOT_SUPPORTED,
    }
    for name, value in told.items():
        if value and name in refused:
            raise Diagnostic(refused[name], name)
        # What begins so is some client's own, and may be passed over (SRU 1.2, "Extensions").
        if name not in _KNOWN and name not in refused and not name.startswith("x-"):
            raise Diagnostic(Number.UNSUPPORTED_PARAMETER, name)
    if told.get("queryType", "cql") not in {"cql", "searchTerms"}:
        raise Diagnostic(Number.UNSUPPORTED_PARAMETER_VALUE, "queryType")


def _number(told: Mapping[str, str], name: str, *, usual: int) -> int:
    text = told.get(name, "").strip()
    if text and not _NUMBER.fullmatch(text):
        raise Diagnostic(Number.UNSUPPORTED_PARAMETER_VALUE, name)
    return int(text) if text else usual


def _is_text(told: Mapping[str, str], version: Version) -> bool:
    """Version 2.0 calls packing escaping, and has another meaning for packing (part 3, 4.9)."""
    name = "recordXMLEscaping" if version is Version.V2_0 else "recordPacking"
    said = told.get(name, "") or "xml"
    if said not in {"xml", "string"}:
        raise Diagnostic(Number.UNSUPPORTED_RECORD_PACKING, said)
    return said == "string"
