"""How templates print money."""

from django import template

from tocsin.relief.money.money import Money, shown

register = template.Library()


@register.filter
def money(value: Money | int, code: str = "") -> str:
    """A Money, or minor units and their currency: "1,234.56 EUR"."""
    return shown(value if isinstance(value, Money) else Money(int(value), code))
