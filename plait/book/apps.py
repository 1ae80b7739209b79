from django.apps import AppConfig


class Book(AppConfig):
    name = "plait.book"
