"""When people are free: getSchedule, findMeetingTimes, and the availability that both read from calendars."""
