from django.apps import AppConfig


class Plans(AppConfig):
    name = "plait.plans"
