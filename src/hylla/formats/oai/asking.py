"""What a harvester asks (sections 3.1.1 and 4), and what is wrong with it (3.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verb(StrEnum):
    """The six requests."""

    IDENTIFY = "Identify"
    LIST_METADATA_FORMATS = "ListMetadataFormats"
    LIST_SETS = "ListSets"
    LIST_IDENTIFIERS = "ListIdentifiers"
    LIST_RECORDS = "ListRecords"
    GET_RECORD = "GetRecord"


class Code(StrEnum):
    """The conditions that a harvester is told of; here there always are formats and sets."""

    BAD_ARGUMENT = "badArgument"
    BAD_TOKEN = "badResumptionToken"  # noqa: S105 - a code of the protocol
    BAD_VERB = "badVerb"
    CANNOT_DISSEMINATE = "cannotDisseminateFormat"
    ID_DOES_NOT_EXIST = "idDoesNotExist"
    NO_RECORDS_MATCH = "noRecordsMatch"
    NO_METADATA_FORMATS = "noMetadataFormats"
    NO_SET_HIERARCHY = "noSetHierarchy"


class Fault(Exception):  # noqa: N818 - it is an answer of the protocol, not an error of ours
    """The request has no answer but this: what is wrong, and what to do about it."""

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that keeps to the rules; whether there is such a record is for others to say."""

    verb: Verb
    given: Mapping[str, str]
    identifier: str = ""
    prefix: str = ""
    set_spec: str = ""
    since: date | None = None
    until: date | None = None
    token: str = ""


@dataclass(frozen=True, slots=True)
class _Arguments:
    """What a verb takes: what it must have, what it may have, and what it has alone."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


_LIST = _Arguments(
    frozenset({"metadataPrefix"}),
    frozenset({"from", "until", "set"}),
    frozenset({"resumptionToken"}),
)
_ARGUMENTS: Mapping[Verb, _Arguments] = {
    Verb.IDENTIFY: _Arguments(),
    Verb.LIST_METADATA_FORMATS: _Arguments(optional=frozenset({"identifier"})),
    Verb.LIST_SETS: _Arguments(alone=frozenset({"resumptionToken"})),
    Verb.LIST_IDENTIFIERS: _LIST,
    Verb.LIST_RECORDS: _LIST,
    Verb.GET_RECORD: _Arguments(frozenset({"identifier", "metadataPrefix"})),
}


def asked(told: Mapping[str, Sequence[str]]) -> Ask:
    """Read a request from its arguments.

    :raises Fault: badVerb or badArgument.
    """
    verb = _verb(told.get("verb", ()))
    given = {name: values[0] for name, values in told.items() if name != "verb" and values}
    _refuse_wrong(verb, told)
    since, until = _day("from", given), _day("until", given)
    if since and until and since > until:
        raise Fault(Code.BAD_ARGUMENT, "from is later than until")
    return Ask(
        verb=verb,
        given={"verb": verb.value, **given},
        identifier=given.get("identifier", ""),
        prefix=given.get("metadataPrefix", ""),
        set_spec=given.get("set", ""),
        since=since,
        until=until,
        token=given.get("resumptionToken", ""),
    )


def _verb(values: Sequence[str]) -> Verb:
    names = ", ".join(Verb)
    if len(values) != 1:
        told = "the verb is repeated" if values else "there is no verb"
        raise Fault(Code.BAD_VERB, f"{told}; give one of {names}")
    try:
        return Verb(values[0])
    except ValueError:
        raise Fault(Code.BAD_VERB, f"there is no such verb; give one of {names}") from None


def _refuse_wrong(verb: Verb, told: Mapping[str, Sequence[str]]) -> None:
    takes, names = _ARGUMENTS[verb], set(told) - {"verb"}
    if repeated := sorted(name for name in names if len(told[name]) > 1):
        raise Fault(Code.BAD_ARGUMENT, f"{', '.join(repeated)} may be given once")
    if unknown := names - takes.required - takes.optional - takes.alone:
        raise Fault(Code.BAD_ARGUMENT, f"{verb} does not take {len(unknown)} of the arguments")
    if names & takes.alone:
        if len(names) > 1:
            raise Fault(Code.BAD_ARGUMENT, "a resumptionToken is given alone")
        return
    if missing := sorted(takes.required - names):
        raise Fault(Code.BAD_ARGUMENT, f"{verb} needs {' and '.join(missing)}")


def _day(name: str, given: Mapping[str, str]) -> date | None:
    """Read a day: this repository's granularity is YYYY-MM-DD (2.7.1)."""
    if name not in given:
        return None
    told = given[name]
    try:
        found = date.fromisoformat(told)
    except ValueError:
        found = None
    if found is None or found.isoformat() != told:
        raise Fault(Code.BAD_ARGUMENT, f"{name} must be a day, such as 2026-01-31")
    return found
