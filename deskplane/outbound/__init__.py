"""The one way out: an HTTP client that guards addresses, sizes, times and secrets. Imports no kernel."""
