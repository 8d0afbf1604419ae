"""CQL, the Contextual Query Language: reading a query into a tree, and writing it again.

Source: CQL 1.2 (Library of Congress) and OASIS searchRetrieve 1.0, part 5 (2013): one grammar, with
other names. What an index or a relation means is the server's to say, not the parser's.
"""

from .reading import FaultyQuery, read
from .tree import Boolean, Clause, Modifier, Prefixed, Query, SortKey, Tree
from .writing import written

__all__ = [
    "Boolean",
    "Clause",
    "FaultyQuery",
    "Modifier",
    "Prefixed",
    "Query",
    "SortKey",
    "Tree",
    "read",
    "written",
]
