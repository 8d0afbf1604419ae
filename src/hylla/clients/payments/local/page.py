"""The one page of the local provider: it says that it is a test, and asks what shall happen."""

from collections.abc import Mapping
from html import escape

PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/page.css"></head>
<body><main><h1>{title}</h1>
<p><strong>{plain}</strong></p><p>{sum}</p>
<form method="post"><p><button name="what" value="paid">{pay}</button></p>
<p><button name="what" value="cancelled">{cancel}</button></p>
<p><button name="what" value="failed">{fail}</button></p></form></main></body></html>"""
STYLE = """body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;padding:1rem}
main{max-width:32rem;margin:auto}p{margin:.6rem 0}
button{font:inherit;width:100%;min-height:3rem;padding:.5rem 1rem}"""
WORDS: Mapping[str, Mapping[str, str]] = {
    "nb": {
        "title": "Prøvebetaling",
        "plain": "Dette er en prøve. Ingen penger flyttes, og du oppgir ikke noe kort.",
        "sum": "Å betale: {sum}",
        "pay": "Betal",
        "cancel": "Avbryt",
        "fail": "La det mislykkes",
    },
    "nn": {
        "title": "Prøvebetaling",
        "plain": "Dette er ei prøve. Ingen pengar blir flytta, og du oppgir ikkje noko kort.",
        "sum": "Å betale: {sum}",
        "pay": "Betal",
        "cancel": "Avbryt",
        "fail": "La det mislykkast",
    },
    "sv": {
        "title": "Provbetalning",
        "plain": "Det här är ett prov. Inga pengar flyttas, och du anger inget kort.",
        "sum": "Att betala: {sum}",
        "pay": "Betala",
        "cancel": "Avbryt",
        "fail": "Låt det misslyckas",
    },
    "en": {
        "title": "Test payment",
        "plain": "This is a test. No money moves, and you give no card.",
        "sum": "To pay: {sum}",
        "pay": "Pay",
        "cancel": "Cancel",
        "fail": "Let it fail",
    },
}


def page(*, amount_ore: int, currency: str, wanted: str) -> str:
    """Return the page, in the first language wanted (Accept-Language) that it has, or English."""
    language = language_of(wanted)
    words = dict(WORDS[language])
    told = sum_in(language, amount_ore=amount_ore, currency=currency)
    words["sum"] = words["sum"].format(sum=told)
    return PAGE.format(language=language, **words)


def language_of(wanted: str) -> str:
    """Return the first language wanted (Accept-Language) that there are words in, or English."""
    codes = (each.split(";")[0].strip()[:2].casefold() for each in wanted.split(","))
    return next((each for each in codes if each in WORDS), "en")


def sum_in(language: str, *, amount_ore: int, currency: str) -> str:
    """Write a sum as a language does."""
    crowns, rest = divmod(amount_ore, 100)
    return f"{crowns}{'.' if language == 'en' else ','}{rest:02} {escape(currency)}"
