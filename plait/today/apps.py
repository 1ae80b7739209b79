from django.apps import AppConfig


class Today(AppConfig):
    name = "plait.today"
