"""What a mailbox has beside its calendars: its settings, its categories, Outlook's lists, the forms of its ids."""
