"""The rules of the hall: pure functions of values. Time, identity and randomness come in as arguments."""
