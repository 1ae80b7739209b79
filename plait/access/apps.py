from django.apps import AppConfig


class Access(AppConfig):
    name = "plait.access"
