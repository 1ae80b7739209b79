from django.apps import AppConfig


class DesignSystem(AppConfig):
    """Templates, stylesheet, icons and drawings that every page is made of."""

    name = "plait.design_system"
    label = "design_system"
    verbose_name = "Design system"
