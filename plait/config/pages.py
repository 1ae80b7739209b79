"""How a request becomes a page: what it passes through, and what draws the page."""

MIDDLEWARE = [
    "plait.config.web.middleware.Journal",
    "plait.config.web.middleware.Defects",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "plait.config.web.middleware.Headers",
    "plait.config.web.middleware.Verbs",
    "plait.config.web.middleware.Doors",
    "plait.config.web.middleware.Legible",
    "plait.config.web.middleware.Clock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "plait.access.web.middleware.SessionRules",
    "plait.config.web.hats.Hats",
    "plait.sharing.web.middleware.Guarded",
]
ROOT_URLCONF = "plait.config.urls"
WSGI_APPLICATION = "plait.config.wsgi.application"
APPEND_SLASH = False
USE_THOUSAND_SEPARATOR = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "plait.design_system.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "plait.config.web.chrome.chrome",
            ],
        },
    },
    {
        # allauth ships its own words for e-mails in Django's language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
FORM_RENDERER = "plait.design_system.forms.PlaitRenderer"
