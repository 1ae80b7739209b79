from django.apps import AppConfig


class Sharing(AppConfig):
    name = "plait.sharing"

    def ready(self) -> None:
        from plait.sharing import telling

        telling.register()
