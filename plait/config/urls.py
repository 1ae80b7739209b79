"""Every address. A house test holds this list against the pages that are declared."""

from django.conf import settings
from django.urls import include, path

from plait.access.web import views as access
from plait.config.web import errors, public

urlpatterns = [
    path("", include("plait.today.web.urls")),
    path("", include("plait.access.web.urls")),
    path("", include("plait.team.web.people_urls")),
    path("", include("plait.team.web.sharing_urls")),
    path("", include("plait.sharing.web.emergency_urls")),
    path("", include("plait.team.web.urls")),
    path("", include("plait.safeguarding.web.urls")),
    path("", include("plait.evidence.web.urls")),
    path("", include("plait.plans.web.urls")),
    path("", include("plait.book.web.urls")),
    path("", include("plait.family.web.urls")),
    path("", include("plait.exchange.web.urls")),
    path("", include("plait.privacy.web.urls")),
    path("health", public.health, name="health"),
    *(
        path(page, public.words_page, {"page": page}, name=page)
        for page in public.PAGES
    ),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("", include("plait.demo.web.urls")))

handler400 = errors.broken_request
handler403 = errors.not_permitted
handler404 = errors.not_found
handler429 = access.too_many
handler500 = errors.defect
