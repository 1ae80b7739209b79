from django.apps import AppConfig


class Team(AppConfig):
    name = "plait.team"

    def ready(self) -> None:
        from plait.ledger import closings
        from plait.team.closings import CLOSINGS

        closings.register(*CLOSINGS)
