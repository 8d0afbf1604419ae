"""The door desk."""
