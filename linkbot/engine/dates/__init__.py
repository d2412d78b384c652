"""By when: dates, clocks, working days, reply dates and their doubts."""
