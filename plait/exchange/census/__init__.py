"""The school census: how files are read, and what becomes of each row. No database."""
