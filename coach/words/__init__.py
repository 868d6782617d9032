"""What a language model adds to the coach's own words: suggestions, marked as such and never waited for.

The coach is whole without them. Each suggestion is asked of an engine with a short prompt and then held against what
it must hold to: the reader, the evidence, the passages, the words of the line. What does not pass is not shown, and
what was written for the place stays there.
"""
