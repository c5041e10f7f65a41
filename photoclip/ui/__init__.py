"""The window. Widgets speak ``photoclip.domain`` and ``photoclip.messages``, never the library."""
