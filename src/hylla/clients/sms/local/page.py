"""The one page of the local gateway: it says that it is a test, and shows what it was given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/page.css"></head>
<body><main><h1>{title}</h1><p><strong>{plain}</strong></p>{list}</main></body></html>"""
STYLE = """body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem}
main{max-width:36rem;margin:auto}ol{list-style:none;padding:0}
li{border:1px solid;border-radius:.8rem;padding:.5rem 1rem;margin:1rem 0}
p{margin:.4rem 0;overflow-wrap:anywhere}"""
WORDS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "title": "Prøve-SMS",
        "plain": "Dette er en prøve. Ingenting sendes til noen telefon.",
        "none": "Ingenting er kommet ennå.",
        "parts": "{number} del(er)",
    },
    "nn": {
        "title": "Prøve-SMS",
        "plain": "Dette er ei prøve. Ingenting blir sendt til nokon telefon.",
        "none": "Ingenting er kome enno.",
        "parts": "{number} del(ar)",
    },
    "sv": {
        "title": "Prov-sms",
        "plain": "Det här är ett prov. Ingenting skickas till någon telefon.",
        "none": "Inget har kommit än.",
        "parts": "{number} del(ar)",
    },
    "en": {
        "title": "Test text messages",
        "plain": "This is a test. Nothing is sent to any telephone.",
        "none": "Nothing has come yet.",
        "parts": "{number} part(s)",
    },
}


@dataclass(frozen=True)
class Shown:
    """A message as it was taken."""

    at: datetime
    sender: str
    to: str
    text: str
    parts: int


def page(messages: Sequence[Shown], *, wanted: str) -> str:
    """Return the page, in the first language wanted (Accept-Language) that it has, or English."""
    codes = (each.split(";")[0].strip()[:2].casefold() for each in wanted.split(","))
    language = next((each for each in codes if each in WORDS), "en")
    words = WORDS[language]
    rows = "".join(_row(each, words["parts"]) for each in messages)
    listed = f"<ol>{rows}</ol>" if rows else f"<p>{words['none']}</p>"
    return PAGE.format(language=language, title=words["title"], plain=words["plain"], list=listed)


def _row(each: Shown, parts: str) -> str:
    head = f"{each.at:%Y-%m-%d %H:%M} {escape(each.sender)} → {escape(each.to)}"
    counted = parts.format(number=each.parts)
    return f"<li><p>{head}</p><p>{escape(each.text)}</p><p>{counted}</p></li>"
