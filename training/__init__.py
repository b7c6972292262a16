"""What is learnt before the software is used, and how well it does."""
