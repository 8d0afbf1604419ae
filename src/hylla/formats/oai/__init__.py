"""OAI-PMH 2.0: what a harvester asks, and the answer it is given, as values and text.

Source: The Open Archives Initiative Protocol for Metadata Harvesting, version 2.0 (2002-06-14);
sections are named where they matter.
"""

from hylla.formats.oai.answering import Header, Repository, answer, failure
from hylla.formats.oai.asking import Ask, Code, Fault, Verb, asked

__all__ = [
    "Ask",
    "Code",
    "Fault",
    "Header",
    "Repository",
    "Verb",
    "answer",
    "asked",
    "failure",
]
