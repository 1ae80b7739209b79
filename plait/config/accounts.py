"""How allauth signs people in: limits on guessing, our words, the second step."""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"plait.access.passwords.{name}"}
    for name in ("LongEnough", "NotBreached", "NotAboutYou")
]
ACCOUNT_ADAPTER = "plait.access.web.sign_in.Adapter"
ACCOUNT_FORMS = {
    "login": "plait.access.web.forms.SignIn",
    "reset_password": "plait.access.web.forms.Forgotten",
    "reset_password_from_key": "plait.access.web.forms.NewPassword",
    "reauthenticate": "plait.access.web.forms.Confirm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link has shown it already
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_PREVENT_ENUMERATION = True
# Whoever asks for a new password gets a message, so that nobody can tell from the time
# it takes who has an account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "plait.access.passwords.ResetTokens"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# For one address, and for one account: a nursery shares an address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,6/10m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "plait.access.web.factors.SecondFactors"
MFA_FORMS = {
    "authenticate": "plait.access.web.forms.Code",
    "authenticate_webauthn": "plait.access.web.forms.PasskeyInstead",
    "login_webauthn": "plait.access.web.forms.SignInWithPasskey",
    "reauthenticate": "plait.access.web.forms.ConfirmWithCode",
    "reauthenticate_webauthn": "plait.access.web.forms.ConfirmWithPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_TOTP_ISSUER = "Plait"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 8
