"""An invoice as XML: Peppol BIS Billing 3 (in Norway EHF Billing 3), which is UBL 2.1.

Nobody's name has a place in it: it goes from one organisation to another. What a library asks for
is no sale, and stands outside value added tax (category O).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SPACES = {
    "": f"{UBL}Invoice-2",
    "cac": f"{UBL}CommonAggregateComponents-2",
    "cbc": f"{UBL}CommonBasicComponents-2",
}
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
COMMERCIAL_INVOICE = "380"
CREDIT_TRANSFER = "30"
OUTSIDE_TAX = "O"
OUTSIDE_TAX_REASON = "VATEX-EU-O"
SCHEMES: Mapping[str, str] = {"NO": "0192", "SE": "0007"}
"""By which register an organisation is known in each country (ISO 6523)."""
BANKGIRO = (7, 8)
"""So many digits has a Swedish bankgiro number."""


@dataclass(frozen=True)
class Organisation:
    """Who asks, or who pays: the number is digits alone."""

    name: str
    org_number: str
    country: str


@dataclass(frozen=True)
class Charged:
    """One thing to pay for, in words that name no title, in hundredths."""

    what: str
    amount_ore: int


@dataclass(frozen=True, kw_only=True)
class EInvoice:
    """All that stands in it. `buyer_reference` is what the payer asked to be named by."""

    number: str
    made_on: date
    due_on: date
    currency: str
    seller: Organisation
    buyer: Organisation
    buyer_reference: str
    account: str
    reference: str
    lines: tuple[Charged, ...]

    @property
    def amount_ore(self) -> int:
        """What is to be paid in all."""
        return sum(each.amount_ore for each in self.lines)


def written(invoice: EInvoice) -> bytes:
    """Return the file; the order of its parts is that of the schema."""
    for prefix, space in SPACES.items():
        register_namespace(prefix, space)
    root = Element(f"{{{SPACES['']}}}Invoice")
    _text(root, "CustomizationID", CUSTOMIZATION)
    _text(root, "ProfileID", PROFILE)
    _text(root, "ID", invoice.number)
    _text(root, "IssueDate", invoice.made_on.isoformat())
    _text(root, "DueDate", invoice.due_on.isoformat())
    _text(root, "InvoiceTypeCode", COMMERCIAL_INVOICE)
    _text(root, "DocumentCurrencyCode", invoice.currency)
    _text(root, "BuyerReference", invoice.buyer_reference)
    _party(_part(root, "AccountingSupplierParty"), invoice.seller)
    _party(_part(root, "AccountingCustomerParty"), invoice.buyer)
    _payment(root, invoice)
    _tax(root, invoice)
    _totals(root, invoice)
    for number, line in enumerate(invoice.lines, start=1):
        _line(root, number, line, invoice.currency)
    indent(root)
    told: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def _part(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{{{SPACES['cac']}}}{name}")


def _text(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, f"{{{SPACES['cbc']}}}{name}", attributes).text = text


def _amount(parent: Element, name: str, ore: int, currency: str) -> None:
    _text(parent, name, f"{ore // 100}.{ore % 100:02}", currencyID=currency)


def _party(parent: Element, whose: Organisation) -> None:
    party, scheme = _part(parent, "Party"), SCHEMES[whose.country]
    _text(party, "EndpointID", whose.org_number, schemeID=scheme)
    _text(_part(_part(party, "PostalAddress"), "Country"), "IdentificationCode", whose.country)
    entity = _part(party, "PartyLegalEntity")
    _text(entity, "RegistrationName", whose.name)
    _text(entity, "CompanyID", whose.org_number, schemeID=scheme)


def _payment(root: Element, invoice: EInvoice) -> None:
    means = _part(root, "PaymentMeans")
    _text(means, "PaymentMeansCode", CREDIT_TRANSFER)
    _text(means, "PaymentID", invoice.reference)
    account = _part(means, "PayeeFinancialAccount")
    digits = "".join(filter(str.isalnum, invoice.account))
    _text(account, "ID", digits)
    if invoice.seller.country == "SE" and len(digits) in BANKGIRO:
        _text(_part(account, "FinancialInstitutionBranch"), "ID", "SE:BANKGIRO")


def _tax(root: Element, invoice: EInvoice) -> None:
    total = _part(root, "TaxTotal")
    _amount(total, "TaxAmount", 0, invoice.currency)
    part = _part(total, "TaxSubtotal")
    _amount(part, "TaxableAmount", invoice.amount_ore, invoice.currency)
    _amount(part, "TaxAmount", 0, invoice.currency)
    _outside_tax(_part(part, "TaxCategory"), is_explained=True)


def _outside_tax(category: Element, *, is_explained: bool = False) -> None:
    _text(category, "ID", OUTSIDE_TAX)
    if is_explained:
        _text(category, "TaxExemptionReasonCode", OUTSIDE_TAX_REASON)
    _text(_part(category, "TaxScheme"), "ID", "VAT")


def _totals(root: Element, invoice: EInvoice) -> None:
    total = _part(root, "LegalMonetaryTotal")
    for name in (
        "LineExtensionAmount",
        "TaxExclusiveAmount",
        "TaxInclusiveAmount",
        "PayableAmount",
    ):
        _amount(total, name, invoice.amount_ore, invoice.currency)


def _line(root: Element, number: int, charged: Charged, currency: str) -> None:
    line = _part(root, "InvoiceLine")
    _text(line, "ID", str(number))
    _text(line, "InvoicedQuantity", "1", unitCode="EA")
    _amount(line, "LineExtensionAmount", charged.amount_ore, currency)
    item = _part(line, "Item")
    _text(item, "Name", charged.what)
    _outside_tax(_part(item, "ClassifiedTaxCategory"))
    _amount(_part(line, "Price"), "PriceAmount", charged.amount_ore, currency)
