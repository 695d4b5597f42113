"""The surfaces: command line, HTTP, chat page, widget, MCP. Each one draws an `Answer`, none builds text."""
