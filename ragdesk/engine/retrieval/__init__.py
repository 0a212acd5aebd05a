"""From a question to passages: search texts, the fusion of two legs, evidence, folding, and what a model reads.

In: a question, and scores from the vector and the word index. Out: ranked chunks, and whether they are evidence at all.
"""
