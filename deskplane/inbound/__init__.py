"""Webhooks of other desks: heard at once, kept as they came, and the record behind them read again."""
