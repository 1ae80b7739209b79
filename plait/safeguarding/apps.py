from django.apps import AppConfig


class Safeguarding(AppConfig):
    name = "plait.safeguarding"
