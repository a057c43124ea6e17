"""What the pages of a window console see: plain QObjects over the window's view. No picture lives here."""
