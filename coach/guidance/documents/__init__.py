"""An organisation's own documents: read in a process of their own, cut into excerpts, kept, found and weighed.

A document is somebody else's file, so nothing of it is trusted: `reading` has it parsed by a child process with
bounds of time and memory, which hands back plain text only. Macros, scripts and links are never followed.
"""
