"""The one program of ragdesk that may use the network: it fetches one model file, shows each connection, and ends.

A face starts it by its user's wish (`start`), never the engine. Request in: JSON on standard input. Progress out: JSON
lines. What it brings lies in a `.part` file; the process that started it checks that again and gives it its name.
"""
