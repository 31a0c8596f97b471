"""Where files lie: in a folder or in an S3-compatible store, behind one interface, named by their content."""
