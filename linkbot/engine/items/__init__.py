"""What is asked, ordered or recommended, item by item, and what answers it."""
