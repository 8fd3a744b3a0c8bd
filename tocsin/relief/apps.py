from django.apps import AppConfig


class ReliefConfig(AppConfig):
    name = "tocsin.relief"
    default_auto_field = "django.db.models.BigAutoField"
