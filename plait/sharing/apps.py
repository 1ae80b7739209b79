from django.apps import AppConfig


class Sharing(AppConfig):
    name = "plait.sharing"

    def ready(self) -> None:
        from plait.ledger import closings
        from plait.sharing.closings import CLOSINGS
        from plait.sharing.closings_later import LATER

        closings.register(*CLOSINGS, LATER)
        from plait.sharing import telling

        telling.register()
