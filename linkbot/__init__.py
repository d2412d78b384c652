"""linkbot: the unattended worker of an Ombudsman link officer.

Start reading at `model/decision.py`, then `engine/casework/decide.py`, then `worker/process.py`.
"""

__version__ = "0.1.0"
