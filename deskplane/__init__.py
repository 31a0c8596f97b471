"""One control plane for every service desk."""

__version__ = "0.1.0"
