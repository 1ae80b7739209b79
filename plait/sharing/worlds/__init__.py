"""Worlds: small situations, described in a file and decided by the product's own rules.

An information-governance officer, an auditor or another program asks in this way "who
sees what here, and by which row of the table?" The format is docs/rules/worlds.md.
"""
