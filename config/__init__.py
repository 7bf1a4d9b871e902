"""Data the service is steered by: policy, texts, receivers."""
