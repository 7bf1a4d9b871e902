"""The pages of PPT: an organisation of its own, with its own queue, drafts and approval (P6)."""
