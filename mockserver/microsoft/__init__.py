"""Microsoft Graph v1.0, its calendar side."""
