from django.apps import AppConfig


class Sharing(AppConfig):
    name = "plait.sharing"
