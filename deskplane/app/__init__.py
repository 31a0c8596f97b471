"""The composition root: what starts, wires and stops the parts."""
