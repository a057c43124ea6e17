"""What the three screens share: look, controls, words, list model, link to the hall, start-up. No page lives here."""
