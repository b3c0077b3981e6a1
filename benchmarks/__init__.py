"""How quick and how light the kiosk is beside a bare Textual app, on a real terminal."""
