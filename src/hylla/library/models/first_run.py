"""How far a new library has come with its first-run guide."""

from django.db import models

from hylla.privacy.declarations import NotPersonal


class FirstRun(models.Model):
    """One row, from the first start until the guide is finished; then it only says so.

    `code_hash` is that of the code printed at the start, `token_hash` that of the browser's cookie
    once the code was entered; both are random and long. `policy_text` is the draft of the policy
    until it is published.
    """

    code_hash = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)

    library_name = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    controller_name = models.CharField(max_length=200, blank=True)
    org_number = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    notice_url = models.CharField(max_length=200, blank=True)
    dpo_name = models.CharField(max_length=200, blank=True)
    dpo_email = models.EmailField(blank=True)
    removal_decision = models.CharField(max_length=200, blank=True)

    policy_text = models.TextField(blank=True)
    rules_set_at = models.DateTimeField(null=True)
    import_began_at = models.DateTimeField(null=True)
    import_ended_at = models.DateTimeField(null=True)
    import_report = models.TextField(blank=True)
    import_passed_over = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    personal_data = NotPersonal("what a library tells about itself before it opens")
