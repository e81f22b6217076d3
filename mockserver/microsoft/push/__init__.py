"""Change notifications: making, renewing and ending subscriptions, and what each one gets. Sending is `delivery/`'s."""
