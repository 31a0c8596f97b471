"""Macros: several steps on tickets under one name, with a look at what they would do before they do it."""
