"""How the engine starts its children: out of reach of the terminal's signals, and in one session with it.

Linux may share the processor between sessions first ("autogroup"), and then a niceness counts within one only. In
sessions of their own, indexing would go before the chat model, whatever its priority.
"""

from __future__ import annotations

import sys
from typing import Any

OWN_GROUP: dict[str, Any] = {} if sys.platform == "win32" else {"process_group": 0}
"""For `subprocess.Popen`. The group has the number of the child, so that all of it can be ended at once."""
