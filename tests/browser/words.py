"""Words that betray a page in another language than the reader's: what is small and everywhere.

What says with `lang` that it is in another is not looked at, nor what people and the library wrote.
"""

from collections.abc import Iterator, Mapping

from playwright.sync_api import Page

# A word that two languages share stands in both.
COMMON: Mapping[str, str] = {
    "en": (
        "the this that these and with without which your you yours they was were is are has have"
        " been not yet of by when who whom what where how why must may cannot from nothing"
        " nobody somebody today yesterday tomorrow until since"
    ),
    "sv": (
        "och är inte från jag du dig också eller vad något någon några dina mycket lån låna lånet"
        " varje därför vilka vilken finns måste böcker boken idag imorgon utan mellan efter vi kan"
        " var by dina kvar"
    ),
    "nb": (
        "og ikke hva hvem hvor hvordan hvilke hvilken noe noen bare jeg du deg fra etter eller"
        " mellom uten dere lånere bøkene finnes dine lån låne lånet mye gjør skal vi kan by boken"
        " var"
    ),
    "nn": (
        "og ikkje kva kven kvar korleis kvifor noko nokon nokre berre eg du deg frå etter eller"
        " mellom utan lånarar finst dine lån låne låna lånet mykje gjer skal vi kan desse"
        " meir bøkene by var"
    ),
}
WRITTEN = (
    "Sommerhav og skjærgård: en familie gjennom hundre år",
    "A list lay in the printer",
    "Half of it is paid at the desk.",
    "adressen eller mobilnummeret, og det som står i meldingen",
    "innen 7 dager etter at biblioteket ber om det",
)
"""What titles, people (`cases.py`) and the policy say, in whatever language."""
TEXTS = """() => {
  const said = [document.title], here = document.documentElement.lang;
  const isHere = own => own.closest('[lang]').lang === here;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const own = walker.currentNode.parentElement;
    if (isHere(own) && !own.closest('script, style, code, pre, textarea'))
      said.push(walker.currentNode.textContent);
  }
  for (const name of ['aria-label', 'alt', 'title', 'placeholder'])
    for (const own of document.querySelectorAll(`[${name}]`))
      if (isHere(own)) said.push(own.getAttribute(name));
  return said;
}"""


def strange_words(page: Page, language: str) -> Iterator[str]:
    """Yield each text of a page with a word of another language than the reader's."""
    if page.locator("html").get_attribute("lang") != language:
        yield "the page says it is in another language"
    others = set(" ".join(COMMON.values()).split()) - set(COMMON[language].split())
    for text in page.evaluate(TEXTS):
        said = " ".join(text.split())
        for each in WRITTEN:
            said = said.replace(each, "")
        # What hangs together is a sentence's id, an address or a name of a field.
        words = {each.strip('.,:;!?()«»"”') for each in said.casefold().split()}
        if found := others & words:
            yield f"{', '.join(sorted(found))}: {said}"
