"""A QR code, to be read by a telephone's camera."""


def picture(address: str) -> str:
    """Return an address as a QR code: SVG to stand in a page, without any style."""
    import segno  # noqa: PLC0415 - slow, and seldom needed

    return str(
        segno.make(address, error="m").svg_inline(
            scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
        )
    )
