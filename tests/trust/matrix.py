"""What every address answers to everybody: written down, to be read and argued about.

One column for each of `personas.EVERYBODY`, in three groups, in this order:

    signed out, left the nursery, no business here, privacy lead, own child at work,
    colleague’s child at home;
    emergency, safeguarding lead, key worker, SENCO, by agreement, council officer;
    mum, dad under an order, relative, young person, representative, parent afterwards,
    under sixteen.

    o  opens                    n  is told why not
    >  is led on, elsewhere     .  is not there, like what never was
    s  is asked to sign in      h  is asked in which capacity they come: they have none

Where an address names one of several things, the most open answer counts. What is shown
on a page that opens is not said here: that follows the oracle (test_surfaces.py).
"""

# --- Nobody's data ---
PUBLIC = ("oooooo oooooo ooooooo", """
    account_logout account_signup account_reset_password account_reset_password_done
    account_reset_password_from_key account_reset_password_from_key_done
    team:invitation health help words language privacy accessibility
""")  # fmt: skip
SIGNING_IN = ("o>>>>> >>>>>> >>>>>>>", "account_login")
NOT_HERE = ("...... ...... .......", "demo:cast demo:be")  # outside the demonstration

# --- One's own account, whatever else one is or was ---
OWN_ACCOUNT = (
    "sooooo oooooo ooooooo",
    "access:hats access:me access:name access:news-address",
)
ALREADY_DONE = ("s>>>>> >>>>>> >>>>>>>", """
    access:change-password access:second-factor access:sign-out-everywhere
    access:news-code access:news-code-again access:remove-news-address
    mfa_authenticate mfa_login_webauthn
""")  # fmt: skip
ONLY_JUST_SIGNED_IN = ("snnnnn nnnnnn nnnnnnn", """
    access:add-passkey access:set-up-app access:codes access:new-codes
    access:remove-factor account_reauthenticate mfa_reauthenticate
    mfa_reauthenticate_webauthn
""")  # fmt: skip

# --- One's own desk: by the hat and its role, for no child in particular ---
STAFF = ("shooo> oooooo >>>>>>>", """
    today:handing-over today:today today:children agencies:sign
""")  # fmt: skip
ANYBODY = ("shoooo oooooo ooooooo", "safeguarding:choose safeguarding:passed-on")
AGREEMENTS_BETWEEN = ("shooon oooooo nnnnnnn", """
    sharing:area-agreements sharing:area-agreement
""")  # fmt: skip
SIGNING_BETWEEN = ("sh>>>> >>>>>> >>>>>>>", """
    sharing:sign-area-agreement sharing:end-area-agreement
""")  # fmt: skip
LEADS_A_SETTING = ("shnnnn nnnonn nnnnnnn", "today:handing-over-of team:add-child")
HOLDS_BACK = ("shooon onnooo nnnnnnn", "today:held-back")
MANAGES_PEOPLE = ("shonon onnooo nnnnnnn", """
    agencies:sign-for-agency agencies:people agencies:invite agencies:hours
""")  # fmt: skip
OWN_INVITATIONS = ("sh.non .nnooo nnnnnnn", "agencies:withdraw")
OWN_COLLEAGUES = ("sh.non .nno.o nnnnnnn", "agencies:entrust agencies:leave")
PRIVACY_LEAD = ("sh.o.. ...... .......", """
    today:alert sharing:look-answer emergency:review
""")  # fmt: skip
PRIVACY_LEADS_LISTS = ("shnonn nnnnnn nnnnnnn", """
    sharing:write-area-agreement emergency:numbers
""")  # fmt: skip
MAY_NEED_EMERGENCY = ("shnnon oonono nnnnnnn", "emergency:open")
OWN_EMERGENCY = ("sh.... o..... .......", "emergency:own")
DUTY_AND_LEAD = ("shnnnn oonnnn nnnnnnn", "safeguarding:cases")
PASSED_ON = ("shnnnn >>nnnn nnnnnnn", "safeguarding:open")
LEADS_ON_SAFETY = ("shnnnn nonnnn nnnnnnn", "safeguarding:files")
THE_CENSUS = ("sh..o. ...o.o .......", "exchange:census exchange:run exchange:rows")
THE_NURSERYS_OWN = ("sh.... ...o.. .......", """
    agencies:unheld sharing:left exchange:row
""")  # fmt: skip

# --- A child's pages: for all who know the child, and nobody else ---
CIRCLE = ("sh.... oooooo ooooooo", """
    today:child today:about sharing:sharing team:adults team:team safeguarding:raise
    evidence:reports plans:plan plans:outcome plans:change-outcome
    plans:change-strategy plans:games plans:end-activity book:book family:growing-up
""")  # fmt: skip
HOME = ("sh.... >>>>>> ooooooo", "family:today")
END_OF_EMERGENCY = ("sh.... >>>>>> >>>>>>>", "emergency:end")
SERVICES = ("sh.... oooooo ooo....", "sharing:service sharing:kind")

# Only what the reader sees can be opened: the oracle's answer about one record.
NOTES = ("sh.... ooooo. oo.o..o", """
    evidence:note evidence:correct-note evidence:photo evidence:concern exchange:entry
""")  # fmt: skip
REPORTS = ("sh.... ooooo. oo.oo.o", "evidence:report evidence:correct-passage")
ADDS_TO_REPORTS = ("sh.... noooo. oo.on.o", "evidence:add-passage")
PARTS = ("sh.... oooooo oooo..o", "team:part team:leave")
PLACES = ("sh.... nonono nnnn..n", "team:order")

# Writing: those who work with the child or decide for them; never in an emergency.
WRITES = ("sh.... nooooo oononno", """
    team:contact evidence:add-note evidence:add-concern evidence:add-report
    evidence:add-home
""")  # fmt: skip
WRITES_ANSWERS = ("sh.... noooon oononno", "book:answer")
WRITES_THE_STORY = ("sh.... nooooo onnonno", "evidence:story")
WORKS_ON_THE_PLAN = ("sh.... nnoooo oononno", """
    plans:change plans:add-outcome plans:view plans:rate plans:add-strategy
    plans:add-activity
""")  # fmt: skip
PLAN_IS_THERE = ("sh.... nn>>>> >>n>nn>", "plans:start plans:practise")
CARD = ("sh.... nnnonn oononno", "team:card")
COLLEAGUES = ("sh.... nooooo nnnnnnn", "team:know-family")

# The leads of a setting.
LEADS = ("sh.... nnnono nnnnnnn", """
    sharing:ask team:add-colleague team:invite-family team:invite-young-person
    team:close team:conflicts evidence:add-attendance
""")  # fmt: skip
LEADS_THE_TEAM = ("sh.... nnnono nnnn..n", "team:lead")
HANDS_ON = ("sh.... nnoooo nnnn..n", "team:hand-over")  # one’s own part, or leads
LEADS_AND_UNDOES = ("sh.... nnnon. nnnnnnn", """
    team:withdraw-invitation team:end-conflict
""")  # fmt: skip
SEALS = ("sh.... nonono nnnnnnn", """
    sharing:without-asking sharing:seals sharing:add-seal team:add-order
    team:orders-then
""")  # fmt: skip
MORE_IN_AN_EMERGENCY = ("sh.... oonono nnnnnnn", "emergency:more")
ONE_SEAL = ("sh.... .o.o.o .......", "sharing:seal sharing:lift-seal")
SECOND_PERSON = ("sh.... .>.>.> .......", "sharing:confirm-seal")
SHARED_WITHOUT_ASKING = ("sh.... .o.o.. .......", """
    sharing:disclosure sharing:look-again
""")  # fmt: skip
STOPPING_THAT = ("sh.... .>.>.. .......", "sharing:tell sharing:stop-disclosure")
COPIES = ("sh.... .ooo.. .......", "sharing:copy")
HOLDING_BACK = ("sh.... >ooo>. nn.n..n", "sharing:hold-back")  # or what is held
HELD_BACK = ("sh.... nnnon. nn.n..n", "sharing:held")
SEALING_ONE = ("sh.... nonon. nn.n..n", "sharing:seal-record")
COLLEGE_ONLY = ("sh.... nnnnnn nnnnnnn", "team:represent team:representatives")
NOBODY_ACTS = ("sh.... nnn.n. nnnnnnn", "team:end-representative")

# Deciding for the child: the parents before the switch, the young person after it.
DECIDE = ("sh.... nnnnnn oononno", "sharing:looks today:preview-who today:preview")
DECIDE_ON_SERVICES = ("sh.... nnnnnn oon.nn.", """
    sharing:surprise today:preview-service
""")  # fmt: skip
ASKED_ABOUT_LOOKS = ("sh.... nnnnnn o.n.nn.", "sharing:question")  # mum asked
ALLOW_RELATIVES = ("sh.... nnnnnn oononnn", "sharing:relative")
AGREEMENTS = ("sh.... .ooooo oo.oooo", "sharing:answer sharing:some")
ANSWERED = ("sh.... .>>>>> >>.>>>>", "sharing:agree")
TAKE_BACK = ("sh.... .nnnnn oo.onnn", "sharing:differ sharing:withdraw")
SEEN_DIFFERENTLY = ("sh.... ...o.. oo.....", "sharing:objection")
YOUNG_PERSON = ("sh.... nnnnnn nnnonno", """
    family:choose-for-person family:choose-for-service family:about-me
    family:write-about-me family:keep
""")  # fmt: skip
OPEN_PAGES_ONLY = ("sh.... ...... .......", "sharing:still")  # with its own mark
PRIVACY_WISHES = ("sh.... ...... .......", "family:answer-wish")  # the college’s

# Safeguarding: its lead, and nobody else; not even in an emergency.
SAFEGUARDING = ("sh.... .o.... .......", """
    safeguarding:case safeguarding:note safeguarding:finish safeguarding:add-step
    safeguarding:decide safeguarding:disclose safeguarding:move
    safeguarding:send-file safeguarding:receive-file
""")  # fmt: skip

# The privacy lead’s desk, what waits there, and what anybody may say or ask.
DESK = ("shnonn nnnnnn nnnnnnn", """
    privacy:desk privacy:retention privacy:propose-disposal privacy:place-hold
    privacy:end-hold privacy:access-reports privacy:ask-access-report
    privacy:ask-access-report-for privacy:access-report privacy:access-report-csv
    privacy:access-report-json privacy:breaches privacy:breach
    privacy:ask-colleague-report privacy:ask-colleague-report-of
    privacy:processing privacy:processing-of privacy:processing-csv
    privacy:processing-json
""")  # fmt: skip
AT_THE_DESK = ("sh.o.. ...... .......", """
    privacy:disposal privacy:stop-disposal privacy:weigh-breach privacy:breach-ico
    privacy:breach-people privacy:close-breach
""")  # fmt: skip
TOLD_LATER = ("shnonn nonnnn nnnnnnn", "sharing:told-later sharing:tell-later")
TOLD_NOW = ("shn.nn nonnnn nnnnnnn", "sharing:tell-now")  # what one’s own job decided
SECOND_OF_TWO = ("sh.>.. ...... .......", "privacy:agree-to-disposal")
SAYS_SOMETHING_WENT_WRONG = ("shooon oooooo nnnnnnn", "privacy:report-breach")
OWN_RECEIPT = ("sh.... ..oo.. .......", "privacy:breach-reported")  # whoever said so
ASKS_FOR_EVERYTHING = ("sh.... nnnnnn oononno", "privacy:ask")
ANSWERS_REQUESTS = ("shooo. oo.ooo .......", "privacy:requests")  # and leads on safety
ENTERS_REQUESTS = ("shoo.. o..oo. .......", "privacy:enter-request")
TAKES_BACK_OWN = ("sh.... ...... ...o...", "privacy:take-back")  # Tilda has asked
ONE_REQUEST = ("sh.... ...... .......", """
    privacy:answer privacy:request privacy:request-item privacy:prepared
    privacy:longer privacy:missing privacy:taken-back
""")  # fmt: skip  # of another child, at another service: test_out_requests.py

CLASSES = {name: value for name, value in globals().items() if name.isupper()}


def written() -> dict[str, str]:
    """By address: what each persona is answered, a letter each."""
    found: dict[str, str] = {}
    for letters, names in CLASSES.values():
        for name in names.split():
            assert name not in found, f"{name} is written down twice"
            found[name] = letters.replace(" ", "")
    return found
