from django.apps import AppConfig


class Family(AppConfig):
    name = "plait.family"
