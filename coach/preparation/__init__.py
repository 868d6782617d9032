"""Preparing a talk, the form for the talk at the return, and the timeline of dates.

Doors: `preparation.default()`, `form.default()`, `timeline.default()` for the content; `Worksheet` for what someone
fills in, past the `Guard` and kept on a `Shelf`; `layout`, `render`, `word` and `calendar` for what comes out.
Nothing here is loaded before it is needed, so import from the module that has it.
"""
