"""The kiosk: a touch screen with a barcode reader, at which patrons help themselves."""
