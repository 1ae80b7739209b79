from django.apps import AppConfig


class Children(AppConfig):
    name = "plait.children"
