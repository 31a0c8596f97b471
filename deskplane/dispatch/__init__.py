"""Dispatch: one job, a ticket on each outside platform that is switched on; exactly once, and it says what happened."""
