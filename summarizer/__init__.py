"""Dutch news in, a short English abstract out that can be trusted and checked."""
