"""Root-cause analysis: jobs with findings, from outside or by the built-in analyser."""
