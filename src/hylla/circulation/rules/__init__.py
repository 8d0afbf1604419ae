"""What decides about loans and holds: values in, values out, no database."""
