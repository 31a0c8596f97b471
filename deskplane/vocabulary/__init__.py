"""Words every part of the house shares: pure enums, no behaviour beyond their own tables."""
