"""Floor 5: intake, process, deliver, tick; what people do is in acts/."""
