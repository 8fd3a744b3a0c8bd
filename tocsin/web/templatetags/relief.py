"""How templates print money."""

from django import template

from tocsin.relief.money.money import Money, shown

register = template.Library()


@register.filter
def money(value: Money | int, code: str = "") -> str:
    """A Money, or minor units and their currency, to be read: "1,234.56 EUR", and below nothing "−50.00 EUR"."""
    return shown(value if isinstance(value, Money) else Money(int(value), code)).replace(
        "-", "\N{MINUS SIGN}"
    )
