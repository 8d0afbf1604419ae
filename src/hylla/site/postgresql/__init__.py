"""Django's PostgreSQL backend with transactions begun and ended in one step each."""
