"""How many parts a text message takes (3GPP TS 23.038)."""

import pytest

from hylla.clients.sms import plain, segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("æøåÆØÅäöÄÖ" * 16, 1),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        # What counts double is not cut in two: 153 places hold 76 of them.
        ("€" * 152, 2),
        ("€" * 153, 3),
        ("č" * 70, 1),
        ("č" * 71, 2),
        ("č" * 135, 3),
        ("a" * 159 + "–", 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts(text: str, parts: int) -> None:
    assert segments(text) == parts


def test_plainer_signs_and_the_same_names() -> None:
    assert plain("“Hei” – e\u0301n\u00a0to…") == '"Hei" - én to...'
    assert plain("Kárášjohka") == "Kárášjohka"
