"""The audit: who did what, when, sealed in a chain that shows any later change."""
