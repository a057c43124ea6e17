"""The words of the hall: frozen structs only. What a word does lives in `hall.domain`."""
