"""allauth's pages for passkeys, where they have to say more than they do."""

from typing import Any

from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse


class SignInWithPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """Asked by our script what to sign (GET), then shown the signature (POST)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse(auth.begin_authentication(user=None))
        return redirect("account_login")

    def form_invalid(self, form: Any) -> HttpResponse:
        return redirect(f"{reverse('account_login')}?why=passkey")


class ConfirmWithPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong, and offer the other ways again."""
        shown = self.get_context_data() | {"form": form}
        answer: HttpResponse = self.render_to_response(shown)
        return answer


sign_in_with_passkey = SignInWithPasskey.as_view()
confirm_with_passkey = ConfirmWithPasskey.as_view()
