"""The page in which reviewers work, and the HTTP API behind it.

store ─► notes (what the list and the queue say of each record) ─► pages
      ─► view (a record as sections, rows and boxes)            ─► pages
      ◄─ acts (what a reviewer did, as an entry of the log)     ◄─ api
      ◄─ loads (files into the store, with progress)            ◄─ api
originals ─► drawer (a process of its own draws strangers' pages) ─► pictures (kept on disk, so many and no more)

Every request passes `guard` first: who may ask, from where, and what a browser may do with the answer.
"""
