"""Events of Microsoft Graph: their times and recurrence, how they are kept, listed, written, answered and sent out."""
