"""The four broad areas of need (SEND Code of Practice 6.28), in everyday words."""

AREAS = {
    "communication": "Communication and interaction",
    "learning": "Thinking and learning",
    "feelings": "Feelings and getting on with others",
    "senses": "Senses and moving",
}
# The names the Code of Practice uses, for professional pages.
STATUTORY = {
    "communication": "Communication and interaction",
    "learning": "Cognition and learning",
    "feelings": "Social, emotional and mental health",
    "senses": "Sensory and/or physical",
}
CHOICES = list(AREAS.items())
