"""The pages of helpers from elsewhere, and the pupil's page about them."""
