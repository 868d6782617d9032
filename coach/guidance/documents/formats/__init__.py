"""One module for each format. Each has `blocks(...)`: what stands in a file, page by page.

They run in the process that reads (`worker`), raise `Unreadable` for what they recognise as trouble, and may fall
over in any other way on a damaged file.
"""
