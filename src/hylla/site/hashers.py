"""How PINs and passwords are hashed."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with OWASP's least memory for a server that checks often: 19 MiB, 2 passes, 1 lane.

    A self-service machine checks a PIN at every patron, so Django's 100 MiB would be felt.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
