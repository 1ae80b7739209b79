"""Emergency access: opening it, its traces, its review, and telling the family."""
