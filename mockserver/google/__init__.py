"""Google Calendar v3 and its OAuth server: operations, rendering, refusals, seeding from a scenario."""
