"""The linked data are a graph of terms that the Data Privacy Vocabulary has."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hylla.privacy.notice import Format, render
from hylla.privacy.policy import Policy, read_policy
from hylla.privacy.vocabulary import Language, LegalBasis, Purpose

FOLDER = Path(__file__).parents[3] / "policies"
POLICIES = [read_policy(file) for file in sorted(FOLDER.glob("*.toml"))]
libraries = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.code)

CLASSES = frozenset(
    {
        *("Process", "NonPersonalDataProcess", "PrivacyNotice", "DataController"),
        *("DataProtectionOfficer", "DataProtectionAuthority", "DataProcessor", "ThirdParty"),
        *("StorageDuration", "TemporalDuration", "UntilEventDuration", "Country", "ThirdCountry"),
    }
)
PURPOSES = frozenset(
    {
        *("AccountManagement", "IdentityVerification", "ServiceProvision", "PaymentManagement"),
        *("RequestedServiceProvision", "CommunicationManagement", "EnforceAccessControl"),
        *("RecordManagement", "RightsFulfillment", "LegalCompliance"),
        "ProvideOfficialStatistics",
    }
)
SUBJECTS = frozenset(
    {"Employee", "Child", "GuardianOfDataSubject", "Student", "Member", "Applicant"}
)
PROPERTIES = frozenset(
    {
        *("hasDataController", "hasDataProtectionOfficer", "hasAuthority", "hasProcess"),
        *("hasStorageCondition", "hasRecipient", "hasNotice", "hasName", "hasContact"),
        *("hasAddress", "hasPurpose", "hasDataSubject", "hasLegalBasis", "hasRight"),
        *("hasDuration", "hasLocation"),
    }
)
RIGHTS = frozenset({"A7-3", "A15", "A16", "A17", "A18", "A20", "A21", "A77"})
BASES = frozenset(f"A6-1-{letter}" for letter in LegalBasis)
"""Terms of DPV 2.0 and of its extension for the GDPR, as published."""


def read(policy: Policy) -> dict[str, object]:
    told = json.loads(render(policy, Language.NN, Format.JSON_LD))
    assert isinstance(told, dict)
    return told


def nodes(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


@libraries
def test_every_term_is_one_of_the_vocabulary(policy: Policy) -> None:
    told = read(policy)
    context = told["@context"]
    assert isinstance(context, dict)
    assert context["dpv"] == "https://w3id.org/dpv#"
    for node in nodes(told["@graph"]):
        for key, value in node.items():
            prefix, _, name = key.partition(":")
            if prefix == "dpv":
                assert name in PROPERTIES, key
            elif not key.startswith("@"):
                assert prefix in context, key
            if key == "@type" and str(value).startswith("dpv:"):
                assert str(value).removeprefix("dpv:") in CLASSES, value
            if key == "@id" and str(value).startswith("dpv:"):
                assert str(value).removeprefix("dpv:") in PURPOSES | SUBJECTS, value
            if key == "@id" and str(value).startswith("eu-gdpr:"):
                assert str(value).removeprefix("eu-gdpr:") in RIGHTS | BASES, value


@libraries
def test_every_reference_within_leads_somewhere(policy: Policy) -> None:
    told = read(policy)["@graph"]
    every = [node for node in nodes(told) if str(node.get("@id", "")).startswith("#")]
    described = {str(node["@id"]) for node in every if "@type" in node}
    assert {str(node["@id"]) for node in every} <= described
    assert len(described) == sum("@type" in node for node in every), "each is described once"


@libraries
def test_rights_follow_from_the_basis(policy: Policy) -> None:
    told = {str(node.get("@id")): node for node in nodes(read(policy)["@graph"])}
    for purpose, basis in policy.bases.items():
        node = told[f"#{purpose}"]
        if purpose is Purpose.STATISTICS:
            assert "dpv:hasRight" not in node
            continue
        rights = node["dpv:hasRight"]
        assert isinstance(rights, list)
        named = {each["@id"].removeprefix("eu-gdpr:") for each in rights}
        assert named >= {"A15", "A17", "A77"}
        assert ("A20" in named) is (basis.article in {LegalBasis.CONSENT, LegalBasis.CONTRACT})
        assert ("A7-3" in named) is (basis.article is LegalBasis.CONSENT)
