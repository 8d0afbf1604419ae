"""What the catalogue decides by: values in, values out."""

from hylla.catalogue.rules.codes import Code, CopyLeftOut, LeftOut
from hylla.catalogue.rules.copies import ITEM_TYPES, NewCopy
from hylla.catalogue.rules.title_facts import TitleFacts, title_facts

__all__ = ["ITEM_TYPES", "Code", "CopyLeftOut", "LeftOut", "NewCopy", "TitleFacts", "title_facts"]
