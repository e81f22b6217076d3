"""The organization that mailboxes belong to: its people and its places."""
