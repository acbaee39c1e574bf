"""`kg serve`: a graph over HTTP on this machine only, to be asked, looked at and followed, never changed.

`protocol`, `negotiation` and `answers` know nothing of the framework; `app` is the only room that does.
"""
