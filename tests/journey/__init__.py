"""The whole road, walked as people and programs would."""
