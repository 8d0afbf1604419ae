"""Files of payments as banks write them: camt.054 in its versions 2 and 8."""

from dataclasses import dataclass
from datetime import date

NORWEGIAN = "NO9386011117947"
"""An IBAN with right check digits that belongs to nobody: the standard's own example."""


@dataclass(frozen=True)
class Paid:
    """One transaction of an entry."""

    reference: str
    amount: str
    currency: str = "NOK"


def structured(paid: Paid) -> str:
    return f"<Strd><CdtrRefInf><Ref>{paid.reference}</Ref></CdtrRefInf></Strd>"


def amount(paid: Paid) -> str:
    return f'<Amt Ccy="{paid.currency}">{paid.amount}</Amt>'


def transaction(paid: Paid, *, version: str = "02") -> str:
    told = f"<AmtDtls><TxAmt>{amount(paid)}</TxAmt></AmtDtls>" if version == "02" else amount(paid)
    payer = "<RltdPties><Dbtr><Nm>Ola Utmark</Nm></Dbtr></RltdPties>"
    return f"<TxDtls>{told}{payer}<RmtInf>{structured(paid)}</RmtInf></TxDtls>"


def entry(
    *paid: Paid, version: str = "02", way: str = "CRDT", status: str = "BOOK", reversal: str = ""
) -> str:
    state = status if version == "02" else f"<Cd>{status}</Cd>"
    taken_back = f"<RvslInd>{reversal}</RvslInd>" if reversal else ""
    details = "".join(transaction(each, version=version) for each in paid)
    return (
        f'<Ntry><Amt Ccy="NOK">9999.00</Amt><CdtDbtInd>{way}</CdtDbtInd>{taken_back}'
        f"<Sts>{state}</Sts><BookgDt><Dt>2026-06-15</Dt></BookgDt>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def camt(*entries: str, version: str = "02", account: str = NORWEGIAN) -> bytes:
    """Return a file with these entries of one account."""
    kind = f"urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{kind}"><BkToCstmrDbtCdtNtfctn>'
        "<GrpHdr><MsgId>1</MsgId></GrpHdr>"
        f"<Ntfctn><Id>1</Id><Acct><Id><IBAN>{account}</IBAN></Id></Acct>{''.join(entries)}</Ntfctn>"
        "</BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


DAY = date(2026, 6, 15)
"""The day on which the entries are booked."""
