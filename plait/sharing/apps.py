from django.apps import AppConfig


class Sharing(AppConfig):
    name = "plait.sharing"

    def ready(self) -> None:
        from plait.ledger import closings
        from plait.sharing.closings import CLOSINGS

        closings.register(*CLOSINGS)
        from plait.sharing import telling

        telling.register()
