"""My page on a phone: installed as an app, the card without network, and messages on it."""
