"""E-invoices follow the rules of EN 16931 and Peppol that this kind of invoice can break.

The schema is the official one (`ubl/README.md`). The official rules are Schematron for XSLT 2,
which nothing here runs; these are the same rules in our words, each with its number.
"""

import tarfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from lxml import etree

from hylla.formats.e_invoice import Charged, EInvoice, Organisation, written
from hylla.formats.org_numbers import org_number

NS = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
ORDER = [
    "CustomizationID", "ProfileID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode",
    "DocumentCurrencyCode", "BuyerReference", "AccountingSupplierParty", "AccountingCustomerParty",
    "PaymentMeans", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine", "InvoiceLine",
]  # fmt: skip
"""Of the schema of UBL 2.1: another order is no invoice."""


def in_bytes(country: str = "NO", account: str = "1503 40 12345") -> bytes:
    return written(
        EInvoice(
            number="2026-000012",
            made_on=date(2026, 11, 3),
            due_on=date(2026, 12, 3),
            currency="NOK" if country == "NO" else "SEK",
            seller=Organisation("Fjordvik & Vik <kommune>", "000000000", country),
            buyer=Organisation("Prøve skole", "974760673", country),
            buyer_reference="Bibliotek 7",
            account=account,
            reference="202600000123",
            lines=(Charged("Mistet", 35_005), Charged("For sent", 90)),
        )
    )


def made(country: str = "NO", account: str = "1503 40 12345") -> Element:
    return fromstring(in_bytes(country, account))  # noqa: S314 - it is our own


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The official schema of an invoice of UBL 2.1."""
    folder = tmp_path_factory.mktemp("ubl")
    with tarfile.open(Path(__file__).parent / "ubl" / "xsd-2.1.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return etree.XMLSchema(etree.parse(folder / "maindoc" / "UBL-Invoice-2.1.xsd"))


@pytest.mark.parametrize(("country", "account"), [("NO", "1503 40 12345"), ("SE", "5050-1055")])
def test_it_is_an_invoice_by_the_schema_of_ubl(schema: Any, country: str, account: str) -> None:
    schema.assertValid(etree.fromstring(in_bytes(country, account)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<cbc:ID>2026-000012</cbc:ID>", b""),
        (b"<cbc:IssueDate>2026-11-03", b"<cbc:IssueDate>3.11.2026"),
        (b"cbc:BuyerReference>", b"cbc:TheirReference>"),
    ],
)
def test_the_schema_refuses_what_is_none(schema: Any, right: bytes, wrong: bytes) -> None:
    told = in_bytes()
    assert right in told
    assert not schema.validate(etree.fromstring(told.replace(right, wrong)))


def all_of(root: Element, path: str) -> list[str]:
    return [each.text or "" for each in root.findall(path, NS)]


@pytest.mark.parametrize(("country", "scheme"), [("NO", "0192"), ("SE", "0007")])
def test_each_party_has_its_number_its_country_and_no_more(country: str, scheme: str) -> None:
    """PEPPOL-EN16931-R010 and R020, BR-09, BR-11, BR-CO-26; BR-O-02: none of value added tax."""
    root = made(country)
    for party in root.findall(".//cac:Party", NS):
        parts = [each.tag.partition("}")[2] for each in party.iter()]
        assert parts == [
            "Party", "EndpointID", "PostalAddress", "Country", "IdentificationCode",
            "PartyLegalEntity", "RegistrationName", "CompanyID",
        ]  # fmt: skip
        assert {each.get("schemeID") for each in party.iter()} == {None, scheme}
        assert all_of(party, ".//cbc:IdentificationCode") == [country]
    assert all_of(root, ".//cbc:RegistrationName") == ["Fjordvik & Vik <kommune>", "Prøve skole"]


def test_it_says_what_it_is_in_the_order_of_the_schema() -> None:
    """PEPPOL-EN16931-R001, R003, R004, R007; BR-01 to BR-05, BR-CO-25."""
    root = made()
    assert root.tag == "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
    assert [each.tag.partition("}")[2] for each in root] == ORDER
    assert all_of(root, "cbc:CustomizationID") == [
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    ]
    assert all_of(root, "cbc:ProfileID") == ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"]
    assert all_of(root, "cbc:InvoiceTypeCode") == ["380"]
    assert all_of(root, "cbc:BuyerReference") == ["Bibliotek 7"]


def test_nothing_in_it_is_empty() -> None:
    """PEPPOL-EN16931-R008."""
    assert all(len(each) or (each.text or "").strip() for each in made().iter())


def test_its_sums_agree() -> None:
    """BR-CO-10, 13, 15, 16; BR-16, BR-21 to BR-27; PEPPOL-EN16931-R120: a line is its price."""
    root = made()
    lines = [Decimal(each) for each in all_of(root, "cac:InvoiceLine/cbc:LineExtensionAmount")]
    assert lines == [Decimal("350.05"), Decimal("0.90")]
    assert [Decimal(each) for each in all_of(root, ".//cbc:PriceAmount")] == lines
    assert all_of(root, ".//cbc:InvoicedQuantity") == ["1", "1"]
    totals = root.find("cac:LegalMonetaryTotal", NS)
    assert totals is not None
    assert {Decimal(each.text or "") for each in totals} == {sum(lines)}
    assert {each.get("currencyID") for each in root.iter() if "Amount" in each.tag} == {"NOK"}


def test_it_is_outside_value_added_tax() -> None:
    """BR-O-01, BR-O-05, BR-O-08, BR-O-09, BR-O-10; BR-CO-14."""
    root = made()
    assert set(all_of(root, ".//cac:TaxTotal//cbc:TaxAmount")) == {"0.00"}
    assert all_of(root, ".//cbc:TaxableAmount") == all_of(root, ".//cbc:PayableAmount")
    assert all_of(root, ".//cac:TaxCategory/cbc:ID") == ["O"]
    assert all_of(root, ".//cbc:TaxExemptionReasonCode") == ["VATEX-EU-O"]
    assert all_of(root, ".//cac:ClassifiedTaxCategory/cbc:ID") == ["O", "O"]
    assert not root.findall(".//cbc:Percent", NS)


def test_it_is_paid_by_its_reference() -> None:
    """BR-49, BR-50, BR-61; a bankgiro number is told as one."""
    root = made()
    assert all_of(root, "cac:PaymentMeans/cbc:PaymentMeansCode") == ["30"]
    assert all_of(root, "cac:PaymentMeans/cbc:PaymentID") == ["202600000123"]
    assert all_of(root, ".//cac:PayeeFinancialAccount/cbc:ID") == ["15034012345"]
    branch = ".//cac:FinancialInstitutionBranch/cbc:ID"
    assert all_of(root, branch) == []
    assert all_of(made("SE", "5050-1055"), branch) == ["SE:BANKGIRO"]


@pytest.mark.parametrize(
    ("text", "country", "digits"),
    [
        ("974 760 673", "NO", "974760673"),
        ("974760674", "NO", None),
        ("97476067", "NO", None),
        ("202100-5489", "SE", "2021005489"),
        ("202100-5488", "SE", None),
        # A person's, by Skatteverket's published test numbers: a trader's own is not asked for.
        ("811228-9874", "SE", None),
        ("", "NO", None),
        ("٩74760673", "NO", None),
    ],
)
def test_a_number_of_an_organisation(text: str, country: str, digits: str | None) -> None:
    assert org_number(text, country=country) == digits
