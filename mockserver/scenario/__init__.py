"""The scenario language: reading, checking and finding scenario files. No provider and no session is known here."""
