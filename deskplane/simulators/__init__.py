"""Stand-ins for the vendors' APIs: stateful, seeded, with their quirks and with faults on demand."""
