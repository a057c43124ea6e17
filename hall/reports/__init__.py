"""Documents out of the journal. A number in a document is recomputed from the events, never taken from a screen."""
