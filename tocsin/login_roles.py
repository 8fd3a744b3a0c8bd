"""The roles that a login has at this moment: asked of the store anew, because they may have been taken away."""

from django.contrib.auth.models import Group, User


def roles_of(login: User) -> frozenset[str]:
    """Names of its groups; none where the login is no longer active."""
    names = Group.objects.filter(user=login, user__is_active=True).values_list("name", flat=True)
    return frozenset(names)
