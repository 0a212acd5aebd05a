"""From a question to passages: search texts, the fusion of two legs, evidence, folding, and what a model reads.

In: a question and those before it. Out: passages, and all that quotes and answers are judged by (`finder.Findings`).
"""
