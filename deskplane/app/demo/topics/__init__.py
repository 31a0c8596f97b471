"""The words of the demo, by what they are about."""
