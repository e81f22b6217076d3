"""The commands: one module each, imported when it is called. They print for people; what they do is elsewhere."""
