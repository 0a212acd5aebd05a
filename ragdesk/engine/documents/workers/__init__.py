"""Reading in disposable processes. Input: the bytes of one file. Output: its `Reading`, checked before it is believed.

The engine's side: `forked_workers` (or `recycled_workers` where processes cannot fork), `answer_reader`, `endings`.
The other side, in order: `host` starts, `worker` reads one file inside `lockdown`, `answer_writer` answers.
"""
