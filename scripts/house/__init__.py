"""House lints: rules of this repository that no ready-made linter knows. See CONTRIBUTING.md."""
