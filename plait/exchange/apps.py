from django.apps import AppConfig


class Exchange(AppConfig):
    name = "plait.exchange"
