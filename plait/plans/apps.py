from django.apps import AppConfig


class Plans(AppConfig):
    name = "plait.plans"

    def ready(self) -> None:
        """Reports show what the plan has taken from them."""
        from plait.evidence import taken
        from plait.plans.web.taken import in_the_plan

        taken.ask(in_the_plan)
