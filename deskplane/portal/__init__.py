"""What people who ask for help see: request types to choose from, and their requests in plain words."""
