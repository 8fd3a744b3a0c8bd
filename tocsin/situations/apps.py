from django.apps import AppConfig


class SituationsConfig(AppConfig):
    name = "tocsin.situations"
    default_auto_field = "django.db.models.BigAutoField"
