"""First steps of a new desk: what is set up, what is still to do, and where things are used."""
