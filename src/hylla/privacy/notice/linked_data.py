"""A library's notice in the W3C Data Privacy Vocabulary (DPV 2), for other programs."""

from collections.abc import Iterator, Mapping, Sequence

from hylla.privacy.notice.sentence import Sentence
from hylla.privacy.policy import Party, Period, Policy
from hylla.privacy.policy.law import CITATIONS, EEA
from hylla.privacy.vocabulary import Language, LegalBasis, Purpose

Node = dict[str, object]

_CONTEXT = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_PURPOSES: Mapping[Purpose, str] = {
    Purpose.MEMBERSHIP: "dpv:AccountManagement",
    Purpose.IDENTIFICATION: "dpv:IdentityVerification",
    Purpose.GUARDIANSHIP: "dpv:AccountManagement",
    Purpose.PUPILS: "dpv:ServiceProvision",
    Purpose.LENDING: "dpv:RequestedServiceProvision",
    Purpose.HOLDS: "dpv:RequestedServiceProvision",
    Purpose.HISTORY: "dpv:RequestedServiceProvision",
    Purpose.REVIEWS: "dpv:RequestedServiceProvision",
    Purpose.LISTS: "dpv:RequestedServiceProvision",
    Purpose.FEES: "dpv:PaymentManagement",
    Purpose.MESSAGES: "dpv:CommunicationManagement",
    Purpose.PHONE: "dpv:RequestedServiceProvision",
    Purpose.SECURITY: "dpv:EnforceAccessControl",
    Purpose.ACCOUNTABILITY: "dpv:RecordManagement",
    Purpose.RIGHTS: "dpv:RightsFulfillment",
    Purpose.CONSENTS: "dpv:LegalCompliance",
    Purpose.STATISTICS: "dpv:ProvideOfficialStatistics",
    Purpose.STAFF: "dpv:EnforceAccessControl",
}
_SUBJECTS: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.STAFF: ("dpv:Employee",),
    Purpose.GUARDIANSHIP: ("dpv:Child", "dpv:GuardianOfDataSubject"),
    Purpose.PUPILS: ("dpv:Student",),
    Purpose.MEMBERSHIP: ("dpv:Member", "dpv:Applicant"),
}

_ALWAYS = ("A15", "A16", "A17", "A18", "A77")
_BY_BASIS: Mapping[LegalBasis, tuple[str, ...]] = {
    LegalBasis.CONSENT: ("A7-3", "A20"),
    LegalBasis.CONTRACT: ("A20",),
    LegalBasis.PUBLIC_TASK: ("A21",),
    LegalBasis.LEGITIMATE_INTEREST: ("A21",),
}
"""Rights that follow from the basis: portability only a and b, objection only e and f."""


def linked_data(
    policy: Policy, *, title: str, language: Language, sentences: Sequence[Sentence]
) -> Node:
    """Return the notice and what it describes as JSON-LD."""
    acts = sorted({act for one in sentences for act in one.acts})
    handling: Node = {
        "@id": "#processing",
        "@type": "dpv:Process",
        "dpv:hasDataController": _party(policy.controller, "dpv:DataController"),
        "dpv:hasDataProtectionOfficer": _party(policy.dpo, "dpv:DataProtectionOfficer"),
        "dpv:hasAuthority": _party(policy.authority, "dpv:DataProtectionAuthority"),
        "dpv:hasProcess": [_process(policy, purpose) for purpose in policy.bases],
        "dpv:hasStorageCondition": [_storage(act, policy) for act in acts],
        "dpv:hasRecipient": [
            *_processors(policy),
            *_push_services(policy),
            *_payments(policy),
        ],
        "dpv:hasNotice": _notice(policy, title, language),
    }
    return {"@context": _CONTEXT, "@graph": [handling]}


def _notice(policy: Policy, title: str, language: Language) -> Node:
    return {
        "@id": policy.notice.url,
        "@type": "dpv:PrivacyNotice",
        "dct:title": {"@value": title, "@language": str(language)},
        "dct:language": str(language),
        "dct:issued": {"@value": policy.notice.published_on.isoformat(), "@type": "xsd:date"},
        "dct:hasVersion": policy.notice.version,
    }


def _processors(policy: Policy) -> Iterator[Node]:
    for number, processor in enumerate(policy.processors):
        yield {
            "@id": f"#processor-{number}",
            "@type": "dpv:DataProcessor",
            "dpv:hasName": processor.name,
            "dpv:hasLocation": _country(processor.country),
        }


def _push_services(policy: Policy) -> Iterator[Node]:
    for number, service in enumerate(policy.push_services):
        yield {
            "@id": f"#push-service-{number}",
            "@type": "dpv:ThirdParty",
            "dpv:hasName": service.name,
            "dpv:hasLocation": _country(service.country),
        }


def _payments(policy: Policy) -> Iterator[Node]:
    if policy.payments.online and policy.payments.country:
        yield {
            "@id": "#payment-provider",
            "@type": "dpv:ThirdParty",
            "dpv:hasName": policy.payments.provider,
            "dpv:hasLocation": _country(policy.payments.country),
        }


def _country(code: str) -> Node:
    """A place by its code; one outside the EEA is a third country (GDPR art. 44)."""
    kind = "dpv:Country" if code in EEA else "dpv:ThirdCountry"
    return {"@type": kind, "dct:identifier": code}


def _party(party: Party, kind: str) -> Node:
    node: Node = {"@type": kind, "dpv:hasName": party.name}
    contact = [part for part in (party.email, party.phone, party.url) if part]
    if contact:
        node["dpv:hasContact"] = contact
    if party.address:
        node["dpv:hasAddress"] = party.address
    return node


def _process(policy: Policy, purpose: Purpose) -> Node:
    basis = policy.bases[purpose]
    node: Node = {
        "@id": f"#{purpose}",
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@id": _PURPOSES.get(purpose, "dpv:ServiceProvision")},
        "dpv:hasDataSubject": [{"@id": each} for each in _SUBJECTS.get(purpose, ("dpv:Member",))],
        "dpv:hasLegalBasis": {"@id": f"eu-gdpr:A6-1-{basis.article}"},
        "dpv:hasRight": [
            {"@id": f"eu-gdpr:{each}"} for each in (*_ALWAYS, *_BY_BASIS.get(basis.article, ()))
        ],
        "dct:source": CITATIONS[basis.law].text,
    }
    if purpose is Purpose.STATISTICS:
        node["@type"] = "dpv:NonPersonalDataProcess"
        del node["dpv:hasDataSubject"], node["dpv:hasRight"]
    recipients = [
        {"@id": f"#processor-{number}"}
        for number, processor in enumerate(policy.processors)
        if purpose in processor.purposes
    ]
    if recipients:
        node["dpv:hasRecipient"] = recipients
    return node


def _storage(act: str, policy: Policy) -> Node:
    return {
        "@id": f"#{act}",
        "@type": "dpv:StorageDuration",
        "dpv:hasDuration": _duration(policy.period(act.partition(":")[2])),
    }


def _duration(period: Period) -> Node:
    """What goes with the event itself has no length: it lasts until the event."""
    if period.is_zero:
        return {"@type": "dpv:UntilEventDuration"}
    return {
        "@type": "dpv:TemporalDuration",
        "rdf:value": {"@value": str(period), "@type": "xsd:duration"},
    }
