"""Seals on rows that carry authority (S25): who may, who said what, who is protected.

The promise: a row edited, copied, put back, put in or taken out with SQL has no effect. It is
refused with `Tampered`, the leader and the personvernombud get a task, and the audit an
event. The key lies in a file of its own, outside the database and apart from the master key.

    registry   which tables, and whom each row is about
    mac        what is sealed of a row, and how
    book       seals and pages in the database: checking and writing them
    asked      what a query is about
    standing   what stands in the database about a subject
    guard      the hooks that make every use pass the check
    alarm      who is told
    opening    the first time, after an upgrade, and with a new key
"""
