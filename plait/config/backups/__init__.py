"""Backups: one encrypted, signed file, and putting it back with the doors closed."""
