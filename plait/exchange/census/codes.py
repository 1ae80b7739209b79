"""Columns and codes of the school census, as data.

Source: the layout of the extract that the collection system gives local authorities
(spring 2025), and the code lists in the Department for Education's guides. A code that
is not here is kept as it came and reported; nothing is ever translated.
"""

# Written here as they are compared: without regard to capitals.
PUPIL_COLUMNS = ("nativeid", "upn", "surname", "forename", "dob", "senprovision")
PUPIL_EXTRAS = (
    "pupilonrolltableid", "preferredsurname", "preferredforename", "ncyearactual",
    "language", "entrydate", "senunitindicator", "resourcedprovisionindicator",
)  # fmt: skip
NEED_COLUMNS = ("pupilonrolltableid", "nativeid", "sentyperank", "sentype")
NEED_EXTRAS = ("senneedsorderseqcolumn",)

# How the columns are written in the extract, for sentences to people.
SPELLING = {"nativeid": "NativeId"}

NO_SUPPORT = "N"
PLAN = "E"  # an EHC plan
SUPPORTED = frozenset({"K", PLAN})  # K is SEN support
PROVISION_NOW = SUPPORTED | {NO_SUPPORT}
# School action, school action plus, statement: ended in 2014, still found in files.
PROVISION_BEFORE = frozenset({"A", "P", "S"})

YEAR_GROUPS = frozenset(
    {"E1", "E2", "N1", "N2", "R", "M", "X", *map(str, range(1, 15))}
)

PROVISION_WORDS = {
    NO_SUPPORT: "No SEN support",
    "K": "SEN support",
    PLAN: "EHC plan",
}

NEEDS = {
    "SPLD": "specific learning difficulty",
    "MLD": "moderate learning difficulty",
    "SLD": "severe learning difficulty",
    "PMLD": "profound and multiple learning difficulty",
    "SEMH": "social, emotional and mental health",
    "SLCN": "speech, language and communication",
    "ASD": "autism",
    "HI": "hearing impairment",
    "VI": "vision impairment",
    "MSI": "multi-sensory impairment",
    "PD": "physical disability",
    "DS": "Down syndrome",
    "OTH": "other difficulty or disability",
    "NSA": "support, with no specialist assessment of the need yet",
}
# "No specialist assessment": legal with SEN support, never with a plan.
NOT_ASSESSED = "NSA"
