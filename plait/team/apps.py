from django.apps import AppConfig


class Team(AppConfig):
    name = "plait.team"

    def ready(self) -> None:
        from plait.team.closings import CLOSINGS
        from plait.ledger import closings

        closings.register(*CLOSINGS)
