"""What is said of a receipt that was sent."""

from django.utils.translation import gettext as _

from hylla.messages.rules import Channel


def sent_text(channel: Channel) -> str:
    """Say by which way it goes; never to which address."""
    texts = {
        Channel.EMAIL: _("The receipt goes by e-mail, without titles."),
        Channel.SMS: _("The receipt goes by text message, without titles."),
    }
    return texts.get(channel, _("The receipt stands on My page."))
