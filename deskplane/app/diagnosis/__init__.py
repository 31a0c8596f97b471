"""What ``deskplane doctor`` looks at; each finding says its cause and how to mend it."""
