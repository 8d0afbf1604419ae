"""How long a kiosk waits for whoever stands there."""

from datetime import timedelta

WAITS = timedelta(seconds=30)
"""Without doing anything, counted down on the screen (WCAG 2.2.1: 20 seconds to ask for more)."""
WAITS_MORE = timedelta(seconds=120)
"""For the rest of the visit, once somebody has asked for more time."""
GRACE = timedelta(seconds=5)
"""What the way of a press to the server may take on top."""
