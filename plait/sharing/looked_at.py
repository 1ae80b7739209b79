"""What the pages about a child are called where it is told that somebody looked."""

LOOKED_AT = {
    "overview": "the overview",
    "plan": "the plan",
    "progress": "the progress",
    "book": "the book",
    "notes": "a note",
    "photos": "a photo",
    "concerns": "a concern",
    "reports": "the reports",
    "team": "the team page",
    "adults": "the page about the adults around {child}",
    "sharing": "who can see what",
    "area-agreements": "agreements between services",
    "about": "the page about {child}",
    "story": "what the family wrote first",
    "activities": "the games for home",
    "homes": "where {child} lives",
    "settings": "where {child} goes",
    "census-entry": "what the school census says",
    "census.run": "the list of a school census",
    "census.rows": "the list of a school census",
    "census.row": "the list of a school census",
    "unfinished": "what a colleague left unfinished",
    "unheld": "{child}’s name in a list",
    "handing-over": "{child}’s name in a list",
    "today": "{child}’s name in their list",
    "family-today": "{child}’s page",
    "growing-up": "what changes when {child} decides",
    "about-me": "{child}’s own page",
    "representatives": "who acts for {child}",
    "children": "{child}’s name in their list",
    "look-question": "a question about who has looked",
    "preview": "what somebody else can see",
    "safeguarding": "a safeguarding page",
    "safeguarding-note": "a safeguarding note",
    "safeguarding-list": "a list of the safeguarding lead’s",
    "privacy-desk": "the registers",
    "privacy-retention": "what is kept and erased",
    "access-report": "a report on who can see and who has looked",
    "access-reports": "the list of reports",
    "breaches": "the register of what went wrong",
    "breach-report": "the page to say that something went wrong",
    "request": "what is kept about {child}",
    "requests": "a list of requests",
    "request-item": "what is kept about {child}",
}
# On which it stands where people live and are, when a child is with whom, what a court
# ordered, or what is kept from somebody: in a family's hat they ask once more on a new
# device, for every child alike (AD5).
ASKS_AGAIN = frozenset(
    {
        "about",
        "about-me",
        "adults",
        "growing-up",
        "homes",
        "preview",
        "request",
        "settings",
        "sharing",
    }
)
# Where a page has one purpose, it is said instead of why the page could be opened.
PURPOSE = {
    "look-question": "To answer your question.",
    "preview": "To check what others can see.",
    "access-report": "The privacy lead made a report on who has looked. No content.",
    "requests": "To answer your request.",
    "request-item": "To answer your request.",
}
# Pages of which only the person whose question they are about may know.
FOR_THE_ASKER = frozenset({"look-question", "request", "requests", "request-item"})
# What a page is about where that is not the child as a whole, by the kinds of its
# records. Beside them every page names what its head shows: that says nothing of what
# was looked at.
ABOUT: dict[str, str | tuple[str, ...]] = {
    "plan": "plans.",
    "progress": ("plans.outcome", "plans.rating"),
    "activities": ("plans.activity", "plans.practice"),
    "book": "book.entry",
    "notes": "evidence.observation",
    "photos": "evidence.photo",
    "concerns": "evidence.concern",
    "reports": "evidence.assessment",
    "team": "team.involvement",
    "adults": "team.",
    "story": "evidence.story",
    "homes": "evidence.home",
    "settings": "evidence.attendance",
    "census-entry": "exchange.census-entry",
    # Nobody who reads this list can read one: so even the form is never in it (SAFE-1).
    "safeguarding": "safeguarding.",
    "safeguarding-note": "safeguarding.",
    "safeguarding-list": "safeguarding.",
}
# On which no child is named, so that nobody’s looks are found by them.
NAMES_NO_CHILD = frozenset({"privacy-desk", "breaches", "breach-report"})
# Of which nothing is ever told: the list does not offer to look for it, either.
NEVER_TOLD = frozenset(
    surface for surface, kinds in ABOUT.items() if kinds == "safeguarding."
)
