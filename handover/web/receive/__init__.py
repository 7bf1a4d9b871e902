"""The receiver's pages: admissions, the new school, the county's PPT, the follow-up service."""
