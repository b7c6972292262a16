"""One script for each screen. A screen asks, calls one service, and shows the answer."""
