"""What runs beside the answer path: feedback, metrics, privacy."""
