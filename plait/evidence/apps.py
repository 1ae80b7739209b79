from django.apps import AppConfig


class Evidence(AppConfig):
    name = "plait.evidence"
