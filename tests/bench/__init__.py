"""How fast the product is: lists filtered by permission, and whole pages, as ratios."""
