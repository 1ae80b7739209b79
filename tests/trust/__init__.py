"""Proofs that the sharing policy is kept, one test per trust case."""
