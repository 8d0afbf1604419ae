"""Made-up MARC records, written byte by byte so that tests do not lean on the code they test."""

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from hylla.formats.marc import BadRecord, ReadRecord, Reason, read_records

Values = list[tuple[str, str]]

FIXED = "010101s2020    no a   j      000 1 nob  "


def field(tag: str, *subfields: str, indicators: str = "  ") -> tuple[str, str]:
    """Write a data field; each subfield begins with its code."""
    return tag, indicators + "".join(f"\x1f{subfield}" for subfield in subfields)


def book(number: int, title: str = "Fjellet som gikk", *more: tuple[str, str]) -> Values:
    """Write the fields of a small book that nobody has written."""
    return [
        ("001", f"made{number}"),
        ("008", FIXED),
        field("100", "aNordavind, Frida", indicators="1 "),
        field("245", f"a{title} /", "cFrida Nordavind.", indicators="10"),
        *more,
    ]


def iso2709(
    fields: Values, *, encoding: str = "utf-8", said: str = "a", kind: str = "nam"
) -> bytes:
    """Write a right record; `said` is leader/09, true or not."""
    directory, body = b"", b""
    for tag, value in fields:
        data = value.encode(encoding) + b"\x1e"
        directory += f"{tag}{min(len(data), 9999):04}{min(len(body), 99999):05}".encode()
        body += data
    base = 24 + len(directory) + 1
    length = base + len(body) + 1
    leader = f"{min(length, 99999):05}{kind} {said}22{base:05} a 4500".encode()
    assert len(leader) == 24
    return leader + directory + b"\x1e" + body + b"\x1d"


def xml_record(fields: Values, *, prefix: str = "", attributes: str = "") -> str:
    """Write the record as MARCXML, with an optional namespace prefix."""
    p = f"{prefix}:" if prefix else ""
    lines = [f"<{p}record{attributes}><{p}leader>00000nam a2200000 a 4500</{p}leader>"]
    for tag, value in fields:
        head, *parts = value.split("\x1f")
        if not parts:
            lines.append(f'<{p}controlfield tag="{tag}">{escape(head)}</{p}controlfield>')
            continue
        lines.append(f'<{p}datafield tag="{tag}" ind1="{head[0]}" ind2="{head[1]}">')
        lines += [
            f"<{p}subfield code={quoteattr(part[0])}>{escape(part[1:])}</{p}subfield>"
            for part in parts
        ]
        lines.append(f"</{p}datafield>")
    return "\n".join([*lines, f"</{p}record>"])


def results(file: Path, content: bytes) -> list[ReadRecord | BadRecord]:
    """Write the file and read it."""
    file.write_bytes(content)
    return list(read_records(file))


def numbers(found: list[ReadRecord | BadRecord]) -> list[str | Reason]:
    """Return what came, in short: control numbers of good records, reasons of bad ones."""
    return [
        result.record.control("001") if isinstance(result, ReadRecord) else result.reason
        for result in found
    ]
