"""Pages of those who look after the service and see nobody's content: administrators, the data
protection officer, and leaders reading figures."""
