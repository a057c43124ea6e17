"""What the pages of the wall see: plain QObjects over the wall's view. No picture lives here."""
