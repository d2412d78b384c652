"""What follows: decisions, tasks, escalation, diaries, what falls due, what people do."""
