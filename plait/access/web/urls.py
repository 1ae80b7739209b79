"""Addresses of signing in, and of one's own account."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from django.urls import include, path

from plait.access.web import entrance, news_address, second_step, views
from plait.access.web.pages import account_page, set_up_page

ours = [
    path("hats", views.hats, name="hats"),
    path("me", views.me, name="me"),
    path("me/name", views.name, name="name"),
    path("me/password", views.change_password, name="change-password"),
    path("me/second-factor", second_step.second_factor, name="second-factor"),
    path("me/passkeys/add", second_step.add_passkey, name="add-passkey"),
    path("me/app", second_step.set_up_app, name="set-up-app"),
    path("me/codes", second_step.codes, name="codes"),
    path("me/codes/new", second_step.new_codes, name="new-codes"),
    path("me/ways-in/<str:key>", second_step.remove_factor, name="remove-factor"),
    path("me/news", news_address.choose, name="news-address"),
    path("me/news/code", news_address.write_code, name="news-code"),
    path("me/news/code/again", news_address.send_again, name="news-code-again"),
    path("me/news/remove", news_address.remove, name="remove-news-address"),
    path(
        "me/sign-out-everywhere",
        views.sign_out_everywhere,
        name="sign-out-everywhere",
    ),
]

# Under the names by which allauth finds its own pages.
theirs = [
    path("sign-in", account.login, name="account_login"),
    path("sign-in/code", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey", entrance.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("sign-out", views.sign_out, name="account_logout"),
    path("by-invitation", views.by_invitation, name="account_signup"),
    path("forgotten", account.password_reset, name="account_reset_password"),
    path(
        "forgotten/sent",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "forgotten/done",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "forgotten/<str:uidb36>/<str:key>",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "me/confirm",
        set_up_page(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path(
        "me/confirm/code",
        account_page(factors.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "me/confirm/passkey",
        account_page(entrance.confirm_with_passkey),
        name="mfa_reauthenticate_webauthn",
    ),
]

urlpatterns = [path("", include((ours, "access"))), *theirs]
