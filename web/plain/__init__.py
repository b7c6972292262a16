"""What residents do without any script: meetings, replies, promises, and links from messages."""
