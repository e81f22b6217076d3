"""The commands: one module each, imported when it is called. What they print is for people; what they do is elsewhere."""
