"""The patron's own page: loans, holds, details, and what the library keeps about them."""
