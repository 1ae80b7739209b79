from django.apps import AppConfig


class Children(AppConfig):
    name = "plait.children"

    def ready(self) -> None:
        from plait.children.closings import CLOSINGS
        from plait.ledger import closings

        closings.register(*CLOSINGS)
