"""Messages to patrons: templates, channels, outbox."""
