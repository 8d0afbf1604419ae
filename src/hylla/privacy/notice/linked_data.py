"""A library's notice in the W3C Data Privacy Vocabulary (DPV 2), for other programs."""

from collections.abc import Mapping, Sequence

from hylla.privacy.notice.sentence import Sentence
from hylla.privacy.policy import Party, Period, Policy
from hylla.privacy.policy.law import CITATIONS
from hylla.privacy.vocabulary import Language, Purpose

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
    Purpose.FEES: "dpv:FulfilmentOfContractualObligation",
    Purpose.MESSAGES: "dpv:CommunicationManagement",
    Purpose.PHONE: "dpv:RequestedServiceProvision",
    Purpose.SECURITY: "dpv:EnforceAccessControl",
    Purpose.ACCOUNTABILITY: "dpv:LegalCompliance",
    Purpose.RIGHTS: "dpv:LegalCompliance",
    Purpose.CONSENTS: "dpv:LegalCompliance",
    Purpose.STATISTICS: "dpv:ImprovePublicServices",
    Purpose.STAFF: "dpv:EnforceAccessControl",
}


def linked_data(
    policy: Policy, *, title: str, language: Language, sentences: Sequence[Sentence]
) -> Node:
    """Return the notice and what it describes as JSON-LD."""
    handling: Node = {
        "@id": "#processing",
        "@type": "dpv:Process",
        "dpv:hasDataController": _party(policy.controller, "dpv:DataController"),
        "dpv:hasDataProtectionOfficer": _party(policy.dpo, "dpv:DataProtectionOfficer"),
        "dpv:hasProcess": [_process(policy, purpose) for purpose in Purpose],
        "dpv:hasStorageCondition": [
            _storage(act, policy) for act in sorted({act for one in sentences for act in one.acts})
        ],
        "dpv:hasRecipient": [
            {"@type": "dpv:DataProcessor", "dpv:hasName": processor.name}
            for processor in policy.processors
        ]
        + [
            {"@type": "dpv:ThirdParty", "dpv:hasName": service.name}
            for service in policy.push_services
        ],
        "dpv:hasNotice": {
            "@id": policy.notice.url,
            "@type": "dpv:PrivacyNotice",
            "dct:title": {"@value": title, "@language": str(language)},
            "dct:issued": {"@value": policy.notice.published_on.isoformat(), "@type": "xsd:date"},
            "dct:hasVersion": policy.notice.version,
        },
    }
    return {"@context": _CONTEXT, "@graph": [handling]}


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
    return {
        "@id": f"#{purpose}",
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@id": _PURPOSES[purpose]},
        "dpv:hasLegalBasis": {"@id": f"eu-gdpr:A6-1-{basis.article}"},
        "dct:source": CITATIONS[basis.law].text,
    }


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
