"""Files that departments already have: bytes in, plain values and clear refusals out."""
