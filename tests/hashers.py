"""The product's password hash with the smallest parameters, because tests hash often."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 that takes no noticeable time."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
